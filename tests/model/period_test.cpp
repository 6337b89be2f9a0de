#include "model/period.hpp"

#include "tests/model/support/sequence.hpp"
#include "tests/model/support/values.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace telestate;
using namespace telestate::test;

TEST_CASE("a period is read as it was written and kept so") {
    struct Row {
        std::string_view text;
        std::string_view kept;
        std::string_view for_people;
    };
    const Row rows[] = {
        {"P3Y", "P3Y", "3 years"},
        {"P1Y", "P1Y", "1 year"},
        {"P18M", "P18M", "18 months"},
        {"P12M", "P12M", "12 months"},
        {"P1M", "P1M", "1 month"},
        {"P1Y6M", "P1Y6M", "1 year and 6 months"},
        {"P2Y1M", "P2Y1M", "2 years and 1 month"},
        {"P6W", "P6W", "6 weeks"},
        {"P1W", "P1W", "1 week"},
        {"P90D", "P90D", "90 days"},
        {"P1D", "P1D", "1 day"},
        {"P0D", "P0D", "0 days"},
        {"P0M", "P0D", "0 days"},
        {"P0Y", "P0D", "0 days"},
        {"P0W", "P0D", "0 days"},
        {"P0Y6M", "P6M", "6 months"},
        {"P1000Y", "P1000Y", "1000 years"},
        {"P12000M", "P12000M", "12000 months"},
        {"P365250D", "P365250D", "365250 days"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(format_period(period(row.text)) == row.kept);
        CHECK(describe_period(period(row.text)) == row.for_people);
    }
    CHECK(period("P12M") != period("P1Y"));
    CHECK(period("P12M").total_months() == period("P1Y").total_months());
    CHECK(period("P6W").total_days() == 42);
}

TEST_CASE("what is no period is not read") {
    struct Row {
        std::string_view description;
        std::string_view text;
    };
    const Row rows[] = {
        {"nothing", ""},
        {"only the P", "P"},
        {"no number", "PY"},
        {"no unit", "P3"},
        {"no P", "3Y"},
        {"a small p", "p3Y"},
        {"a small unit", "P3y"},
        {"months and days", "P1M15D"},
        {"years and weeks", "P1Y2W"},
        {"weeks and days", "P1W2D"},
        {"zero months and days", "P0M15D"},
        {"the units the wrong way round", "P6M1Y"},
        {"a unit twice", "P1Y1Y"},
        {"negative", "P-3M"},
        {"negative as a whole", "-P3M"},
        {"a sign", "P+3M"},
        {"a fraction", "P1.5Y"},
        {"hours", "PT24H"},
        {"a time part", "P1DT1H"},
        {"a space", "P3 M"},
        {"a space behind", "P3M "},
        {"longer than a thousand years", "P1001Y"},
        {"longer than a thousand years by a month", "P1000Y1M"},
        {"longer than a thousand years in days", "P365251D"},
        {"longer than a thousand years in weeks", "P52179W"},
        {"more than any integer", "P99999999999999999999Y"},
        {"an interval", "2024-01-01/P1Y"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        CHECK_FALSE(parse_period(row.text).has_value());
    }
}

TEST_CASE("every period reads back as it is written") {
    Sequence sequence;
    for (int i = 0; i < 5000; ++i) {
        Period any;
        switch (sequence.below(4)) {
        case 0:
            any.years = static_cast<std::int32_t>(sequence.below(1000));
            any.months = static_cast<std::int32_t>(sequence.below(12));
            break;
        case 1:
            any.months = static_cast<std::int32_t>(sequence.below(12001));
            break;
        case 2:
            any.weeks = static_cast<std::int32_t>(sequence.below(52179));
            break;
        default:
            any.days = static_cast<std::int32_t>(sequence.below(365251));
            break;
        }
        const std::string text = format_period(any);
        CAPTURE(text);
        REQUIRE(parse_period(text) == any);
    }
}

TEST_CASE("a series of months is counted from its anchor in one step") {
    const Day anchor = day("2023-01-31");
    CHECK(add_periods(anchor, period("P1M"), 1) == day("2023-02-28"));
    CHECK(add_periods(anchor, period("P1M"), 2) == day("2023-03-31"));
    CHECK(add_periods(anchor, period("P1M"), 3) == day("2023-04-30"));
    CHECK(add_periods(anchor, period("P1M"), 13) == day("2024-02-29"));
    CHECK(add_periods(anchor, period("P1Y6M"), 2) == day("2026-01-31"));
    CHECK(add_periods(anchor, period("P2W"), 3) == day("2023-03-14"));
    CHECK(add_periods(anchor, period("P1M"), 0) == anchor);
    CHECK(add_periods(anchor, period("P1M"), -2) == day("2022-11-30"));
    CHECK(subtract_period(day("2024-05-31"), period("P3M")) == day("2024-02-29"));
    CHECK(subtract_period(day("2024-05-31"), period("P30D")) == day("2024-05-01"));
}

TEST_CASE("a boundary of a series never drifts from the day of the month it began on") {
    Sequence sequence;
    for (int i = 0; i < 5000; ++i) {
        const Day anchor = add_days(day("1900-01-01"), sequence.below(150000));
        const Period step{0, static_cast<std::int32_t>(sequence.between(1, 30)), 0, 0};
        const std::int64_t times = sequence.between(0, 400);
        const Day boundary = add_periods(anchor, step, times);
        const date::year_month_day from{anchor};
        const date::year_month_day to{boundary};
        const auto last_of_month = date::year_month_day_last{to.year() / to.month() / date::last}.day();
        CAPTURE(format_day(anchor));
        CAPTURE(format_day(boundary));
        REQUIRE(to.day() == std::min(from.day(), last_of_month));
        REQUIRE(boundary == add_months(anchor, step.total_months() * times));
        REQUIRE(add_periods(anchor, step, times + 1) > boundary);
    }
}

TEST_CASE("ends are inclusive: three years from 1 April 2021 end on 31 March 2024") {
    CHECK(last_day_of(day("2021-04-01"), period("P3Y")) == day("2024-03-31"));
    CHECK(last_day_of(day("2024-02-29"), period("P1Y")) == day("2025-02-27"));
    CHECK(last_day_of(day("2023-01-31"), period("P1M")) == day("2023-02-27"));
    CHECK(last_day_of(day("2024-01-01"), period("P1D")) == day("2024-01-01"));
    CHECK(last_day_of(day("2024-01-01"), period("P6W")) == day("2024-02-11"));
}

TEST_CASE("what would last past the year 9999 lasts to its end") {
    CHECK(last_day_of(day("9999-01-01"), period("P1Y")) == day("9999-12-31"));
    CHECK(last_day_of(day("9999-12-01"), period("P1M")) == day("9999-12-31"));
    CHECK(last_day_of(day("9999-12-31"), period("P1D")) == day("9999-12-31"));
    CHECK(last_day_of(day("9500-01-01"), period("P1000Y")) == day("9999-12-31"));
    CHECK(last_day_of(day("9999-11-30"), period("P1M")) == day("9999-12-29"));
    CHECK(last_day_of(day("9998-12-31"), period("P1Y")) == day("9999-12-30"));
}

TEST_CASE("notice is described as people say it") {
    CHECK(describe_notice({period("P3M"), false}) == "3 months");
    CHECK(describe_notice({period("P30D"), false}) == "30 days");
    CHECK(describe_notice(working(10)) == "10 working days");
    CHECK(describe_notice(working(1)) == "1 working day");
    CHECK(describe_notice({}) == "no notice");
    CHECK(describe_notice(working(0)) == "no notice");
}
