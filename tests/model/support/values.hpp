#pragma once

// Values written the way documents write them. A text that does not read fails the test that holds it.

#include "model/charge.hpp"
#include "model/error.hpp"
#include "model/number.hpp"
#include "model/partial_date.hpp"
#include "model/period.hpp"
#include "model/position.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace telestate::test {

Day day(std::string_view text);
std::optional<Day> maybe_day(std::string_view text); // nothing for ""
PartialDate partial(std::string_view text);
Period period(std::string_view text);
Notice working(int days);
Decimal decimal(std::string_view text);
Money money(std::string_view text);
FinancialYear financial_year(std::string_view text);
FinancialYearStart year_start(std::string_view text);
PhoneNumber phone_number(const std::string& text);

inline Interval span(std::string_view first, std::string_view last) { return {day(first), day(last)}; }

// "2024-01-01", "2024-01-01..2024-03-31", or "-" for nothing.
std::string text_of(const std::optional<Interval>& days);
std::string text_of(const std::optional<Day>& day);
// "kind by 2024-01-01 for 2024-03-31", or "-".
std::string text_of(const std::optional<NextDecision>& decision);
// The names of the flags set, apart by spaces, in the order of the enumeration.
std::string text_of(const Flags& flags);
// The pointers at fault, apart by spaces.
std::string pointers_of(const std::vector<FieldError>& problems);

} // namespace telestate::test
