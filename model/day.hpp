#pragma once

// Civil days. A day is a date in the organisation's time zone; nothing in the model reads a clock.

#include <date/date.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace telestate {

// A civil day between 0001-01-01 and 9999-12-31, both included.
using Day = date::sys_days;
using Days = date::days;

inline constexpr Day first_representable_day = Day{date::year{1} / date::January / 1};
inline constexpr Day last_representable_day = Day{date::year{9999} / date::December / 31};

// The day written exactly as YYYY-MM-DD; nothing when the text is anything else or names no real day.
std::optional<Day> parse_day(std::string_view text);

// "2024-10-15".
std::string format_day(Day day);
void append_day(std::string& out, Day day);

// "31 December 2024", as people write it.
std::string format_long_day(Day day);

// "January" for 1, up to "December" for 12.
std::string_view month_name(unsigned month);

// `day` plus `months` calendar months (negative goes back), keeping the day of the month and clamping it to
// the last day of the month reached: 31 January + 1 = 28 or 29 February. Held within the representable days.
Day add_months(Day day, std::int64_t months);

// `day` plus `count` days, held within the representable days.
Day add_days(Day day, std::int64_t count);

// Days from `from` to `to`; negative when `to` is earlier.
inline std::int64_t days_between(Day from, Day to) { return static_cast<std::int64_t>((to - from).count()); }

// A stretch of days, both ends inclusive.
struct Interval {
    Day first;
    Day last;

    friend bool operator==(const Interval&, const Interval&) = default;
};

// The day of the year on which a financial year begins; 1 April unless the organisation says otherwise.
struct FinancialYearStart {
    unsigned month = 4;
    unsigned day = 1;

    friend bool operator==(const FinancialYearStart&, const FinancialYearStart&) = default;
};

// Written MM-DD. 29 February is refused: it is no day of most years.
std::optional<FinancialYearStart> parse_financial_year_start(std::string_view text);
std::string format_financial_year_start(FinancialYearStart start);

// A financial year named by the calendar year it starts in: 2021 for 2021-22.
struct FinancialYear {
    int starts_in = 1970;

    friend auto operator<=>(const FinancialYear&, const FinancialYear&) = default;
};

// Financial years that can be written and lie within the representable days.
inline constexpr int first_financial_year = 1;
inline constexpr int last_financial_year = 9998;

// Written 2021-22; nothing when the second part is not the year after the first.
std::optional<FinancialYear> parse_financial_year(std::string_view text);
std::string format_financial_year(FinancialYear year);
// First to last day of the year, both inclusive. Years before the first representable day have none: their
// last is before their first.
Interval days_of(FinancialYear year, FinancialYearStart start);
// The financial year in which `day` lies.
FinancialYear financial_year_of(Day day, FinancialYearStart start);

} // namespace telestate
