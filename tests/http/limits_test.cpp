#include "tests/http/client.hpp"

#include <doctest/doctest.h>

#include <sys/resource.h>
#include <unistd.h>

#include <ctime>
#include <deque>
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

void add_routes(Router& router) {
    router.add("GET", "/", [](const Request&) { return text("root"); });
    router.add("POST", "/", [](const Request& request) { return text(std::to_string(request.body.size())); },
               {.content_types = {"*/*"}});
    router.add("POST", "/small", [](const Request& request) { return text(request.body); },
               {.body_limit = 10, .content_types = {"*/*"}});
    router.add("GET", "/big", [](const Request&) {
        return content("application/octet-stream", std::string(30'000'000, 'x'));
    });
}

class Stopwatch {
  public:
    std::chrono::milliseconds elapsed() const {
        return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                                     start_);
    }

  private:
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

} // namespace

TEST_CASE("A body may be as large as its route takes, and not a byte larger") {
    TestServer server(add_routes, [](ServerOptions& options) { options.limits.body_bytes = 1000; });
    const std::string chunked = "Host: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
    struct Case {
        std::string description;
        std::string request;
        int status;
    };
    const std::vector<Case> cases = {
        {"the default", post("/", std::string(1000, 'x')), 200},
        {"past the default", post("/", std::string(1001, 'x')), 413},
        {"the route's own", post("/small", std::string(10, 'x')), 200},
        {"past the route's own", post("/small", std::string(11, 'x')), 413},
        {"in chunks", "POST /small HTTP/1.1\r\n" + chunked + "5\r\n12345\r\n5\r\n67890\r\n0\r\n\r\n", 200},
        {"past it in chunks", "POST /small HTTP/1.1\r\n" + chunked + "5\r\n12345\r\n6\r\n678901\r\n0\r\n\r\n",
         413},
        {"past it in one chunk", "POST /small HTTP/1.1\r\n" + chunked + "B\r\n", 413},
    };
    for (const Case& c : cases) {
        CAPTURE(c.description);
        Client client(server.port());
        const Reply reply = client.ask(c.request);
        CHECK(reply.status == c.status);
        if (c.status == 413) CHECK(client.is_closed_by_server());
    }
}

TEST_CASE("A client that sends a body too large can still read why it was refused") {
    TestServer server(add_routes);
    Client client(server.port());
    client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2000000\r\n\r\n");
    client.send(std::string(500'000, 'x'));
    CHECK(client.receive().status == 413);
}

TEST_CASE("A large body arrives whole") {
    TestServer server(add_routes);
    Client client(server.port());
    CHECK(client.ask(post("/", std::string(1'000'000, 'x'))).body == "1000000");
}

TEST_CASE("Addresses and headers have a size they must not pass") {
    TestServer server(add_routes);
    struct Case {
        std::string description;
        std::string request;
        int status;
    };
    const std::vector<Case> cases = {
        {"a long address that is still taken", get("/?q=" + std::string(8000, 'x')), 200},
        {"a longer one", get("/?q=" + std::string(8200, 'x')), 414},
        {"one longer than all headers may be", get("/?q=" + std::string(17'000, 'x')), 414},
        {"headers that are still taken", get("/", "X-A: " + std::string(15'000, 'x') + "\r\n"), 200},
        {"headers too large", get("/", "X-A: " + std::string(17'000, 'x') + "\r\n"), 431},
        {"address and headers too large together",
         get("/?q=" + std::string(8000, 'x'), "X-A: " + std::string(9000, 'x') + "\r\n"), 431},
    };
    for (const Case& c : cases) {
        CAPTURE(c.description);
        Client client(server.port());
        CHECK(client.ask(c.request).status == c.status);
    }
    std::string many;
    for (int i = 0; i < 120; ++i)
        many += "X-" + std::to_string(i) + ": y\r\n";
    Client client(server.port());
    CHECK(client.ask(get("/", many)).status == 431);
}

TEST_CASE("A header that drips in does not hold a connection") {
    TestServer server(add_routes, [](ServerOptions& options) { options.timeouts.header = 150ms; });
    Client client(server.port());
    CHECK(client.ask(get("/")).status == 200);
    const Stopwatch watch;
    const std::string request = get("/", "X-A: " + std::string(1000, 'x') + "\r\n");
    std::size_t sent = 0;
    while (sent < request.size() && client.send(std::string_view(request).substr(sent, 1)) &&
           watch.elapsed() < 5s) {
        ++sent;
        std::this_thread::sleep_for(5ms);
        if (server.server.connection_count() == 0) break;
    }
    CHECK(sent < request.size());
    CHECK(watch.elapsed() < 5s);
    CHECK(client.receive().status == 408);
}

TEST_CASE("A connection that sends nothing at all is closed") {
    TestServer server(add_routes, [](ServerOptions& options) { options.timeouts.header = 100ms; });
    Client client(server.port());
    const Stopwatch watch;
    CHECK(client.is_closed_by_server());
    CHECK(watch.elapsed() >= 90ms);
    CHECK(watch.elapsed() < 5s);
}

TEST_CASE("A body that drips in does not hold a connection") {
    TestServer server(add_routes, [](ServerOptions& options) { options.timeouts.body = 150ms; });
    Client client(server.port());
    client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n");
    const Stopwatch watch;
    while (client.send("x") && server.server.connection_count() > 0 && watch.elapsed() < 1500ms)
        std::this_thread::sleep_for(10ms);
    CHECK(client.receive().status == 408);
}

TEST_CASE("An idle connection is closed, and not before its time") {
    TestServer server(add_routes, [](ServerOptions& options) { options.timeouts.idle = 120ms; });
    Client client(server.port());
    CHECK(client.ask(get("/")).status == 200);
    const Stopwatch watch;
    CHECK(client.is_closed_by_server());
    CHECK(watch.elapsed() >= 100ms);
    CHECK(watch.elapsed() < 5s);
}

TEST_CASE("A client that never reads its answer is dropped") {
    TestServer server(add_routes, [](ServerOptions& options) { options.timeouts.write = 150ms; });
    Client client(server.port(), 4096);
    const Stopwatch watch;
    client.send(get("/big"));
    CHECK(eventually([&] { return server.server.connection_count() == 1; }));
    CHECK(eventually([&] { return server.server.connection_count() == 0; }));
    CHECK(watch.elapsed() < 5s);
    CHECK_FALSE(client.receive().complete);
}

TEST_CASE("A client that reads steadily gets a large answer, however long it takes") {
    TestServer server(add_routes, [](ServerOptions& options) { options.timeouts.write = 1s; });
    Client client(server.port(), 65536);
    client.send(get("/big"));
    const Stopwatch watch;
    std::size_t count = 0;
    while (count < 30'000'000) {
        const std::string piece = client.receive_some(64 * 1024);
        if (piece.empty()) break;
        count += piece.size();
        if (watch.elapsed() < 1300ms) std::this_thread::sleep_for(5ms);
    }
    CHECK(count > 30'000'000);
    CHECK(watch.elapsed() > 1s);
}

TEST_CASE("Connections beyond the limit are told so, and there is room again when others end") {
    TestServer server(add_routes, [](ServerOptions& options) {
        options.limits.connections = 3;
        options.timeouts.header = 5s;
    });
    std::deque<Client> clients;
    for (int i = 0; i < 3; ++i)
        CHECK(clients.emplace_back(server.port()).ask(get("/")).status == 200);
    {
        Client one_too_many(server.port());
        const Reply reply = one_too_many.ask(get("/"));
        CHECK(reply.status == 503);
        CHECK_FALSE(reply.header("Retry-After").empty());
        CHECK(one_too_many.is_closed_by_server());
    }
    CHECK(clients[0].ask(get("/")).status == 200);
    clients.pop_front();
    CHECK(eventually([&] { return Client(server.port()).ask(get("/")).status == 200; }));
}

TEST_CASE("A crowd of connections does not exhaust what the process may open") {
    TestServer server(add_routes, [](ServerOptions& options) { options.limits.connections = 4; });
    std::deque<Client> clients;
    for (int i = 0; i < 60; ++i)
        clients.emplace_back(server.port());
    // 4 served and 16 being told; the others wait with the kernel.
    CHECK(eventually([&] { return server.server.connection_count() >= 4; }));
    CHECK(server.server.connection_count() <= 20);
    for (Client& client : clients)
        client.close();
    CHECK(eventually([&] { return Client(server.port()).ask(get("/")).status == 200; }));
}

TEST_CASE("Idle connections give way when there are many") {
    TestServer server(add_routes, [](ServerOptions& options) { options.limits.connections = 4; });
    std::deque<Client> clients;
    for (int i = 0; i < 4; ++i)
        CHECK(clients.emplace_back(server.port()).ask(get("/")).status == 200);
    CHECK(eventually([&] { return server.server.connection_count() < 4; }));
}

TEST_CASE("Running out of descriptors is survived without spinning") {
    TestServer server(add_routes);
    rlimit before{};
    REQUIRE(getrlimit(RLIMIT_NOFILE, &before) == 0);
    // The client's socket takes the last descriptor there is, so that accepting it fails.
    Client first(server.port());
    CHECK(first.ask(get("/")).status == 200);
    const int next = dup(0);
    REQUIRE(next > 0);
    ::close(next);
    rlimit low = before;
    low.rlim_cur = static_cast<rlim_t>(next) + 1;
    REQUIRE(setrlimit(RLIMIT_NOFILE, &low) == 0);
    {
        Client waiting(server.port());
        waiting.send(get("/"));
        const std::clock_t cpu = std::clock();
        std::this_thread::sleep_for(200ms);
        CHECK(static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC < 0.1);
        CHECK(first.ask(get("/")).status == 200);
        setrlimit(RLIMIT_NOFILE, &before);
        CHECK(waiting.receive().status == 200);
    }
    CHECK(Client(server.port()).ask(get("/")).status == 200);
}
