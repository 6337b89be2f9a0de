#include "model/day.hpp"

#include "tests/model/support/sequence.hpp"
#include "tests/model/support/values.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>

using namespace telestate;
using namespace telestate::test;

namespace {

struct Civil {
    int year;
    int month;
    int day;
};

int days_in_month(int year, int month) {
    constexpr std::array<int, 12> lengths = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && is_leap ? 29 : lengths[static_cast<std::size_t>(month - 1)];
}

std::string text_of_civil(Civil civil) {
    std::string text = std::to_string(civil.year);
    text.insert(0, 4 - text.size(), '0');
    text += civil.month < 10 ? "-0" : "-";
    text += std::to_string(civil.month);
    text += civil.day < 10 ? "-0" : "-";
    return text + std::to_string(civil.day);
}

Civil any_civil(Sequence& sequence) {
    const int year = static_cast<int>(sequence.between(1, 9999));
    const int month = static_cast<int>(sequence.between(1, 12));
    return {year, month, static_cast<int>(sequence.between(1, days_in_month(year, month)))};
}

const FinancialYearStart odd_starts[] = {{4, 1}, {8, 1}, {1, 1}, {12, 31}, {2, 28}, {3, 1}, {10, 31}};

} // namespace

TEST_CASE("a day is written as four digits, two and two, and nothing else is one") {
    for (std::string_view text :
         {"2024-10-15", "0001-01-01", "9999-12-31", "2024-02-29", "2000-02-29", "1970-01-01"})
        CHECK(format_day(day(text)) == text);

    struct Row {
        std::string_view description;
        std::string_view text;
    };
    const Row rows[] = {
        {"nothing", ""},
        {"one digit for the month", "2024-1-15"},
        {"one digit for the day", "2024-10-5"},
        {"two digits for the year", "24-10-15"},
        {"five digits for the year", "12024-10-15"},
        {"no hyphens", "20241015"},
        {"slashes", "2024/10/15"},
        {"the day first", "15-10-2024"},
        {"a space before", " 2024-10-15"},
        {"a space behind", "2024-10-15 "},
        {"an hour", "2024-10-15T00"},
        {"the year 0", "0000-01-01"},
        {"the month 0", "2024-00-15"},
        {"the month 13", "2024-13-01"},
        {"the day 0", "2024-10-00"},
        {"31 April", "2024-04-31"},
        {"31 February", "2024-02-31"},
        {"29 February of a common year", "2023-02-29"},
        {"29 February of a century that is no leap year", "1900-02-29"},
        {"a sign", "-024-10-15"},
        {"letters", "2024-1O-15"},
        {"digits of another script", "٢٠٢٤-10-15"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        CHECK_FALSE(parse_day(row.text).has_value());
    }
}

TEST_CASE("days from the year 1 to the year 9999 read back as they were written") {
    Sequence sequence;
    for (int i = 0; i < 10000; ++i) {
        const std::string text = text_of_civil(any_civil(sequence));
        CAPTURE(text);
        const auto read = parse_day(text);
        REQUIRE(read.has_value());
        REQUIRE(format_day(*read) == text);
    }
    CHECK(day("0001-01-01") == first_representable_day);
    CHECK(day("9999-12-31") == last_representable_day);
    CHECK(days_between(first_representable_day, last_representable_day) == 3652058);
}

TEST_CASE("days follow one another without a gap over four centuries") {
    Civil civil{1899, 12, 31};
    Day expected = day("1899-12-31");
    while (civil.year < 2301) {
        if (civil.day == days_in_month(civil.year, civil.month)) {
            civil.day = 1;
            if (++civil.month == 13) civil = {civil.year + 1, 1, 1};
        } else {
            ++civil.day;
        }
        expected = add_days(expected, 1);
        REQUIRE(format_day(expected) == text_of_civil(civil));
    }
}

TEST_CASE("a day is written out for people without leading zeros") {
    CHECK(format_long_day(day("2024-12-31")) == "31 December 2024");
    CHECK(format_long_day(day("2024-02-01")) == "1 February 2024");
    CHECK(format_long_day(day("0001-01-01")) == "1 January 1");
    CHECK(month_name(1) == "January");
    CHECK(month_name(12) == "December");
}

TEST_CASE("adding months keeps the day of the month, and the last day where the month is shorter") {
    Sequence sequence;
    for (int i = 0; i < 10000; ++i) {
        const Civil from = any_civil(sequence);
        const int months = static_cast<int>(sequence.between(-24000, 24000));
        const int reached = from.year * 12 + from.month - 1 + months;
        if (reached < 12 || reached >= 120000) continue;
        Civil to{reached / 12, reached % 12 + 1, from.day};
        to.day = std::min(to.day, days_in_month(to.year, to.month));
        CAPTURE(text_of_civil(from));
        CAPTURE(months);
        REQUIRE(format_day(add_months(day(text_of_civil(from)), months)) == text_of_civil(to));
    }
}

TEST_CASE("months and days past the first and the last day there is are held at it") {
    CHECK(add_months(day("9999-12-01"), 1) == last_representable_day);
    CHECK(add_months(day("9999-11-30"), 1) == day("9999-12-30"));
    CHECK(add_months(day("2024-01-01"), 1'000'000'000'000) == last_representable_day);
    CHECK(add_months(day("0001-01-31"), -1) == first_representable_day);
    CHECK(add_months(day("0001-02-15"), -1) == day("0001-01-15"));
    CHECK(add_months(day("2024-01-01"), -1'000'000'000'000) == first_representable_day);
    CHECK(add_days(last_representable_day, 1) == last_representable_day);
    CHECK(add_days(last_representable_day, 0) == last_representable_day);
    CHECK(add_days(day("2024-01-01"), 9'000'000'000'000) == last_representable_day);
    CHECK(add_days(first_representable_day, -1) == first_representable_day);
    CHECK(add_days(day("2024-01-01"), -9'000'000'000'000) == first_representable_day);
}

TEST_CASE("days between are negative when the second is earlier") {
    CHECK(days_between(day("2024-02-28"), day("2024-03-01")) == 2);
    CHECK(days_between(day("2024-03-01"), day("2024-02-28")) == -2);
    CHECK(days_between(day("2024-03-01"), day("2024-03-01")) == 0);
}

TEST_CASE("the start of the financial year is a day that every year has") {
    for (std::string_view text : {"04-01", "01-01", "12-31", "02-28", "08-01"})
        CHECK(format_financial_year_start(year_start(text)) == text);
    for (std::string_view text :
         {"02-29", "02-30", "04-31", "13-01", "00-01", "04-00", "4-1", "0401", "", "04-01 ", "04/01"})
        CHECK_FALSE(parse_financial_year_start(text).has_value());
}

TEST_CASE("a financial year is named by both years it lies in") {
    for (std::string_view text : {"2021-22", "1999-00", "2099-00", "0001-02", "9998-99", "2009-10"})
        CHECK(format_financial_year(financial_year(text)) == text);
    for (std::string_view text : {"2021-23", "2021-21", "2021-20", "2021", "2021-2022", "21-22", "2021/22",
                                  "0000-01", "9999-00", "", "2021-22 ", "FY2021-22", "202a-22", "2021--2"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_financial_year(text).has_value());
    }
}

TEST_CASE("a financial year runs from its start to the day before the next one") {
    struct Row {
        std::string_view start;
        std::string_view year;
        std::string_view first;
        std::string_view last;
    };
    const Row rows[] = {
        {"04-01", "2021-22", "2021-04-01", "2022-03-31"}, {"08-01", "2021-22", "2021-08-01", "2022-07-31"},
        {"01-01", "2021-22", "2021-01-01", "2021-12-31"}, {"12-31", "2021-22", "2021-12-31", "2022-12-30"},
        {"02-28", "2023-24", "2023-02-28", "2024-02-27"}, {"02-28", "2024-25", "2024-02-28", "2025-02-27"},
        {"03-01", "2023-24", "2023-03-01", "2024-02-29"}, {"12-31", "9998-99", "9998-12-31", "9999-12-30"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.start);
        CAPTURE(row.year);
        const Interval days = days_of(financial_year(row.year), year_start(row.start));
        CHECK(format_day(days.first) == row.first);
        CHECK(format_day(days.last) == row.last);
    }
}

TEST_CASE("every day lies in exactly one financial year, wherever the year starts") {
    Sequence sequence;
    for (int i = 0; i < 5000; ++i) {
        const Civil civil = any_civil(sequence);
        if (civil.year < 2 || civil.year > 9997) continue;
        const Day on = day(text_of_civil(civil));
        const FinancialYearStart start = sequence.pick(odd_starts);
        const FinancialYear year = financial_year_of(on, start);
        const Interval days = days_of(year, start);
        CAPTURE(text_of_civil(civil));
        CAPTURE(format_financial_year_start(start));
        REQUIRE(days.first <= on);
        REQUIRE(on <= days.last);
        REQUIRE(financial_year_of(days.first, start) == year);
        REQUIRE(financial_year_of(days.last, start) == year);
        REQUIRE(days_of(FinancialYear{year.starts_in + 1}, start).first == add_days(days.last, 1));
        REQUIRE(parse_financial_year(format_financial_year(year)) == year);
    }
}
