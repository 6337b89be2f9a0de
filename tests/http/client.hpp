#pragma once

// A blocking client on a bare socket, so that tests decide about every byte; and a server to talk to.

#include "server/http/server.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace telestate::http::test {

struct Reply {
    int status = 0; // 0 when the connection ended before a whole header
    std::string head;
    std::string body;      // chunks put together, still compressed if it came so
    bool complete = false; // whether the body came to its proper end

    // The value of a header, empty when absent.
    std::string header(std::string_view name) const;
};

class Client {
  public:
    // Connects to 127.0.0.1. A receive buffer of 0 leaves the system's default.
    explicit Client(std::uint16_t port, int receive_buffer = 0);
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    // False when the server has closed. Never raises SIGPIPE.
    bool send(std::string_view bytes);

    // Reads one reply; that to a HEAD has no body. Waits 10 s at most for each piece.
    Reply receive(bool to_head = false);

    Reply ask(std::string_view request) {
        send(request);
        return receive();
    }

    // Reads what comes next, at most `most` bytes; empty at the end, after an error or after 10 s.
    std::string receive_some(std::size_t most = 65536);

    // Whether the server has closed; reads and drops what comes before, 10 s at most.
    bool is_closed_by_server();

    void close();

    // Closes with a reset, as a client does that crashed.
    void reset();

  private:
    bool fill();

    int socket_ = -1;
    std::string buffer_;
};

// "GET target" with a Host header, and other header lines (each with CRLF) if given.
std::string get(std::string_view target, std::string_view header_lines = {});
std::string post(std::string_view target, std::string_view body, std::string_view header_lines = {},
                 std::string_view content_type = "application/json");

// What gzip makes of it backwards; nothing when it is not exactly one whole gzip member.
std::optional<std::string> inflate(std::string_view bytes);

// Collects what the server logs.
class Log {
  public:
    void add(std::string line);
    std::vector<std::string> lines() const;
    bool contains(std::string_view part) const;

  private:
    mutable std::mutex mutex_;
    std::vector<std::string> lines_;
};

// A started server on a free port, stopped at the end of its scope.
struct TestServer {
    explicit TestServer(const std::function<void(Router&)>& add_routes,
                        const std::function<void(ServerOptions&)>& adjust = {});

    std::uint16_t port() const { return server.port(); }

    Log access; // "GET /path 200"
    Log errors; // "id message"
    Server server;
};

// Waits until the condition holds, 10 s at most.
bool eventually(const std::function<bool()>& condition);

} // namespace telestate::http::test
