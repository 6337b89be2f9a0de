#include "server/http/session.hpp"

#include "server/http/problem.hpp"
#include "server/http/security.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <cstring>
#include <exception>
#include <utility>

namespace telestate::http {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t first_buffer_size = 4 * 1024;
constexpr std::size_t bytes_per_body_second = 64 * 1024;
constexpr std::size_t most_discarded = 1024 * 1024;
constexpr std::chrono::milliseconds crowded_patience = 1s;
constexpr std::chrono::milliseconds overloaded_patience = 2s;

// Gives the memory back, which neither clear() nor an assignment does: an idle connection must not hold what
// its last body took.
void release(std::string& text) { std::string().swap(text); }

Response allow_response(Response response, const std::string& allow) {
    response.set_header("Allow", allow);
    return response;
}

} // namespace

Session::Session(ServerContext& context, Shard& shard, std::unique_ptr<Stream> stream,
                 const std::string& remote_address, bool overloaded)
    : context_(context), shard_(shard), stream_(std::move(stream)),
      peer_(remote_address, context.options.tls != nullptr, context.options.trusted_proxies),
      overloaded_(overloaded), buffer_(std::min(first_buffer_size, context.options.limits.header_bytes)),
      parser_(context.options.limits) {
    begin_request();
    // A connection is made to be used: the first request is not waited for as long as the ones after it.
    expect_within(overloaded ? std::min(overloaded_patience, context.options.timeouts.header)
                             : context.options.timeouts.header);
    header_begun_ = true;
    shard_.sessions.insert(this);
}

Session::~Session() {
    leave_slow_queue();
    stream_.reset(); // The descriptor is free before the connection no longer counts.
    stream_place_.reset();
    shard_.sessions.erase(this);
    context_.end_connection();
}

void Session::begin_request() {
    phase_ = Phase::header;
    header_begun_ = false;
    scanned_ = 0;
    idle_since_ = Clock::now();
    deadline_ = idle_since_ + context_.options.timeouts.idle;
    request_.method.clear();
    request_.path.clear();
    request_.id.clear();
    peer_.introduce(request_);
    release(request_.body);
    match_.route = nullptr;
    match_.parameters.clear();
    match_.allow.clear();
    cache_key_.clear();
    from_cache_ = false;
    answer_ = Answer{};
    stream_place_.reset();
    release(piece_);
    release(produced_);
    bytes_written_ = 0;
}

net::mutable_buffer Session::free_space() {
    if (begin_ == end_) begin_ = end_ = 0;
    if (begin_ > 0 && buffer_.size() - end_ < buffer_.size() / 2) {
        std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
        end_ -= begin_;
        begin_ = 0;
    }
    if (end_ == buffer_.size())
        buffer_.resize(std::min(buffer_.size() * 2, context_.options.limits.header_bytes));
    return {buffer_.data() + end_, buffer_.size() - end_};
}

std::span<const net::const_buffer> Session::pending_buffers() const {
    return std::span(buffers_).subspan(first_buffer_, buffer_end_ - first_buffer_);
}

// Reading

Session::Next Session::advance() {
    if (cut_) return Next::close;
    switch (phase_) {
    case Phase::header:
        return read_header();
    case Phase::body:
        return read_body();
    case Phase::lingering:
        discarded_ += end_ - begin_;
        begin_ = end_;
        return discarded_ > most_discarded ? Next::close : Next::read;
    case Phase::working:
    case Phase::answering:
    case Phase::streaming:
        break;
    }
    return Next::close;
}

Session::Next Session::on_read(error_code error, std::size_t byte_count) {
    if (cut_) return Next::close;
    if (error) {
        const bool halfway = phase_ == Phase::body || (phase_ == Phase::header && begin_ != end_);
        if (timed_out_ && halfway) return refuse({408, "The request took too long to arrive."});
        return Next::close;
    }
    // What arrived at the last moment counts; if it is not enough, the same deadline comes again at once.
    timed_out_ = false;
    end_ += byte_count;
    return Next::advance;
}

Session::Next Session::read_header() {
    const ServerLimits& limits = context_.options.limits;
    while (scanned_ == 0 && unread().starts_with("\r\n"))
        begin_ += 2; // RFC 9112, 2.2: empty lines before a request are no harm.

    const std::size_t length = header_block_length(unread(), scanned_);
    if (length == 0) {
        if (end_ - begin_ >= limits.header_bytes) {
            const bool first_line = unread().find('\n') == std::string_view::npos;
            return first_line ? refuse({414, "The request's address is too long."})
                              : refuse({431, "The request's headers are too large."});
        }
        if (context_.stopping) return Next::close;
        if (begin_ != end_ && !header_begun_) {
            header_begun_ = true;
            expect_within(context_.options.timeouts.header);
        }
        return Next::read;
    }
    const std::string_view block = unread().substr(0, length);
    begin_ += length;
    if (auto refusal = parser_.parse_header(block, request_)) return refuse(*refusal);
    return dispatch();
}

Session::Next Session::read_body() {
    while (parser_.has_body() && begin_ != end_) {
        std::optional<Refusal> refusal;
        const std::size_t used = parser_.parse_body(unread(), refusal);
        if (refusal) return refuse(*refusal);
        if (used == 0) break;
        begin_ += used;
    }
    if (!parser_.has_body()) {
        request_.body = parser_.take_body();
        return run_handler();
    }
    // What is left cannot be used without more, and there is no room for more.
    if (end_ - begin_ >= context_.options.limits.header_bytes)
        return refuse({400, "The request is malformed: a chunk's header or the trailers are too long."});
    deadline_ = body_began_at_ + context_.options.timeouts.body +
                std::chrono::seconds(parser_.body_size() / bytes_per_body_second);
    return Next::read;
}

// Deciding

Session::Next Session::dispatch() {
    began_at_ = Clock::now();
    context_.assign_request_id(request_.id);
    peer_.describe(request_);
    keep_alive_ = parser_.keep_alive();
    http_1_1_ = parser_.is_http_1_1();
    if (overloaded_)
        return refuse({503, "The server has as many connections as it can hold. Try again in a moment."});

    // A page of another site can have its own name lead here, but it cannot change the name. Programs that
    // speak HTTP/1.0 and name no host are not browsers.
    if (!request_.host.empty() && request_.host != accepted_host_) {
        if (!is_allowed_host(request_.host, context_.options.allowed_hosts))
            return answer_now(problem(421, "This server is not known by the name " + request_.host + "."));
        accepted_host_ = request_.host;
    }
    return dispatch_to_route();
}

bool Session::find_in_cache() {
    if (!context_.options.cache_key || parser_.has_body()) return false;
    if (request_.method != "GET" && request_.method != "HEAD") return false;
    std::optional<std::string> key;
    try {
        key = context_.options.cache_key(request_);
    } catch (const std::exception& error) {
        context_.log_error(request_.id, error.what());
    }
    if (!key) return false;
    const auto finished = context_.cache.find(*key);
    if (!finished) {
        cache_key_ = std::move(*key);
        return false;
    }
    answer_ = answer_of(request_, *finished);
    from_cache_ = true;
    return true;
}

Session::Next Session::dispatch_to_route() {
    if (request_.path == "*") return answer_now(allow_response(no_content(), context_.router.all_methods()));
    match_ = context_.router.match(request_.method, request_.path);
    if (match_.route == nullptr) {
        if (match_.allow.empty())
            return answer_now(problem(404, "There is nothing at this address.", request_.path));
        if (request_.method == "OPTIONS") return answer_now(allow_response(no_content(), match_.allow));
        const std::string detail = "This address takes " + match_.allow + ", not " + request_.method + ".";
        return answer_now(allow_response(problem(405, detail, request_.path), match_.allow));
    }
    request_.path_parameters = std::move(match_.parameters);
    if (auto refusal = refuse_identity()) return answer_now(std::move(*refusal));
    if (find_in_cache()) return start_answer();
    return answer_route();
}

std::optional<Response> Session::refuse_identity() {
    request_.identity.reset();
    if (!context_.options.admit) return std::nullopt;
    try {
        return context_.options.admit(request_, *match_.route);
    } catch (const std::exception& error) {
        context_.log_error(request_.id, error.what());
        return problem(500, "Something failed on our side. The log has it under this request's id.");
    }
}

Session::Next Session::answer_route() {
    if (!parser_.has_body()) return run_handler();
    if (auto refusal = refuse_body()) return answer_now(std::move(*refusal));
    const std::size_t limit = match_.route->options.body_limit.value_or(context_.options.limits.body_bytes);
    if (parser_.content_length() && *parser_.content_length() > limit) {
        const std::string detail =
            "The body is larger than the " + std::to_string(limit) + " bytes taken here.";
        return answer_now(problem(413, detail, request_.path));
    }
    parser_.limit_body(limit);
    phase_ = Phase::body;
    body_began_at_ = Clock::now();
    if (buffer_.size() < context_.options.limits.header_bytes)
        buffer_.resize(context_.options.limits.header_bytes);
    if (parser_.expects_continue() && begin_ == end_) return write({"HTTP/1.1 100 Continue\r\n\r\n"});
    return read_body();
}

// Ending

void Session::enforce_deadline(Clock::time_point now, bool crowded) {
    if (now >= cut_at_) return cut();
    if (now < deadline_ && !(crowded && is_idle() && now - idle_since_ > crowded_patience)) return;
    timed_out_ = true;
    stream_->cancel();
}

void Session::begin_stop() {
    switch (phase_) {
    case Phase::header:
        return cut();
    case Phase::body:
    case Phase::answering:
    case Phase::streaming:
        return begin_drain();
    case Phase::lingering:
        return expect_to_end_lingering();
    case Phase::working: // on_worked() begins it
        break;
    }
}

void Session::cut() {
    cut_ = true;
    stream_->cancel();
}

void Session::report(std::string_view message) const noexcept { context_.log_error(request_.id, message); }

// Coroutines. g++ 12 destroys some temporaries beside co_await twice, and captures of lambda coroutines too.
// So these are plain functions, their parameters are values, and a statement with co_await holds only named
// objects.

namespace {

net::awaitable<void> work_for(std::shared_ptr<Session> session) {
    session->work();
    co_return;
}

} // namespace

net::awaitable<void> run_session(std::shared_ptr<Session> session) {
    try {
        Stream& stream = session->stream();
        Session::Next next = Session::Next::advance;
        while (next != Session::Next::close) {
            switch (next) {
            case Session::Next::advance:
                next = session->advance();
                break;
            case Session::Next::read: {
                const net::mutable_buffer space = session->free_space();
                const IoResult result = co_await stream.read_some(space);
                next = session->on_read(std::get<0>(result), std::get<1>(result));
                break;
            }
            case Session::Next::write: {
                const std::span<const net::const_buffer> buffers = session->pending_buffers();
                const IoResult result = co_await stream.write_some(buffers);
                next = session->on_written(std::get<0>(result), std::get<1>(result));
                break;
            }
            case Session::Next::work: {
                net::awaitable<void> job = work_for(session);
                co_await net::co_spawn(session->workers(), std::move(job), net::use_awaitable);
                next = session->on_worked();
                break;
            }
            case Session::Next::close:
                break;
            }
        }
    } catch (const std::exception& error) {
        session->report(error.what());
    }
    session->stream().close();
}

} // namespace telestate::http
