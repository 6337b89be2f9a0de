#include "server/http/content_coding.hpp"

#include "tests/http/client.hpp"

#include <doctest/doctest.h>

using namespace telestate::http;

TEST_CASE("gzip is sent only to clients that say they take it") {
    struct Case {
        std::string header;
        bool accepts;
    };
    for (const Case& c : std::initializer_list<Case>{
             {"gzip", true},
             {"gzip, deflate, br", true},
             {"gzip, deflate;q=0.5, gzip;q=0", false},
             {"br, GZIP", true},
             {"x-gzip", true},
             {"*", true},
             {"br;q=1.0, gzip;q=0.8, *;q=0.1", true},
             {"gzip;q=0.001", true},
             {"gzip ; q=1", true},
             {"", false},
             {"identity", false},
             {"br", false},
             {"gzip;q=0", false},
             {"gzip;q=0.000", false},
             {"*, gzip;q=0", false},
             {"*;q=0", false},
             {"gzip;q=0.5, identity;q=0.8", false},
             {"identity;q=0.5, gzip", true},
             {"gzip;q=high", false},
             {"gzip;q=2", false},
             {"gzipped", false},
         }) {
        CAPTURE(c.header);
        CHECK(accepts_gzip(c.header) == c.accepts);
    }
    CHECK_FALSE(accepts_gzip(request_of("GET", "/")));
}

TEST_CASE("Identity is no coding of a body") {
    for (const std::string header : {"", "identity", "Identity", "identity, identity", " , "}) {
        CAPTURE(header);
        CHECK(is_identity(header));
    }
    for (const std::string header : {"gzip", "br", "deflate", "identity, gzip", "gzip,identity", "*", "x"}) {
        CAPTURE(header);
        CHECK_FALSE(is_identity(header));
    }
}

TEST_CASE("Text is worth compressing, pictures and archives are not") {
    for (const std::string type :
         {"text/html; charset=utf-8", "application/json", "application/problem+json", "image/svg+xml",
          "text/csv", "text/calendar", "application/manifest+json"}) {
        CAPTURE(type);
        CHECK(is_compressible(type));
    }
    for (const std::string type : {"", "image/png", "font/woff2", "application/octet-stream",
                                   "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}) {
        CAPTURE(type);
        CHECK_FALSE(is_compressible(type));
    }
}

TEST_CASE("What is compressed, whole or in pieces, comes back the same") {
    std::string text;
    for (int i = 0; i < 20'000; ++i)
        text += "contract " + std::to_string(i * 7919) + "\n";
    CHECK(test::inflate(gzip_of(text)) == text);
    CHECK(test::inflate(gzip_of("")) == "");

    std::string out;
    GzipStream stream;
    for (std::size_t at = 0; at < text.size(); at += 1000)
        stream.append(out, std::string_view(text).substr(at, 1000), false);
    stream.append(out, {}, true);
    CHECK(test::inflate(out) == text);
    CHECK(out.size() < text.size() / 2);
}
