#include "server/http/request_parser.hpp"

#include "server/http/server.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

using namespace telestate::http;

namespace {

struct Parsed {
    int status = 0; // 0: taken, or more is needed
    bool whole = false;
    Request request;
};

// Parses as a session does, with the bytes coming in pieces of this size.
Parsed parse(RequestParser& parser, std::string_view bytes, std::size_t piece) {
    Parsed parsed;
    std::size_t scanned = 0;
    std::size_t arrived = 0;
    std::size_t header = 0;
    while (header == 0 && arrived < bytes.size()) {
        arrived = std::min(bytes.size(), arrived + piece);
        header = header_block_length(bytes.substr(0, arrived), scanned);
    }
    if (header == 0) return parsed;
    if (const auto refusal = parser.parse_header(bytes.substr(0, header), parsed.request)) {
        parsed.status = refusal->status;
        return parsed;
    }
    parser.limit_body(1000);
    std::size_t begin = header;
    while (parser.has_body()) {
        std::optional<Refusal> refusal;
        const std::size_t used = parser.parse_body(bytes.substr(begin, arrived - begin), refusal);
        REQUIRE(used <= arrived - begin);
        if (refusal) {
            parsed.status = refusal->status;
            return parsed;
        }
        begin += used;
        CHECK(parser.body_size() <= 1000);
        if (!parser.has_body()) break;
        if (arrived == bytes.size() && (used == 0 || begin == arrived)) return parsed;
        arrived = std::min(bytes.size(), arrived + piece);
    }
    parsed.whole = true;
    parsed.request.body = parser.take_body();
    return parsed;
}

const std::vector<std::string> proper = {
    "GET /a/b?c=d&e=%20 HTTP/1.1\r\nHost: localhost:80\r\nAccept: */*\r\nCookie: a=b\r\nCookie: c=d\r\n\r\n",
    "POST /x HTTP/1.1\r\nHost: [::1]\r\nContent-Length: 11\r\nContent-Type: text/plain\r\n\r\nhello world",
    "POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n"
    "5;a=b\r\nhello\r\n6\r\n world\r\n0\r\nX-Trailer: y\r\n\r\n",
    "GET http://h:1/x HTTP/1.1\r\nHost: h:1\r\nConnection: keep-alive, Upgrade\r\n\r\n",
    "GET / HTTP/1.0\r\n\r\n",
};

} // namespace

TEST_CASE("A request is the same in whatever pieces it comes") {
    const ServerLimits limits;
    RequestParser parser(limits);
    for (const std::string& bytes : proper) {
        CAPTURE(bytes);
        for (const std::size_t piece : {1U, 2U, 3U, 7U, 1000U}) {
            const Parsed parsed = parse(parser, bytes, piece);
            CHECK(parsed.status == 0);
            CHECK(parsed.whole);
            CHECK((parsed.request.body.empty() || parsed.request.body == "hello world"));
            CHECK_FALSE(parsed.request.find_header("X-Trailer").has_value());
        }
    }
    CHECK(parse(parser, proper[0], 1000).request.find_header("cookie") == "a=b; c=d");
}

TEST_CASE("Nothing of one request is left in the next") {
    const ServerLimits limits;
    RequestParser parser(limits);
    Request request;
    REQUIRE_FALSE(parser.parse_header("GET /a?b=c HTTP/1.1\r\nHost: h\r\nX-A: 1\r\nX-B: 2\r\n\r\n", request));
    REQUIRE_FALSE(parser.parse_header("GET / HTTP/1.0\r\nX-B: 3\r\n\r\n", request));
    CHECK(request.query.empty());
    CHECK(request.host.empty());
    CHECK(request.headers == std::vector<Parameter>{{"X-B", "3"}});
    CHECK_FALSE(parser.expects_continue());
    CHECK_FALSE(parser.content_length().has_value());
}

TEST_CASE("Whatever bytes come, the parser takes or refuses them") {
    const ServerLimits limits;
    RequestParser parser(limits);
    std::mt19937 random(20211108); // always the same, so that a failure can be seen again
    const auto below = [&](std::size_t end) { return random() % end; };
    static constexpr std::string_view spices[] = {"\r\n",
                                                  "\r",
                                                  "\n",
                                                  "\r\n\r\n",
                                                  " ",
                                                  ":",
                                                  "%",
                                                  "\0",
                                                  "0",
                                                  "-",
                                                  ",",
                                                  ";",
                                                  "chunked",
                                                  "FF",
                                                  "\xff",
                                                  "Host: h\r\n",
                                                  "Content-Length: 5\r\n",
                                                  "Transfer-Encoding: chunked\r\n"};
    int taken = 0;
    int refused = 0;
    for (int round = 0; round < 20'000; ++round) {
        std::string bytes = proper[below(proper.size())];
        for (std::size_t changes = 1 + below(4); changes > 0; --changes) {
            const std::size_t at = below(bytes.size());
            switch (below(4)) {
            case 0:
                bytes[at] = static_cast<char>(below(256));
                break;
            case 1:
                bytes.erase(at, 1 + below(5));
                break;
            case 2:
                bytes.insert(at, spices[below(std::size(spices))]);
                break;
            default:
                bytes.insert(at, bytes.substr(below(bytes.size()), below(20)));
                break;
            }
            if (bytes.empty()) bytes = "x";
        }
        const Parsed parsed = parse(parser, bytes, 1 + below(50));
        if (parsed.whole) ++taken;
        if (parsed.status != 0) ++refused;
        CHECK((parsed.status == 0 || (parsed.status >= 400 && parsed.status <= 505 && parsed.status != 500)));
        if (parsed.whole) CHECK(parsed.request.path.front() == '/');
    }
    CHECK(taken > 1000);
    CHECK(refused > 1000);
}
