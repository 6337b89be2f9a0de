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

TEST_CASE("A file compressed beforehand is served in the form the client likes best") {
    // What the forms hold is not looked at; they only have to be smaller.
    const std::string gzip_form(60, 'g');
    const std::string brotli_form(50, 'b');
    StaticContent files;
    files.add("/app.js", script, {.gzip = gzip_form, .brotli = brotli_form});
    files.add("/page.html", script, {.gzip = gzip_form, .brotli = brotli_form});
    struct Case {
        std::string accepted;
        std::string coding;
        std::string body;
        std::string tag_end;
    };
    const Case cases[] = {
        {"gzip, deflate, br, zstd", "br", brotli_form, "-br\""},
        {"gzip, deflate", "gzip", gzip_form, "-gzip\""},
        {"br;q=0.1, gzip;q=0.2", "gzip", gzip_form, "-gzip\""},
        {"br", "br", brotli_form, "-br\""},
        {"identity", "", script, "\""},
        {"br;q=0, gzip;q=0", "", script, "\""},
    };
    for (const bool is_cached : {false, true}) {
        CAPTURE(is_cached);
        TestServer server(
            [&](Router& router) {
                files.add_routes(router);
                router.set_fallback(files.page_fallback("/page.html"));
            },
            [&](ServerOptions& options) {
                if (is_cached) options.cache_key = [](const Request& request) { return request.target; };
            });
        Client client(server.port());
        const std::string stem = client.ask(get("/app.js")).header("ETag").substr(0, 33);
        for (const Case& c : cases) {
            CAPTURE(c.accepted);
            const std::string accepts = "Accept-Encoding: " + c.accepted + "\r\n";
            const auto whole = client.ask(get("/app.js", accepts));
            CHECK(whole.status == 200);
            CHECK(whole.header("Content-Encoding") == c.coding);
            CHECK(whole.header("Content-Length") == std::to_string(c.body.size()));
            CHECK(whole.header("Content-Type") == "text/javascript; charset=utf-8");
            CHECK(whole.header("ETag") == stem + c.tag_end);
            CHECK(whole.header("Vary") == "Accept-Encoding");
            CHECK(whole.body == c.body);

            client.send("HEAD /app.js HTTP/1.1\r\nHost: localhost\r\n" + accepts + "\r\n");
            const auto head = client.receive(true);
            CHECK(head.header("Content-Encoding") == c.coding);
            CHECK(head.header("Content-Length") == std::to_string(c.body.size()));
            CHECK(head.header("ETag") == stem + c.tag_end);

            for (const std::string held : {"\"", "-gzip\"", "-br\""}) {
                CAPTURE(held);
                const auto same =
                    client.ask(get("/app.js", accepts + "If-None-Match: " + stem + held + "\r\n"));
                CHECK(same.status == 304);
                CHECK(same.header("ETag") == stem + c.tag_end);
                CHECK(same.header("Vary") == "Accept-Encoding");
                CHECK(same.header("Content-Encoding").empty());
                CHECK(same.header("Content-Length").empty());
                CHECK(same.body.empty());
            }

            const auto page = client.ask(get("/contracts/c1", accepts + "Accept: text/html\r\n"));
            CHECK(page.header("Content-Encoding") == c.coding);
            CHECK(page.header("Vary") == "Accept-Encoding, Accept");
            CHECK(page.body == c.body);
        }
    }
}

TEST_CASE("A form that is not smaller than the file is left out") {
    const std::string small(50, 'x');
    struct Case {
        std::string gzip;
        std::string brotli;
        std::string coding;
    };
    for (const Case& c : std::initializer_list<Case>{
             {std::string(51, 'g'), std::string(50, 'b'), ""},
             {std::string(49, 'g'), std::string(50, 'b'), "gzip"},
             {std::string(50, 'g'), std::string(49, 'b'), "br"},
             {"", "", ""},
         }) {
        StaticContent files;
        files.add("/app.js", small, {.gzip = c.gzip, .brotli = c.brotli});
        TestServer server([&](Router& router) { files.add_routes(router); });
        Client client(server.port());
        const auto reply = client.ask(get("/app.js", "Accept-Encoding: gzip, br\r\n"));
        CHECK(reply.header("Content-Encoding") == c.coding);
        CHECK(reply.body == (c.coding == "br" ? c.brotli : c.coding == "gzip" ? c.gzip : small));
    }
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
