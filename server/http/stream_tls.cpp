// TLS by OpenSSL on a socket that never blocks. The handshake needs no step of its own: the first read does
// it, under the deadline of the first request.

#include "server/http/stream.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace telestate::http {
namespace {

using net::ip::tcp;

constexpr auto as_result = net::as_tuple(net::use_awaitable);

// What one record holds at most. Small pieces are put together, so that a header and its body are one.
constexpr std::size_t record_size = 16 * 1024;
// Reads and writes that need no waiting do not leave the thread to others by themselves.
constexpr int turns_in_a_row = 16;
// Read and dropped of what a client sends that speaks without TLS.
constexpr std::size_t most_dropped = 64 * 1024;

constexpr std::string_view wants_tls =
    "HTTP/1.1 400 Bad Request\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n"
    "Content-Length: 66\r\n"
    "Connection: close\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n"
    "\r\n"
    "This port speaks HTTPS. Ask for an address that begins https://.\r\n";

class TlsStream final : public Stream {
  public:
    TlsStream(tcp::socket socket, SSL_CTX& context)
        : socket_(std::move(socket)), ssl_(SSL_new(&context), SSL_free) {
        error_code error;
        socket_.set_option(tcp::no_delay(true), error);
        socket_.native_non_blocking(true, error);
        if (error || !ssl_ || SSL_set_fd(ssl_.get(), socket_.native_handle()) != 1)
            throw std::runtime_error("a TLS connection cannot be set up");
        SSL_set_accept_state(ssl_.get());
    }

    net::awaitable<IoResult> read_some(net::mutable_buffer buffer) override {
        was_cancelled_ = false;
        if (++turns_ >= turns_in_a_row) {
            turns_ = 0;
            co_await net::post(socket_.get_executor(), net::use_awaitable);
        }
        while (true) {
            if (was_cancelled_) co_return IoResult(net::error::operation_aborted, 0);
            const Attempt attempt = read_now(buffer);
            if (!attempt.is_waiting) co_return attempt.result;
            turns_ = 0;
            const auto waited = co_await socket_.async_wait(attempt.wanted, as_result);
            if (const error_code error = std::get<0>(waited)) co_return IoResult(error, 0);
        }
    }

    net::awaitable<IoResult> write_some(std::span<const net::const_buffer> buffers) override {
        was_cancelled_ = false;
        if (++turns_ >= turns_in_a_row) {
            turns_ = 0;
            co_await net::post(socket_.get_executor(), net::use_awaitable);
        }
        while (true) {
            if (was_cancelled_) co_return IoResult(net::error::operation_aborted, 0);
            const Attempt attempt = write_now(buffers);
            if (!attempt.is_waiting) co_return attempt.result;
            turns_ = 0;
            const auto waited = co_await socket_.async_wait(attempt.wanted, as_result);
            if (const error_code error = std::get<0>(waited)) co_return IoResult(error, 0);
        }
    }

    std::size_t try_write(std::span<const net::const_buffer> buffers) noexcept override {
        const Attempt attempt = write_now(buffers);
        return attempt.is_waiting ? 0 : std::get<1>(attempt.result);
    }

    void cancel() noexcept override {
        was_cancelled_ = true; // The socket forgets it where it is not waited for just now.
        error_code ignored;
        socket_.cancel(ignored);
    }

    void shutdown_send() noexcept override {
        send_close_notify();
        error_code ignored;
        socket_.shutdown(tcp::socket::shutdown_send, ignored);
    }

    void close() noexcept override {
        send_close_notify();
        error_code ignored;
        socket_.close(ignored);
    }

    void abort() noexcept override {
        is_over_ = true; // Without a close_notify, the other side sees that the answer was cut.
        error_code ignored;
        socket_.set_option(net::socket_base::linger(true, 0), ignored);
        socket_.close(ignored);
    }

  private:
    // What one call of OpenSSL came to: a result, or what the socket has to be waited for.
    struct Attempt {
        bool is_waiting = false;
        tcp::socket::wait_type wanted = tcp::socket::wait_read;
        IoResult result;
    };

    Attempt read_now(net::mutable_buffer buffer) noexcept {
        if (is_over_) return ended_with(net::error::eof);
        ERR_clear_error(); // OpenSSL keeps one list of errors for all connections of a thread.
        std::size_t count = 0;
        const int outcome = SSL_read_ex(ssl_.get(), buffer.data(), buffer.size(), &count);
        return outcome == 1 ? Attempt{false, {}, IoResult(error_code(), count)} : attempt_after(outcome);
    }

    // Writes one record at most. After it had to wait, the same bytes come again, as OpenSSL demands.
    Attempt write_now(std::span<const net::const_buffer> buffers) noexcept {
        if (is_over_) return ended_with(net::error::broken_pipe);
        std::array<char, record_size> gathered;
        net::const_buffer piece = buffers.empty() ? net::const_buffer() : buffers.front();
        if (buffers.size() > 1 && piece.size() < record_size) {
            std::size_t length = 0;
            for (const net::const_buffer& each : buffers) {
                const std::size_t taken = std::min(each.size(), gathered.size() - length);
                std::memcpy(gathered.data() + length, each.data(), taken);
                length += taken;
            }
            piece = net::const_buffer(gathered.data(), length);
        }
        if (piece.size() == 0) return Attempt{};
        ERR_clear_error();
        std::size_t count = 0;
        const int outcome =
            SSL_write_ex(ssl_.get(), piece.data(), std::min(piece.size(), record_size), &count);
        return outcome == 1 ? Attempt{false, {}, IoResult(error_code(), count)} : attempt_after(outcome);
    }

    Attempt attempt_after(int outcome) noexcept {
        switch (SSL_get_error(ssl_.get(), outcome)) {
        case SSL_ERROR_WANT_READ:
            return {true, tcp::socket::wait_read, {}};
        case SSL_ERROR_WANT_WRITE:
            return {true, tcp::socket::wait_write, {}};
        case SSL_ERROR_ZERO_RETURN:
            return ended_with(net::error::eof);
        default:
            break;
        }
        const bool is_plain_http = ERR_GET_REASON(ERR_peek_error()) == SSL_R_HTTP_REQUEST;
        is_over_ = true; // After a failure OpenSSL must not be asked for anything more.
        if (is_plain_http) refuse_plain_http();
        return ended_with(net::error::connection_aborted);
    }

    static Attempt ended_with(error_code error) noexcept { return {false, {}, IoResult(error, 0)}; }

    void refuse_plain_http() noexcept {
        error_code ignored;
        socket_.write_some(net::buffer(wants_tls), ignored);
        socket_.shutdown(tcp::socket::shutdown_send, ignored);
        // What is left unread would turn the end into a reset, which can destroy the answer on its way.
        std::array<char, 4096> dropped;
        for (std::size_t total = 0; total < most_dropped;) {
            const ssize_t count =
                ::recv(socket_.native_handle(), dropped.data(), dropped.size(), MSG_DONTWAIT);
            if (count <= 0) break;
            total += static_cast<std::size_t>(count);
        }
    }

    // As far as that is possible without waiting; the socket's own end says the same, less surely.
    void send_close_notify() noexcept {
        if (is_over_ || !socket_.is_open() || SSL_is_init_finished(ssl_.get()) != 1) return;
        if ((SSL_get_shutdown(ssl_.get()) & SSL_SENT_SHUTDOWN) != 0) return;
        ERR_clear_error();
        if (SSL_shutdown(ssl_.get()) < 0) is_over_ = true;
    }

    tcp::socket socket_;
    std::unique_ptr<SSL, decltype(&SSL_free)> ssl_;
    bool is_over_ = false;
    bool was_cancelled_ = false;
    int turns_ = 0;
};

} // namespace

std::unique_ptr<Stream> tls_stream(tcp::socket socket, ssl_ctx_st& context) {
    return std::make_unique<TlsStream>(std::move(socket), context);
}

} // namespace telestate::http
