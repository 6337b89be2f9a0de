#include "tests/http/client.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <thread>

// What stands for the product's own notion of who asks.
namespace telestate::auth {
struct Identity {
    std::string name;
};
} // namespace telestate::auth

using namespace telestate::http;
using telestate::auth::Identity;
using test::Client;
using test::eventually;
using test::get;
using test::post;
using test::Reply;
using test::TestServer;

namespace {

std::optional<Response> admit(Request& request, const Route& route) {
    if (request.find_header("X-Throw")) throw std::runtime_error("the secret of the gate");
    if (const auto name = request.find_cookie("who"))
        request.identity = std::make_shared<Identity>(Identity{std::string(*name)});
    if (route.options.access == "anyone" || request.identity) return std::nullopt;
    Response response = text("who are you?");
    response.status = 401;
    return response;
}

} // namespace

TEST_CASE("Nobody gets past the gate, neither to a handler nor to an answer kept for somebody else") {
    std::atomic<int> calls{0};
    TestServer server(
        [&](Router& router) {
            const Handler handler = [&](const Request& request) {
                ++calls;
                Response response = text(request.identity ? request.identity->name : "nobody");
                response.etag = "\"1\"";
                response.cacheable = true;
                return response;
            };
            router.add("GET", "/private", handler);
            router.add("POST", "/private", handler, {.body_limit = 1'000'000});
            router.add("GET", "/open", handler, {.access = "anyone"});
            router.set_fallback(handler);
        },
        [](ServerOptions& options) {
            options.admit = admit;
            options.cache_key = [](const Request& request) { return request.target; };
        });

    CHECK(Client(server.port()).ask(get("/private")).status == 401);
    CHECK(Client(server.port()).ask(get("/anything/else")).status == 401);
    CHECK(calls == 0);
    CHECK(Client(server.port()).ask(get("/private", "Cookie: a=b; who=ada\r\n")).body == "ada");
    CHECK(calls == 1);
    // Kept by now, and still nobody's without a name.
    CHECK(Client(server.port()).ask(get("/private", "Cookie: who=grace\r\n")).body == "ada");
    CHECK(calls == 1);
    CHECK(Client(server.port()).ask(get("/private")).status == 401);
    CHECK(Client(server.port()).ask(get("/open")).body == "nobody");

    SUBCASE("and no body is read for one who may not send it") {
        Client client(server.port());
        client.send("POST /private HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    "Content-Length: 500000\r\n\r\n");
        CHECK(client.receive().status == 401);
        CHECK(client.is_closed_by_server());
    }
    SUBCASE("a name lasts for one request of a connection") {
        Client client(server.port());
        CHECK(client.ask(get("/private", "Cookie: who=ada\r\n")).status == 200);
        CHECK(client.ask(get("/private")).status == 401);
    }
    SUBCASE("a gate that fails is closed, and says nothing of why") {
        const Reply reply = Client(server.port()).ask(get("/private", "X-Throw: 1\r\nCookie: who=ada\r\n"));
        CHECK(reply.status == 500);
        CHECK(reply.body.find("secret") == std::string::npos);
        CHECK(server.errors.contains("the secret of the gate"));
    }
}

TEST_CASE("Slow handlers run one at a time, wait in a short queue, and delay nobody else") {
    std::atomic<int> running{0};
    std::atomic<int> most{0};
    std::atomic<bool> may_end{false};
    TestServer server([&](Router& router) {
        router.add("POST", "/slow",
                   [&](const Request&) {
                       most = std::max(most.load(), ++running);
                       while (!may_end)
                           std::this_thread::yield();
                       --running;
                       return text("done");
                   },
                   {.is_slow = true});
        router.add("GET", "/quick", [](const Request&) { return text("quick"); });
    });
    std::vector<std::unique_ptr<Client>> waiting;
    for (int i = 0; i < 64; ++i) {
        waiting.push_back(std::make_unique<Client>(server.port()));
        waiting.back()->send(post("/slow", "{}"));
    }
    CHECK(eventually([&] { return running == 1; }));
    CHECK(Client(server.port()).ask(get("/quick")).body == "quick");
    // The queue is full once all have arrived; who comes too soon waits in it as well.
    std::vector<std::unique_ptr<Client>> more;
    CHECK(eventually([&] {
        more.push_back(std::make_unique<Client>(server.port()));
        more.back()->send(post("/slow", "{}"));
        return server.access.contains("/slow 503");
    }));
    may_end = true;
    int done_count = 0;
    for (const auto& client : waiting)
        done_count += client->receive().body == "done" ? 1 : 0;
    for (const auto& client : more) {
        const Reply reply = client->receive();
        if (reply.status == 503) CHECK(reply.header("Retry-After") == "2");
        done_count += reply.body == "done" ? 1 : 0;
    }
    // One that was still on its way when they could end found room by then.
    CHECK(done_count >= 64);
    CHECK(most == 1);
}

TEST_CASE("A cookie is found by its exact name") {
    struct Case {
        const char* description;
        const char* header;
        const char* expected;
    };
    const Case cases[] = {
        {"alone", "session=abc", "abc"},
        {"among others", "a=1; session=abc; b=2", "abc"},
        {"without a space", "a=1;session=abc", "abc"},
        {"in quotes", "session=\"abc\"", "abc"},
        {"the first of two", "session=abc; session=def", "abc"},
        {"with an equals sign", "session=a=b", "a=b"},
        {"empty", "session=", ""},
        {"another name that ends in it", "mysession=abc", nullptr},
        {"in another case", "Session=abc", nullptr},
        {"a name without a value", "session", nullptr},
        {"nothing", "", nullptr},
        {"separators alone", ";;; ;", nullptr},
    };
    for (const Case& each : cases) {
        CAPTURE(each.description);
        Request request;
        request.headers = {{"cookie", each.header}};
        const auto found = request.find_cookie("session");
        REQUIRE(found.has_value() == (each.expected != nullptr));
        if (found) CHECK(*found == each.expected);
    }
}
