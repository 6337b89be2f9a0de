#include "model/written_date.hpp"

#include "tests/model/support/values.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace telestate;
using namespace telestate::test;

namespace {

std::string read(std::string_view text, const DateContext& context = {}) {
    const auto date = parse_written_date(text, context);
    return date ? format_partial_date(*date) : "refused: " + date.error().message;
}

} // namespace

TEST_CASE("a date is understood as people write it") {
    struct Row {
        std::string_view text;
        std::string_view understood;
    };
    const Row rows[] = {
        // As documents have it.
        {"2024-10-15", "2024-10-15"},
        {"2024-10", "2024-10"},
        {"2024-Q4", "2024-Q4"},
        {"FY2020-21-Q4", "FY2020-21-Q4"},
        {"FY2020-21", "FY2020-21"},
        {"2024", "2024"},
        {"2010-11", "2010-11"},
        {"fy2020-21-q4", "FY2020-21-Q4"},
        {"  2024-10-15 ", "2024-10-15"},
        // Days.
        {"1 April 2021", "2021-04-01"},
        {"1st Apr 2021", "2021-04-01"},
        {"1st of April, 2021", "2021-04-01"},
        {"the 2nd of April 2021", "2021-04-02"},
        {"3rd april 2021", "2021-04-03"},
        {"24TH DECEMBER 2021", "2021-12-24"},
        {"01/04/2021", "2021-04-01"},
        {"1/4/21", "2021-04-01"},
        {"1.4.2021", "2021-04-01"},
        {"1-4-2021", "2021-04-01"},
        {"13/12/1999", "1999-12-13"},
        {"1/4/79", "2079-04-01"},
        {"1/4/80", "1980-04-01"},
        {"2021/04/01", "2021-04-01"},
        {"2021-4-1", "2021-04-01"},
        {"1-Apr-21", "2021-04-01"},
        {"01/Apr/2021", "2021-04-01"},
        {"1 Apr '21", "2021-04-01"},
        {"1Apr2021", "2021-04-01"},
        {"Apr 1, 2021", "2021-04-01"},
        {"April 1st 2021", "2021-04-01"},
        {"April 1st, 2021", "2021-04-01"},
        {"29 February 2024", "2024-02-29"},
        {"Thursday 1 April 2021", "2021-04-01"},
        {"Thu, 1 Apr 2021", "2021-04-01"},
        {"1\u00A0April\u00A02021", "2021-04-01"},
        {"1\u20134\u20132021", "2021-04-01"},
        // Months.
        {"Oct 24", "2024-10"},
        {"October 2024", "2024-10"},
        {"OCT 2024", "2024-10"},
        {"10/2024", "2024-10"},
        {"2024/10", "2024-10"},
        {"10.2024", "2024-10"},
        {"Oct-24", "2024-10"},
        {"Oct '24", "2024-10"},
        {"Oct \u201924", "2024-10"},
        {"Oct. 2024", "2024-10"},
        {"October, 2024", "2024-10"},
        {"Sept 2024", "2024-09"},
        {"Sep 99", "1999-09"},
        {"May 2024", "2024-05"},
        {"June 31", "2031-06"},
        // Quarters.
        {"Q4 2024", "2024-Q4"},
        {"Q4, 2024", "2024-Q4"},
        {"Q4/2024", "2024-Q4"},
        {"2024 Q4", "2024-Q4"},
        {"2024Q4", "2024-Q4"},
        {"Q4 24", "2024-Q4"},
        {"quarter 4 of 2024", "2024-Q4"},
        {"4th quarter 2024", "2024-Q4"},
        {"Q4 2020-21", "FY2020-21-Q4"},
        {"Q4 of 2020-21", "FY2020-21-Q4"},
        {"2020-21 Q4", "FY2020-21-Q4"},
        {"2010-11 Q4", "FY2010-11-Q4"},
        {"FY20/21 Q4", "FY2020-21-Q4"},
        {"20/21 Q4", "FY2020-21-Q4"},
        {"Q4 FY2020/21", "FY2020-21-Q4"},
        {"q1 fy 2020/2021", "FY2020-21-Q1"},
        // Financial years.
        {"2020-21", "FY2020-21"},
        {"2020/21", "FY2020-21"},
        {"2010/11", "FY2010-11"},
        {"2020-2021", "FY2020-21"},
        {"2020\u201321", "FY2020-21"},
        {"FY 2020-21", "FY2020-21"},
        {"FY21/22", "FY2021-22"},
        {"F/Y 2021-22", "FY2021-22"},
        {"financial year 2021/22", "FY2021-22"},
        {"1999/00", "FY1999-00"},
        // The ends of something are days.
        {"end of March 2024", "2024-03-31"},
        {"end Mar 2024", "2024-03-31"},
        {"End of February 24", "2024-02-29"},
        {"start of April 2024", "2024-04-01"},
        {"beginning of Q4 2024", "2024-10-01"},
        {"the end of 2020-21", "2021-03-31"},
        {"end of the financial year 2020-21", "2021-03-31"},
        {"end of 2024", "2024-12-31"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(read(row.text) == row.understood);
    }
}

TEST_CASE("what is no date is refused with what is expected") {
    struct Row {
        std::string_view description;
        std::string_view text;
        std::string_view said;
    };
    const Row rows[] = {
        {"nothing", "", "a date such as 1 April 2021, October 2024 or Q4 2020-21"},
        {"a word", "soon", "\"soon\" is no date; write a date such as 1 April 2021"},
        {"a day that there is not", "31 February 2024", "31 February 2024 is no day"},
        {"the same in figures", "31/02/2024", "31 February 2024 is no day"},
        {"the day of a year that has none", "29/2/23", "29 February 2023 is no day"},
        {"a day of noughts", "0/4/2021", "0 April 2021 is no day"},
        {"a day far out", "99/4/2021", "99 April 2021 is no day"},
        {"the month first", "04/31/2021", "there is no month 31; the day comes first"},
        {"the year nought", "1/4/0000", "is no day"},
        {"a day without its year", "24 Oct", "say the year"},
        {"a day without its year, the month first", "October 1st", "say the year"},
        {"a month without its year", "October", "say the year, as in October 2024"},
        {"a year of one digit", "1 October 4", "say the year"},
        {"a year of three digits", "October 202", "is no date"},
        {"a year of five digits", "1/4/20211", "is no date"},
        {"a month and a year of two digits", "10/24", "say the year in full"},
        {"a thirteenth month", "13/2024", "there is no month 13"},
        {"years that do not follow one another", "2020-22", "2020-22 is no financial year"},
        {"years that do not follow one another", "FY20/22", "20/22 is no financial year"},
        {"a financial year of one year", "FY2021", "say both years"},
        {"the same, short", "FY21", "say both years"},
        {"a fifth quarter", "Q5 2024", "quarters go from Q1 to Q4"},
        {"no quarter", "Q0 2024", "quarters go from Q1 to Q4"},
        {"a quarter alone", "Q4", "say the year"},
        {"the wrong day of the week", "Monday 1 April 2021", "1 April 2021 is a Thursday, not a Monday"},
        {"today where nobody says what it is", "today", "is no date"},
        {"separators that differ", "1/4-2021", "is no date"},
        {"the end of a day", "end of 1 April 2021", "is no date"},
        {"more behind", "1 April 2021 or so", "is no date"},
        {"an unfinished date", "1/4/", "is no date"},
        {"a time", "2021-04-01T00:00:00Z", "is no date"},
        {"an abbreviation of two letters", "Ja 2024", "is no date"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        CAPTURE(row.text);
        const std::string said = read(row.text);
        CAPTURE(said);
        CHECK(said.starts_with("refused: "));
        CHECK(said.find(row.said) != std::string::npos);
    }
}

TEST_CASE("today is the day it is said to be, and financial years are the organisation's") {
    CHECK(read("today", {{}, day("2026-02-11")}) == "2026-02-11");
    CHECK(read("Today", {{}, day("2026-02-11")}) == "2026-02-11");
    CHECK(read("end of 2020-21", {{8, 1}, {}}) == "2021-07-31");
    CHECK(read("start of Q2 2020-21", {{8, 1}, {}}) == "2020-11-01");
}

TEST_CASE("a field that takes a day says so") {
    CHECK(parse_written_day("1st Apr 2021").value() == day("2021-04-01"));
    CHECK(parse_written_day("end of March 2024").value() == day("2024-03-31"));
    CHECK(parse_written_day("Oct 24").error().message ==
          "a full day is needed, such as 1 October 2024, and not only October 2024");
    CHECK(parse_written_day("FY2020-21").error().message.starts_with("a full day is needed"));
    CHECK(parse_written_day("24 Oct").error().message.find("say the year") != std::string::npos);
}

TEST_CASE("how a date was understood is said with its days") {
    struct Row {
        std::string_view text;
        std::string_view said;
    };
    const Row rows[] = {
        {"1/4/21", "1 April 2021"},
        {"Oct 24", "October 2024 (1 to 31 October 2024)"},
        {"Q4 2024", "Q4 2024 (1 October to 31 December 2024)"},
        {"Q4 2020-21", "Q4 of 2020-21 (1 January to 31 March 2021)"},
        {"FY20/21", "financial year 2020-21 (1 April 2020 to 31 March 2021)"},
        {"2024", "2024 (1 January to 31 December 2024)"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(describe_written_date(parse_written_date(row.text).value(), {}) == row.said);
    }
}

TEST_CASE("every date that can be recorded is understood as itself, and so are its words") {
    for (int year = 1981; year <= 2078; ++year) {
        const std::string name = std::to_string(year);
        CHECK(read(name) == name);
        const std::string financial = "FY" + format_financial_year({year});
        CHECK(read(financial) == financial);
        for (int part = 1; part <= 4; ++part) {
            const std::string quarter = "-Q" + std::to_string(part);
            CHECK(read(name + quarter) == name + quarter);
            CHECK(read(financial + quarter) == financial + quarter);
        }
        for (int month = 1; month <= 12; ++month) {
            const PartialDate date{PartialDate::Precision::month, Day{}, year, month};
            CHECK(read(format_partial_date(date)) == format_partial_date(date));
            CHECK(parse_written_date(describe_partial_date(date)).value() == date);
        }
    }
    for (Day at = day("2023-12-01"); at < day("2025-01-15"); at += Days{1}) {
        CHECK(parse_written_day(format_day(at)).value() == at);
        CHECK(parse_written_day(format_long_day(at)).value() == at);
    }
}

TEST_CASE("a hostile text for a date is refused at once") {
    for (const std::string_view part :
         {"1", "/", "1/", "Oct ", "end of ", "-", " ", "Q", "\xC2\xA0", "\xFF"}) {
        CAPTURE(part);
        std::string text = "1";
        while (text.size() < 10'000)
            text += part;
        const auto date = parse_written_date(text + "x");
        REQUIRE(!date);
        CHECK(date.error().message.size() < 300);
        CHECK(!parse_written_date(text.substr(0, 190) + "x"));
    }
}
