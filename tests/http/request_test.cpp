#include "server/http/request.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace telestate::http;

TEST_CASE("A target is taken apart into a decoded path and decoded query parameters in order") {
    const Request request =
        request_of("GET", "/api/v1/a%20b/%E2%82%AC+?on=2021-11-08&q=a+b%2Bc&flag&=x&&on=2");
    CHECK(request.path == "/api/v1/a b/\xE2\x82\xAC+");
    CHECK(request.query ==
          std::vector<Parameter>{{"on", "2021-11-08"}, {"q", "a b+c"}, {"flag", ""}, {"", "x"}, {"on", "2"}});
    CHECK(request.find_query("on") == "2021-11-08");
    CHECK(request.find_query("flag") == "");
    CHECK_FALSE(request.find_query("absent").has_value());
}

TEST_CASE("Targets that could mean another path to someone else are refused") {
    struct Case {
        std::string description;
        std::string target;
    };
    for (const Case& c : std::initializer_list<Case>{
             {"no slash", "a"},
             {"empty", ""},
             {"a fragment", "/a#b"},
             {"a dot segment", "/a/./b"},
             {"the parent", "/a/../b"},
             {"the parent at the end", "/.."},
             {"the parent, encoded", "/%2e%2E/etc/passwd"},
             {"the parent, half encoded", "/.%2e/"},
             {"an encoded slash", "/a%2fb"},
             {"an encoded slash in capitals", "/a%2Fb"},
             {"a NUL", "/a%00"},
             {"a line break", "/a%0d%0ab"},
             {"DEL", "/a%7f"},
             {"half an escape", "/a%4"},
             {"a bare percent sign", "/a%"},
             {"an escape that is not hexadecimal", "/a%zz"},
             {"a byte that is not UTF-8", "/%ff"},
             {"an overlong slash", "/%c0%af"},
             {"a surrogate", "/%ed%a0%80"},
             {"a bad escape in the query", "/a?b=%g0"},
             {"a byte in the query that is not UTF-8", "/a?b=%fe"},
         }) {
        CAPTURE(c.description);
        Request request;
        const auto error = assign_target(request, c.target);
        REQUIRE(error.has_value());
        CHECK(error->code == telestate::ErrorCode::malformed);
        CHECK_FALSE(error->message.empty());
        CHECK_THROWS_AS(request_of("GET", c.target), std::invalid_argument);
    }
}

TEST_CASE("Dots inside a segment are ordinary") {
    CHECK(request_of("GET", "/a..b/...").path == "/a..b/...");
    CHECK(request_of("GET", "/a%252fb").path == "/a%2fb");
}

TEST_CASE("A header is found whatever the case of its name") {
    const Request request = request_of("GET", "/", {}, {{"If-Match", "\"a\""}});
    CHECK(request.find_header("if-match") == "\"a\"");
    CHECK_FALSE(request.find_header("if-none-match").has_value());
}

TEST_CASE("A path parameter that the route does not have is a bug") {
    Request request;
    request.path_parameters = {{"id", "c1"}};
    CHECK(request.path_parameter("id") == "c1");
    CHECK_THROWS_AS(request.path_parameter("name"), std::out_of_range);
}
