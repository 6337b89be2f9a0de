#include "server/storage/row_values.hpp"

#include <stdexcept>

namespace telestate::storage {

void throw_unreadable(std::string_view text) {
    throw std::runtime_error("the database holds \"" + std::string(text) + "\" where it cannot be read");
}

void bind_text(Statement& statement, const char* name, std::string_view text) {
    if (text.empty()) {
        statement.bind_null(name);
    } else {
        statement.bind(name, text);
    }
}

void bind_key(Statement& statement, const char* name, const std::optional<std::int64_t>& key) {
    if (key) {
        statement.bind(name, *key);
    } else {
        statement.bind_null(name);
    }
}

void bind_flag(Statement& statement, const char* name, const std::optional<bool>& flag) {
    if (flag) {
        statement.bind(name, std::int64_t{*flag ? 1 : 0});
    } else {
        statement.bind_null(name);
    }
}

namespace {

template <typename Value, typename Format>
void bind_formatted(Statement& statement, const char* name, const std::optional<Value>& value,
                    Format format) {
    if (value) {
        statement.bind(name, format(*value));
    } else {
        statement.bind_null(name);
    }
}

} // namespace

void bind_day(Statement& statement, const char* name, const std::optional<Day>& day) {
    bind_formatted(statement, name, day, format_day);
}

void bind_partial_date(Statement& statement, const char* name, const std::optional<PartialDate>& date) {
    bind_formatted(statement, name, date, format_partial_date);
}

void bind_period(Statement& statement, const char* name, const std::optional<Period>& period) {
    bind_formatted(statement, name, period, format_period);
}

void bind_decimal(Statement& statement, const char* name, const std::optional<Decimal>& decimal) {
    bind_formatted(statement, name, decimal, format_decimal);
}

void bind_notice(Statement& statement, const char* name, const char* working_days_name,
                 const std::optional<Notice>& notice) {
    bind_period(statement, name, notice ? std::optional(notice->length) : std::nullopt);
    bind_flag(statement, working_days_name, notice ? std::optional(notice->working_days) : std::nullopt);
}

} // namespace telestate::storage
