#include "server/http/stream.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace telestate::http {
namespace {

constexpr auto as_result = net::as_tuple(net::use_awaitable);

class PlainStream final : public Stream {
  public:
    explicit PlainStream(net::ip::tcp::socket socket) : socket_(std::move(socket)) {
        error_code ignored;
        socket_.set_option(net::ip::tcp::no_delay(true), ignored);
        socket_.non_blocking(true, ignored);
    }

    // Not coroutines themselves, so that a read costs no frame beyond Asio's own.
    net::awaitable<IoResult> read_some(net::mutable_buffer buffer) override {
        return socket_.async_read_some(buffer, as_result);
    }

    net::awaitable<IoResult> write_some(std::span<const net::const_buffer> buffers) override {
        return socket_.async_write_some(buffers, as_result);
    }

    std::size_t try_write(std::span<const net::const_buffer> buffers) noexcept override {
        error_code ignored;
        return socket_.write_some(buffers, ignored);
    }

    void cancel() noexcept override {
        error_code ignored;
        socket_.cancel(ignored);
    }

    void shutdown_send() noexcept override {
        error_code ignored;
        socket_.shutdown(net::ip::tcp::socket::shutdown_send, ignored);
    }

    void close() noexcept override {
        error_code ignored;
        socket_.close(ignored);
    }

    void abort() noexcept override {
        error_code ignored;
        socket_.set_option(net::socket_base::linger(true, 0), ignored);
        socket_.close(ignored);
    }

  private:
    net::ip::tcp::socket socket_;
};

} // namespace

std::unique_ptr<Stream> plain_stream(net::ip::tcp::socket socket) {
    return std::make_unique<PlainStream>(std::move(socket));
}

} // namespace telestate::http
