#include "tests/http/client.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <deque>
#include <memory>
#include <stdexcept>
#include <thread>

using namespace telestate::http;
using namespace std::chrono_literals;
using test::Client;
using test::eventually;
using test::get;
using test::Reply;
using test::TestServer;

namespace {

struct Stage {
    std::atomic<int> produced{0};
    std::atomic<int> alive{0};

    // Lines 0 ... count - 1; fails at line `fails_at` if there is one.
    Response lines(int count, int fails_at = -1) {
        struct Life {
            explicit Life(std::atomic<int>& of) : counter(of) { ++counter; }
            ~Life() { --counter; }
            Life(const Life&) = delete;
            Life& operator=(const Life&) = delete;
            std::atomic<int>& counter;
        };
        auto life = std::make_shared<Life>(alive);
        auto next = std::make_shared<int>(0);
        return content("text/csv", Producer([this, life, next, count, fails_at](std::string& chunk) {
                           for (int i = 0; i < 1000 && *next < count; ++i, ++*next) {
                               if (*next == fails_at) throw std::runtime_error("the disk is gone");
                               chunk += "line " + std::to_string(*next) + "\n";
                           }
                           ++produced;
                           return *next < count;
                       }));
    }

    void add_routes(Router& router) {
        router.add("GET", "/lines", [this](const Request&) { return lines(100'000); });
        router.add("GET", "/many", [this](const Request&) { return lines(10'000'000); });
        router.add("GET", "/none", [this](const Request&) { return lines(0); });
        router.add("GET", "/fails-at-once", [this](const Request&) { return lines(100'000, 0); });
        router.add("GET", "/fails-later", [this](const Request&) { return lines(100'000, 50'000); });
    }
};

std::string expected_lines() {
    std::string all;
    for (int i = 0; i < 100'000; ++i)
        all += "line " + std::to_string(i) + "\n";
    return all;
}

} // namespace

TEST_CASE("A body made in pieces arrives whole, in chunks, and the connection goes on") {
    Stage stage;
    TestServer server([&](Router& router) { stage.add_routes(router); });
    Client client(server.port());
    const Reply reply = client.ask(get("/lines"));
    CHECK(reply.header("Transfer-Encoding") == "chunked");
    CHECK(reply.header("Content-Length").empty());
    CHECK(reply.complete);
    CHECK(reply.body == expected_lines());
    const Reply none = client.ask(get("/none"));
    CHECK(none.complete);
    CHECK(none.body.empty());
    CHECK(client.ask(get("/lines")).body.size() == reply.body.size());
    CHECK(eventually([&] { return stage.alive == 0; }));
}

TEST_CASE("A body made in pieces is compressed where the client takes it") {
    Stage stage;
    TestServer server([&](Router& router) { stage.add_routes(router); });
    Client client(server.port());
    const Reply reply = client.ask(get("/lines", "Accept-Encoding: gzip\r\n"));
    CHECK(reply.header("Content-Encoding") == "gzip");
    CHECK(reply.header("Vary") == "Accept-Encoding");
    CHECK(test::inflate(reply.body) == expected_lines());
    CHECK(test::inflate(client.ask(get("/none", "Accept-Encoding: gzip\r\n")).body) == "");
}

TEST_CASE("HTTP/1.0 gets the body without chunks, ended by closing") {
    Stage stage;
    TestServer server([&](Router& router) { stage.add_routes(router); });
    Client client(server.port());
    const Reply reply = client.ask("GET /lines HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    CHECK(reply.header("Transfer-Encoding").empty());
    CHECK(reply.header("Connection") == "close");
    CHECK(reply.body == expected_lines());
    CHECK(reply.complete);
}

TEST_CASE("No more answers are made while they are sent than the limit says, until one is over") {
    Stage stage;
    TestServer server([&](Router& router) { stage.add_routes(router); },
                      [](ServerOptions& options) { options.limits.streams = 2; });
    std::deque<Client> slow;
    for (int i = 0; i < 2; ++i) {
        slow.emplace_back(server.port(), 4096).send(get("/many"));
        CHECK_FALSE(slow.back().receive_some(100).empty());
    }
    Client client(server.port());
    const Reply refused = client.ask(get("/lines"));
    CHECK(refused.status == 503);
    CHECK(refused.header("Retry-After") == "5");
    CHECK(stage.alive == 2);
    slow.front().reset();
    CHECK(eventually([&] { return client.ask(get("/lines")).status == 200; }));
    for (int i = 0; i < 5; ++i)
        CHECK(client.ask(get("/lines")).complete);
    slow.clear();
    CHECK(eventually([&] { return stage.alive == 0; }));
}

TEST_CASE("HEAD makes no piece") {
    Stage stage;
    TestServer server([&](Router& router) { stage.add_routes(router); });
    Client client(server.port());
    client.send("HEAD /lines HTTP/1.1\r\nHost: localhost\r\n\r\n");
    CHECK(client.receive(true).status == 200);
    CHECK(stage.produced == 0);
    CHECK(client.ask(get("/none")).status == 200);
}

TEST_CASE("A producer that fails at once is a 500") {
    Stage stage;
    TestServer server([&](Router& router) { stage.add_routes(router); });
    Client client(server.port());
    const Reply reply = client.ask(get("/fails-at-once"));
    CHECK(reply.status == 500);
    CHECK(reply.body.find("disk") == std::string::npos);
    CHECK(server.errors.contains("the disk is gone"));
    CHECK(client.ask(get("/none")).status == 200);
    CHECK(eventually([&] { return stage.alive == 0; }));
}

TEST_CASE("A producer that fails later leaves a body that is visibly broken") {
    Stage stage;
    TestServer server([&](Router& router) { stage.add_routes(router); });
    for (const std::string& request : {get("/fails-later"), get("/fails-later", "Accept-Encoding: gzip\r\n"),
                                       std::string("GET /fails-later HTTP/1.0\r\n\r\n")}) {
        Client client(server.port());
        const Reply reply = client.ask(request);
        CHECK(reply.status == 200);
        const bool whole = reply.complete && request.find("1.0") == std::string::npos;
        CHECK_FALSE(whole);
        CHECK(reply.body.find("disk") == std::string::npos);
    }
    CHECK(server.errors.contains("the disk is gone"));
    CHECK(eventually([&] { return stage.alive == 0; }));
}

TEST_CASE("Pieces are made no faster than the client takes them") {
    Stage stage;
    TestServer server([&](Router& router) { stage.add_routes(router); });
    Client client(server.port(), 4096);
    client.send(get("/many"));
    CHECK(client.receive_some(1000).size() > 0);
    // What the kernel's buffers hold is made, and then no more: here 10 MB of 130.
    int before = -1;
    CHECK(eventually([&] {
        std::this_thread::sleep_for(50ms);
        const int now = stage.produced;
        return std::exchange(before, now) == now;
    }));
    CHECK(stage.produced < 1000);
    // Another client is served meanwhile.
    CHECK(Client(server.port()).ask(get("/none")).status == 200);
    client.close();
    CHECK(eventually([&] { return stage.alive == 0; }));
}

TEST_CASE("A client that goes away mid-answer ends the producer and harms nobody") {
    Stage stage;
    TestServer server([&](Router& router) { stage.add_routes(router); });
    for (int i = 0; i < 10; ++i) {
        Client client(server.port(), 4096);
        client.send(get("/many", i % 2 == 0 ? "" : "Accept-Encoding: gzip\r\n"));
        CHECK(client.receive_some(1000).size() > 0);
        client.reset();
    }
    CHECK(eventually([&] { return stage.alive == 0 && server.server.connection_count() == 0; }));
    CHECK(Client(server.port()).ask(get("/none")).status == 200);
    CHECK(server.errors.lines().empty());
}
