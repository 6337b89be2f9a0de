#include "model/working_days.hpp"

#include "tests/model/support/documents.hpp"
#include "tests/model/support/sequence.hpp"
#include "tests/model/support/values.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace telestate;
using namespace telestate::test;

namespace {

const WorkingCalendar& england() { return bank_holidays().england_and_wales; }

} // namespace

TEST_CASE("a division is named as GOV.UK names it") {
    for (const Division division :
         {Division::england_and_wales, Division::scotland, Division::northern_ireland})
        CHECK(parse_division(name_of(division)) == division);
    CHECK(name_of(Division::england_and_wales) == "england-and-wales");
    CHECK_FALSE(parse_division("wales").has_value());
    CHECK_FALSE(parse_division("England-and-Wales").has_value());
    CHECK_FALSE(parse_division("").has_value());
}

TEST_CASE("a working day is a weekday that is no bank holiday of the division") {
    struct Row {
        std::string_view description;
        std::string_view day;
        bool england_and_wales;
        bool scotland;
        bool northern_ireland;
    };
    const Row rows[] = {
        {"a Tuesday", "2024-10-15", true, true, true},
        {"a Saturday", "2024-10-19", false, false, false},
        {"a Sunday", "2024-10-20", false, false, false},
        {"Christmas Day", "2024-12-25", false, false, false},
        {"Good Friday", "2024-03-29", false, false, false},
        {"Easter Monday, which Scotland works", "2024-04-01", false, true, false},
        {"2 January, kept in Scotland", "2024-01-02", true, false, true},
        {"St Patrick's Day, kept in Northern Ireland", "2025-03-17", true, true, false},
        {"the Twelfth, moved to a Monday", "2026-07-13", true, true, false},
        {"the summer bank holiday, a week apart", "2024-08-26", false, true, false},
    };
    const BankHolidays& holidays = bank_holidays();
    for (const Row& row : rows) {
        CAPTURE(row.description);
        const Day on = day(row.day);
        CHECK(holidays.of(Division::england_and_wales).is_working_day(on) == row.england_and_wales);
        CHECK(holidays.of(Division::scotland).is_working_day(on) == row.scotland);
        CHECK(holidays.of(Division::northern_ireland).is_working_day(on) == row.northern_ireland);
        CHECK(holidays.united_kingdom.is_working_day(on) ==
              (row.england_and_wales && row.scotland && row.northern_ireland));
    }
}

TEST_CASE("outside the whole years of its data a calendar knows weekends only") {
    const WorkingCalendar calendar({day("2024-12-25"), day("2023-05-01"), day("2024-12-25")});
    CHECK(calendar.covers(day("2023-01-01")));
    CHECK(calendar.covers(day("2024-12-31")));
    CHECK_FALSE(calendar.covers(day("2022-12-31")));
    CHECK_FALSE(calendar.covers(day("2025-01-01")));
    CHECK_FALSE(calendar.is_working_day(day("2024-12-25")));
    CHECK(calendar.is_working_day(day("2025-12-25"))); // a Thursday it knows nothing of
    CHECK_FALSE(calendar.is_working_day(day("2025-12-27")));

    const WorkingCalendar empty;
    CHECK_FALSE(empty.covers(day("2024-01-01")));
    CHECK(empty.is_working_day(day("2024-01-01")));
    CHECK_FALSE(empty.is_working_day(day("2024-01-06")));
    CHECK_FALSE(WorkingCalendar(std::vector<Day>()).covers(day("2024-01-01")));
}

TEST_CASE("working days are counted back over Easter and Christmas up to and including the end") {
    struct Row {
        std::string_view description;
        std::string_view end;
        int count;
        std::string_view day;
    };
    const Row rows[] = {
        {"none: the end itself", "2024-04-09", 0, "2024-04-09"},
        {"none, on a Sunday: still the end itself", "2024-04-07", 0, "2024-04-07"},
        {"one, on a Tuesday", "2024-04-09", 1, "2024-04-08"},
        {"one, on a Sunday: the Friday fits", "2024-04-07", 1, "2024-04-04"},
        {"ten over Easter, before a Monday", "2024-04-09", 10, "2024-03-24"},
        {"two over Easter", "2024-04-02", 2, "2024-03-27"},
        {"five over Christmas and New Year", "2025-01-02", 5, "2024-12-23"},
        {"one, the day after the holidays", "2024-12-27", 1, "2024-12-26"},
        {"twenty over Christmas", "2024-12-31", 20, "2024-12-01"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        CHECK(format_day(england().back_working_days(day(row.end), row.count)) == row.day);
    }
}

TEST_CASE("working days are counted forward from the day after") {
    CHECK(england().forward_working_days(day("2024-03-28"), 1) == day("2024-04-02"));
    CHECK(england().forward_working_days(day("2024-03-29"), 1) == day("2024-04-02"));
    CHECK(england().forward_working_days(day("2024-04-06"), 0) == day("2024-04-06"));
    CHECK(england().forward_working_days(day("2024-12-23"), 5) == day("2025-01-02"));
}

TEST_CASE("notice has to have arrived by the working day on or before its day") {
    struct Row {
        std::string_view description;
        std::string_view end;
        Notice notice;
        std::string_view day;
    };
    const Row rows[] = {
        {"three months, the month shorter", "2024-05-31", {period("P3M"), false}, "2024-02-29"},
        {"three months to a Sunday", "2024-06-30", {period("P3M"), false}, "2024-03-28"}, // over Good Friday
        {"ninety days", "2024-12-31", {period("P90D"), false}, "2024-10-02"},
        {"a week", "2024-12-31", {period("P1W"), false}, "2024-12-24"},
        {"a week to Christmas Day", "2025-01-01", {period("P1W"), false}, "2024-12-24"},
        {"no notice on a Sunday", "2024-03-31", {}, "2024-03-28"},
        {"no notice on a Tuesday", "2024-10-15", {}, "2024-10-15"},
        {"no working days on a bank holiday", "2024-12-26", working(0), "2024-12-24"},
        {"ten working days over Easter", "2024-04-09", working(10), "2024-03-22"},
        {"twenty working days ending on a Sunday", "2024-12-31", working(20), "2024-11-29"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        CHECK(format_day(england().notice_day(day(row.end), row.notice)) == row.day);
    }
}

TEST_CASE("the notice day leaves the whole notice, and no later working day does") {
    Sequence sequence;
    for (int i = 0; i < 6000; ++i) {
        const Day end = add_days(day("2016-06-01"), sequence.below(6900));
        Notice notice;
        if (sequence.once_in(2))
            notice = working(static_cast<int>(sequence.below(60)));
        else if (sequence.once_in(2))
            notice.length.days = static_cast<std::int32_t>(sequence.below(400));
        else
            notice.length.months = static_cast<std::int32_t>(sequence.below(14));
        const Day by = england().notice_day(end, notice);
        CAPTURE(format_day(end));
        CAPTURE(describe_notice(notice));
        CAPTURE(format_day(by));
        REQUIRE(england().is_working_day(by));
        REQUIRE(by <= end);

        const auto working_days_after = [&](Day from) {
            std::int64_t count = 0;
            for (Day at = from + Days{1}; at <= end; at += Days{1})
                if (england().is_working_day(at)) ++count;
            return count;
        };
        Day next = by + Days{1}; // the next day on which notice could have arrived
        while (!england().is_working_day(next))
            next += Days{1};
        if (notice.working_days) {
            REQUIRE(working_days_after(by) >= notice.length.total_days());
            REQUIRE((next > end || working_days_after(next) < notice.length.total_days()));
        } else {
            REQUIRE(add_periods(by, notice.length, 1) <= end);
            REQUIRE(next > subtract_period(end, notice.length));
        }
    }
}

TEST_CASE("a Freedom of Information answer is due on the twentieth working day after receipt") {
    struct Row {
        std::string_view description;
        std::string_view received;
        std::string_view due;
    };
    const Row rows[] = {
        {"received on a Thursday, over a holiday in Scotland", "2021-07-29", "2021-08-27"},
        {"no holiday in the way", "2021-10-12", "2021-11-09"},
        {"received on a Saturday: counted from the Monday", "2024-10-12", "2024-11-08"},
        {"received on Christmas Eve", "2025-12-24", "2026-01-27"},
        {"over Easter", "2026-03-31", "2026-04-30"},
        {"over the Twelfth, a holiday in Northern Ireland only", "2024-07-01", "2024-07-30"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        CHECK(format_day(foi_due_on(day(row.received), bank_holidays())) == row.due);
    }
}

TEST_CASE("counting working days stops at the first and the last day there is") {
    CHECK(england().back_working_days(day("0001-01-10"), 100) == first_representable_day);
    CHECK(england().notice_day(day("0001-01-02"), {period("P1000Y"), false}) == first_representable_day);
    CHECK(england().forward_working_days(day("9999-12-20"), 100) == last_representable_day);
}
