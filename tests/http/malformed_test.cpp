#include "tests/http/client.hpp"

#include <doctest/doctest.h>

using namespace telestate::http;
using namespace std::string_literals;
using test::Client;
using test::get;
using test::Reply;
using test::TestServer;

namespace {

void add_routes(Router& router) {
    router.add("GET", "/", [](const Request&) { return text("root"); });
    router.add("POST", "/", [](const Request& request) { return text(request.body); },
               {.content_types = {"*/*"}});
}

} // namespace

TEST_CASE("Requests that are not proper are refused, the connection closed, and the next client served") {
    TestServer server(add_routes);
    struct Case {
        std::string description;
        int status;
        std::string request;
    };
    const std::string host = "Host: localhost\r\n";
    const std::string chunked = "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n";
    const std::vector<Case> cases = {
        {"no version", 400, "GET /\r\n\r\n"},
        {"not HTTP", 400, "\x16\x03\x01\x02\r\n\r\n"},
        {"another protocol", 400, "GET / HTP/1.1\r\n" + host + "\r\n"},
        {"half a version", 400, "GET / HTTP/1\r\n" + host + "\r\n"},
        {"HTTP/2", 505, "GET / HTTP/2.0\r\n" + host + "\r\n"},
        {"HTTP/0.9", 505, "GET / HTTP/0.9\r\n" + host + "\r\n"},
        {"HTTP/1.2", 505, "GET / HTTP/1.2\r\n" + host + "\r\n"},
        {"the preface of HTTP/2", 505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"},
        {"an unknown method", 501, "BREW / HTTP/1.1\r\n" + host + "\r\n"},
        {"a method in small letters", 501, "get / HTTP/1.1\r\n" + host + "\r\n"},
        {"TRACE", 501, "TRACE / HTTP/1.1\r\n" + host + "\r\n"},
        {"CONNECT", 501, "CONNECT localhost:80 HTTP/1.1\r\n" + host + "\r\n"},
        {"a method that is no token", 400, "G@T / HTTP/1.1\r\n" + host + "\r\n"},
        {"two spaces", 400, "GET  / HTTP/1.1\r\n" + host + "\r\n"},
        {"a target without a slash", 400, "GET x HTTP/1.1\r\n" + host + "\r\n"},
        {"a star", 400, "GET * HTTP/1.1\r\n" + host + "\r\n"},
        {"a parent segment", 400, "GET /../etc/passwd HTTP/1.1\r\n" + host + "\r\n"},
        {"an encoded parent segment", 400, "GET /%2e%2e/etc/passwd HTTP/1.1\r\n" + host + "\r\n"},
        {"an encoded slash", 400, "GET /..%2fetc HTTP/1.1\r\n" + host + "\r\n"},
        {"an encoded NUL", 400, "GET /%00 HTTP/1.1\r\n" + host + "\r\n"},
        {"a NUL", 400, "GET /\0 HTTP/1.1\r\nHost: localhost\r\n\r\n"s},
        {"bare line feeds", 400, "GET / HTTP/1.1\nHost: localhost\n\n"},
        {"one bare line feed", 400, "GET / HTTP/1.1\r\nHost: localhost\nX-A: b\r\n\r\n"},
        {"a carriage return alone", 400, "GET / HTTP/1.1\r\nHost: localhost\r\nX-A: b\rc\r\n\r\n"},
        {"no Host", 400, "GET / HTTP/1.1\r\n\r\n"},
        {"two Hosts", 400, "GET / HTTP/1.1\r\n" + host + host + "\r\n"},
        {"an empty Host", 400, "GET / HTTP/1.1\r\nHost:\r\n\r\n"},
        {"a Host with a path", 400, "GET / HTTP/1.1\r\nHost: localhost/x\r\n\r\n"},
        {"a Host with a user", 400, "GET / HTTP/1.1\r\nHost: a@localhost\r\n\r\n"},
        {"two hosts that differ", 400, "GET http://127.0.0.1/ HTTP/1.1\r\n" + host + "\r\n"},
        {"a header without a colon", 400, "GET / HTTP/1.1\r\n" + host + "Header\r\n\r\n"},
        {"a space before the colon", 400, "GET / HTTP/1.1\r\n" + host + "X-A : b\r\n\r\n"},
        {"no name", 400, "GET / HTTP/1.1\r\n" + host + ": b\r\n\r\n"},
        {"a control character", 400, "GET / HTTP/1.1\r\n" + host + "X-A: \x01\r\n\r\n"},
        {"a NUL in a header", 400, "GET / HTTP/1.1\r\nHost: localhost\r\nX: \0\r\n\r\n"s},
        {"length and chunks", 400,
         "POST / HTTP/1.1\r\n" + host + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"},
        {"chunks and length", 400,
         "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n"},
        {"gzip, chunked", 400,
         "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"},
        {"chunked, identity", 400,
         "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked, identity\r\n\r\n"},
        {"identity", 400, "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: identity\r\n\r\n"},
        {"chunked twice", 400, "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked, chunked\r\n\r\n"},
        {"two codings", 400,
         "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n\r\n"},
        {"two codings, turned round", 400,
         "POST / HTTP/1.1\r\n" + host +
             "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
        {"xchunked", 400, "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: xchunked\r\n\r\n"},
        {"chunks in HTTP/1.0", 400,
         "POST / HTTP/1.0\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
        {"a negative length", 400, "POST / HTTP/1.1\r\n" + host + "Content-Length: -1\r\n\r\n"},
        {"a signed length", 400, "POST / HTTP/1.1\r\n" + host + "Content-Length: +3\r\n\r\nabc"},
        {"a hexadecimal length", 400, "POST / HTTP/1.1\r\n" + host + "Content-Length: 0x3\r\n\r\nabc"},
        {"an empty length", 400, "POST / HTTP/1.1\r\n" + host + "Content-Length:\r\n\r\n"},
        {"a length past 64 bits", 400,
         "POST / HTTP/1.1\r\n" + host + "Content-Length: 99999999999999999999\r\n\r\n"},
        {"two lengths", 400,
         "POST / HTTP/1.1\r\n" + host + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc"},
        {"two equal lengths", 400,
         "POST / HTTP/1.1\r\n" + host + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc"},
        {"a list of lengths", 400, "POST / HTTP/1.1\r\n" + host + "Content-Length: 3, 3\r\n\r\nabc"},
        {"a chunk size that is none", 400, chunked + "x\r\nabc\r\n0\r\n\r\n"},
        {"a negative chunk size", 400, chunked + "-1\r\nabc\r\n0\r\n\r\n"},
        {"a chunk size past 64 bits", 400, chunked + "11111111111111111\r\nabc\r\n0\r\n\r\n"},
        {"a chunk longer than it says", 400, chunked + "3\r\nabcd\r\n0\r\n\r\n"},
        {"a chunk with a bare line feed", 400, chunked + "3\nabc\r\n0\r\n\r\n"},
        {"a huge chunk", 413, chunked + "FFFFFFFFFFFFFFF\r\nabc"},
        {"an endless chunk extension", 400, chunked + "3;" + std::string(20'000, 'x')},
        {"endless trailers", 400, chunked + "0\r\nX-Trailer: " + std::string(20'000, 'x')},
        {"an unknown expectation", 417, "GET / HTTP/1.1\r\n" + host + "Expect: more\r\n\r\n"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.description);
        Client client(server.port());
        client.send(c.request);
        const Reply reply = client.receive();
        CHECK(reply.status == c.status);
        CHECK(reply.header("Content-Type") == "application/problem+json");
        CHECK(reply.header("Connection") == "close");
        client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        CHECK(client.receive().status == 0);
    }
    Client client(server.port());
    CHECK(client.ask(get("/")).body == "root");
    CHECK(server.errors.lines().empty());
}

TEST_CASE("Unusual but proper requests are served") {
    TestServer server(add_routes);
    struct Case {
        std::string description;
        std::string request;
        std::string body;
    };
    const std::vector<Case> cases = {
        {"no space after the colon", "GET / HTTP/1.1\r\nHost:localhost\r\n\r\n", "root"},
        {"blanks around a value", "GET / HTTP/1.1\r\nHost: \t localhost \t\r\n\r\n", "root"},
        {"a name in other letters", "GET / HTTP/1.1\r\nHOST: localhost\r\n\r\n", "root"},
        {"an empty query", "GET /? HTTP/1.1\r\nHost: localhost\r\n\r\n", "root"},
        {"an absolute address", "GET http://localhost?a=b HTTP/1.1\r\nHost: localhost\r\n\r\n", "root"},
        {"empty lines first", "\r\n\r\nGET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "root"},
        {"bytes above ASCII in a value", "GET / HTTP/1.1\r\nHost: localhost\r\nX: \xC3\xA9\r\n\r\n", "root"},
        {"an offer of HTTP/2",
         "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
         "HTTP2-Settings: AAMAAABk\r\n\r\n",
         "root"},
        {"chunked in capitals",
         "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: CHUNKED\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
         "abc"},
        {"a length with zeros before",
         "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0003\r\n\r\nabc", "abc"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.description);
        Client client(server.port());
        const Reply reply = client.ask(c.request);
        CHECK(reply.status == 200);
        CHECK(reply.body == c.body);
        CHECK(client.ask(get("/")).body == "root");
    }
}
