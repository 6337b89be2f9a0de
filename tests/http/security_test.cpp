#include "server/http/security.hpp"

#include <doctest/doctest.h>

using namespace telestate::http;

TEST_CASE("The policy lets the page's own import map run and no other inline script") {
    // The hash as `openssl dgst -sha256 -binary | base64` prints it.
    CHECK(sha256_base64("") == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");

    const std::string map = R"({"imports":{"preact":"/vendor/preact.js"}})";
    const std::string page =
        "<!doctype html><head><script type=\"importmap\">" + map +
        "</script><script type=\"module\" src=\"/app.js\"></script><script>evil()</script></head>";
    CHECK(
        content_security_policy_of(page) ==
        "default-src 'none'; script-src 'self' 'sha256-" + sha256_base64(map) +
            "'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; manifest-src 'self'; "
            "frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
    CHECK(content_security_policy_of({}).find("script-src 'self';") != std::string::npos);
    CHECK(content_security_policy_of(page).find("unsafe") == std::string::npos);
}

TEST_CASE("A change asked for by a page of another site is told apart") {
    struct Case {
        std::string description;
        std::vector<Parameter> headers;
        bool same;
    };
    for (const Case& c : std::initializer_list<Case>{
             {"a program", {{"Host", "h:8080"}}, true},
             {"our page",
              {{"Host", "h:8080"}, {"Origin", "http://h:8080"}, {"Sec-Fetch-Site", "same-origin"}},
              true},
             {"an old browser, our page", {{"Host", "h:8080"}, {"Origin", "http://H:8080"}}, true},
             {"typed by the user", {{"Host", "h"}, {"Sec-Fetch-Site", "none"}}, true},
             {"behind TLS", {{"Host", "h"}, {"Origin", "https://h"}}, true},
             {"behind TLS, port given", {{"Host", "h:443"}, {"Origin", "https://h"}}, true},
             {"another site",
              {{"Host", "h"}, {"Origin", "http://evil"}, {"Sec-Fetch-Site", "cross-site"}},
              false},
             {"another site, no Origin", {{"Host", "h"}, {"Sec-Fetch-Site", "cross-site"}}, false},
             {"a sister host", {{"Host", "h"}, {"Sec-Fetch-Site", "same-site"}}, false},
             {"an old browser, another site", {{"Host", "h"}, {"Origin", "http://evil"}}, false},
             {"another port", {{"Host", "h:8080"}, {"Origin", "http://h:8081"}}, false},
             {"a name that begins alike", {{"Host", "h"}, {"Origin", "http://h.evil"}}, false},
             {"a sandboxed page", {{"Host", "h"}, {"Origin", "null"}}, false},
             {"another scheme", {{"Host", "h"}, {"Origin", "ftp://h"}}, false},
             {"rubbish", {{"Host", "h"}, {"Origin", "http://h/path"}}, false},
             {"the two disagree",
              {{"Host", "h"}, {"Origin", "http://evil"}, {"Sec-Fetch-Site", "same-origin"}},
              false},
         }) {
        CAPTURE(c.description);
        CHECK(is_same_origin(request_of("POST", "/", {}, c.headers)) == c.same);
    }
}

TEST_CASE("Behind a proxy the address people know is this server's own, whatever Host says") {
    const std::string known = "https://Telestate.example.org/";
    struct Case {
        std::string description;
        std::string origin;
        bool same;
    };
    for (const Case& c : std::initializer_list<Case>{
             {"the address people know", "https://telestate.example.org", true},
             {"with its port", "https://telestate.example.org:443", true},
             {"the backend itself", "http://backend:8080", true},
             {"without TLS", "http://telestate.example.org", false},
             {"another port", "https://telestate.example.org:8443", false},
             {"a name that ends alike", "https://eviltelestate.example.org", false},
             {"a name that begins alike", "https://telestate.example.org.evil", false},
             {"another site", "https://evil.example.org", false},
             {"a path behind it", "https://telestate.example.org/", false},
             {"none", "null", false},
         }) {
        CAPTURE(c.description);
        std::vector<Parameter> headers = {{"Host", "backend:8080"}, {"Origin", c.origin}};
        CHECK(is_same_origin(request_of("POST", "/", {}, headers), known) == c.same);
        headers.push_back({"Sec-Fetch-Site", "cross-site"});
        CHECK_FALSE(is_same_origin(request_of("POST", "/", {}, headers), known));
    }
    const std::vector<Parameter> headers = {{"Host", "backend"}, {"Origin", "https://known:8443"}};
    CHECK(is_same_origin(request_of("POST", "/", {}, headers), "https://known:8443/telestate"));
    CHECK_FALSE(is_same_origin(request_of("POST", "/", {}, headers), "rubbish"));
    CHECK_FALSE(is_same_origin(request_of("POST", "/", {}, headers)));
}

TEST_CASE("Browsers are told to come over TLS only where that is wanted") {
    const std::string line = "\r\nStrict-Transport-Security: max-age=31536000\r\n";
    CHECK(security_header_lines("default-src 'none'", true).find(line) != std::string::npos);
    CHECK(security_header_lines("default-src 'none'").find("Strict-Transport") == std::string::npos);
}

TEST_CASE("A host with a port is taken apart") {
    struct Case {
        std::string text;
        const char* name; // null when it is refused
        const char* port;
    };
    for (const Case& c : std::initializer_list<Case>{
             {"Example.ORG", "example.org", ""},
             {"example.org.", "example.org", ""},
             {"example.org:8080", "example.org", "8080"},
             {"example.org:", "example.org", ""},
             {"127.0.0.1:80", "127.0.0.1", "80"},
             {"[::1]:80", "[::1]", "80"},
             {"", nullptr, ""},
             {":80", nullptr, ""},
             {"a:b", nullptr, ""},
             {"a:123456", nullptr, ""},
             {"a b", nullptr, ""},
             {"a/b", nullptr, ""},
             {"user@a", nullptr, ""},
             {"a, b", nullptr, ""},
             {"[::1", nullptr, ""},
             {"[::1]x", nullptr, ""},
             {"[example]", nullptr, ""},
             {"\xC3\xA9", nullptr, ""},
         }) {
        CAPTURE(c.text);
        const auto authority = parse_authority(c.text);
        REQUIRE(authority.has_value() == (c.name != nullptr));
        if (!authority) continue;
        CHECK(authority->name == c.name);
        CHECK(authority->port == c.port);
    }
}

TEST_CASE("A name that could have been rebound must be listed") {
    const std::vector<std::string> listed = {"Telestate.example.org"};
    CHECK(is_allowed_host("localhost", {}));
    CHECK(is_allowed_host("127.0.0.1", {}));
    CHECK(is_allowed_host("[fe80::1]", {}));
    CHECK(is_allowed_host("telestate.example.org", listed));
    CHECK_FALSE(is_allowed_host("evil.example.org", listed));
    CHECK_FALSE(is_allowed_host("127.0.0.1.evil.org", listed));
    CHECK(is_allowed_host("anything", {"*"}));
}
