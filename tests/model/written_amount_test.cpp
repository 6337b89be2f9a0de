#include "model/written_amount.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace telestate;

namespace {

std::string read(std::string_view text, std::string_view currency = "GBP") {
    const auto amount = parse_written_amount(text, currency);
    return amount ? format_decimal(*amount) : "refused: " + amount.error().message;
}

std::string read_count(std::string_view text) {
    const auto count = parse_written_count(text);
    if (!count) return "refused: " + count.error().message;
    return describe_count(*count) + (count->literal.empty() ? "" : " [" + count->literal + "]");
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

TEST_CASE("an amount is understood as people write it") {
    const Row rows[] = {
        {"14400", "14400"},
        {"14400.00", "14400.00"},
        {"£14,400", "14400"},
        {"14,400.00", "14400.00"},
        {" £ 14,400.00 ", "14400.00"},
        {"GBP 14,400", "14400"},
        {"14,400 gbp", "14400"},
        {"1,234,567.89", "1234567.89"},
        {"14.4k", "14400"},
        {"£14.4K", "14400"},
        {"£1.2m", "1200000"},
        {"£1.2 million", "1200000"},
        {"12 thousand", "12000"},
        {"1.2345678m", "1234567.8"},
        {"0.0001k", "0.1"},
        {"-50", "-50"},
        {"\u221250", "-50"},
        {"-£50.00", "-50.00"},
        {"£-50.00", "-50.00"},
        {"(50.00)", "-50.00"},
        {"(£1,050.00)", "-1050.00"},
        {"£0.0345", "0.0345"},
        {".5", "0.5"},
        {"50p", "0.50"},
        {"5.426p", "0.05426"},
        {"123p", "1.23"},
        {"0", "0"},
        {"999999999999999", "999999999999999"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(read(row.text) == row.understood);
    }
    CHECK(read("€14,400", "EUR") == "14400");
    CHECK(read("CHF 14,400", "CHF") == "14400");
}

TEST_CASE("what is no amount is refused, saying why") {
    const Refused rows[] = {
        {"nothing", "", "is no amount; write one such as 14,400.00"},
        {"a word", "lots", "\"lots\" is no amount"},
        {"a comma that parts no thousands", "14,40", "commas may only stand between thousands"},
        {"a comma behind too many digits", "1234,567", "commas may only stand between thousands"},
        {"commas in a row", "1,,234", "commas may only stand between thousands"},
        {"a comma in front", ",234", "commas may only stand between thousands"},
        {"a comma behind the point", "1.234,56", "is no amount"},
        {"a point without places", "14.", "is no amount"},
        {"two points", "1.2.3", "is no amount"},
        {"only a sign", "£", "is no amount"},
        {"a minus twice", "--50", "is no amount"},
        {"a minus in brackets", "(-50)", "is no amount"},
        {"an open bracket", "(50", "is no amount"},
        {"another currency", "€50", "is in another currency: amounts are in GBP"},
        {"dollars", "$50", "is in another currency"},
        {"the sign twice", "££50", "is in another currency"},
        {"what it is for", "£50 per month", "is no amount"},
        {"an exponent", "1e5", "is no amount"},
        {"too many digits", "1234567890123456", "too many digits"},
        {"too many digits once the millions are out", "9999999999m", "too many digits"},
        {"too many places", "0.0123456789", "too many decimal places"},
    };
    for (const Refused& row : rows) {
        CAPTURE(row.description);
        const std::string said = read(row.text);
        CAPTURE(said);
        CHECK(said.starts_with("refused: "));
        CHECK(said.find(row.said) != std::string::npos);
    }
}

TEST_CASE("an amount is said in pounds and pence, or with all its places") {
    const Row rows[] = {
        {"14.4k", "£14,400.00"},     {"5", "£5.00"},
        {"(1,234.5)", "-£1,234.50"}, {"0.0345", "£0.0345"},
        {"1234.567", "£1,234.567"},  {"-0.0345", "-£0.0345"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(describe_written_amount(parse_written_amount(row.text).value(), "GBP") == row.understood);
        CHECK(read(row.understood).starts_with("refused") == false);
    }
    CHECK(describe_written_amount({999'999'999'999'999, 0}, "CHF") == "CHF 999,999,999,999,999.00");
}

TEST_CASE("percentages and quantities are understood as people write them") {
    const Row percents[] = {
        {"3.9%", "3.9%"}, {"3.9", "3.9%"}, {"3.9 per cent", "3.9%"}, {"20 %", "20%"}, {"-1.5%", "-1.5%"},
    };
    for (const Row& row : percents) {
        CAPTURE(row.text);
        CHECK(describe_written_percent(parse_written_percent(row.text).value()) == row.understood);
    }
    for (const std::string_view text : {"", "%", "CPI", "3.9%%", "£3.9", "3,9%"}) {
        CAPTURE(text);
        CHECK(!parse_written_percent(text));
    }
    CHECK(format_decimal(parse_written_quantity("1,900").value()) == "1900");
    CHECK(format_decimal(parse_written_quantity("1.5").value()) == "1.5");
    CHECK(!parse_written_quantity("£5"));
    CHECK(!parse_written_quantity("many"));
}

TEST_CASE("a count is understood with what is said of its exactness") {
    const Row rows[] = {
        {"190", "190"},
        {"1,900", "1,900"},
        {"0", "0"},
        {"approx 190", "about 190 [approx 190]"},
        {"Approx. 190", "about 190 [Approx. 190]"},
        {"approximately 1,900", "about 1,900 [approximately 1,900]"},
        {"about 190", "about 190 [about 190]"},
        {" c. 190 ", "about 190 [c. 190]"},
        {"c190", "refused"},
        {"circa 190", "about 190 [circa 190]"},
        {"~190", "about 190 [~190]"},
        {"190 or so", "about 190 [190 or so]"},
        {"at least 200", "at least 200 [at least 200]"},
        {"200+", "at least 200 [200+]"},
        {"200 or more", "at least 200 [200 or more]"},
        {"over 200", "at least 200 [over 200]"},
        {"more than 200", "at least 200 [more than 200]"},
        {"up to 50", "up to 50 [up to 50]"},
        {"max 50", "up to 50 [max 50]"},
        {"max. 50", "up to 50 [max. 50]"},
        {"50 max", "up to 50 [50 max]"},
        {"under 50", "up to 50 [under 50]"},
        {"no more than 50", "up to 50 [no more than 50]"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        if (row.understood == "refused") {
            CHECK(read_count(row.text).starts_with("refused"));
        } else {
            CHECK(read_count(row.text) == row.understood);
        }
    }
}

TEST_CASE("what is no count is refused, saying why") {
    const Refused rows[] = {
        {"nothing", "", "is no count; write one such as 190, about 190"},
        {"a word", "many", "is no count"},
        {"no figure", "about", "is no count"},
        {"a range", "190-200", "is no count"},
        {"below zero", "-5", "is no count"},
        {"a part of one", "1.5", "has to be a whole number"},
        {"misplaced commas", "19,00", "commas may only stand between thousands"},
        {"two sayings", "about 190+", "is no count"},
        {"too many", "1000000000001", "too large a count"},
        {"far too many", "99999999999999999999", "too many digits"},
    };
    for (const Refused& row : rows) {
        CAPTURE(row.description);
        const std::string said = read_count(row.text);
        CAPTURE(said);
        CHECK(said.starts_with("refused: "));
        CHECK(said.find(row.said) != std::string::npos);
    }
}

TEST_CASE("every amount that can be recorded is understood as itself") {
    for (std::int64_t coefficient = -2'000; coefficient <= 2'000; coefficient += 7) {
        for (int places = 0; places <= max_decimal_places; ++places) {
            const std::string text = format_decimal({coefficient, places});
            CAPTURE(text);
            CHECK(read(text) == text);
            CHECK(format_decimal(parse_written_percent(text).value()) == text);
        }
    }
}

TEST_CASE("a hostile text for an amount is refused at once") {
    for (const std::string_view part : {"1", ",", "1,", "(", "k", "-", "£", ".", "~", "\xFF"}) {
        CAPTURE(part);
        std::string text = "1";
        while (text.size() < 10'000)
            text += part;
        CHECK(!parse_written_amount(text));
        CHECK(!parse_written_percent(text));
        CHECK(!parse_written_count(text));
        CHECK(!parse_written_amount(text.substr(0, 190) + "?"));
        CHECK(!parse_written_count(text.substr(0, 190) + "?"));
    }
}
