#include "server/http/static_content.hpp"

#include "tests/http/client.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace telestate::http;
using test::Client;
using test::get;
using test::TestServer;

namespace {

const std::string script(5000, 'x');

StaticContent web() {
    StaticContent files;
    files.add("/index.html", "<!doctype html><title>telestate</title>");
    files.add("/app.js", script);
    files.add("/logo.png", "image/png", script, keep_for_a_year);
    files.add_alias("/", "/index.html");
    return files;
}

} // namespace

TEST_CASE("Files are served with type, tag, age and compressed form") {
    const StaticContent files = web();
    TestServer server([&](Router& router) {
        files.add_routes(router);
        router.set_fallback(files.page_fallback("/index.html"));
    });
    Client client(server.port());

    const auto page = client.ask(get("/"));
    CHECK(page.status == 200);
    CHECK(page.header("Content-Type") == "text/html; charset=utf-8");
    CHECK(page.header("Cache-Control") == "no-cache");
    CHECK(page.header("Vary") == "Accept-Encoding");
    CHECK(page.body == "<!doctype html><title>telestate</title>");

    const auto plain = client.ask(get("/app.js"));
    CHECK(plain.header("Content-Type") == "text/javascript; charset=utf-8");
    CHECK(plain.header("ETag").size() == 34);
    CHECK(plain.body == script);
    const auto compressed = client.ask(get("/app.js", "Accept-Encoding: gzip\r\n"));
    CHECK(compressed.header("Content-Encoding") == "gzip");
    CHECK(compressed.header("ETag") != plain.header("ETag"));
    CHECK(test::inflate(compressed.body) == script);
    CHECK(client.ask(get("/app.js", "If-None-Match: " + plain.header("ETag") + "\r\n")).status == 304);
    CHECK(client.ask(get("/app.js", "If-None-Match: " + compressed.header("ETag") + "\r\n")).status == 304);

    const auto picture = client.ask(get("/logo.png", "Accept-Encoding: gzip\r\n"));
    CHECK(picture.header("Content-Encoding").empty());
    CHECK(picture.header("Vary").empty());
    CHECK(picture.header("Cache-Control") == "public, max-age=31536000, immutable");

    const auto inside = client.ask(get("/contracts/c1", "Accept: text/html,*/*;q=0.8\r\n"));
    CHECK(inside.status == 200);
    CHECK(inside.body == page.body);
    CHECK(client.ask(get("/contracts/c1", "Accept: application/json\r\n")).status == 404);
    CHECK(client.ask(get("/missing.js")).status == 404);
    CHECK(client.ask("DELETE /app.js HTTP/1.1\r\nHost: localhost\r\n\r\n").header("Allow") ==
          "GET, HEAD, OPTIONS");
}

TEST_CASE("The tag follows the bytes") {
    StaticContent one = web();
    const std::string before = one.find("/app.js")->etag;
    CHECK(web().find("/app.js")->etag == before);
    one.add("/app.js", "other");
    CHECK(one.find("/app.js")->etag != before);
    CHECK(one.find("/none") == nullptr);
    CHECK_THROWS_AS(one.add_alias("/x", "/none"), std::logic_error);
    CHECK_THROWS_AS(one.page_fallback("/none"), std::logic_error);
}
