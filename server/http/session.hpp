#pragma once

// One connection and the requests on it, one after the other. A state machine without any waiting of its own:
// it says what to wait for next, and the coroutine at the end of session.cpp does the waiting. Internal to
// this layer.

#include "server/http/answer.hpp"
#include "server/http/peer.hpp"
#include "server/http/request.hpp"
#include "server/http/request_parser.hpp"
#include "server/http/server_context.hpp"
#include "server/http/stream.hpp"

#include <boost/asio/awaitable.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace telestate::http {

class Session {
  public:
    // `overloaded` connections are one too many: their first request is answered 503.
    Session(ServerContext& context, Shard& shard, std::unique_ptr<Stream> stream,
            const std::string& remote_address, bool overloaded);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    enum class Next {
        advance, // call advance()
        read,    // read into free_space(), call on_read()
        write,   // write pending_buffers(), call on_written()
        work,    // call work() on a worker thread, then on_worked() back here
        close,   // nothing any more
    };

    Next advance();
    Next on_read(error_code error, std::size_t byte_count);
    Next on_written(error_code error, std::size_t byte_count);
    Next on_worked();

    Stream& stream() { return *stream_; }
    const boost::asio::any_io_executor& workers() const {
        return is_slow_ ? context_.slow_worker : context_.workers;
    }
    net::mutable_buffer free_space();
    std::span<const net::const_buffer> pending_buffers() const;

    // Runs the handler, or makes the next piece of a streamed body. The session must be waiting for it.
    void work() noexcept;

    // What the thread's clock calls: ends what is past its deadline. `crowded` cuts idle connections short.
    void enforce_deadline(Clock::time_point now, bool crowded);

    // The server stops: ends the connection now if no whole header came, after the request in flight if one
    // did; that has the drain time, and the time its handler takes.
    void begin_stop();

    // Ends the connection whatever it does; a handler that runs is not interrupted.
    void cut();

    // Something threw that should not have: tells the log. The connection must be given up.
    void report(std::string_view message) const noexcept;

  private:
    enum class Phase { header, body, working, answering, streaming, lingering };

    Next read_header();
    Next read_body();
    Next dispatch();
    Next dispatch_to_route();
    std::optional<Response> refuse_identity();
    Next answer_route();
    bool find_in_cache();
    void leave_slow_queue();
    std::optional<Response> refuse_body() const;
    Next answer_now(Response response);
    Next refuse(const Refusal& refusal);
    Next start_answer();
    Next run_handler();
    Next write_piece();
    Next finish_answer();
    Next linger();
    void expect_to_end_lingering();
    Next write(std::initializer_list<std::string_view> texts);
    Next after_writing();
    void consume_written(std::size_t byte_count);

    void answer_request();
    void fill_piece();
    void log_answer();
    void begin_request();
    void fail(std::string_view message, int status = 500) noexcept;

    bool is_idle() const { return phase_ == Phase::header && begin_ == end_; }
    std::string_view unread() const { return {buffer_.data() + begin_, end_ - begin_}; }
    void expect_within(std::chrono::milliseconds time) { deadline_ = Clock::now() + time; }
    void begin_drain() { cut_at_ = Clock::now() + context_.options.timeouts.drain; }
    void expect_nothing() { deadline_ = Clock::time_point::max(); }

    ServerContext& context_;
    Shard& shard_;
    std::unique_ptr<Stream> stream_;
    const Peer peer_;
    const bool overloaded_;

    // Bytes read and not yet used: buffer_[begin_, end_).
    std::vector<char> buffer_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::size_t scanned_ = 0; // of them, searched for the end of the header

    Phase phase_ = Phase::header;
    Clock::time_point deadline_;
    Clock::time_point cut_at_ = Clock::time_point::max(); // the end of the drain time
    Clock::time_point idle_since_;
    Clock::time_point body_began_at_;
    bool header_begun_ = false; // the header's own deadline runs
    bool timed_out_ = false;
    bool cut_ = false;

    RequestParser parser_;
    Request request_;
    std::string accepted_host_; // the last that passed, as most connections name one only
    RouteMatch match_;
    std::string cache_key_; // empty when the answer must not be kept
    bool keep_alive_ = false;
    bool http_1_1_ = true;
    Clock::time_point began_at_;

    Answer answer_;
    std::string tail_;  // the rest of the header, from Date to the empty line
    std::string piece_; // of a streamed body
    std::string produced_;
    std::string frame_;                  // the size that goes before a chunk
    std::shared_ptr<void> stream_place_; // held while pieces are made
    bool more_pieces_ = false;
    bool work_failed_ = false;
    bool from_cache_ = false;
    bool is_slow_ = false; // counted among the slow ones

    std::array<net::const_buffer, 5> buffers_;
    std::size_t first_buffer_ = 0;
    std::size_t buffer_end_ = 0;
    std::size_t written_since_deadline_ = 0;
    std::uint64_t bytes_written_ = 0;
    std::size_t discarded_ = 0;
};

// Serves a connection to its end.
net::awaitable<void> run_session(std::shared_ptr<Session> session);

} // namespace telestate::http
