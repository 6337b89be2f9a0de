#pragma once

// Dates as people really write them, kept that way: 2024-10-15, 2024-10, 2024-Q4, FY2020-21-Q4, FY2020-21,
// 2024. Each stands for an interval of days. What must be done in time uses its first day, how long something
// lasts its last.

#include "model/day.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace telestate {

struct PartialDate {
    enum class Precision { day, month, quarter, year, financial_quarter, financial_year };

    Precision precision = Precision::day;
    Day day{};      // when the precision is a day
    int year = 0;   // the calendar year, or the one in which the financial year starts
    int number = 0; // the month 1-12 or the quarter 1-4, where there is one

    bool is_exact() const { return precision == Precision::day; }

    friend bool operator==(const PartialDate&, const PartialDate&) = default;
};

// Nothing when the text is not exactly one of the six forms or names no real day, month, quarter or year.
std::optional<PartialDate> parse_partial_date(std::string_view text);
std::string format_partial_date(const PartialDate& date);
// "31 December 2024", "October 2024", "October to December 2024", "quarter 4 of financial year 2020-21".
std::string describe_partial_date(const PartialDate& date);

inline PartialDate exactly(Day day) { return {PartialDate::Precision::day, day, 0, 0}; }

// First to last day, both inclusive.
Interval days_of(const PartialDate& date, FinancialYearStart start);

} // namespace telestate
