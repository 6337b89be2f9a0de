#include "server/http/server_context.hpp"

#include "server/http/security.hpp"

#include <array>
#include <random>
#include <utility>

namespace telestate::http {
namespace {

void append_hex(std::string& out, std::uint32_t value, int digits) {
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4)
        out += "0123456789abcdef"[(value >> static_cast<unsigned>(shift)) & 0xFU];
}

std::string policy_of(const ServerOptions& options) {
    return options.content_security_policy.empty() ? content_security_policy_of({})
                                                   : options.content_security_policy;
}

} // namespace

ServerContext::ServerContext(ServerOptions server_options, Router routes)
    : options(std::move(server_options)), router(std::move(routes)),
      security_lines(security_header_lines(policy_of(options), options.strict_transport)),
      cache(options.cache_bytes, options.cache_entries) {
    // Two runs of the server should not use the same ids; nothing depends on their being hard to guess.
    append_hex(id_prefix_, std::random_device{}(), 6);
    id_prefix_ += '-';
}

void ServerContext::assign_request_id(std::string& id) {
    id = id_prefix_;
    append_hex(id, next_id_.fetch_add(1, std::memory_order_relaxed), 8);
}

void ServerContext::log_access(const AccessRecord& record) const noexcept {
    try {
        if (options.access_log) options.access_log(record);
    } catch (...) { // There is nobody left to tell.
    }
}

void ServerContext::log_error(std::string_view request_id, std::string_view message) const noexcept {
    try {
        if (options.error_log) options.error_log(request_id, message);
    } catch (...) { // There is nobody left to tell.
    }
}

std::shared_ptr<void> ServerContext::take_stream_place() {
    if (streams_.fetch_add(1) >= options.limits.streams) {
        streams_.fetch_sub(1);
        return nullptr;
    }
    return {this, [](ServerContext* context) { context->streams_.fetch_sub(1); }};
}

void ServerContext::begin_connection() { connections_.fetch_add(1, std::memory_order_relaxed); }

void ServerContext::end_connection() {
    // Under the lock, so that stop() cannot miss the last one, nor tear this down before the lock is free.
    const std::lock_guard lock(mutex_);
    if (connections_.fetch_sub(1) == 1) emptied_.notify_all();
}

bool ServerContext::wait_until_empty(Clock::time_point deadline) {
    std::unique_lock lock(mutex_);
    return emptied_.wait_until(lock, deadline, [&] { return connection_count() == 0; });
}

void ServerContext::wait_until_empty() {
    std::unique_lock lock(mutex_);
    emptied_.wait(lock, [&] { return connection_count() == 0; });
}

const std::string& Shard::date_line() {
    const std::time_t now = std::time(nullptr);
    if (now != date_of_) {
        // Not strftime: the names of days and months must not follow the locale.
        static constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
        static constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
        std::tm utc{};
        gmtime_r(&now, &utc);
        const auto padded = [](int value) { return (value < 10 ? "0" : "") + std::to_string(value); };
        date_line_ = std::string("Date: ") + days[utc.tm_wday] + ", " + padded(utc.tm_mday) + ' ' +
                     months[utc.tm_mon] + ' ' + std::to_string(utc.tm_year + 1900) + ' ' +
                     padded(utc.tm_hour) + ':' + padded(utc.tm_min) + ':' + padded(utc.tm_sec) + " GMT\r\n";
        date_of_ = now;
    }
    return date_line_;
}

} // namespace telestate::http
