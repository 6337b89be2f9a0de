#pragma once

// What all connections of one server share. Internal to this layer.

#include "server/http/response_cache.hpp"
#include "server/http/router.hpp"
#include "server/http/server.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

namespace telestate::http {

class Session;

using Clock = std::chrono::steady_clock;

struct ServerContext {
    ServerContext(ServerOptions server_options, Router routes);

    const ServerOptions options;
    const Router router;
    const std::string security_lines;
    ResponseCache cache;
    boost::asio::any_io_executor workers;
    boost::asio::any_io_executor slow_worker;
    std::atomic<unsigned> slow_count{0}; // requests that run on it or wait for it
    std::atomic<bool> stopping{false};
    std::atomic<bool> cannot_accept{false}; // the last attempt to accept a connection failed

    // A new one at each call; at most 15 characters, so that it fits into a string without allocating.
    void assign_request_id(std::string& id);

    // Call the callbacks of the options, if they are there.
    void log_access(const AccessRecord& record) const noexcept;
    void log_error(std::string_view request_id, std::string_view message) const noexcept;

    // A place for an answer that is made while it is sent, free again when the last copy is gone; nothing
    // when all are taken. The context has to outlive it.
    std::shared_ptr<void> take_stream_place();

    // Counts connections, so that stop() can wait for the last. `end_connection` may be its last touch of
    // this.
    void begin_connection();
    void end_connection();
    std::size_t connection_count() const { return connections_.load(std::memory_order_relaxed); }
    bool wait_until_empty(Clock::time_point deadline);
    void wait_until_empty();

  private:
    std::string id_prefix_;
    std::atomic<std::uint32_t> next_id_{1};
    std::atomic<std::size_t> connections_{0};
    std::atomic<std::size_t> streams_{0};
    std::mutex mutex_;
    std::condition_variable emptied_;
};

// What the connections of one I/O thread share; touched by that thread only.
struct Shard {
    std::set<Session*> sessions;

    // "Date: Sun, 06 Nov 1994 08:49:37 GMT" with its CRLF, made anew when the second changes.
    const std::string& date_line();

  private:
    std::time_t date_of_ = -1;
    std::string date_line_;
};

} // namespace telestate::http
