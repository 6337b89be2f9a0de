#include "server/http/server.hpp"

#include "server/http/content_coding.hpp"
#include "tests/http/client.hpp"

#include <doctest/doctest.h>

#include <set>
#include <stdexcept>
#include <thread>

using namespace telestate::http;
using test::Client;
using test::eventually;
using test::get;
using test::post;
using test::Reply;
using test::TestServer;

namespace {

std::string long_text() {
    std::string text;
    for (int i = 0; i < 500; ++i)
        text += "contract " + std::to_string(i) + "\n";
    return text;
}

void add_routes(Router& router) {
    router.add("GET", "/hello", [](const Request&) { return text("hello"); });
    router.add("GET", "/inline", [](const Request& request) { return text(request.id); },
               {.inline_ok = true});
    router.add("GET", "/long", [](const Request&) {
        Response response = text(long_text());
        response.etag = "\"rev-1\"";
        return response;
    });
    router.add("GET", "/echo/{id}", [](const Request& request) {
        return text(request.path_parameter("id") + "|" +
                    std::string(request.find_query("q").value_or("none")) + "|" +
                    std::string(request.find_header("X-Two").value_or("none")) + "|" +
                    request.remote_address + "|" + request.host);
    });
    router.add("POST", "/echo",
               [](const Request& request) { return text(request.method + " " + request.body); });
    router.add("POST", "/any",
               [](const Request& request) { return text(std::to_string(request.body.size())); },
               {.body_limit = 100'000, .content_types = {"*/*"}});
    router.add("POST", "/csv", [](const Request& request) { return text(request.body); },
               {.content_types = {"text/csv", "application/json"}});
    router.add("DELETE", "/echo", [](const Request&) { return no_content(); });
    router.add("GET", "/throws",
               [](const Request&) -> Response { throw std::runtime_error("secret /var/db"); });
    router.add("GET", "/throws-int", [](const Request&) -> Response { throw 42; });
    router.add("GET", "/throws-inline",
               [](const Request&) -> Response { throw std::runtime_error("inline secret"); },
               {.inline_ok = true});
    router.add("GET", "/splits", [](const Request&) {
        Response response = text("x");
        response.set_header("X-Name", "a\r\nSet-Cookie: b=c");
        return response;
    });
    router.add("GET", "/cookie", [](const Request&) {
        Response response = json("{}");
        response.set_header("Set-Cookie", "s=1; HttpOnly");
        response.set_header("Vary", "Cookie");
        return response;
    });
}

} // namespace

TEST_CASE("A request is answered with all the headers an answer should have") {
    TestServer server(add_routes);
    Client client(server.port());
    const Reply reply = client.ask(get("/hello"));
    CHECK(reply.status == 200);
    CHECK(reply.head.starts_with("HTTP/1.1 200 OK\r\n"));
    CHECK(reply.body == "hello");
    CHECK(reply.header("Content-Type") == "text/plain; charset=utf-8");
    CHECK(reply.header("Content-Length") == "5");
    CHECK(reply.header("Cache-Control") == "no-store");
    CHECK(reply.header("X-Content-Type-Options") == "nosniff");
    CHECK(reply.header("X-Frame-Options") == "DENY");
    CHECK(reply.header("Referrer-Policy") == "no-referrer");
    CHECK(reply.header("Cross-Origin-Opener-Policy") == "same-origin");
    CHECK(reply.header("Cross-Origin-Resource-Policy") == "same-origin");
    CHECK_FALSE(reply.header("Permissions-Policy").empty());
    CHECK(reply.header("Content-Security-Policy").starts_with("default-src 'none'; script-src 'self'"));
    CHECK(reply.header("X-Request-Id").size() == 15);
    CHECK(reply.header("Connection").empty());
    // "Sun, 06 Nov 1994 08:49:37 GMT"
    CHECK(reply.header("Date").size() == 29);
    CHECK(reply.header("Date").ends_with(" GMT"));
    CHECK(reply.header("Server").empty());
}

TEST_CASE("Errors carry the security headers too") {
    TestServer server(add_routes);
    for (const std::string& request : {get("/missing"), std::string("rubbish\r\n\r\n")}) {
        Client client(server.port());
        const Reply reply = client.ask(request);
        CHECK(reply.status >= 400);
        CHECK(reply.header("Content-Type") == "application/problem+json");
        CHECK(reply.header("X-Content-Type-Options") == "nosniff");
        CHECK_FALSE(reply.header("Content-Security-Policy").empty());
        CHECK_FALSE(reply.header("X-Request-Id").empty());
    }
}

TEST_CASE("A handler sees path, query, headers, body and who asks") {
    TestServer server(add_routes);
    Client client(server.port());
    CHECK(client.ask(get("/echo/a%20b?q=%C3%A9", "X-Two: one\r\nx-two: two\r\n")).body ==
          "a b|\xC3\xA9|one, two|127.0.0.1|localhost");
    CHECK(client.ask(post("/echo", "{\"a\":1}")).body == "POST {\"a\":1}");
    CHECK(client.ask("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n").body == "POST ");
    CHECK(client.ask("DELETE /echo HTTP/1.1\r\nHost: localhost\r\n\r\n").status == 204);
    CHECK(client.ask("GET http://LOCALHOST/echo/x?q=1 HTTP/1.1\r\nHost: localhost\r\n\r\n").body ==
          "x|1|none|127.0.0.1|localhost");
    CHECK(client.ask("GET http://localhost HTTP/1.1\r\nHost: localhost\r\n\r\n").status == 404);
}

TEST_CASE("One connection serves many requests, and each has an id of its own") {
    TestServer server(add_routes);
    Client client(server.port());
    std::set<std::string> ids;
    for (int i = 0; i < 50; ++i)
        ids.insert(client.ask(get(i % 2 == 0 ? "/inline" : "/hello")).header("X-Request-Id"));
    CHECK(ids.size() == 50);
    CHECK(server.server.connection_count() == 1);
    CHECK(client.ask(get("/inline")).body.size() == 15);
}

TEST_CASE("Requests sent at once are answered in their order") {
    TestServer server(add_routes);
    Client client(server.port());
    std::string all;
    for (int i = 0; i < 300; ++i)
        all += i % 3 == 2 ? post("/echo", std::to_string(i)) : get("/echo/" + std::to_string(i));
    std::thread sender([&] { client.send(all); });
    for (int i = 0; i < 300; ++i) {
        const Reply reply = client.receive();
        const std::string wanted =
            i % 3 == 2 ? "POST " + std::to_string(i) : std::to_string(i) + "|none|none|127.0.0.1|localhost";
        REQUIRE(reply.body == wanted);
    }
    sender.join();
}

TEST_CASE("A request that comes byte by byte is the same request") {
    TestServer server(add_routes);
    Client client(server.port());
    for (const char c : post("/echo", "slowly"))
        REQUIRE(client.send(std::string_view(&c, 1)));
    CHECK(client.receive().body == "POST slowly");
    CHECK(client.ask("\r\n\r\n" + get("/hello")).body == "hello");
}

TEST_CASE("HEAD is answered as GET without the body") {
    TestServer server(add_routes);
    Client client(server.port());
    client.send("HEAD /hello HTTP/1.1\r\nHost: localhost\r\n\r\n" + get("/echo/next"));
    const Reply head = client.receive(true);
    CHECK(head.status == 200);
    CHECK(head.header("Content-Length") == "5");
    CHECK(client.receive().body.starts_with("next"));
}

TEST_CASE("Chunked bodies are put together and their trailers dropped") {
    TestServer server(add_routes);
    Client client(server.port());
    const std::string start = "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                              "Transfer-Encoding: chunked\r\n\r\n";
    CHECK(client.ask(start + "3\r\nabc\r\n4;name=value\r\ndefg\r\n0\r\n\r\n").body == "POST abcdefg");
    CHECK(client.ask(start + "1\r\nx\r\n0\r\nX-Trailer: dropped\r\n\r\n").body == "POST x");
    CHECK(client.ask(start + "0\r\n\r\n").body == "POST ");
    client.send(start + "A\r\n01234");
    client.send("56789\r");
    client.send("\n0\r\n\r\n");
    CHECK(client.receive().body == "POST 0123456789");
    CHECK(client.ask(get("/hello")).body == "hello");
}

TEST_CASE("HTTP/1.0 closes unless asked to keep alive, and needs no Host") {
    TestServer server(add_routes);
    Client client(server.port());
    const Reply kept = client.ask("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    CHECK(kept.body == "hello");
    CHECK(kept.header("Connection") == "keep-alive");
    const Reply last = client.ask("GET /hello HTTP/1.0\r\n\r\n");
    CHECK(last.header("Connection") == "close");
    CHECK(client.is_closed_by_server());
}

TEST_CASE("Connection: close is honoured, and what came behind is not answered") {
    TestServer server(add_routes);
    Client client(server.port());
    client.send(get("/hello", "Connection: close\r\n") + get("/hello"));
    const Reply reply = client.receive();
    CHECK(reply.body == "hello");
    CHECK(reply.header("Connection") == "close");
    CHECK(client.receive().status == 0);
}

TEST_CASE("A client that asks first is told to continue, or refused before it sends the body") {
    TestServer server(add_routes);
    Client client(server.port());
    const auto ask_first = [](std::string_view target, std::size_t length) {
        return "POST " + std::string(target) +
               " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" +
               "Expect: 100-continue\r\nContent-Length: " + std::to_string(length) + "\r\n\r\n";
    };
    client.send(ask_first("/echo", 4));
    CHECK(client.receive().status == 100);
    CHECK(client.ask("body").body == "POST body");
    CHECK(client.ask(ask_first("/echo", 4) + "body").body ==
          "POST body"); // it did not wait: no need to tell it

    client.send(ask_first("/echo", 100'000'000));
    const Reply refused = client.receive();
    CHECK(refused.status == 413);
    CHECK(refused.header("Connection") == "close");
    CHECK(client.is_closed_by_server());

    Client other(server.port());
    CHECK(other.ask(get("/hello", "Expect: a miracle\r\n")).status == 417);
}

TEST_CASE("404, 405 with Allow, and OPTIONS") {
    TestServer server(add_routes);
    Client client(server.port());
    const Reply missing = client.ask(get("/missing"));
    CHECK(missing.status == 404);
    CHECK(missing.body.find("\"instance\":\"/missing\"") != std::string::npos);
    const Reply wrong = client.ask(get("/echo"));
    CHECK(wrong.status == 405);
    CHECK(wrong.header("Allow") == "POST, DELETE, OPTIONS");
    const Reply options = client.ask("OPTIONS /echo HTTP/1.1\r\nHost: localhost\r\n\r\n");
    CHECK(options.status == 204);
    CHECK(options.header("Allow") == "POST, DELETE, OPTIONS");
    const Reply star = client.ask("OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n");
    CHECK(star.status == 204);
    CHECK(star.header("Allow") == "GET, HEAD, POST, DELETE, OPTIONS");
    CHECK(client.ask("OPTIONS /missing HTTP/1.1\r\nHost: localhost\r\n\r\n").status == 404);
}

TEST_CASE("A body of another media type than the route takes is refused") {
    TestServer server(add_routes);
    struct Case {
        std::string target;
        std::string type;
        int status;
    };
    for (const Case& c : std::initializer_list<Case>{
             {"/echo", "application/json", 200},
             {"/echo", "Application/JSON ; charset=utf-8", 200},
             {"/echo", "text/plain", 415},
             {"/echo", "application/jsonx", 415},
             {"/echo", "application/x-www-form-urlencoded", 415},
             {"/csv", "text/csv", 200},
             {"/csv", "text/html", 415},
             {"/any", "anything/at-all", 200},
         }) {
        CAPTURE(c.target);
        CAPTURE(c.type);
        Client client(server.port());
        CHECK(client.ask(post(c.target, "{}", {}, c.type)).status == c.status);
    }
    Client client(server.port());
    CHECK(client.ask("POST /any HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nxx").status == 200);
    CHECK(client.ask("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nxx").status == 415);
}

TEST_CASE("A body that is compressed, or JSON in another charset, is refused with the reason") {
    TestServer server(add_routes);
    struct Case {
        std::string target;
        std::string type;
        std::string header;
        int status;
        std::string detail;
    };
    const std::string gzip = "Content-Encoding: gzip\r\n";
    for (const Case& c : std::initializer_list<Case>{
             {"/echo", "application/json", "Content-Encoding: identity\r\n", 200, ""},
             {"/echo", "application/json", "Content-Encoding:\r\n", 200, ""},
             {"/echo", "application/json", gzip, 415, "Content-Encoding"},
             {"/echo", "application/json", "Content-Encoding: identity\r\n" + gzip, 415, "Content-Encoding"},
             {"/echo", "application/json", "Expect: 100-continue\r\n" + gzip, 415, "Content-Encoding"},
             {"/csv", "text/csv", "Content-Encoding: br\r\n", 415, "Content-Encoding"},
             {"/any", "anything/at-all", "content-encoding: DEFLATE\r\n", 415, "Content-Encoding"},
             {"/echo", "application/json; charset=UTF-8", "", 200, ""},
             {"/echo", "application/json; charset=\"utf-8\"", "", 200, ""},
             {"/echo", "application/json; charset=utf-16", "", 415, "charset"},
             {"/echo", "application/json; charset=\"iso-8859-1\"", "", 415, "charset"},
             {"/any", "application/vnd.x+json; charset=latin1", "", 415, "charset"},
             {"/csv", "text/csv; charset=windows-1252", "", 200, ""},
         }) {
        CAPTURE(c.target);
        CAPTURE(c.type);
        CAPTURE(c.header);
        Client client(server.port());
        const Reply reply = client.ask(post(c.target, "{}", c.header, c.type));
        CHECK(reply.status == c.status);
        if (c.status == 200) continue;
        CHECK(reply.header("Content-Type") == "application/problem+json");
        CHECK(reply.body.find("\"detail\":\"The ") != std::string::npos);
        CHECK(reply.body.find(c.detail) != std::string::npos);
        CHECK(reply.header("Accept-Encoding") == (c.detail == "charset" ? "" : "identity"));
        CHECK(client.is_closed_by_server());
    }
    // Without a body there is nothing to decode.
    Client client(server.port());
    CHECK(client.ask(get("/hello", gzip)).status == 200);
}

TEST_CASE("What a handler throws is logged with the request's id and shows nothing") {
    TestServer server(add_routes);
    Client client(server.port());
    struct Case {
        std::string target;
        std::string logged;
    };
    for (const Case& c : std::initializer_list<Case>{
             {"/throws", "secret /var/db"},
             {"/throws-int", "no std::exception"},
             {"/throws-inline", "inline secret"},
             {"/splits", "cannot be sent: X-Name"},
         }) {
        CAPTURE(c.target);
        const Reply reply = client.ask(get(c.target));
        CHECK(reply.status == 500);
        CHECK(reply.header("Content-Type") == "application/problem+json");
        CHECK(reply.header("Set-Cookie").empty());
        CHECK((reply.head + reply.body).find("secret") == std::string::npos);
        CHECK(server.errors.contains(reply.header("X-Request-Id") + " "));
        CHECK(server.errors.contains(c.logged));
    }
    CHECK(client.ask(get("/hello")).body == "hello");
}

TEST_CASE("Bodies are compressed where the client takes it and it is worth it") {
    TestServer server(add_routes);
    Client client(server.port());
    const Reply plain = client.ask(get("/long"));
    CHECK(plain.body == long_text());
    CHECK(plain.header("Content-Encoding").empty());
    CHECK(plain.header("Vary") == "Accept-Encoding");
    CHECK(plain.header("ETag") == "\"rev-1\"");
    CHECK(plain.header("Cache-Control") == "private, no-cache");

    const Reply compressed = client.ask(get("/long", "Accept-Encoding: gzip\r\n"));
    CHECK(compressed.header("Content-Encoding") == "gzip");
    CHECK(compressed.header("Vary") == "Accept-Encoding");
    CHECK(compressed.header("ETag") == "\"rev-1-gzip\"");
    CHECK(compressed.body.size() < plain.body.size() / 2);
    CHECK(test::inflate(compressed.body) == long_text());

    client.send("HEAD /long HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n");
    CHECK(client.receive(true).header("Content-Length") == compressed.header("Content-Length"));

    CHECK(client.ask(get("/long", "Accept-Encoding: gzip;q=0\r\n")).body == long_text());
    const Reply small = client.ask(get("/hello", "Accept-Encoding: gzip\r\n"));
    CHECK(small.body == "hello");
    CHECK(small.header("Vary") == "Accept-Encoding");
    CHECK(client.ask(get("/cookie")).header("Vary") == "Accept-Encoding, Cookie");
}

TEST_CASE("What the client already holds is not sent again") {
    TestServer server(add_routes);
    Client client(server.port());
    struct Case {
        std::string headers;
        int status;
        std::string etag;
    };
    for (const Case& c : std::initializer_list<Case>{
             {"If-None-Match: \"rev-1\"\r\n", 304, "\"rev-1\""},
             {"If-None-Match: W/\"rev-1\"\r\n", 304, "\"rev-1\""},
             {"If-None-Match: \"x\", \"rev-1\"\r\n", 304, "\"rev-1\""},
             {"If-None-Match: \"x\"\r\nIf-None-Match: \"rev-1\"\r\n", 304, "\"rev-1\""},
             {"If-None-Match: *\r\n", 304, "\"rev-1\""},
             {"If-None-Match: \"rev-1-gzip\"\r\nAccept-Encoding: gzip\r\n", 304, "\"rev-1-gzip\""},
             {"If-None-Match: \"rev-2\"\r\n", 200, "\"rev-1\""},
         }) {
        CAPTURE(c.headers);
        const Reply reply = client.ask(get("/long", c.headers));
        CHECK(reply.status == c.status);
        CHECK(reply.header("ETag") == c.etag);
        CHECK(reply.header("Vary") == "Accept-Encoding");
        CHECK(reply.header("Cache-Control") == "private, no-cache");
        CHECK(reply.body == (c.status == 304 ? "" : long_text()));
        if (c.status == 304) CHECK(reply.header("Content-Length").empty());
    }
}

TEST_CASE("Names that are not ours are turned away, against pages that rebind their name") {
    TestServer server(add_routes,
                      [](ServerOptions& options) { options.allowed_hosts = {"telestate.example.org"}; });
    const auto ask_as = [&](std::string_view host) {
        Client client(server.port());
        return client.ask("GET /hello HTTP/1.1\r\nHost: " + std::string(host) + "\r\n\r\n").status;
    };
    CHECK(ask_as("Telestate.Example.org:8080") == 200);
    CHECK(ask_as("localhost") == 200);
    CHECK(ask_as("127.0.0.1:1") == 200);
    CHECK(ask_as("[::1]") == 200);
    CHECK(ask_as("evil.example.org") == 421);
    CHECK(ask_as("localhost.evil.org") == 421);
    Client client(server.port());
    CHECK(client.ask("GET http://evil.example.org/hello HTTP/1.1\r\nHost: evil.example.org\r\n\r\n").status ==
          421);
    CHECK(client.ask(get("/hello")).status == 200);
    CHECK(client.ask("GET /hello HTTP/1.1\r\nHost: evil.example.org\r\n\r\n").status == 421);
}

TEST_CASE("Every request is recorded once") {
    TestServer server(add_routes, [](ServerOptions& options) { options.io_threads = 1; });
    Client client(server.port());
    client.ask(get("/echo/a%20b?q=1"));
    client.ask(get("/missing"));
    client.ask(get("/throws"));
    client.ask("rubbish\r\n\r\n");
    CHECK(eventually([&] { return server.access.lines().size() == 4; }));
    CHECK(server.access.lines() ==
          std::vector<std::string>{"GET /echo/a b 200", "GET /missing 404", "GET /throws 500", "  400"});
}

TEST_CASE("An access record says what was done, how much and by which route") {
    std::mutex mutex;
    std::vector<std::string> routes;
    std::uint64_t bytes = 0;
    std::int64_t micros = -1;
    Router router;
    add_routes(router);
    ServerOptions options;
    options.access_log = [&](const AccessRecord& record) {
        const std::lock_guard lock(mutex);
        routes.emplace_back(record.route);
        bytes = record.bytes;
        micros = record.micros;
        throw std::runtime_error("a log that fails");
    };
    Server server(std::move(options), std::move(router));
    server.start();
    Client client(server.port());
    const Reply reply = client.ask(get("/echo/secret"));
    CHECK(client.ask(get("/hello")).status == 200);
    server.stop();
    const std::lock_guard lock(mutex);
    CHECK(routes == std::vector<std::string>{"/echo/{id}", "/hello"});
    CHECK(bytes > 400);
    CHECK(micros >= 0);
}

TEST_CASE("An address that cannot be had is an error that names it") {
    TestServer server(add_routes);
    ServerOptions options;
    options.port = server.port();
    CHECK_THROWS_WITH_AS(Server(options, Router()), doctest::Contains("127.0.0.1 port"), std::runtime_error);
    options.address = "example.org";
    CHECK_THROWS_WITH_AS(Server(options, Router()), doctest::Contains("not an IP address"),
                         std::runtime_error);
}

TEST_CASE("Many clients at once are all served") {
    TestServer server(add_routes, [](ServerOptions& options) { options.worker_threads = 4; });
    std::vector<std::thread> threads;
    std::atomic<int> good{0};
    for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&, t] {
            Client client(server.port());
            for (int i = 0; i < 50; ++i) {
                const std::string name = std::to_string(t * 1000 + i);
                if (client.ask(get("/echo/" + name)).body.starts_with(name + "|")) ++good;
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    CHECK(good == 400);
}
