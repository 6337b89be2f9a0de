#include "server/http/peer.hpp"

#include <doctest/doctest.h>

using namespace telestate::http;

TEST_CASE(
    "What a request says of who asks counts only from a trusted proxy, as far as trusted ones wrote it") {
    const std::vector<std::string> trusted = {"192.0.2.10", "192.0.2.11", "2001:db8::10"};
    struct Case {
        std::string description;
        std::string peer;
        bool is_tls;
        std::vector<Parameter> headers;
        std::string address;
        bool is_secure;
    };
    for (const Case& c : std::initializer_list<Case>{
             {"nobody in between", "198.51.100.7", false, {}, "198.51.100.7", false},
             {"TLS, nobody in between", "198.51.100.7", true, {}, "198.51.100.7", true},
             {"one who only says so",
              "198.51.100.7",
              false,
              {{"X-Forwarded-For", "203.0.113.1"}, {"X-Forwarded-Proto", "https"}},
              "198.51.100.7",
              false},
             {"a proxy",
              "192.0.2.10",
              false,
              {{"X-Forwarded-For", "203.0.113.1"}, {"X-Forwarded-Proto", "https"}},
              "203.0.113.1",
              true},
             {"a proxy without TLS in front",
              "192.0.2.10",
              true,
              {{"X-Forwarded-For", "203.0.113.1"}, {"X-Forwarded-Proto", "http"}},
              "203.0.113.1",
              false},
             {"a proxy that says nothing", "192.0.2.10", false, {}, "192.0.2.10", false},
             {"a client that claims to be another",
              "192.0.2.10",
              false,
              {{"X-Forwarded-For", "127.0.0.1, 203.0.113.1"}, {"X-Forwarded-Proto", "https, http"}},
              "203.0.113.1",
              false},
             {"two proxies",
              "192.0.2.10",
              false,
              {{"X-Forwarded-For", "127.0.0.1,203.0.113.1 , 192.0.2.11"}},
              "203.0.113.1",
              false},
             {"proxies all the way",
              "192.0.2.10",
              false,
              {{"X-Forwarded-For", "192.0.2.11"}},
              "192.0.2.11",
              false},
             {"a port too",
              "192.0.2.10",
              false,
              {{"X-Forwarded-For", "203.0.113.1:4711"}},
              "203.0.113.1",
              false},
             {"IPv6", "192.0.2.10", false, {{"X-Forwarded-For", "2001:DB8:0::1"}}, "2001:db8::1", false},
             {"IPv6 with a port",
              "2001:db8::10",
              false,
              {{"X-Forwarded-For", "[2001:db8::1]:4711"}},
              "2001:db8::1",
              false},
             {"IPv4 on a socket of IPv6",
              "::ffff:192.0.2.10",
              false,
              {{"X-Forwarded-For", "::ffff:203.0.113.1"}},
              "203.0.113.1",
              false},
             {"a name",
              "192.0.2.10",
              false,
              {{"X-Forwarded-For", "203.0.113.1, unknown"}},
              "192.0.2.10",
              false},
             {"rubbish", "192.0.2.10", false, {{"X-Forwarded-For", ",,"}}, "192.0.2.10", false},
         }) {
        CAPTURE(c.description);
        Request request = request_of("GET", "/", {}, c.headers);
        const Peer peer(c.peer, c.is_tls, trusted);
        peer.describe(request);
        CHECK(request.remote_address == c.address);
        CHECK(request.secure == c.is_secure);
        CHECK(request.from_trusted_proxy == (c.peer != "198.51.100.7"));
    }
}
