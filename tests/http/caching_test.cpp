#include "tests/http/client.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <stdexcept>

using namespace telestate::http;
using test::Client;
using test::get;
using test::Reply;
using test::TestServer;

namespace {

struct View {
    std::atomic<int> revision{1};
    std::atomic<int> calls{0};

    std::string body_text() const { return std::string(3000, 'x') + std::to_string(revision); }

    Response answer() {
        ++calls;
        Response response = json(body_text());
        response.etag = "\"rev-" + std::to_string(revision) + "\"";
        response.cacheable = true;
        return response;
    }

    void add_routes(Router& router) {
        router.add("GET", "/view", [this](const Request&) { return answer(); });
        router.add("GET", "/other", [this](const Request&) { return answer(); });
        router.add("GET", "/private", [this](const Request&) { return answer(); });
        router.add("GET", "/throws", [this](const Request&) { return answer(); });
        router.add("GET", "/unmarked", [this](const Request&) {
            Response response = answer();
            response.cacheable = false;
            return response;
        });
        router.add("GET", "/untagged", [this](const Request&) {
            Response response = answer();
            response.etag.clear();
            return response;
        });
        router.add("GET", "/cookie", [this](const Request&) {
            Response response = answer();
            response.set_header("Set-Cookie", "session=1");
            return response;
        });
        router.add("GET", "/missing", [this](const Request&) {
            Response response = answer();
            response.status = 404;
            return response;
        });
        router.add("POST", "/view", [this](const Request&) {
            ++calls;
            return text("posted");
        });
    }

    void adjust(ServerOptions& options) {
        options.cache_key = [this](const Request& request) -> std::optional<std::string> {
            if (request.path == "/private") return std::nullopt;
            if (request.path == "/throws") throw std::runtime_error("no key");
            return std::to_string(revision) + ":" + request.target;
        };
    }
};

} // namespace

TEST_CASE("An unchanged view is made once and served in all its forms from memory") {
    View view;
    TestServer server([&](Router& router) { view.add_routes(router); },
                      [&](ServerOptions& options) { view.adjust(options); });
    Client client(server.port());
    const Reply first = client.ask(get("/view"));
    CHECK(first.body == view.body_text());
    CHECK(view.calls == 1);
    CHECK_FALSE(first.header("X-Request-Id").empty());

    const Reply again = client.ask(get("/view"));
    CHECK(again.status == 200);
    CHECK(again.body == first.body);
    CHECK(again.header("ETag") == "\"rev-1\"");
    CHECK(again.header("Vary") == "Accept-Encoding");
    CHECK(again.header("Content-Type") == "application/json");
    CHECK(again.header("X-Content-Type-Options") == "nosniff");
    CHECK_FALSE(again.header("Date").empty());

    const Reply compressed = client.ask(get("/view", "Accept-Encoding: gzip\r\n"));
    CHECK(compressed.header("Content-Encoding") == "gzip");
    CHECK(compressed.header("ETag") == "\"rev-1-gzip\"");
    CHECK(test::inflate(compressed.body) == first.body);
    CHECK(client.ask(get("/view", "Accept-Encoding: gzip;q=0\r\n")).body == first.body);

    client.send("HEAD /view HTTP/1.1\r\nHost: localhost\r\n\r\n");
    CHECK(client.receive(true).header("Content-Length") == std::to_string(first.body.size()));

    const Reply held = client.ask(get("/view", "If-None-Match: \"rev-1\"\r\n"));
    CHECK(held.status == 304);
    CHECK(held.body.empty());
    CHECK(held.header("ETag") == "\"rev-1\"");
    CHECK(held.header("Content-Length").empty());
    CHECK(client.ask(get("/view", "If-None-Match: \"rev-1-gzip\"\r\nAccept-Encoding: gzip\r\n"))
              .header("ETag") == "\"rev-1-gzip\"");
    CHECK(client.ask(get("/view", "If-None-Match: \"rev-0\"\r\n")).status == 200);
    CHECK(view.calls == 1);

    CHECK(client.ask(get("/view", "Connection: close\r\n")).header("Connection") == "close");
    CHECK(client.is_closed_by_server());
    CHECK(view.calls == 1);
    CHECK(server.access.lines().size() >= 9);
}

TEST_CASE("A first request that asks for a form, or has it already, fills the cache as well") {
    for (const std::string headers : {"Accept-Encoding: gzip\r\n", "If-None-Match: \"rev-1\"\r\n"}) {
        View view;
        TestServer server([&](Router& router) { view.add_routes(router); },
                          [&](ServerOptions& options) { view.adjust(options); });
        Client client(server.port());
        client.ask(get("/view", headers));
        CHECK(client.ask(get("/view")).body == view.body_text());
        CHECK(view.calls == 1);
    }
    View view;
    TestServer server([&](Router& router) { view.add_routes(router); },
                      [&](ServerOptions& options) { view.adjust(options); });
    Client client(server.port());
    client.send("HEAD /view HTTP/1.1\r\nHost: localhost\r\n\r\n");
    client.receive(true);
    CHECK(client.ask(get("/view")).body == view.body_text());
    CHECK(view.calls == 1);
}

TEST_CASE("Another revision or another target is another view") {
    View view;
    TestServer server([&](Router& router) { view.add_routes(router); },
                      [&](ServerOptions& options) { view.adjust(options); });
    Client client(server.port());
    client.ask(get("/view"));
    client.ask(get("/view?on=2021-11-08"));
    client.ask(get("/other"));
    CHECK(view.calls == 3);
    ++view.revision;
    const Reply newer = client.ask(get("/view", "If-None-Match: \"rev-1\"\r\n"));
    CHECK(newer.status == 200);
    CHECK(newer.body == view.body_text());
    CHECK(newer.header("ETag") == "\"rev-2\"");
    CHECK(view.calls == 4);
}

TEST_CASE("What must not be kept is made anew each time") {
    View view;
    TestServer server([&](Router& router) { view.add_routes(router); },
                      [&](ServerOptions& options) { view.adjust(options); });
    Client client(server.port());
    for (const std::string target : {"/private", "/unmarked", "/untagged", "/cookie", "/missing"}) {
        CAPTURE(target);
        const int before = view.calls;
        client.ask(get(target));
        client.ask(get(target));
        CHECK(view.calls == before + 2);
    }
    client.ask(get("/view"));
    const int before = view.calls;
    CHECK(client.ask(test::post("/view", "")).body == "posted");
    CHECK(client.ask(test::post("/view", "{}")).body == "posted");
    CHECK(view.calls == before + 2);
}

TEST_CASE("A key that cannot be made is logged and the request answered without the cache") {
    View view;
    TestServer server([&](Router& router) { view.add_routes(router); },
                      [&](ServerOptions& options) { view.adjust(options); });
    Client client(server.port());
    CHECK(client.ask(get("/throws")).status == 200);
    CHECK(server.errors.contains("no key"));
}

TEST_CASE("Hosts are checked before the cache is asked") {
    View view;
    TestServer server([&](Router& router) { view.add_routes(router); },
                      [&](ServerOptions& options) { view.adjust(options); });
    Client client(server.port());
    client.ask(get("/view"));
    CHECK(client.ask("GET /view HTTP/1.1\r\nHost: evil.example.org\r\n\r\n").status == 421);
}

TEST_CASE("Requests sent at once are served from memory in their order") {
    View view;
    TestServer server([&](Router& router) { view.add_routes(router); },
                      [&](ServerOptions& options) { view.adjust(options); });
    Client client(server.port(), 4096);
    client.ask(get("/view"));
    std::string all;
    for (int i = 0; i < 200; ++i)
        all += get("/view", i % 2 == 0 ? "" : "If-None-Match: \"rev-1\"\r\n");
    client.send(all);
    for (int i = 0; i < 200; ++i)
        REQUIRE(client.receive().status == (i % 2 == 0 ? 200 : 304));
    CHECK(view.calls == 1);
}
