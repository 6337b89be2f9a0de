#pragma once

// The model's values as columns: how each is bound and read back. Inside storage only. An absent value is
// NULL.

#include "model/contract.hpp"
#include "model/inventory.hpp"
#include "server/storage/statement.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace telestate::storage {

// Throws: a column holds what the checks of the schema should never have let in.
[[noreturn]] void throw_unreadable(std::string_view text);

void bind_text(Statement& statement, const char* name, std::string_view text); // empty is absent
void bind_key(Statement& statement, const char* name, const std::optional<std::int64_t>& key);
void bind_flag(Statement& statement, const char* name, const std::optional<bool>& flag);
void bind_day(Statement& statement, const char* name, const std::optional<Day>& day);
void bind_partial_date(Statement& statement, const char* name, const std::optional<PartialDate>& date);
void bind_period(Statement& statement, const char* name, const std::optional<Period>& period);
void bind_decimal(Statement& statement, const char* name, const std::optional<Decimal>& decimal);
// Two parameters: the period, and whether it is in working days.
void bind_notice(Statement& statement, const char* name, const char* working_days_name,
                 const std::optional<Notice>& notice);

template <typename Choice>
void bind_choice(Statement& statement, const char* name, const std::optional<Choice>& choice) {
    if (choice) {
        statement.bind(name, name_of(*choice));
    } else {
        statement.bind_null(name);
    }
}

inline void read_text(const Statement& row, int column, std::string& text) { text.assign(row.text(column)); }

inline std::optional<bool> read_flag(const Statement& row, int column) {
    if (row.is_null(column)) return std::nullopt;
    return row.integer(column) != 0;
}

// An empty text is an absent value: none of these values is ever written so.
template <typename Parse>
auto read_value(const Statement& row, int column, Parse parse) -> decltype(parse(std::string_view{})) {
    const std::string_view text = row.text(column);
    if (text.empty()) return std::nullopt;
    auto value = parse(text);
    if (!value) throw_unreadable(text);
    return value;
}

// The same for a column that is never NULL.
template <typename Parse>
auto read_required(const Statement& row, int column, Parse parse) {
    const std::string_view text = row.text(column);
    const auto value = parse(text);
    if (!value) throw_unreadable(text);
    return *value;
}

inline std::optional<Day> read_day(const Statement& row, int column) {
    return read_value(row, column, parse_day);
}
inline std::optional<PartialDate> read_partial_date(const Statement& row, int column) {
    return read_value(row, column, parse_partial_date);
}
inline std::optional<Period> read_period(const Statement& row, int column) {
    return read_value(row, column, parse_period);
}
inline std::optional<Decimal> read_decimal(const Statement& row, int column) {
    return read_value(row, column, parse_decimal);
}
// From two columns side by side.
inline std::optional<Notice> read_notice(const Statement& row, int column) {
    const std::optional<Period> length = read_period(row, column);
    if (!length) return std::nullopt;
    return Notice{*length, row.integer(column + 1) != 0};
}

} // namespace telestate::storage
