#pragma once

// The HTTP/1.1 server: listens, reads requests within limits and deadlines, asks the router, writes answers.

#include "server/http/request.hpp"
#include "server/http/response.hpp"
#include "server/http/router.hpp"
#include "server/http/tls_certificate.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace telestate::http {

// One request that was answered. The texts live only during the call. Cached answers are recorded too.
struct AccessRecord {
    std::string_view method;
    std::string_view path;  // decoded, without the query; may hold a secret where the route has one
    std::string_view route; // its pattern, holding no secret; empty without one
    std::string_view request_id;
    std::string_view remote_address;
    const auth::Identity* identity = nullptr; // who asked, where that is known
    int status = 0;
    std::uint64_t bytes = 0; // written, header and body
    std::int64_t micros = 0; // from the whole header read to the whole answer written
};

struct ServerLimits {
    std::size_t header_bytes = 16 * 1024; // request line and headers together; beyond it 431
    std::size_t target_bytes = 8 * 1024;  // path and query; beyond it 414
    std::size_t body_bytes = 1024 * 1024; // for routes that name no limit of their own; beyond it 413

    // Open at once. Those beyond get 503. Lowered at start to what the process may open, less a reserve.
    std::size_t connections = 4096;

    // Answers that are made while they are sent, at one time; those beyond get 503. Each holds what its
    // handler needs for as long as its client takes to read it: a view of the database, some megabytes.
    std::size_t streams = 64;
};

// Deadlines are absolute for each operation: sending one byte now and then does not extend them. They are
// checked every eighth of the shortest, at most every quarter of a second, so they may end that much later.
struct ServerTimeouts {
    std::chrono::milliseconds header{
        10'000}; // from the first byte (or the connection) to the end of the header
    std::chrono::milliseconds body{
        30'000}; // for the body, and a second more for each 64 KB of it that arrived
    std::chrono::milliseconds idle{60'000};  // between two requests on one connection
    std::chrono::milliseconds write{30'000}; // for the client to take each 256 KB of an answer

    // When stop() is called. `drain` is for bodies that still arrive and answers that are still written; it
    // begins anew for the answer of a handler that ends later. `grace` is for all of it together, from the
    // call.
    std::chrono::milliseconds drain{800};
    std::chrono::milliseconds grace{10'000};
};

struct ServerOptions {
    std::string address = "127.0.0.1"; // an IP address
    std::uint16_t port = 0;            // 0 picks a free one
    unsigned io_threads = 2; // each holds its own connections; more than there are cores gain nothing
    unsigned worker_threads = 2;
    ServerLimits limits;
    ServerTimeouts timeouts;

    // Where it is set, TLS is spoken and nothing else; connections begun after it was reloaded have the new
    // one.
    std::shared_ptr<const TlsCertificate> tls;
    // Tells browsers to come over TLS only, for a year (Strict-Transport-Security).
    bool strict_transport = false;
    // IP addresses of proxies that are believed about their clients; see peer.hpp.
    std::vector<std::string> trusted_proxies;

    // Host names, without port, that requests may name (421 otherwise), against DNS rebinding. "localhost"
    // and IP addresses are always allowed, since a name that was rebound is neither. "*" allows every name.
    std::vector<std::string> allowed_hosts;

    // The Content-Security-Policy of every answer; empty means content_security_policy_of({}) of
    // security.hpp.
    std::string content_security_policy;

    // Finished answers kept in memory, in bytes and in entries; 0 keeps none.
    std::size_t cache_bytes = 64 * 1024 * 1024;
    std::size_t cache_entries = 4096;

    // Names the finished answer that would serve this GET or HEAD, or nothing when it must not come from the
    // cache: then a handler is asked. Everything the answer depends on goes into the key (revision, day,
    // target, and who asks where that matters). Asked before the router, on an I/O thread: takes
    // microseconds, never blocks.
    std::function<std::optional<std::string>(const Request&)> cache_key;

    // Asked of every request that has a route, once its header is read and before the cache, the body and the
    // handler. May fill in the request's identity; an answer is sent in place of the handler's. On an I/O
    // thread: takes microseconds, never waits. What it throws is a 500.
    std::function<std::optional<Response>(Request&, const Route&)> admit;

    // Both are called from several threads at once. What they throw is dropped.
    std::function<void(const AccessRecord&)> access_log;
    std::function<void(std::string_view request_id, std::string_view message)> error_log;
};

class Server {
  public:
    // Binds and starts listening, so that port() is known, but serves nothing yet. Throws std::runtime_error,
    // which says why, when the address is not one or cannot be bound.
    Server(ServerOptions options, Router router);

    // Stops.
    ~Server();

    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    // The port bound, also when options said 0.
    std::uint16_t port() const;

    // Starts the threads, which take no signals, and returns. Call once.
    void start();

    // Accepts no more, and closes connections that are idle or have not sent a whole header. Bodies that
    // still arrive and answers that are still written have the drain time to come to their end, then they are
    // cut. A handler that runs, or whose body arrived in that time, is always waited for; its answer has the
    // drain time again, unless the grace period ends first. Returns when all threads have ended: within a
    // second where no handler runs. May be called from any thread but the server's own, and more than once.
    void stop();

    // Calls `then`, which must not throw, on a worker once each I/O thread has come round and a worker is
    // free: never where they hang, nor after stop(). Only after start().
    void call_when_alive(std::function<void()> then);

    // Connections open now.
    std::size_t connection_count() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace telestate::http
