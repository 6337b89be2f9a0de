#include "model/number.hpp"

#include "tests/model/support/sequence.hpp"
#include "tests/model/support/values.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

using namespace telestate;
using namespace telestate::test;

namespace {

struct PlanRow {
    std::string description;
    const char* text;
    const char* kept;
    NumberClass number_class;
    const char* people_form;
};

// Every row of the table of classes, and each of its lengths.
const PlanRow plan_rows[] = {
    {"01, five-digit area", "01622 211900", "+441622211900", NumberClass::geographic, "01622 211900"},
    {"01, nine digits", "01204 62345", "+44120462345", NumberClass::geographic, "01204 62345"},
    {"01, six-digit area", "015396 21234", "+441539621234", NumberClass::geographic, "015396 21234"},
    {"01, six-digit area, nine digits", "016977 2345", "+44169772345", NumberClass::geographic,
     "016977 2345"},
    {"01, nine digits beside a six-digit area", "01946 61234", "+44194661234", NumberClass::geographic,
     "01946 61234"},
    {"01x1", "0161 496 0000", "+441614960000", NumberClass::geographic, "0161 496 0000"},
    {"011x", "0113 496 0000", "+441134960000", NumberClass::geographic, "0113 496 0000"},
    {"0116 is Leicester, no freephone", "0116 496 0123", "+441164960123", NumberClass::geographic,
     "0116 496 0123"},
    {"02", "020 7946 0000", "+442079460000", NumberClass::geographic, "020 7946 0000"},
    {"0300", "0300 123 1234", "+443001231234", NumberClass::public_body_03, "0300 123 1234"},
    {"0303", "0303 123 1234", "+443031231234", NumberClass::public_body_03, "0303 123 1234"},
    {"0306", "0306 999 0123", "+443069990123", NumberClass::public_body_03, "0306 999 0123"},
    {"033", "0333 123 1234", "+443331231234", NumberClass::charged_as_geographic, "0333 123 1234"},
    {"034", "0345 123 1234", "+443451231234", NumberClass::charged_as_geographic, "0345 123 1234"},
    {"037", "0370 123 1234", "+443701231234", NumberClass::charged_as_geographic, "0370 123 1234"},
    {"0500", "0500 123456", "+44500123456", NumberClass::withdrawn, "0500 123456"},
    {"055", "055 1234 5678", "+445512345678", NumberClass::corporate_voip, "055 1234 5678"},
    {"056", "056 1234 5678", "+445612345678", NumberClass::corporate_voip, "056 1234 5678"},
    {"070", "070 1234 5678", "+447012345678", NumberClass::personal, "070 1234 5678"},
    {"076", "076 1234 5678", "+447612345678", NumberClass::pager, "076 1234 5678"},
    {"07624, Isle of Man", "07624 412345", "+447624412345", NumberClass::mobile, "07624 412345"},
    {"071", "07123 456789", "+447123456789", NumberClass::mobile, "07123 456789"},
    {"072", "07223 456789", "+447223456789", NumberClass::mobile, "07223 456789"},
    {"073", "07323 456789", "+447323456789", NumberClass::mobile, "07323 456789"},
    {"074", "07423 456789", "+447423456789", NumberClass::mobile, "07423 456789"},
    {"075", "07523 456789", "+447523456789", NumberClass::mobile, "07523 456789"},
    {"077", "07700 900123", "+447700900123", NumberClass::mobile, "07700 900123"},
    {"078", "07823 456789", "+447823456789", NumberClass::mobile, "07823 456789"},
    {"079", "07923 456789", "+447923456789", NumberClass::mobile, "07923 456789"},
    {"0800, ten digits", "0800 123 4567", "+448001234567", NumberClass::freephone, "0800 123 4567"},
    {"0800, nine digits", "0800 123456", "+44800123456", NumberClass::freephone, "0800 123456"},
    {"0800 1111", "0800 1111", "08001111", NumberClass::freephone, "0800 1111"},
    {"0808", "0808 157 0123", "+448081570123", NumberClass::freephone, "0808 157 0123"},
    {"084", "0844 123 4567", "+448441234567", NumberClass::service_charge, "0844 123 4567"},
    {"0845 46 47", "0845 46 47", "08454647", NumberClass::service_charge, "0845 46 47"},
    {"087", "0870 123 4567", "+448701234567", NumberClass::service_charge, "0870 123 4567"},
    {"09", "0909 879 0123", "+449098790123", NumberClass::premium_rate, "0909 879 0123"},
    {"116xxx", "116 123", "116123", NumberClass::freephone_social, "116 123"},
    {"101", "101", "101", NumberClass::short_code, "101"},
    {"105", "105", "105", NumberClass::short_code, "105"},
    {"111", "111", "111", NumberClass::short_code, "111"},
    {"112", "112", "112", NumberClass::short_code, "112"},
    {"119", "119", "119", NumberClass::short_code, "119"},
    {"159", "159", "159", NumberClass::short_code, "159"},
    {"999", "999", "999", NumberClass::short_code, "999"},
    {"118xxx", "118 118", "118118", NumberClass::short_code, "118 118"},
    {"another country", "+33 1 23 45 67 89", "+33123456789", NumberClass::international, "+33123456789"},
};

} // namespace

TEST_CASE("a number is classed by its range of the numbering plan and shown as people write it") {
    for (const PlanRow& row : plan_rows) {
        CAPTURE(row.description);
        const auto parsed = parse_number(row.text);
        REQUIRE(parsed.has_value());
        CHECK(parsed->number.e164_or_short == row.kept);
        CHECK(name_of(parsed->number.number_class) == name_of(row.number_class));
        CHECK(parsed->number.is_short_code == (row.kept[0] != '+'));
        CHECK(format_national(parsed->number) == row.people_form);
        CHECK(parsed->warning.empty());
    }
}

TEST_CASE("a number is read however it is written, and what had to be repaired is said") {
    struct Row {
        std::string description;
        const char* text;
        const char* kept;
        const char* warning; // a part of it; empty where there is none
    };
    const Row rows[] = {
        {"no spaces", "02079460000", "+442079460000", ""},
        {"spaces around", "  020 7946 0000\t\r\n", "+442079460000", ""},
        {"hyphens", "020-7946-0000", "+442079460000", ""},
        {"dots", "020.7946.0000", "+442079460000", ""},
        {"bracketed area", "(020) 7946 0000", "+442079460000", ""},
        {"no-break spaces and a long dash", "020\u00a07946\u20130000", "+442079460000", ""},
        {"E.164", "+442079460000", "+442079460000", ""},
        {"plus in brackets", "(+44) 20 7946 0000", "+442079460000", ""},
        {"(0) after +44", "+44 (0)20 7946 0000", "+442079460000", ""},
        {"( 0 ) with spaces", "+44 ( 0 ) 20 7946 0000", "+442079460000", ""},
        {"0 after +44 without brackets", "+44 020 7946 0000", "+442079460000", ""},
        {"0044", "0044 20 7946 0000", "+442079460000", ""},
        {"0044 (0)", "0044 (0)20 7946 0000", "+442079460000", ""},
        {"nine digits after +44", "+44 800 123456", "+44800123456", ""},
        {"a bracket that was never opened", ")020 7946 0000", "+442079460000", ""},
        {"a bracket that is never closed", "(020 7946 0000", "+442079460000", ""},
        {"leading 0 in brackets", "(0)20 7946 0000", "+442079460000", ""},
        {"leading 0 lost", "2079460000", "+442079460000",
         "The leading 0 was missing and has been put back: 020 7946 0000."},
        {"leading 0 lost, with spaces", "300 123 1234", "+443001231234", "put back: 0300 123 1234."},
        {"leading 0 lost, nine digits", "800123456", "+44800123456", "put back: 0800 123456."},
        {"leading 0 lost, Leicester, no 116 number", "1164960123", "+441164960123",
         "put back: 0116 496 0123."},
        {"leading 0 lost, 0118, no directory enquiries", "1184960123", "+441184960123",
         "put back: 0118 496 0123."},
        {"leading 0 lost, 0800 1111", "8001111", "08001111", "put back: 0800 1111."},
        {"leading 0 lost, 0845 46 47", "8454647", "08454647", "put back: 0845 46 47."},
        {"plus lost", "442079460000", "+442079460000", "The plus before 44 was missing"},
        {"plus lost, nine digits", "44800123456", "+44800123456", "The plus before 44 was missing"},
        {"plus lost, (0) kept", "44 (0)20 7946 0000", "+442079460000", "The plus before 44 was missing"},
        {"0800 1111 without a space", "08001111", "08001111", ""},
        {"0800 1111 after +44", "+44 800 1111", "08001111", ""},
        {"0800 1111 after +44 (0)", "+44 (0)800 1111", "08001111", ""},
        {"0845 46 47 without spaces", "08454647", "08454647", ""},
        {"a number that only begins as 0845 46 47", "0845 464 7123", "+448454647123", ""},
        {"116 number without a space", "116123", "116123", ""},
        {"another country after 00", "0033 1 23 45 67 89", "+33123456789", ""},
        {"another country with (0)", "+33 (0)1 23 45 67 89", "+33123456789", "The (0) was left out"},
        {"another country after 00 with (0)", "00 49 (0)30 123456", "+4930123456", "The (0) was left out"},
        {"another country with a 0 of its own", "+39 06 1234 5678", "+390612345678", ""},
        {"a bracketed 0 far into the number", "+1 212 555 (0) 123", "+12125550123", ""},
        {"another country, eight digits", "+29012345", "+29012345", ""},
        {"another country, fifteen digits", "+423123456789012", "+423123456789012", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        const auto parsed = parse_number(row.text);
        REQUIRE(parsed.has_value());
        CHECK(parsed->number.e164_or_short == row.kept);
        CHECK(parsed->warning.empty() == (row.warning[0] == '\0'));
        CAPTURE(parsed->warning);
        CHECK(parsed->warning.find(row.warning) != std::string::npos);
    }
}

TEST_CASE("what is no number is refused with the reason") {
    struct Row {
        std::string description;
        std::string text;
        const char* reason; // a part of it
    };
    const Row rows[] = {
        {"nothing", "", "no digits"},
        {"spaces only", "   ", "no digits"},
        {"a plus only", "+", "no digits"},
        {"brackets only", ")(", "no digits"},
        {"a word", "unknown", "and nothing else"},
        {"letters among digits", "0300 CALL ME", "and nothing else"},
        {"an extension", "01622 211900 x123", "and nothing else"},
        {"two numbers with a slash", "01622 211900/1", "and nothing else"},
        {"two numbers in one field", "01622 211900 01622 211901", "22 digits here, too many"},
        {"a plus in the middle", "0044+2079460000", "and nothing else"},
        {"two pluses", "++442079460000", "and nothing else"},
        {"a NUL byte", std::string("0300\0001231234", 12), "and nothing else"},
        {"a broken UTF-8 byte", "0300 123 1234\xc2", "and nothing else"},
        {"digits that are no ASCII", "\u0660\u0663\u0660\u0660", "and nothing else"},
        {"very long", std::string(100000, '9'), "100000 digits here"},
        {"01, one digit short", "01622 21190",
         "has 9 digits after the leading 0; numbers that begin 01 have 10."},
        {"01, one digit long", "01622 2119000",
         "11 digits after the leading 0; numbers that begin 01 have 10."},
        {"01, an area with nine digits, eight given", "01204 6234", "numbers that begin 01204 have 10 or 9."},
        {"02, one digit short", "020 7946 000",
         "9 digits after the leading 0; numbers that begin 02 have 10."},
        {"03, one digit short", "0300 123 123", "numbers that begin 030 have 10."},
        {"033, one digit long", "0333 123 12345", "numbers that begin 033 have 10."},
        {"0500, ten digits", "0500 123 4567", "numbers that begin 0500 have 9."},
        {"055, nine digits", "055 1234 567", "numbers that begin 055 have 10."},
        {"070, nine digits", "070 1234 567", "numbers that begin 070 have 10."},
        {"076, eleven digits", "076 1234 56789", "numbers that begin 076 have 10."},
        {"mobile, nine digits", "07700 90012", "numbers that begin 077 have 10."},
        {"07624, nine digits", "07624 41234", "numbers that begin 07624 have 10."},
        {"0800, eight digits", "0800 12345", "numbers that begin 0800 have 10 or 9."},
        {"0800, seven digits, not 1111", "0800 1112", "numbers that begin 0800 have 10 or 9."},
        {"0808, nine digits", "0808 157012", "numbers that begin 0808 have 10."},
        {"084, seven digits, not 46 47", "0845 46 48", "numbers that begin 084 have 10."},
        {"09, nine digits", "0909 879012", "numbers that begin 09 have 10."},
        {"E.164, one digit short", "+44 30 0123 123", "numbers that begin 030 have 10."},
        {"repaired, one digit short", "300123123", "numbers that begin 030 have 10."},
        {"a short code after a 0", "0101", "numbers that begin 01 have 10."},
        {"a lone 0", "0", "too short"},
        {"035", "0351 123 1234", "no numbers begin 0351"},
        {"04", "0412 345 6789", "no numbers begin 0412"},
        {"0501", "0501 123456", "no numbers begin 0501"},
        {"06", "0612 345 6789", "no numbers begin 0612"},
        {"0801", "0801 123 4567", "no numbers begin 0801"},
        {"082", "0820 123 4567", "no numbers begin 0820"},
        {"a local number without its area", "211900", "the area code is missing"},
        {"123 is no short code of the plan", "123", "no short code"},
        {"a 116 number one digit long", "1161234", "no short code"},
        {"short code after +44", "+44 101", "101 is a short code"},
        {"116 number after 0044", "0044 116 123", "116123 is a short code"},
        {"+44 alone", "+44", "too short"},
        {"eleven digits without plus or 0", "33123456789", "needs a plus"},
        {"country code beginning with 0", "+0300 123 1234", "none begins with 0"},
        {"a (0) within the country code", "+4(0)4 26 0000", "stands within the country code"},
        {"three zeros", "000 44 20 7946 0000", "none begins with 0"},
        {"another country, seven digits", "+2901234", "8 to 15"},
        {"another country, sixteen digits", "+4231234567890123", "8 to 15"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        const auto parsed = parse_number(row.text);
        REQUIRE(parsed.has_error());
        CHECK(parsed.error().code == ErrorCode::invalid);
        CAPTURE(parsed.error().message);
        CHECK(parsed.error().message.find(row.reason) != std::string::npos);
        CHECK(parsed.error().message.size() < 160);
    }
}

TEST_CASE("a number shown as people write it and read again is the same number") {
    for (const PlanRow& row : plan_rows) {
        CAPTURE(row.description);
        const PhoneNumber number = phone_number(row.text);
        CHECK(parse_number(format_national(number)).value() == ParsedNumber{number, {}});
        CHECK(parse_number(number.e164_or_short).value() == ParsedNumber{number, {}});
    }
    Sequence sequence;
    int accepted = 0;
    for (int i = 0; i < 20000; ++i) {
        std::string text = "0";
        for (std::int64_t digits = 9 + sequence.below(2); digits > 0; --digits)
            text += static_cast<char>('0' + sequence.below(10));
        const auto parsed = parse_number(text);
        if (!parsed) continue;
        ++accepted;
        CAPTURE(text);
        REQUIRE(parse_number(format_national(parsed->number)).value() == *parsed);
    }
    CHECK(accepted > 5000);
}

TEST_CASE("every class has a name that reads back and a description of its own") {
    std::set<std::string_view> descriptions;
    for (const PlanRow& row : plan_rows) {
        CAPTURE(row.description);
        CHECK(parse_number_class(name_of(row.number_class)) == row.number_class);
        descriptions.insert(describe_number_class(row.number_class));
    }
    CHECK(descriptions.size() == 14);
    CHECK(descriptions.count("") == 0);
    CHECK(name_of(NumberClass::public_body_03) == "public_body_03");
    CHECK_FALSE(parse_number_class("non_geographic").has_value());
    CHECK_FALSE(parse_number_class("").has_value());
}

TEST_CASE("callers pay more for 084, 087 and 09 only") {
    for (const PlanRow& row : plan_rows) {
        CAPTURE(row.description);
        const std::string text = row.text;
        const bool dear = text.starts_with("084") || text.starts_with("087") || text.starts_with("09");
        CHECK(costs_callers_more(row.number_class) == dear);
    }
}

TEST_CASE("numbers are ordered as numbers, not as text") {
    CHECK(phone_number("0800 123456") < phone_number("0800 111 1111"));
    CHECK(phone_number("999") < phone_number("116 123"));
    CHECK(phone_number("0800 1111") < phone_number("+29012345"));
    CHECK(value_of(phone_number("020 7946 0000")) == 442079460000);
    CHECK(value_of(phone_number("0800 1111")) == 8001111);
    CHECK(value_of(PhoneNumber{}) == 0);
}
