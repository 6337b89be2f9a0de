#include "server/document/written_fields.hpp"

#include "model/number.hpp"
#include "model/wording.hpp"
#include "model/written_amount.hpp"
#include "model/written_date.hpp"
#include "model/written_period.hpp"
#include "model/written_text.hpp"
#include "server/document/count_json.hpp"
#include "server/document/json_parser.hpp"
#include "server/document/term_json.hpp"

#include <algorithm>
#include <array>

namespace telestate::document {

namespace {

struct FieldRule {
    std::optional<RecordKind> kind;
    std::string_view pattern;
    WrittenField field;
};

using enum RecordKind;
using F = WrittenField;
constexpr std::optional<RecordKind> organisation = std::nullopt;

constexpr std::array field_rules = {
    FieldRule{contracts, "/term/start", F::partial_date},
    FieldRule{contracts, "/term/end", F::partial_date},
    FieldRule{contracts, "/term/length", F::term},
    FieldRule{contracts, "/term/renews_for", F::period},
    FieldRule{contracts, "/term/period", F::period},
    FieldRule{contracts, "/term/notice", F::notice},
    FieldRule{contracts, "/term/extensions/*/length", F::period},
    FieldRule{contracts, "/term/extensions/*/up_to", F::boolean},
    FieldRule{contracts, "/term/extensions/*/notice", F::notice},
    FieldRule{contracts, "/term/extensions/*/exercised_on", F::day},
    FieldRule{contracts, "/term/extensions/*/exercised_length", F::period},
    FieldRule{contracts, "/term/breaks/*/on", F::day},
    FieldRule{contracts, "/term/breaks/*/notice", F::notice},
    FieldRule{contracts, "/lead_time", F::period},
    FieldRule{contracts, "/charges/*/amount", F::money},
    FieldRule{contracts, "/charges/*/quantity", F::quantity},
    FieldRule{contracts, "/charges/*/unit_price", F::money},
    FieldRule{contracts, "/charges/*/every", F::frequency},
    FieldRule{contracts, "/charges/*/from", F::day},
    FieldRule{contracts, "/charges/*/to", F::day},
    FieldRule{contracts, "/charges/*/on", F::day},
    FieldRule{contracts, "/charges/*/price_rises/*/on", F::day},
    FieldRule{contracts, "/charges/*/price_rises/*/percent", F::percent},
    FieldRule{contracts, "/charges/*/price_rises/*/price", F::money},
    FieldRule{contracts, "/charges/*/vat/rate", F::percent},
    FieldRule{contracts, "/decisions/*/takes_effect", F::day},
    FieldRule{contracts, "/decisions/*/decided_on", F::day},
    FieldRule{contracts, "/decisions/*/leaves_on", F::day},
    FieldRule{contracts, "/ended_on", F::day},
    FieldRule{contracts, "/alert_days/*", F::whole_number},
    FieldRule{people, "/executive", F::boolean},
    FieldRule{platforms, "/end_of_support", F::day},
    FieldRule{lines, "/number", F::phone},
    FieldRule{lines, "/count", F::count},
    FieldRule{lines, "/ceased_on", F::day},
    FieldRule{licences, "/purchased", F::count},
    FieldRule{licences, "/assigned", F::count},
    FieldRule{licences, "/in_use", F::count},
    FieldRule{numbers, "/number", F::phone},
    FieldRule{numbers, "/first", F::phone},
    FieldRule{numbers, "/last", F::phone},
    FieldRule{numbers, "/public_facing", F::boolean},
    FieldRule{numbers, "/count", F::count},
    FieldRule{usage, "/per", F::frequency},
    FieldRule{usage, "/from", F::day},
    FieldRule{usage, "/to", F::day},
    FieldRule{usage, "/count", F::count},
    FieldRule{organisation, "/financial_year_start", F::year_start},
    FieldRule{organisation, "/public_body", F::boolean},
    FieldRule{organisation, "/alert_days/*", F::whole_number},
};

// The reading of a value whose document form is a text.
FieldReading as_text(std::string value, std::string text) {
    return {JsonValue::of_text(std::move(value)), std::move(text), {}};
}

Result<FieldReading> read_boolean(std::string_view text) {
    const std::string folded = fold_written(text).value_or(std::string());
    if (folded == "yes" || folded == "true" || folded == "y")
        return FieldReading{JsonValue::of_boolean(true), "yes", {}};
    if (folded == "no" || folded == "false" || folded == "n")
        return FieldReading{JsonValue::of_boolean(false), "no", {}};
    return not_understood(quote_written(text) + " is neither yes nor no");
}

Result<FieldReading> read_year_start(std::string_view text) {
    std::optional<FinancialYearStart> start = parse_financial_year_start(text);
    if (!start) {
        // A day of any year that is no leap year, for 29 February is refused.
        const auto day = parse_written_day(std::string(text) + " 2001");
        if (!day)
            return not_understood(quote_written(text) +
                                  " is no day of every year; write one such as 1 April");
        const date::year_month_day ymd{*day};
        start = FinancialYearStart{static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day())};
    }
    return as_text(format_financial_year_start(*start),
                   std::to_string(start->day) + " " + std::string(month_name(start->month)));
}

Result<FieldReading> read_phone(std::string_view text) {
    const auto parsed = parse_number(text);
    if (!parsed) return parsed.error();
    FieldReading reading = as_text(parsed->number.e164_or_short, format_national(parsed->number));
    reading.warning = parsed->warning;
    return reading;
}

Result<FieldReading> read_whole_number(std::string_view text) {
    const auto count = parse_written_count(text);
    if (!count || count->qualifier != Qualifier::exact)
        return not_understood(quote_written(text) + " is no whole number such as 90");
    return FieldReading{JsonValue::of_integer(count->value), describe_count(*count), {}};
}

} // namespace

std::optional<WrittenField> find_written_field(std::optional<RecordKind> kind, std::string_view pattern) {
    const auto found = std::find_if(field_rules.begin(), field_rules.end(), [&](const FieldRule& rule) {
        return rule.kind == kind && rule.pattern == pattern;
    });
    if (found == field_rules.end()) return std::nullopt;
    return found->field;
}

FieldReading reading_of_count(const Count& count) {
    std::string json;
    JsonWriter writer(json);
    append_count(writer, count);
    return {parse_json(json).value(), describe_count(count), {}};
}

FieldReading reading_of_notice(const Notice& notice) {
    std::string json;
    JsonWriter writer(json);
    append_notice(writer, notice);
    return {parse_json(json).value(), describe_notice(notice), {}};
}

Result<FieldReading> read_written_field(WrittenField field, std::string_view text,
                                        const WrittenContext& context) {
    const DateContext dates{context.year_start, context.today};
    switch (field) {
    case F::partial_date: {
        const auto date = parse_written_date(text, dates);
        if (!date) return date.error();
        return as_text(format_partial_date(*date), describe_written_date(*date, context.year_start));
    }
    case F::day: {
        const auto day = parse_written_day(text, dates);
        if (!day) return day.error();
        return as_text(format_day(*day), format_long_day(*day));
    }
    case F::term:
    case F::period:
    case F::frequency: {
        const auto period = parse_written_period(text);
        if (!period) return period.error();
        return as_text(format_period(*period), field == F::frequency && !period->is_zero()
                                                   ? describe_every(*period)
                                                   : describe_period(*period));
    }
    case F::notice: {
        const auto notice = parse_written_notice(text);
        if (!notice) return notice.error();
        return reading_of_notice(*notice);
    }
    case F::money: {
        const auto amount = parse_written_amount(text, context.currency);
        if (!amount) return amount.error();
        return as_text(format_decimal(*amount), describe_written_amount(*amount, context.currency));
    }
    case F::percent: {
        const auto percent = parse_written_percent(text);
        if (!percent) return percent.error();
        return as_text(format_decimal(*percent), describe_written_percent(*percent));
    }
    case F::quantity: {
        const auto quantity = parse_written_quantity(text);
        if (!quantity) return quantity.error();
        if (quantity->places == 0) {
            const Count shown{quantity->coefficient, {}, {}, {}, {}};
            return FieldReading{JsonValue::of_integer(quantity->coefficient),
                                quantity->coefficient < 0 ? format_decimal(*quantity) : describe_count(shown),
                                {}};
        }
        return as_text(format_decimal(*quantity), format_decimal(*quantity));
    }
    case F::count: {
        const auto count = parse_written_count(text);
        if (!count) return count.error();
        return reading_of_count(*count);
    }
    case F::whole_number:
        return read_whole_number(text);
    case F::phone:
        return read_phone(text);
    case F::boolean:
        return read_boolean(text);
    case F::year_start:
        return read_year_start(text);
    }
    return not_understood("there is no such kind of field");
}

} // namespace telestate::document
