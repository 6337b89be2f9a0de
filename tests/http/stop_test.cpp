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
using test::post;
using test::Reply;
using test::TestServer;

namespace {

// What stopping takes at most when no handler runs.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr auto soon = 2s;
#else
constexpr auto soon = 1s;
#endif

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
        router.add("GET", "/wait-for-much", [this](const Request&) {
            ++waiting;
            open.wait();
            return content("application/octet-stream", std::string(30'000'000, 'x'));
        });
        router.add("POST", "/", [](const Request& request) { return text(request.body); });
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

TEST_CASE("A connection with half a header is closed at once") {
    Gate gate;
    TestServer server([&](Router& router) { gate.add_route(router); },
                      [](ServerOptions& options) { options.timeouts.drain = 8s; });
    Client first(server.port());
    first.send("GET / HTTP/1.1\r\nHost: loc");
    Client second(server.port());
    CHECK(second.ask(get("/")).status == 200);
    second.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n");
    REQUIRE(eventually([&] { return server.server.connection_count() == 2; }));
    std::this_thread::sleep_for(50ms);
    CHECK(time_of([&] { server.server.stop(); }) < soon);
    CHECK(first.is_closed_by_server());
    CHECK(second.is_closed_by_server());
}

TEST_CASE("A body that is half sent may still come to its end") {
    Gate gate;
    TestServer server([&](Router& router) { gate.add_route(router); });
    Client client(server.port());
    const std::string request = post("/", "\"0123456789\"");
    client.send(request.substr(0, request.size() - 5));
    REQUIRE(eventually([&] { return server.server.connection_count() == 1; }));
    std::this_thread::sleep_for(50ms);
    std::thread stopper([&] { server.server.stop(); });
    std::this_thread::sleep_for(200ms);
    client.send(request.substr(request.size() - 5));
    const Reply reply = client.receive();
    CHECK(reply.status == 200);
    CHECK(reply.body == "\"0123456789\"");
    CHECK(reply.header("Connection") == "close");
    client.close();
    stopper.join();
}

TEST_CASE("A body that does not come to its end delays the end by the drain time only") {
    Gate gate;
    TestServer server([&](Router& router) { gate.add_route(router); });
    Client silent(server.port());
    const std::string head = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    silent.send(head + "Content-Length: 1000\r\n\r\n\"half");
    Client waiting(server.port());
    waiting.send(head + "Content-Length: 1000\r\nExpect: 100-continue\r\n\r\n");
    CHECK(waiting.receive().status == 100);
    Client dripping(server.port());
    dripping.send(head + "Transfer-Encoding: chunked\r\n\r\n");
    std::atomic<bool> ended{false};
    std::thread drip([&] {
        while (!ended && dripping.send("1\r\nx\r\n"))
            std::this_thread::sleep_for(10ms);
    });
    std::this_thread::sleep_for(50ms);
    const auto time = time_of([&] { server.server.stop(); });
    ended = true;
    drip.join();
    CHECK(time >= 790ms);
    CHECK(time < soon);
    CHECK(silent.is_closed_by_server());
    CHECK(waiting.is_closed_by_server());
    CHECK(dripping.receive().status == 0);
}

TEST_CASE("A client that does not take its answer delays the end by the drain time only") {
    const auto add_routes = [](Router& router) {
        router.add("GET", "/endless", [](const Request&) {
            return content("application/octet-stream", Producer([](std::string& chunk) {
                               chunk.assign(65536, 'x');
                               return true;
                           }));
        });
        router.add("GET", "/big", [](const Request&) {
            return content("application/octet-stream", std::string(30'000'000, 'x'));
        });
    };
    TestServer server(add_routes);
    Client first(server.port(), 4096);
    first.send(get("/endless"));
    CHECK(first.receive_some().size() > 0);
    Client second(server.port(), 4096);
    second.send(get("/big"));
    CHECK(second.receive_some().size() > 0);
    // One that takes all there is, without an end, is no different.
    Client eager(server.port());
    eager.send(get("/endless"));
    CHECK(eager.receive_some().size() > 0);
    std::thread reader([&] {
        while (!eager.receive_some().empty()) {
        }
    });
    auto time = time_of([&] { server.server.stop(); });
    reader.join();
    CHECK(time >= 790ms);
    CHECK(time < soon);
    CHECK_FALSE(first.receive().complete);
    CHECK_FALSE(second.receive().complete);

    TestServer short_of_time(add_routes, [](ServerOptions& options) { options.timeouts.grace = 100ms; });
    Client third(short_of_time.port(), 4096);
    third.send(get("/endless"));
    CHECK(third.receive_some().size() > 0);
    time = time_of([&] { short_of_time.server.stop(); });
    CHECK(time >= 90ms);
    CHECK(time < soon);
}

TEST_CASE("An answer has the drain time from the end of its handler") {
    Gate gate;
    TestServer server([&](Router& router) { gate.add_route(router); },
                      [](ServerOptions& options) { options.timeouts.drain = 1500ms; });
    Client reading(server.port());
    reading.send(get("/wait-for-much"));
    Client stalled(server.port(), 4096);
    stalled.send(get("/wait-for-much"));
    REQUIRE(eventually([&] { return gate.waiting == 2; }));
    std::atomic<bool> stopped{false};
    std::chrono::milliseconds time{};
    std::thread stopper([&] {
        time = time_of([&] { server.server.stop(); });
        stopped = true;
    });
    std::this_thread::sleep_for(600ms);
    CHECK_FALSE(stopped);
    gate.opened.set_value();
    const Reply reply = reading.receive();
    CHECK(reply.status == 200);
    CHECK(reply.body.size() == 30'000'000);
    stopper.join();
    CHECK(time >= 2090ms);
    CHECK(time < 2100ms + soon);
    CHECK_FALSE(stalled.receive().complete);
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

TEST_CASE("A server whose handlers hang does not prove alive until they end") {
    Gate gate;
    TestServer server([&](Router& router) { gate.add_route(router); },
                      [](ServerOptions& options) { options.worker_threads = 1; });
    std::promise<void> proved;
    server.server.call_when_alive([&] { proved.set_value(); });
    proved.get_future().wait();

    Client client(server.port());
    client.send(get("/wait"));
    REQUIRE(eventually([&] { return gate.waiting == 1; }));
    std::atomic<bool> is_let_go{false};
    std::promise<bool> proved_after;
    server.server.call_when_alive([&] { proved_after.set_value(is_let_go); });
    is_let_go = true;
    gate.opened.set_value();
    CHECK(proved_after.get_future().get());
    CHECK(client.receive().status == 200);

    server.server.stop();
    server.server.call_when_alive([] { FAIL("a server that was stopped is alive"); });
}
