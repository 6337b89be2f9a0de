#pragma once

// The terms of one contract laid out in time, without regard to decisions: where each ends, which is current
// on a day, and how the options of a fixed contract move its end.

#include "model/contract.hpp"

#include <cstdint>
#include <optional>

namespace telestate {

// The last day of something that lasts `times` periods from an imprecise date on: start + times x length - 1
// day, first and last day each moved by itself.
Interval last_day_of(Interval start, Period length, std::int64_t times = 1);
// The end an extension leads to: (end + 1 day) + length - 1 day.
Interval extended_by(Interval end, Period length);

// Refers to the term it is made from, which must outlive it.
class TermSchedule {
  public:
    TermSchedule(const Term& term, FinancialYearStart year_start);

    // The kind as it can be worked with: `unknown` for a fixed or auto_renew contract without an end, and for
    // a rolling one whose terms cannot be laid out.
    TermKind kind() const { return kind_; }
    // First to last day of the recorded start.
    const std::optional<Interval>& start() const { return start_; }
    // The end of term 1 before any option: as stated, else start + length - 1 day.
    const std::optional<Interval>& first_end() const { return first_end_; }

    // fixed: the end seen from `on`, with the options exercised on or before it.
    Interval end_of_fixed(Day on) const;
    // fixed: the end with the first `count` options as they were exercised.
    Interval end_after_options(std::size_t count) const;
    // fixed: how many options count as exercised, seen from `on`. They are always the first ones.
    std::size_t exercised_count(Day on) const;

    // auto_renew and rolling: the end of term `number`, from 1 on. Rolling without a start counts from 1
    // January 1970.
    Interval end_of_term(std::int64_t number) const;
    // auto_renew and rolling: the first day of term `number`, the earliest it can be.
    Day first_day_of_term(std::int64_t number) const;
    // auto_renew and rolling: the first term whose last day is not before `on`.
    std::int64_t current_term(Day on) const;

    // auto_renew and rolling: the first term whose end does not begin before `day`.
    std::int64_t first_number_ending_from(Day day) const;

    // The first number from `from` on for which `holds`, which once true stays true for all later ones. The
    // terms of a daily rolling contract run into the millions, so it leaps rather than walks. At most
    // `limit`.
    template <typename Predicate>
    static std::int64_t first_number(std::int64_t from, std::int64_t limit, Predicate holds);

    // No contract reaches this many terms before the year 9999.
    static constexpr std::int64_t number_limit = 4'000'000;

  private:
    // A number no higher than that of the current term on `day`, close to it where terms have no first.
    std::int64_t early_number(Day day) const;

    const Term& term_;
    TermKind kind_;
    std::optional<Interval> start_;
    std::optional<Interval> first_end_;
    Interval anchor_{};        // of rolling
    bool in_one_step_ = false; // auto_renew counted from its start
};

template <typename Predicate>
std::int64_t TermSchedule::first_number(std::int64_t from, std::int64_t limit, Predicate holds) {
    if (holds(from)) return from;
    std::int64_t low = from; // does not hold
    std::int64_t step = 1;
    std::int64_t high = from + 1;
    while (high < limit && !holds(high)) {
        low = high;
        step *= 2;
        high += step;
    }
    if (high >= limit) high = limit;
    while (high - low > 1) {
        const std::int64_t middle = low + (high - low) / 2;
        if (holds(middle)) {
            high = middle;
        } else {
            low = middle;
        }
    }
    return high;
}

} // namespace telestate
