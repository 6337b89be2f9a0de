#include "server/http/problem.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace telestate::http;
using telestate::Error;
using telestate::ErrorCode;

TEST_CASE("Each kind of error has its status") {
    CHECK(status_of(ErrorCode::malformed) == 400);
    CHECK(status_of(ErrorCode::forbidden) == 403);
    CHECK(status_of(ErrorCode::not_found) == 404);
    CHECK(status_of(ErrorCode::conflict) == 409);
    CHECK(status_of(ErrorCode::stale) == 412);
    CHECK(status_of(ErrorCode::too_large) == 413);
    CHECK(status_of(ErrorCode::unsupported) == 415);
    CHECK(status_of(ErrorCode::invalid) == 422);
}

TEST_CASE("A problem names every field at fault") {
    const Error error{
        ErrorCode::invalid, "The contract breaks 2 rules.", {{"/title", "is empty"}, {"/a~1b", "is \"x\""}}};
    const Response response = problem(error, "/api/v1/contracts");
    CHECK(response.status == 422);
    CHECK(response.content_type == "application/problem+json");
    CHECK(response.cache_control == "no-store");
    CHECK(response.body_text() ==
          R"({"type":"about:blank","title":"Unprocessable Content","status":422,)"
          R"("detail":"The contract breaks 2 rules.","instance":"/api/v1/contracts",)"
          R"("errors":[{"pointer":"/title","detail":"is empty"},{"pointer":"/a~1b","detail":"is \"x\""}]})"
          "\n");
}

TEST_CASE("Instance and errors are left out when there are none") {
    CHECK(problem(404, "Nothing here.").body_text() ==
          "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,\"detail\":\"Nothing here.\"}\n");
}

TEST_CASE("A JSON string is valid whatever the bytes") {
    struct Case {
        std::string description;
        std::string_view text;
        std::string json;
    };
    for (const Case& c : std::initializer_list<Case>{
             {"plain", "abc", R"("abc")"},
             {"quote and backslash", "\"\\", R"("\"\\")"},
             {"controls", std::string_view("\0\x01\n\r\t\x1f\x7f", 7),
              "\"\\u0000\\u0001\\n\\r\\t\\u001f\\u007f\""},
             {"two, three and four bytes", "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80",
              "\"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\""},
             {"a lone continuation", "a\x80z", "\"a\xEF\xBF\xBDz\""},
             {"cut off", "a\xE2\x82", "\"a\xEF\xBF\xBD\xEF\xBF\xBD\""},
             {"overlong", "\xC0\xAF", "\"\xEF\xBF\xBD\xEF\xBF\xBD\""},
             {"overlong in three", "\xE0\x80\xAF", "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""},
             {"past the last character", "\xF4\x90\x80\x80",
              "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""},
         }) {
        CAPTURE(c.description);
        std::string out;
        append_json_string(out, c.text);
        CHECK(out == c.json);
    }
}

TEST_CASE("A redirection stays on this server") {
    CHECK(see_other("/contracts").find_header("location") == "/contracts");
    CHECK_THROWS_AS(see_other("https://example.org/"), std::logic_error);
    CHECK_THROWS_AS(see_other("//example.org/"), std::logic_error);
    CHECK_THROWS_AS(see_other("/\\example.org/"), std::logic_error);
    CHECK_THROWS_AS(see_other(""), std::logic_error);
}

TEST_CASE("The text of a body is the same from a string, a shared string and a producer") {
    CHECK(text("abc").body_text() == "abc");
    CHECK(content("text/plain", std::make_shared<const std::string>("abc")).body_text() == "abc");
    int left = 3;
    CHECK(content("text/plain", Producer([&left](std::string& chunk) {
                      chunk = "x";
                      return --left > 0;
                  }))
              .body_text() == "xxx");
    CHECK(no_content().body_text().empty());
}
