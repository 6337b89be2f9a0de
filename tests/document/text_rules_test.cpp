#include "server/document/text_rules.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace telestate::document;

namespace {

struct Row {
    std::string description;
    std::string text;
    bool is_good;
};

} // namespace

TEST_CASE("a mail address can go into a header as it is") {
    const Row rows[] = {
        {"as usual", "Gordon.Flack@nhs.net", true},
        {"a plus and a hyphen", "a+b-c@example-trust.nhs.uk", true},
        {"an apostrophe", "o'brien@nhs.net", true},
        {"a host without dots", "a@b", true},
        {"nothing", "", false},
        {"no @", "nhs.net", false},
        {"two @", "a@b@c", false},
        {"nothing before the @", "@nhs.net", false},
        {"nothing after it", "a@", false},
        {"a dot at the end", "a.@nhs.net", false},
        {"two dots", "a..b@nhs.net", false},
        {"a dot at the end of the domain", "a@nhs.net.", false},
        {"a space", "a b@nhs.net", false},
        {"a line break that would begin another header", "a@nhs.net\r\nBcc: x@y.z", false},
        {"a line feed at the end", "a@nhs.net\n", false},
        {"a name with the address", "A <a@nhs.net>", false},
        {"two addresses", "a@nhs.net,b@nhs.net", false},
        {"quotes", "\"a b\"@nhs.net", false},
        {"not ASCII", "é@nhs.net", false},
        {"254 characters", std::string(246, 'a') + "@nhs.net", true},
        {"255 characters", std::string(247, 'a') + "@nhs.net", false},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        CHECK(is_email(row.text) == row.is_good);
    }
}

TEST_CASE("a web address begins with http or https and has a host") {
    const Row rows[] = {
        {"https", "https://example.nhs.uk/a?b=c#d", true},
        {"http", "http://intranet", true},
        {"a script", "javascript:alert(1)", false},
        {"a file", "file:///etc/passwd", false},
        {"no host", "https:///x", false},
        {"nothing else", "https://", false},
        {"a space", "https://a b", false},
        {"a quote", "https://a\"b", false},
        {"capitals", "HTTPS://example.nhs.uk", false},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        CHECK(is_web_address(row.text) == row.is_good);
    }
}

TEST_CASE("a time zone's name holds nothing that leads out of a folder") {
    const Row rows[] = {
        {"as usual", "Europe/London", true},
        {"three parts", "America/Argentina/Buenos_Aires", true},
        {"one part", "UTC", true},
        {"a sign", "Etc/GMT+1", true},
        {"a path upwards", "../etc/passwd", false},
        {"a path upwards further on", "Europe/../x", false},
        {"from the root", "/etc/passwd", false},
        {"a slash at the end", "Europe/", false},
        {"two slashes", "Europe//London", false},
        {"a space", "Europe/ London", false},
        {"nothing", "", false},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        CHECK(is_time_zone(row.text) == row.is_good);
    }
}

TEST_CASE("ids, currencies and instants have one shape") {
    CHECK(is_id("8x8-phone-system"));
    CHECK(is_id(std::string(100, 'a')));
    CHECK_FALSE(is_id(std::string(101, 'a')));
    CHECK_FALSE(is_id(""));
    CHECK_FALSE(is_id("Bt"));
    CHECK_FALSE(is_id("a_b"));
    CHECK_FALSE(is_id("a/b"));
    CHECK(is_currency("GBP"));
    CHECK_FALSE(is_currency("gbp"));
    CHECK_FALSE(is_currency("£"));
    CHECK(is_utc_instant("2026-11-22T09:00:00Z"));
    CHECK(is_utc_instant("2026-11-22T09:00:00.123Z"));
    CHECK_FALSE(is_utc_instant("2026-11-22T09:00:00"));
    CHECK_FALSE(is_utc_instant("2026-11-22T09:00:00+01:00"));
    CHECK_FALSE(is_utc_instant("2026-02-30T09:00:00Z"));
    CHECK_FALSE(is_utc_instant("2026-11-22T24:00:00Z"));
    CHECK_FALSE(is_utc_instant("2026-11-22 09:00:00Z"));
    CHECK_FALSE(is_utc_instant("2026-11-22"));
}

TEST_CASE("control characters are found wherever UTF-8 hides them") {
    CHECK_FALSE(has_control_character("a b é €", Lines::one));
    CHECK(has_control_character("a\nb", Lines::one));
    CHECK_FALSE(has_control_character("a\n\tb", Lines::several));
    CHECK(has_control_character("a\rb", Lines::several));
    CHECK(has_control_character("a\x7f", Lines::several));
    CHECK(has_control_character("a\xC2\x85z", Lines::several));
    CHECK_FALSE(has_control_character("a\xC2\xA0z", Lines::one));
}
