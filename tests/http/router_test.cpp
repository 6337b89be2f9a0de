#include "server/http/router.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace telestate::http;

namespace {

Handler names(std::string name) {
    return [name](const Request&) { return text(name); };
}

// The name of the route's handler with its parameters, "405 <allow>" or "404".
std::string found(const Router& router, std::string_view method, std::string_view path) {
    const RouteMatch match = router.match(method, path);
    if (match.route == nullptr) return match.allow.empty() ? "404" : "405 " + match.allow;
    std::string result = match.route->handler({}).body_text();
    for (const Parameter& parameter : match.parameters)
        result += " " + parameter.name + "=" + parameter.value;
    return result;
}

} // namespace

TEST_CASE("Paths find their routes, exactly") {
    Router router;
    router.add("GET", "/", names("root"));
    router.add("GET", "/contracts", names("list"));
    router.add("POST", "/contracts", names("create"));
    router.add("GET", "/contracts/{id}", names("one"));
    router.add("PUT", "/contracts/{id}", names("replace"));
    router.add("GET", "/contracts/new", names("new"));
    router.add("GET", "/contracts/{id}/documents/{name}", names("document"));
    router.add("GET", "/{kind}/all", names("all"));
    router.add("GET", "/calendar/{secret}.ics", names("calendar"));
    router.add("GET", "/calendar/{any}", names("any"));
    router.add("DELETE", "/only", names("only"));

    struct Case {
        std::string method;
        std::string path;
        std::string found;
    };
    for (const Case& c : std::initializer_list<Case>{
             {"GET", "/", "root"},
             {"GET", "/contracts", "list"},
             {"HEAD", "/contracts", "list"},
             {"POST", "/contracts", "create"},
             {"GET", "/contracts/c1", "one id=c1"},
             {"GET", "/contracts/{id}", "one id={id}"},
             {"GET", "/contracts/new", "new"},
             {"PUT", "/contracts/new", "replace id=new"},
             {"GET", "/contracts/all", "one id=all"},
             {"GET", "/suppliers/all", "all kind=suppliers"},
             {"GET", "/contracts/c 1/documents/d", "document id=c 1 name=d"},
             {"GET", "/calendar/s3.ics", "calendar secret=s3"},
             {"GET", "/calendar/.ics", "any any=.ics"},
             {"GET", "/calendar/s3", "any any=s3"},
             {"DELETE", "/contracts", "405 GET, HEAD, POST, OPTIONS"},
             {"DELETE", "/contracts/c1", "405 GET, HEAD, PUT, OPTIONS"},
             {"OPTIONS", "/contracts", "405 GET, HEAD, POST, OPTIONS"},
             {"GET", "/only", "405 DELETE, OPTIONS"},
             {"HEAD", "/only", "405 DELETE, OPTIONS"},
             {"GET", "/contracts/", "404"},
             {"GET", "//contracts", "404"},
             {"GET", "/contracts//documents/d", "404"},
             {"GET", "/Contracts", "404"},
             {"GET", "/contracts/c1/documents", "404"},
             {"GET", "", "404"},
         }) {
        CAPTURE(c.method);
        CAPTURE(c.path);
        CHECK(found(router, c.method, c.path) == c.found);
    }
    CHECK(router.routes().size() == 11);
    CHECK(router.routes()[3].pattern == "/contracts/{id}");
    CHECK(router.all_methods() == "GET, HEAD, POST, PUT, DELETE, OPTIONS");
}

TEST_CASE("The order in which routes are added does not matter") {
    Router router;
    router.add("GET", "/{a}/{b}", names("both"));
    router.add("GET", "/{a}/b", names("second"));
    router.add("GET", "/a/{b}", names("first"));
    router.add("GET", "/{a}.csv/{b}", names("csv"));
    CHECK(found(router, "GET", "/a/b") == "first b=b");
    CHECK(found(router, "GET", "/x/b") == "second a=x");
    CHECK(found(router, "GET", "/x/y") == "both a=x b=y");
    CHECK(found(router, "GET", "/x.csv/y") == "csv a=x b=y");
}

TEST_CASE("A fallback answers GET and HEAD of paths without a route only") {
    Router router;
    router.add("POST", "/a", names("a"));
    router.set_fallback(names("fallback"));
    CHECK(found(router, "GET", "/x/y") == "fallback");
    CHECK(found(router, "HEAD", "/x/y") == "fallback");
    CHECK(found(router, "POST", "/x/y") == "404");
    CHECK(found(router, "GET", "/a") == "405 POST, OPTIONS");
    CHECK(router.routes().size() == 1);
}

TEST_CASE("Mistakes in the table show when it is filled") {
    Router router;
    router.add("GET", "/a/{id}", names("a"));
    CHECK_THROWS_AS(router.add("GET", "/a/{name}", names("b")), std::logic_error);
    CHECK_THROWS_AS(router.add("GET", "a", names("b")), std::logic_error);
    CHECK_THROWS_AS(router.add("GET", "", names("b")), std::logic_error);
    CHECK_THROWS_AS(router.add("get", "/b", names("b")), std::logic_error);
    CHECK_THROWS_AS(router.add("GET", "/{a}{b}", names("b")), std::logic_error);
    CHECK_THROWS_AS(router.add("GET", "/{}", names("b")), std::logic_error);
    CHECK_THROWS_AS(router.add("GET", "/{a", names("b")), std::logic_error);
    CHECK_THROWS_AS(router.add("GET", "/a}", names("b")), std::logic_error);
    CHECK_THROWS_AS(router.add("GET", "/b", nullptr), std::logic_error);
    CHECK_NOTHROW(router.add("PUT", "/a/{name}", names("b")));
}
