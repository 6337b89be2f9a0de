#pragma once

// Dates as people in the public sector write them, understood as partial dates: "1st Apr 2021", "01/04/2021",
// "Oct 24", "Q4 2020-21", "FY20/21", "end of March 2024".

#include "model/error.hpp"
#include "model/partial_date.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace telestate {

// What a date is read against.
struct DateContext {
    FinancialYearStart year_start;
    std::optional<Day> today; // what "today" means; not understood where it is not given
};

// The canonical forms and those above. Days come first (1/4/2021 is 1 April); years of two digits are 2000 to
// 2079 and 1980 to 1999; a month with a number of two digits is a month of that year, and a day and a month
// without a year are refused. "2010-11" is the canonical form of November 2010, "2010/11" a financial year.
// Refused as `invalid`, saying what is expected.
Result<PartialDate> parse_written_date(std::string_view text, const DateContext& context = {});

// The same where only a full day will do.
Result<Day> parse_written_day(std::string_view text, const DateContext& context = {});

// How a date was understood: "1 April 2021", "October 2024 (1 to 31 October 2024)",
// "Q4 of 2020-21 (1 January to 31 March 2021)".
std::string describe_written_date(const PartialDate& date, FinancialYearStart year_start);

} // namespace telestate
