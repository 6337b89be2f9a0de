#pragma once

// The bytes of one connection, whatever carries them: plain TCP or TLS. Internal to this layer.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <tuple>

struct ssl_ctx_st; // OpenSSL's SSL_CTX

namespace telestate::http {

namespace net = boost::asio;
using boost::system::error_code;
using IoResult = std::tuple<error_code, std::size_t>;

class Stream {
  public:
    virtual ~Stream() = default;

    // At least one byte, or an error; the end is an error too (net::error::eof). The buffers must outlive the
    // wait.
    virtual net::awaitable<IoResult> read_some(net::mutable_buffer buffer) = 0;
    virtual net::awaitable<IoResult> write_some(std::span<const net::const_buffer> buffers) = 0;

    // Writes what can be written at once, which may be nothing; an error shows at the next write_some.
    virtual std::size_t try_write(std::span<const net::const_buffer> buffers) noexcept = 0;

    // Ends the read or write that is waiting, if any, with net::error::operation_aborted.
    virtual void cancel() noexcept = 0;

    // Says that no more will be written; the other side still can. Never waits.
    virtual void shutdown_send() noexcept = 0;

    virtual void close() noexcept = 0;

    // Closes so that the other side sees an error, not a proper end.
    virtual void abort() noexcept = 0;
};

std::unique_ptr<Stream> plain_stream(net::ip::tcp::socket socket);
// The handshake comes with the first read. A client that speaks HTTP without TLS is told so and sent away.
std::unique_ptr<Stream> tls_stream(net::ip::tcp::socket socket, ssl_ctx_st& context);

} // namespace telestate::http
