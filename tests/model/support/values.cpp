#include "tests/model/support/values.hpp"

#include <doctest/doctest.h>

namespace telestate::test {

namespace {

template <typename Value>
Value taken(const std::optional<Value>& value, std::string_view text) {
    REQUIRE_MESSAGE(value.has_value(), "a test holds a text that does not read: ", text);
    return *value;
}

} // namespace

Day day(std::string_view text) { return taken(parse_day(text), text); }

std::optional<Day> maybe_day(std::string_view text) {
    if (text.empty()) return std::nullopt;
    return day(text);
}

PartialDate partial(std::string_view text) { return taken(parse_partial_date(text), text); }
Period period(std::string_view text) { return taken(parse_period(text), text); }
Notice working(int days) { return {Period{0, 0, 0, days}, true}; }
Decimal decimal(std::string_view text) { return taken(parse_decimal(text), text); }

Money money(std::string_view text) {
    const Decimal value = decimal(text);
    REQUIRE(value.places <= 2);
    return Money::of_wide_pence(value.coefficient * power_of_ten(2 - value.places));
}

FinancialYear financial_year(std::string_view text) { return taken(parse_financial_year(text), text); }
FinancialYearStart year_start(std::string_view text) { return taken(parse_financial_year_start(text), text); }

PhoneNumber phone_number(const std::string& text) {
    const auto parsed = parse_number(text);
    REQUIRE_MESSAGE(parsed.has_value(), text);
    return parsed->number;
}

std::string text_of(const std::optional<Interval>& days) {
    if (!days) return "-";
    if (days->first == days->last) return format_day(days->first);
    return format_day(days->first) + ".." + format_day(days->last);
}

std::string text_of(const std::optional<Day>& value) { return value ? format_day(*value) : "-"; }

std::string text_of(const std::optional<NextDecision>& decision) {
    if (!decision) return "-";
    return std::string(name_of(decision->kind)) + " by " + format_day(decision->decide_by) + " for " +
           format_day(decision->takes_effect);
}

std::string text_of(const Flags& flags) {
    std::string text;
    for (const Flag flag : flags.list())
        text.append(text.empty() ? "" : " ").append(name_of(flag));
    return text;
}

std::string pointers_of(const std::vector<FieldError>& problems) {
    std::string text;
    for (const FieldError& problem : problems)
        text.append(text.empty() ? "" : " ").append(problem.pointer.empty() ? "(whole)" : problem.pointer);
    return text;
}

} // namespace telestate::test
