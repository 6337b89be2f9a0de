#include "server/http/media_type.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace telestate::http;

TEST_CASE("A media type is what stands before the parameters") {
    CHECK(media_type_in("application/json") == "application/json");
    CHECK(media_type_in(" text/csv ; charset=utf-8") == "text/csv");
    CHECK(media_type_in(";charset=utf-8") == "");
    CHECK(media_type_in("") == "");
}

TEST_CASE("JSON is known by its media type") {
    for (const std::string type :
         {"application/json", "Application/JSON ; charset=x", "application/a+json"}) {
        CAPTURE(type);
        CHECK(is_json(type));
    }
    for (const std::string type :
         {"", "text/json", "application/jsonx", "+json", "text/csv; a=application/json"}) {
        CAPTURE(type);
        CHECK_FALSE(is_json(type));
    }
}

TEST_CASE("A charset is UTF-8, or there is none") {
    for (const std::string type :
         {"", "application/json", "application/json;", "application/json; charset=utf-8",
          "application/json;charset=UTF-8", "application/json; Charset = \"Utf-8\"",
          R"(application/json; charset="u\tf-8")", "application/json; a=b; ; charset=utf-8",
          R"(application/json; a="; charset=latin1"; charset=utf-8)",
          R"(application/json; a="\"; charset=latin1")", "application/json; charsets=latin1"}) {
        CAPTURE(type);
        CHECK(has_no_charset_but_utf8(type));
    }
    for (const std::string type :
         {"application/json; charset=utf-16", "application/json; charset=utf8",
          "application/json; CHARSET=\"ISO-8859-1\"",
          "application/json; charset=", "application/json; charset", "application/json; charset=\"",
          "application/json; charset=\"\"", "application/json; charset=\"utf-8",
          "application/json; charset=utf-8; charset=latin1", "application/json; charset=utf-8, text/plain",
          R"(application/json; a="x\)"
          R"("; charset=utf-8", b; charset=latin1)",
          R"(application/json; charset="utf-8\)"}) {
        CAPTURE(type);
        CHECK_FALSE(has_no_charset_but_utf8(type));
    }
}
