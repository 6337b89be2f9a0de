// Requests that were made up to harm, one in each file of corpus/. The first line of a file says the status
// it has to be answered with and what it is; the rest is the request, its bytes written as in C (\r \n \0
// \xHH) with \{20000:x} for an x 20,000 times. Line ends of the file itself mean nothing.

#include "tests/http/client.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <stdexcept>

using namespace telestate::http;
using test::Client;
using test::get;
using test::Reply;
using test::TestServer;

namespace {

struct Case {
    std::string name;
    int status = 0;
    std::string description;
    std::string request;
};

std::string bytes_of(std::string_view text) {
    std::string bytes;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\n') continue;
        if (text[at] != '\\') {
            bytes += text[at];
            continue;
        }
        const std::string_view rest = text.substr(++at);
        switch (rest.at(0)) {
        case 'r':
            bytes += '\r';
            break;
        case 'n':
            bytes += '\n';
            break;
        case 't':
            bytes += '\t';
            break;
        case '0':
            bytes += '\0';
            break;
        case '\\':
            bytes += '\\';
            break;
        case 'x':
            bytes += static_cast<char>(std::stoi(std::string(rest.substr(1, 2)), nullptr, 16));
            at += 2;
            break;
        case '{': {
            const std::size_t colon = rest.find(':');
            bytes.append(std::stoul(std::string(rest.substr(1, colon - 1))), rest.at(colon + 1));
            at += colon + 2;
            break;
        }
        default:
            throw std::runtime_error("an escape that is not known: " + std::string(rest.substr(0, 10)));
        }
    }
    return bytes;
}

std::vector<Case> read_corpus() {
    std::vector<Case> cases;
    for (const auto& entry : std::filesystem::directory_iterator(CORPUS)) {
        std::ifstream in(entry.path(), std::ios::binary);
        Case c;
        c.name = entry.path().stem();
        std::string text;
        in >> c.status;
        std::getline(in, c.description);
        while (std::getline(in, text))
            c.request += bytes_of(text);
        cases.push_back(std::move(c));
    }
    std::sort(cases.begin(), cases.end(), [](const Case& a, const Case& b) { return a.name < b.name; });
    return cases;
}

// What is refused for its form ends the connection, since nobody knows where the next request begins.
bool ends_connection(int status) { return status != 200 && status != 404 && status != 421; }

} // namespace

TEST_CASE("No request of the corpus is answered otherwise than it has to be, and nothing behind it is") {
    std::atomic<int> smuggled_count{0};
    TestServer server([&](Router& router) {
        router.add("GET", "/", [](const Request&) { return text("root"); });
        router.add("GET", "/smuggled", [&](const Request&) {
            ++smuggled_count;
            return text("smuggled");
        });
        router.add("POST", "/", [](const Request& request) { return text(request.body); },
                   {.content_types = {"*/*"}});
    });
    const std::vector<Case> cases = read_corpus();
    REQUIRE(cases.size() >= 60);
    for (const Case& c : cases) {
        CAPTURE(c.name);
        CAPTURE(c.description);
        Client client(server.port());
        client.send(c.request);
        const Reply reply = client.receive();
        CHECK(reply.status == c.status);
        // Refusals that the parser makes are as well guarded as any other answer.
        for (const char* header :
             {"Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy",
              "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Permissions-Policy"}) {
            CAPTURE(header);
            CHECK_FALSE(reply.header(header).empty());
        }
        if (ends_connection(c.status)) {
            CHECK(reply.header("Connection") == "close");
            client.send(get("/smuggled"));
            CHECK(client.receive().status == 0);
        }
        CHECK(smuggled_count.exchange(0) == 0);
        Client next(server.port());
        CHECK(next.ask(get("/")).body == "root");
    }
    CHECK(server.errors.lines().empty());
}

TEST_CASE("A body is not taken for a request, however much it looks like one") {
    std::atomic<int> smuggled_count{0};
    TestServer server([&](Router& router) {
        router.add("GET", "/", [](const Request&) { return text("root"); });
        router.add("GET", "/smuggled", [&](const Request&) {
            ++smuggled_count;
            return text("smuggled");
        });
        router.add("POST", "/", [](const Request& request) { return text(request.body); });
    });
    const std::string inner = get("/smuggled");
    const std::string length = "Content-Length: " + std::to_string(inner.size()) + "\r\n";
    for (const std::string& request : {
             test::post("/nowhere", inner),            // 404 before the body
             test::post("/", inner, {}, "text/plain"), // 415 before the body
             "GET / HTTP/1.1\r\nHost: localhost\r\n" + length + "\r\n" + inner,
             "HEAD / HTTP/1.1\r\nHost: localhost\r\n" + length + "\r\n" + inner,
             "OPTIONS / HTTP/1.1\r\nHost: localhost\r\n" + length + "\r\n" + inner,
             "DELETE / HTTP/1.1\r\nHost: localhost\r\n" + length + "\r\n" + inner,
             "POST / HTTP/1.1\r\nHost: evil.example.org\r\n" + length + "\r\n" + inner,
         }) {
        CAPTURE(request);
        Client client(server.port());
        client.send(request);
        CHECK(client.receive(request.starts_with("HEAD")).status != 0);
        client.send(get("/"));
        const Reply second = client.receive();
        CHECK((second.status == 0 || second.body == "root"));
        CHECK(smuggled_count.exchange(0) == 0);
    }
}
