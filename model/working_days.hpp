#pragma once

// Working days: Monday to Friday less the bank holidays of a division of the United Kingdom. The holidays are
// data (the GOV.UK bank-holiday JSON), handed in as plain days; nothing about any holiday is written in code.

#include "model/day.hpp"
#include "model/period.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace telestate {

// The divisions GOV.UK publishes bank holidays for.
enum class Division { england_and_wales, scotland, northern_ireland };

std::optional<Division> parse_division(std::string_view text);
std::string_view name_of(Division division);

// One calendar of bank holidays. It answers for the whole years its data spans; outside them only weekends
// count.
class WorkingCalendar {
  public:
    WorkingCalendar() = default;
    // `holidays` in any order, repeats allowed.
    explicit WorkingCalendar(const std::vector<Day>& holidays);

    bool is_working_day(Day day) const;
    // Whether the data speaks about `day` at all.
    bool covers(Day day) const { return !is_free_day_.empty() && day >= first_ && day <= last_; }

    // The latest working day on or before `day`.
    Day working_day_on_or_before(Day day) const;
    // The latest day after which `count` working days fit up to and including `end`; `end` itself for 0.
    Day back_working_days(Day end, std::int64_t count) const;
    // The `count`-th working day after `day`; `day` itself for 0.
    Day forward_working_days(Day day, std::int64_t count) const;

    // Back from `end` by `notice`, then the working day on or before that: the day by which notice must have
    // arrived.
    Day notice_day(Day end, Notice notice) const;

  private:
    Day first_{};
    Day last_{};
    std::vector<bool> is_free_day_; // weekends and holidays, by days since first_
};

// The calendars of the three divisions, and of all of them together.
struct BankHolidays {
    WorkingCalendar england_and_wales;
    WorkingCalendar scotland;
    WorkingCalendar northern_ireland;
    WorkingCalendar united_kingdom; // a holiday in any part is a holiday here

    const WorkingCalendar& of(Division division) const;
};

// The day a Freedom of Information answer is due: the 20th working day after the day of receipt, which may be
// any day. A holiday in any part of the United Kingdom is no working day (Freedom of Information Act 2000,
// section 10(1), (6)).
Day foi_due_on(Day received_on, const BankHolidays& holidays);

} // namespace telestate
