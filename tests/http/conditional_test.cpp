#include "server/http/conditional.hpp"

#include <doctest/doctest.h>

using namespace telestate::http;

TEST_CASE(
    "If-None-Match compares weakly, takes lists and the star, and takes all forms of a body for the same") {
    struct Case {
        std::string header;
        bool names;
    };
    for (const Case& c : std::initializer_list<Case>{
             {"\"a\"", true},
             {"*", true},
             {"W/\"a\"", true},
             {"\"a-gzip\"", true},
             {"W/\"a-gzip\"", true},
             {"\"a-br\"", true},
             {"W/\"a-br\"", true},
             {"\"b-br\"", false},
             {"\"abr\"", false},
             {"\"b\", \"a\"", true},
             {"\"b\",,\t\"c\" , W/\"a\"", true},
             {"\"b,\", \"a\"", true},
             {"\"b \", \"a\"", false},
             {"\"b\"", false},
             {"\"A\"", false},
             {"\"a-\"", false},
             {"\"aa\"", false},
             {"a", false},
             {"\"a", false},
             {"w/\"a\"", false},
             {"", false},
             {"**", false},
         }) {
        CAPTURE(c.header);
        CHECK(if_none_match_names(c.header, "\"a\"") == c.names);
    }
    CHECK(if_none_match_names("\"a\"", "W/\"a\""));
}

TEST_CASE("If-Match guards an edit: strong tags only, but with the tag of a compressed form") {
    struct Case {
        std::string header;
        bool allows;
    };
    for (const Case& c : std::initializer_list<Case>{
             {"\"a\"", true},
             {"\"a-gzip\"", true},
             {"\"a-br\"", true},
             {"*", true},
             {"\"b\", \"a\"", true},
             {"\"b\"", false},
             {"W/\"a\"", false},
             {"a", false},
             {"\"a\" junk", false},
             {"", false},
         }) {
        CAPTURE(c.header);
        const auto if_match = parse_if_match(request_of("PUT", "/", {}, {{"If-Match", c.header}}));
        REQUIRE(if_match.has_value());
        CHECK(if_match->allows("\"a\"") == c.allows);
    }
    CHECK_FALSE(parse_if_match(request_of("PUT", "/")).has_value());
}

TEST_CASE("A tag is quoted and holds no quote, space or control character") {
    CHECK(etag_of("rev-17") == "\"rev-17\"");
    CHECK(gzip_etag_of("\"rev-17\"") == "\"rev-17-gzip\"");
    CHECK(etag_of_form("\"rev-17\"", Coding::gzip) == "\"rev-17-gzip\"");
    CHECK(etag_of_form("\"rev-17\"", Coding::brotli) == "\"rev-17-br\"");
    CHECK(etag_of_form("\"rev-17\"", Coding::identity) == "\"rev-17\"");
    CHECK(is_etag("\"\""));
    CHECK(is_etag("W/\"a\""));
    CHECK_FALSE(is_etag("a"));
    CHECK_FALSE(is_etag("\"a\"b\""));
    CHECK_FALSE(is_etag("\"a b\""));
    CHECK_FALSE(is_etag("\"a\r\n\""));
}
