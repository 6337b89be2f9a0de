#include "model/working_days.hpp"

#include <algorithm>

namespace telestate {

namespace {

bool is_weekend(Day day) {
    const date::weekday weekday{day};
    return weekday == date::Saturday || weekday == date::Sunday;
}

} // namespace

std::optional<Division> parse_division(std::string_view text) {
    if (text == "england-and-wales") return Division::england_and_wales;
    if (text == "scotland") return Division::scotland;
    if (text == "northern-ireland") return Division::northern_ireland;
    return std::nullopt;
}

std::string_view name_of(Division division) {
    switch (division) {
    case Division::england_and_wales:
        return "england-and-wales";
    case Division::scotland:
        return "scotland";
    case Division::northern_ireland:
        return "northern-ireland";
    }
    return {};
}

WorkingCalendar::WorkingCalendar(const std::vector<Day>& holidays) {
    if (holidays.empty()) return;
    const auto [earliest, latest] = std::minmax_element(holidays.begin(), holidays.end());
    first_ = Day{date::year_month_day{*earliest}.year() / date::January / 1};
    last_ = Day{date::year_month_day{*latest}.year() / date::December / 31};
    is_free_day_.resize(static_cast<std::size_t>(days_between(first_, last_)) + 1);
    for (std::size_t i = 0; i < is_free_day_.size(); ++i) {
        is_free_day_[i] = is_weekend(first_ + Days{static_cast<int>(i)});
    }
    for (const Day holiday : holidays)
        is_free_day_[static_cast<std::size_t>(days_between(first_, holiday))] = true;
}

bool WorkingCalendar::is_working_day(Day day) const {
    if (!covers(day)) return !is_weekend(day);
    return !is_free_day_[static_cast<std::size_t>(days_between(first_, day))];
}

Day WorkingCalendar::working_day_on_or_before(Day day) const {
    while (day > first_representable_day && !is_working_day(day))
        day -= Days{1};
    return day;
}

Day WorkingCalendar::back_working_days(Day end, std::int64_t count) const {
    Day day = end;
    while (count > 0 && day > first_representable_day) {
        if (is_working_day(day)) --count;
        day -= Days{1};
    }
    return day;
}

Day WorkingCalendar::forward_working_days(Day day, std::int64_t count) const {
    while (count > 0 && day < last_representable_day) {
        day += Days{1};
        if (is_working_day(day)) --count;
    }
    return day;
}

Day WorkingCalendar::notice_day(Day end, Notice notice) const {
    const Day raw = notice.working_days ? back_working_days(end, notice.length.total_days())
                                        : subtract_period(end, notice.length);
    return working_day_on_or_before(raw);
}

const WorkingCalendar& BankHolidays::of(Division division) const {
    switch (division) {
    case Division::england_and_wales:
        return england_and_wales;
    case Division::scotland:
        return scotland;
    case Division::northern_ireland:
        return northern_ireland;
    }
    return england_and_wales;
}

Day foi_due_on(Day received_on, const BankHolidays& holidays) {
    return holidays.united_kingdom.forward_working_days(received_on, 20);
}

} // namespace telestate
