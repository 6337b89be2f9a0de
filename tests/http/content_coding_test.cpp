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

TEST_CASE("Of the forms there are, the client's favourite is sent, and Brotli among equals") {
    struct Case {
        std::string header;
        Coding of_both;
        Coding of_gzip;
        Coding of_brotli;
    };
    constexpr Coding plain = Coding::identity;
    constexpr Coding gzip = Coding::gzip;
    constexpr Coding br = Coding::brotli;
    for (const Case& c : std::initializer_list<Case>{
             {"", plain, plain, plain},
             {"gzip, deflate, br, zstd", br, gzip, br},
             {"gzip, deflate", gzip, gzip, plain},
             {"br", br, plain, br},
             {"BR, gzip", br, gzip, br},
             {"br;q=0.5, gzip;q=0.5", br, gzip, br},
             {"br;q=0.5, gzip;q=0.6", gzip, gzip, br},
             {"br;q=0, gzip", gzip, gzip, plain},
             {"br;q=0, *", gzip, gzip, plain},
             {"br;q=high, gzip", gzip, gzip, plain},
             {"*", br, gzip, br},
             {"gzip, *;q=0.5", gzip, gzip, br},
             {"*;q=0", plain, plain, plain},
             {"identity, br;q=0.9, gzip;q=0.8", plain, plain, plain},
             {"identity;q=0.5, br;q=0.4, gzip", gzip, gzip, plain},
             {"brotli, deflate", plain, plain, plain},
         }) {
        CAPTURE(c.header);
        CHECK(choose_coding(c.header, {.gzip = true, .brotli = true}) == c.of_both);
        CHECK(choose_coding(c.header, {.gzip = true}) == c.of_gzip);
        CHECK(choose_coding(c.header, {.brotli = true}) == c.of_brotli);
        CHECK(choose_coding(c.header, {}) == plain);
    }
    CHECK(choose_coding(request_of("GET", "/"), {.gzip = true, .brotli = true}) == plain);
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
