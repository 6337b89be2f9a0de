#include "tests/http/client.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <future>
#include <thread>

using namespace telestate::http;
using namespace std::chrono_literals;
using test::Client;
using test::eventually;
using test::get;
using test::Reply;
using test::TestServer;

namespace {

// A handler that waits until it is let go.
struct Gate {
    std::atomic<int> waiting{0};
    std::promise<void> opened;
    std::shared_future<void> open{opened.get_future().share()};

    void add_route(Router& router) {
        router.add("GET", "/wait", [this](const Request&) {
            ++waiting;
            open.wait();
            return text("done");
        });
        router.add("GET", "/", [](const Request&) { return text("root"); });
    }
};

std::chrono::milliseconds time_of(const std::function<void()>& action) {
    const auto start = std::chrono::steady_clock::now();
    action();
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start);
}

} // namespace

TEST_CASE("An idle server stops at once and its port is free") {
    Gate gate;
    TestServer server([&](Router& router) { gate.add_route(router); });
    Client idle(server.port());
    CHECK(idle.ask(get("/")).status == 200);
    Client silent(server.port());
    CHECK(time_of([&] { server.server.stop(); }) < 2s);
    CHECK(server.server.connection_count() == 0);
    CHECK(idle.is_closed_by_server());
    CHECK(silent.is_closed_by_server());
    CHECK_THROWS(Client(server.port()));

    ServerOptions options;
    options.port = server.port();
    Server again(options, Router());
    CHECK(again.port() == server.port());
    server.server.stop(); // a second time does nothing
}

TEST_CASE("A request in flight is answered before the server ends") {
    Gate gate;
    TestServer server([&](Router& router) { gate.add_route(router); });
    Client client(server.port());
    client.send(get("/wait"));
    REQUIRE(eventually([&] { return gate.waiting == 1; }));
    std::thread stopper([&] { server.server.stop(); });
    CHECK(eventually([&] {
        try {
            Client late(server.port());
            return false;
        } catch (const std::exception&) {
            return true;
        }
    }));
    gate.opened.set_value();
    const Reply reply = client.receive();
    CHECK(reply.status == 200);
    CHECK(reply.body == "done");
    CHECK(client.is_closed_by_server());
    stopper.join();
}

TEST_CASE("A request that is half sent may still come to its end") {
    Gate gate;
    TestServer server([&](Router& router) { gate.add_route(router); });
    Client client(server.port());
    client.send("GET / HTTP/1.1\r\nHost: loc");
    REQUIRE(eventually([&] { return server.server.connection_count() == 1; }));
    std::this_thread::sleep_for(50ms);
    std::thread stopper([&] { server.server.stop(); });
    std::this_thread::sleep_for(50ms);
    client.send("alhost\r\n\r\n");
    const Reply reply = client.receive();
    CHECK(reply.body == "root");
    CHECK(reply.header("Connection") == "close");
    client.close();
    stopper.join();
}

TEST_CASE("A client that does not read its answer delays the end by the grace period only") {
    TestServer server(
        [](Router& router) {
            router.add("GET", "/endless", [](const Request&) {
                return content("application/octet-stream", Producer([](std::string& chunk) {
                                   chunk.assign(65536, 'x');
                                   return true;
                               }));
            });
        },
        [](ServerOptions& options) { options.timeouts.grace = 100ms; });
    Client client(server.port(), 4096);
    client.send(get("/endless"));
    CHECK(client.receive_some().size() > 0);
    const auto time = time_of([&] { server.server.stop(); });
    CHECK(time >= 90ms);
    CHECK(time < 5s);
}

TEST_CASE("A handler that outlives the grace period is waited for, its client cut off") {
    Gate gate;
    TestServer server([&](Router& router) { gate.add_route(router); },
                      [](ServerOptions& options) { options.timeouts.grace = 50ms; });
    Client client(server.port());
    client.send(get("/wait"));
    REQUIRE(eventually([&] { return gate.waiting == 1; }));
    std::thread opener([&] {
        std::this_thread::sleep_for(200ms);
        gate.opened.set_value();
    });
    CHECK(time_of([&] { server.server.stop(); }) >= 190ms);
    opener.join();
    CHECK(client.receive().status == 0);
}

TEST_CASE("A server that was never started ends too") {
    Server server{ServerOptions(), Router()};
    CHECK(server.port() != 0);
    server.stop();
    CHECK_THROWS(server.start());
}

TEST_CASE("Stopping under load loses nothing that was begun") {
    for (int round = 0; round < 5; ++round) {
        Gate gate;
        TestServer server([&](Router& router) { gate.add_route(router); });
        std::atomic<bool> broken{false};
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&] {
                try {
                    Client client(server.port());
                    while (true) {
                        const Reply reply = client.ask(get("/"));
                        if (reply.status == 0) return; // closed between two requests
                        if (reply.status != 200 || !reply.complete) broken = true;
                    }
                } catch (const std::exception&) { // connected too late
                }
            });
        }
        std::this_thread::sleep_for(20ms);
        CHECK(time_of([&] { server.server.stop(); }) < 5s);
        for (std::thread& thread : threads)
            thread.join();
        CHECK_FALSE(broken);
    }
}
