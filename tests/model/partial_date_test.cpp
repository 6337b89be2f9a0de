#include "model/partial_date.hpp"

#include "tests/model/support/sequence.hpp"
#include "tests/model/support/values.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace telestate;
using namespace telestate::test;

TEST_CASE("an imprecise date stays as it was written and stands for its days") {
    struct Row {
        std::string_view text;
        std::string_view start; // of the financial year
        std::string_view first;
        std::string_view last;
        std::string_view for_people;
    };
    const Row rows[] = {
        {"2024-10-15", "04-01", "2024-10-15", "2024-10-15", "15 October 2024"},
        {"2024-10", "04-01", "2024-10-01", "2024-10-31", "October 2024"},
        {"2024-02", "04-01", "2024-02-01", "2024-02-29", "February 2024"},
        {"2024-12", "04-01", "2024-12-01", "2024-12-31", "December 2024"},
        {"2024-Q1", "04-01", "2024-01-01", "2024-03-31", "January to March 2024"},
        {"2024-Q4", "04-01", "2024-10-01", "2024-12-31", "October to December 2024"},
        {"2024-Q4", "08-01", "2024-10-01", "2024-12-31", "October to December 2024"},
        {"2024", "04-01", "2024-01-01", "2024-12-31", "2024"},
        {"FY2020-21", "04-01", "2020-04-01", "2021-03-31", "financial year 2020-21"},
        {"FY2020-21-Q1", "04-01", "2020-04-01", "2020-06-30", "quarter 1 of financial year 2020-21"},
        {"FY2020-21-Q4", "04-01", "2021-01-01", "2021-03-31", "quarter 4 of financial year 2020-21"},
        {"FY2020-21", "08-01", "2020-08-01", "2021-07-31", "financial year 2020-21"},
        {"FY2020-21-Q2", "08-01", "2020-11-01", "2021-01-31", "quarter 2 of financial year 2020-21"},
        {"FY2020-21-Q1", "12-31", "2020-12-31", "2021-03-30", "quarter 1 of financial year 2020-21"},
        {"FY2020-21-Q2", "12-31", "2021-03-31", "2021-06-29", "quarter 2 of financial year 2020-21"},
        {"FY2023-24-Q4", "02-28", "2023-11-28", "2024-02-27", "quarter 4 of financial year 2023-24"},
        {"FY1999-00", "04-01", "1999-04-01", "2000-03-31", "financial year 1999-00"},
        {"9999", "04-01", "9999-01-01", "9999-12-31", "9999"},
        {"9999-12", "04-01", "9999-12-01", "9999-12-31", "December 9999"},
        {"9999-Q4", "04-01", "9999-10-01", "9999-12-31", "October to December 9999"},
        {"FY9998-99-Q4", "12-31", "9999-09-30", "9999-12-30", "quarter 4 of financial year 9998-99"},
        {"0001", "04-01", "0001-01-01", "0001-12-31", "1"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CAPTURE(row.start);
        const PartialDate date = partial(row.text);
        const Interval days = days_of(date, year_start(row.start));
        CHECK(format_day(days.first) == row.first);
        CHECK(format_day(days.last) == row.last);
        CHECK(format_partial_date(date) == row.text);
        CHECK(describe_partial_date(date) == row.for_people);
        CHECK(date.is_exact() == (std::string(row.text).size() == 10));
    }
}

TEST_CASE("what is no date, precise or not, is not read") {
    struct Row {
        std::string_view description;
        std::string_view text;
    };
    const Row rows[] = {
        {"nothing", ""},
        {"the month 13", "2024-13"},
        {"the month 0", "2024-00"},
        {"one digit for the month", "2024-1"},
        {"30 February", "2024-02-30"},
        {"the fifth quarter", "2024-Q5"},
        {"the quarter 0", "2024-Q0"},
        {"a small q", "2024-q4"},
        {"the quarter first", "Q4 2024"},
        {"two digits for the year", "24-10"},
        {"a year of three digits", "202"},
        {"a year of five digits", "20245"},
        {"the year 0", "0000"},
        {"a month of the year 0", "0000-10"},
        {"a financial year of two years", "FY2020-22"},
        {"a financial year in full", "FY2020-2021"},
        {"a financial year without its second half", "FY2020"},
        {"a financial year with a slash", "FY2020/21"},
        {"a small fy", "fy2020-21"},
        {"the financial quarter 0", "FY2020-21-Q0"},
        {"the financial quarter 5", "FY2020-21-Q5"},
        {"something after the quarter", "FY2020-21-Q4x"},
        {"something after the year", "2024-"},
        {"a space behind", "2024-10 "},
        {"a word", "October 2024"},
        {"a calendar year and its next", "2024-25"},
        {"the financial year 9999", "FY9999-00"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        CHECK_FALSE(parse_partial_date(row.text).has_value());
    }
}

TEST_CASE("quarters and months tile their year, wherever the financial year starts") {
    Sequence sequence;
    const FinancialYearStart starts[] = {{4, 1},  {8, 1},   {1, 1},  {12, 31},
                                         {2, 28}, {10, 31}, {5, 31}, {11, 30}};
    using Precision = PartialDate::Precision;
    for (int i = 0; i < 3000; ++i) {
        const FinancialYearStart start = sequence.pick(starts);
        const int year = static_cast<int>(sequence.between(1, 9998));
        struct Parts {
            Precision whole;
            Precision part;
            int count;
        };
        for (const Parts& parts :
             {Parts{Precision::year, Precision::month, 12}, Parts{Precision::year, Precision::quarter, 4},
              Parts{Precision::financial_year, Precision::financial_quarter, 4}}) {
            const Interval whole = days_of(PartialDate{parts.whole, {}, year, 0}, start);
            Day next = whole.first;
            for (int number = 1; number <= parts.count; ++number) {
                const PartialDate part{parts.part, {}, year, number};
                CAPTURE(format_partial_date(part));
                CAPTURE(format_financial_year_start(start));
                REQUIRE(parse_partial_date(format_partial_date(part)) == part);
                const Interval days = days_of(part, start);
                REQUIRE(days.first == next);
                REQUIRE(days.last > days.first);
                next = days.last + Days{1};
            }
            REQUIRE(next == whole.last + Days{1});
        }
    }
}
