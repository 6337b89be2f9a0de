#include "model/written_period.hpp"

#include "model/written_term.hpp"
#include "tests/model/support/values.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace telestate;
using namespace telestate::test;

namespace {

std::string read(std::string_view text) {
    const auto period = parse_written_period(text);
    return period ? format_period(*period) : "refused: " + period.error().message;
}

std::string read_notice(std::string_view text) {
    const auto notice = parse_written_notice(text);
    return notice ? describe_notice(*notice) : "refused: " + notice.error().message;
}

std::string read_term(std::string_view text) {
    const auto term = parse_written_term(text);
    if (!term) return "refused: " + term.error().message;
    std::string out = format_period(term->length);
    for (const WrittenTerm::Option& option : term->options)
        out += (option.up_to ? " + up to " : " + ") + format_period(option.length);
    return out;
}

struct Row {
    std::string_view text;
    std::string_view understood;
};

struct Refused {
    std::string_view description;
    std::string_view text;
    std::string_view said;
};

} // namespace

TEST_CASE("a period is understood as people write it") {
    const Row rows[] = {
        {"P3Y", "P3Y"},
        {"p1y6m", "P1Y6M"},
        {"P90D", "P90D"},
        {" P6W ", "P6W"},
        {"3 years", "P3Y"},
        {"3 Years", "P3Y"},
        {"3yrs", "P3Y"},
        {"3 yr", "P3Y"},
        {"3y", "P3Y"},
        {"36 months", "P36M"},
        {"36-month", "P36M"},
        {"18m", "P18M"},
        {"18 mths", "P18M"},
        {"1 year 6 months", "P1Y6M"},
        {"1 year and 6 months", "P1Y6M"},
        {"1 year, 6 months", "P1Y6M"},
        {"1y6m", "P1Y6M"},
        {"1y 6m", "P1Y6M"},
        {"1.5 years", "P1Y6M"},
        {"2.0 years", "P2Y"},
        {"1\u00BD years", "P1Y6M"},
        {"\u00BD year", "P6M"},
        {"0.5 years", "P6M"},
        {"half a year", "P6M"},
        {"90 days", "P90D"},
        {"90d", "P90D"},
        {"2 weeks", "P2W"},
        {"1 week 2 days", "P9D"},
        {"a fortnight", "P2W"},
        {"two fortnights", "P4W"},
        {"one year", "P1Y"},
        {"a year", "P1Y"},
        {"twelve months", "P12M"},
        {"a quarter", "P3M"},
        {"every 3 months", "P3M"},
        {"every month", "P1M"},
        {"per quarter", "P3M"},
        {"each week", "P1W"},
        {"monthly", "P1M"},
        {"month", "P1M"},
        {"Year", "P1Y"},
        {"quarter", "P3M"},
        {"Quarterly", "P3M"},
        {"annually", "P1Y"},
        {"yearly", "P1Y"},
        {"per year", "P1Y"},
        {"per annum", "P1Y"},
        {"p.a.", "P1Y"},
        {"annual", "P1Y"},
        {"half-yearly", "P6M"},
        {"half yearly", "P6M"},
        {"weekly", "P1W"},
        {"fortnightly", "P2W"},
        {"0 days", "P0D"},
        {"1000 years", "P1000Y"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(read(row.text) == row.understood);
    }
}

TEST_CASE("what is no period is refused with what is expected") {
    const Refused rows[] = {
        {"nothing", "", "a period such as 3 years"},
        {"a word", "long", "\"long\" is no period; write a period such as"},
        {"an article and no more", "a contract", "is no period"},
        {"a number alone", "3", "say of what: 3 years, 3 months or 3 days"},
        {"months and days", "1 month 15 days", "cannot be mixed"},
        {"years and weeks", "1 year and 2 weeks", "cannot be mixed"},
        {"a unit twice", "1 year 1 year", "the same unit twice"},
        {"halves of months", "1.5 months", "only years may have a half"},
        {"parts of a year that are no halves", "1.25 years", "is no period"},
        {"working days", "10 working days", "only be those of a notice"},
        {"a minus", "-3 years", "is no period"},
        {"longer than a thousand years", "1001 years", "longer than 1,000 years"},
        {"far too long", "99999999999999999999 years", "longer than 1,000 years"},
        {"options", "3 years + 1 year", "is no period"},
        {"more behind", "3 years or so", "is no period"},
    };
    for (const Refused& row : rows) {
        CAPTURE(row.description);
        const std::string said = read(row.text);
        CAPTURE(said);
        CHECK(said.starts_with("refused: "));
        CHECK(said.find(row.said) != std::string::npos);
    }
}

TEST_CASE("a notice is understood as people write it") {
    const Row rows[] = {
        {"P90D", "90 days"},
        {"3 months", "3 months"},
        {"3 months' notice", "3 months"},
        {"3 months\u2019 written notice", "3 months"},
        {"90 days notice", "90 days"},
        {"90 days in writing", "90 days"},
        {"3 months' notice in writing", "3 months"},
        {"90 calendar days", "90 days"},
        {"a year's notice", "1 year"},
        {"one month's prior written notice", "1 month"},
        {"at least 3 months", "3 months"},
        {"10 working days", "10 working days"},
        {"10 business days' notice", "10 working days"},
        {"1 working day", "1 working day"},
        {"none", "no notice"},
        {"No notice", "no notice"},
        {"0 days", "no notice"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(read_notice(row.text) == row.understood);
    }
    const Refused refused[] = {
        {"a number alone", "90", "say of what"},
        {"the word alone", "notice", "is no notice; write a notice such as 3 months"},
        {"working days and others", "2 weeks 3 working days", "working days cannot be mixed"},
        {"months and days", "1 month 3 days notice", "cannot be mixed"},
        {"half a working day", "1.5 working days", "only years may have a half"},
    };
    for (const Refused& row : refused) {
        CAPTURE(row.description);
        const std::string said = read_notice(row.text);
        CAPTURE(said);
        CHECK(said.starts_with("refused: "));
        CHECK(said.find(row.said) != std::string::npos);
    }
}

TEST_CASE("a term with its options is understood as people write it") {
    const Row rows[] = {
        {"P3Y", "P3Y"},
        {"3 years", "P3Y"},
        {"18m", "P18M"},
        {"1 year and 6 months", "P1Y6M"},
        {"3 years + 1 + 1", "P3Y + P1Y + P1Y"},
        {"3+1+1", "P3Y + P1Y + P1Y"},
        {"2 + 1 years", "P2Y + P1Y"},
        {"36 months + 12 + 12", "P36M + P12M + P12M"},
        {"3y+1y+1y", "P3Y + P1Y + P1Y"},
        {"3 years + 2 x 1 year", "P3Y + P1Y + P1Y"},
        {"3 years + 2 \u00D7 12 months", "P3Y + P12M + P12M"},
        {"3 + 2x1", "P3Y + P1Y + P1Y"},
        {"2 years plus 12 months", "P2Y + P12M"},
        {"3 years with options to extend by 1 year + 1 year", "P3Y + P1Y + P1Y"},
        {"3 years with an option to extend for a further 2 years", "P3Y + P2Y"},
        {"3 years with a 1 year option", "P3Y + P1Y"},
        {"3 years, extendable by 1 year and 1 year", "P3Y + P1Y + P1Y"},
        {"3 years + up to 24 months", "P3Y + up to P24M"},
        {"3 years plus an option of up to two years", "P3Y + up to P2Y"},
        {"3 years + 1 year + up to 1 year", "P3Y + P1Y + up to P1Y"},
        {"3 years + 1 year and 6 months", "P3Y + P1Y6M"},
        {"3 years, with options of 1 year and 6 months and 1 year", "P3Y + P1Y6M + P1Y"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(read_term(row.text) == row.understood);
    }
}

TEST_CASE("what is no term is refused with what is expected") {
    const Refused rows[] = {
        {"nothing", "", "is no length; write a length such as 3 years, or 3 years + 1 + 1"},
        {"a number alone", "3", "say of what"},
        {"only a plus", "3 years +", "is no length"},
        {"a plus in front", "+ 3 years", "is no length"},
        {"no unit among several", "3 years + 12 months + 1", "say of what"},
        {"months and days", "1 month and 15 days", "cannot be mixed"},
        {"two lengths", "3 years and 1 year", "the same unit twice"},
        {"an option of nothing", "3 years + 0 years", "an option of no time"},
        {"no option after all", "3 years + 0 x 1 year", "from 1 to 20 options"},
        {"too many options", "3 years + 21 x 1 year", "from 1 to 20 options"},
        {"far too many", "3 years + 99999999999 x 1 year", "from 1 to 20 options"},
        {"working days", "3 years + 10 working days", "is no length"},
    };
    for (const Refused& row : rows) {
        CAPTURE(row.description);
        const std::string said = read_term(row.text);
        CAPTURE(said);
        CHECK(said.starts_with("refused: "));
        CHECK(said.find(row.said) != std::string::npos);
    }
}

TEST_CASE("how a term was understood is said in words that are understood the same way") {
    const Row rows[] = {
        {"3 years", "3 years"},
        {"3 + 1", "3 years, with an option of 1 year"},
        {"3 years + 1 + 1", "3 years, with options of 1 year and 1 year"},
        {"3 years + 1 + 1 + 1", "3 years, with options of 1 year, 1 year and 1 year"},
        {"3 years + up to 24 months", "3 years, with an option of up to 24 months"},
        {"3 years + up to 2 x 12 months", "3 years, with options of up to 12 months and up to 12 months"},
        {"18 months + 1 year and 6 months + 1 year",
         "18 months, with options of 1 year and 6 months and 1 year"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const WrittenTerm term = parse_written_term(row.text).value();
        CHECK(describe_written_term(term) == row.understood);
        CHECK(parse_written_term(row.understood).value() == term);
    }
}

TEST_CASE("every period that can be recorded is understood as itself, and so are its words") {
    for (std::int32_t n = 0; n <= 130; ++n) {
        for (const Period each : {Period{n, 0, 0, 0}, Period{0, n, 0, 0}, Period{0, 0, n, 0},
                                  Period{0, 0, 0, n}, Period{n, 7, 0, 0}}) {
            CAPTURE(format_period(each));
            CHECK(parse_written_period(format_period(each)).value() == each);
            CHECK(parse_written_period(describe_period(each)).value() == each);
            CHECK(parse_written_notice(describe_notice({each, false})).value().length == each);
            CHECK(parse_written_term(format_period(each)).value() == WrittenTerm{each, {}});
        }
    }
}

TEST_CASE("a hostile text for a period is refused at once") {
    for (const std::string_view part :
         {"1", "+", "3+", "1 year and ", "+ up to ", "a ", "1.", "'", " ", "\xFF"}) {
        CAPTURE(part);
        std::string text = "1";
        while (text.size() < 10'000)
            text += part;
        CHECK(!parse_written_period(text + "x"));
        CHECK(!parse_written_notice(text + "x"));
        CHECK(!parse_written_term(text + "z"));
        CHECK(!parse_written_term(text.substr(0, 190) + "z"));
    }
}
