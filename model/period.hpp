#pragma once

// ISO 8601 periods as contracts state them: P3Y, P18M, P1Y6M, P6W, P90D. Months and days never mix in one
// period.

#include "model/day.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace telestate {

// Kept as it was written, so that P12M stays P12M. Never negative; at most 1,000 years.
struct Period {
    std::int32_t years = 0;
    std::int32_t months = 0;
    std::int32_t weeks = 0;
    std::int32_t days = 0;

    bool is_zero() const { return years == 0 && months == 0 && weeks == 0 && days == 0; }
    bool is_in_months() const { return years != 0 || months != 0; }
    std::int64_t total_months() const { return std::int64_t{years} * 12 + months; }
    std::int64_t total_days() const { return std::int64_t{weeks} * 7 + days; }

    friend bool operator==(const Period&, const Period&) = default;
};

// Nothing when the text is no period, mixes months with days, is negative or longer than 1,000 years.
// P0D, P0M and the like all read as the zero period.
std::optional<Period> parse_period(std::string_view text);
// "P1Y6M"; the zero period is "P0D".
std::string format_period(Period period);
void append_period(std::string& out, Period period);
// "1 year and 6 months", for people.
std::string describe_period(Period period);

// `day` plus `times` periods in one step, so that a series never drifts: 31 January + 2 x P1M is 31 March.
Day add_periods(Day day, Period period, std::int64_t times);
// `day` minus one period.
Day subtract_period(Day day, Period period);

// The inclusive last day of something that starts on `start` and lasts `times` periods, in one step: start +
// times x length - 1 day. What would last beyond the last representable day ends on it.
Day last_day_of(Day start, Period length, std::int64_t times = 1);

// How long before an end notice has to have arrived. Working days only ever as a number of days (PnD).
struct Notice {
    Period length;
    bool working_days = false;

    friend bool operator==(const Notice&, const Notice&) = default;
};

// "3 months", "10 working days", "no notice".
std::string describe_notice(Notice notice);

} // namespace telestate
