// The second half of a session: from what is refused before the handler to the last byte written.

#include "server/http/content_coding.hpp"
#include "server/http/media_type.hpp"
#include "server/http/problem.hpp"
#include "server/http/session.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <exception>
#include <system_error>
#include <utility>
#include <variant>

namespace telestate::http {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t bytes_per_write_deadline = 256 * 1024;
constexpr std::size_t piece_size = 32 * 1024;
constexpr unsigned most_slow = 64; // some seconds of waiting for the last of them
constexpr std::chrono::milliseconds linger_time = 1s;
constexpr std::chrono::milliseconds stopping_linger_time = 150ms;

std::string_view view_of(const std::shared_ptr<const std::string>& text) {
    return text ? std::string_view(*text) : std::string_view();
}

// What passes by itself, as soon as some connection or file is closed.
bool is_short_of_descriptors(const std::system_error& error) {
    return error.code() == std::errc::too_many_files_open ||
           error.code() == std::errc::too_many_files_open_in_system;
}

} // namespace

std::optional<Response> Session::refuse_body() const {
    const auto& types = match_.route->options.content_types;
    const std::string_view content_type = request_.find_header("Content-Type").value_or("");
    const bool taken = std::any_of(types.begin(), types.end(), [&](const std::string& each) {
        return each == "*/*" || equals_ignoring_case(each, media_type_in(content_type));
    });
    if (!taken) return problem(415, "This address does not take a body of that Content-Type.", request_.path);
    if (is_json(content_type) && !has_no_charset_but_utf8(content_type))
        return problem(415, "The Content-Type names a charset; JSON is taken in UTF-8 only.", request_.path);
    if (!is_identity(request_.find_header("Content-Encoding").value_or(""))) {
        Response response =
            problem(415, "The body has a Content-Encoding; bodies are taken without one only, uncompressed.",
                    request_.path);
        response.set_header("Accept-Encoding", "identity"); // RFC 9110, 12.5.3: what would have been taken
        return response;
    }
    return std::nullopt;
}

Session::Next Session::run_handler() {
    phase_ = Phase::working;
    expect_nothing();
    cut_at_ = Clock::time_point::max();
    if (match_.route->options.is_slow) {
        if (context_.slow_count.fetch_add(1) >= most_slow) {
            context_.slow_count.fetch_sub(1);
            Response response = problem(503, "Many sign in at this moment. Try again in a moment.");
            response.set_header("Retry-After", "2");
            return answer_now(std::move(response));
        }
        is_slow_ = true;
        return Next::work;
    }
    if (!match_.route->options.inline_ok) return Next::work;
    work();
    return on_worked();
}

void Session::work() noexcept {
    try {
        if (phase_ == Phase::working) answer_request();
        // The first piece comes with the handler, so that a producer that fails at once is still a proper
        // 500.
        if (answer_.producer) fill_piece();
    } catch (const std::system_error& error) {
        fail(error.what(), is_short_of_descriptors(error) ? 503 : 500);
    } catch (const std::exception& error) {
        fail(error.what());
    } catch (...) {
        fail("something was thrown that is no std::exception");
    }
}

void Session::fail(std::string_view message, int status) noexcept {
    context_.log_error(request_.id, message);
    try {
        work_failed_ =
            phase_ != Phase::working; // Half an answer is on its way: it cannot become another one.
        if (work_failed_) return;
        Response response =
            status == 503
                ? problem(503, "The server has as many files open as it may. Try again in a moment.")
                : problem(500, "Something failed on our side. The log has it under this request's id.");
        if (status == 503) response.set_header("Retry-After", "2");
        answer_ = answer_of(request_, std::move(response), context_.security_lines, http_1_1_);
    } catch (...) {
        work_failed_ = true;
    }
}

void Session::answer_request() {
    // Many may ask for the same at once, and one of those before this one has made it by now.
    if (const auto finished = cache_key_.empty() ? nullptr : context_.cache.find(cache_key_)) {
        answer_ = answer_of(request_, *finished);
        from_cache_ = true;
        return;
    }
    Response response = match_.route->handler(request_);
    const bool keep = !cache_key_.empty() && response.cacheable && response.status == 200 &&
                      !response.etag.empty() && !std::holds_alternative<Producer>(response.body) &&
                      !response.find_header("Set-Cookie");
    if (std::holds_alternative<Producer>(response.body)) {
        stream_place_ = context_.take_stream_place();
        if (!stream_place_) {
            response = problem(503, "As many large answers as the server makes at one time are on their way. "
                                    "Try again in a moment.");
            response.set_header("Retry-After", "5");
        }
    }
    if (!keep) {
        answer_ = answer_of(request_, std::move(response), context_.security_lines, http_1_1_);
        return;
    }
    const auto finished = finish(std::move(response), context_.security_lines);
    context_.cache.store(std::move(cache_key_), finished);
    answer_ = answer_of(request_, *finished);
}

void Session::fill_piece() {
    piece_.clear();
    more_pieces_ = true;
    while (more_pieces_ && piece_.size() < piece_size) {
        produced_.clear();
        more_pieces_ = answer_.producer(produced_);
        if (answer_.gzip) {
            answer_.gzip->append(piece_, produced_, !more_pieces_);
        } else if (piece_.empty()) {
            piece_.swap(produced_);
        } else {
            piece_ += produced_;
        }
    }
}

Session::Next Session::answer_now(Response response) {
    answer_ = answer_of(request_, std::move(response), context_.security_lines, http_1_1_);
    return start_answer();
}

Session::Next Session::refuse(const Refusal& refusal) {
    // The request may not have been read far enough to have these.
    if (phase_ == Phase::header) began_at_ = Clock::now();
    if (request_.id.empty()) context_.assign_request_id(request_.id);
    keep_alive_ = false;
    Response response = problem(refusal.status, refusal.detail);
    if (refusal.status == 503) response.set_header("Retry-After", "2");
    return answer_now(std::move(response));
}

Session::Next Session::start_answer() {
    // A body that nobody reads would be taken for the next request.
    const bool body_unread = phase_ == Phase::header && keep_alive_ && parser_.has_body();
    if (body_unread || context_.stopping || (answer_.producer && !answer_.chunked)) keep_alive_ = false;

    tail_ = shard_.date_line();
    if (!keep_alive_) {
        tail_ += "Connection: close\r\n";
    } else if (!http_1_1_) {
        tail_ += "Connection: keep-alive\r\n";
    }
    if (!from_cache_) {
        tail_ += "X-Request-Id: ";
        tail_ += request_.id;
        tail_ += "\r\n";
    }
    tail_ += "\r\n";
    if (answer_.producer) {
        const bool first_piece_is_ready = phase_ == Phase::working;
        phase_ = Phase::streaming;
        return first_piece_is_ready ? write_piece() : Next::work;
    }
    phase_ = Phase::answering;
    return write({view_of(answer_.head), tail_, view_of(answer_.body)});
}

void Session::leave_slow_queue() {
    if (std::exchange(is_slow_, false)) context_.slow_count.fetch_sub(1);
}

Session::Next Session::on_worked() {
    leave_slow_queue();
    if (cut_ || work_failed_) {
        stream_->abort();
        return Next::close;
    }
    if (phase_ != Phase::working) return write_piece();
    if (context_.stopping) begin_drain();
    return start_answer();
}

Session::Next Session::write_piece() {
    const std::string_view head = view_of(answer_.head);
    const std::string_view tail = tail_;
    const bool first = bytes_written_ == 0;
    const std::string_view before = first ? head : std::string_view();
    const std::string_view before_too = first ? tail : std::string_view();
    if (!answer_.chunked) return write({before, before_too, piece_});

    frame_.clear();
    std::string_view end = more_pieces_ ? "" : "0\r\n\r\n";
    if (!piece_.empty()) {
        std::array<char, 16> digits{};
        const auto result = std::to_chars(digits.data(), digits.data() + digits.size(), piece_.size(), 16);
        frame_.append(digits.data(), result.ptr);
        frame_ += "\r\n";
        end = more_pieces_ ? "\r\n" : "\r\n0\r\n\r\n";
    }
    return write({before, before_too, frame_, piece_, end});
}

Session::Next Session::write(std::initializer_list<std::string_view> texts) {
    first_buffer_ = buffer_end_ = 0;
    for (const std::string_view text : texts) {
        if (!text.empty()) buffers_[buffer_end_++] = net::const_buffer(text.data(), text.size());
    }
    written_since_deadline_ = 0;
    consume_written(stream_->try_write(pending_buffers()));
    if (first_buffer_ == buffer_end_) return after_writing();
    expect_within(context_.options.timeouts.write);
    return Next::write;
}

void Session::consume_written(std::size_t byte_count) {
    bytes_written_ += byte_count;
    written_since_deadline_ += byte_count;
    while (byte_count > 0) {
        net::const_buffer& buffer = buffers_[first_buffer_];
        const std::size_t used = std::min(byte_count, buffer.size());
        buffer += used;
        byte_count -= used;
        if (buffer.size() == 0) ++first_buffer_;
    }
}

Session::Next Session::on_written(error_code error, std::size_t byte_count) {
    if (cut_ || error) {
        stream_->abort();
        return Next::close;
    }
    timed_out_ = false;
    consume_written(byte_count);
    if (first_buffer_ == buffer_end_) return after_writing();
    if (written_since_deadline_ >= bytes_per_write_deadline) {
        written_since_deadline_ = 0;
        expect_within(context_.options.timeouts.write);
    }
    return Next::write;
}

Session::Next Session::after_writing() {
    if (phase_ == Phase::body) return Next::advance; // That was 100 Continue.
    if (phase_ == Phase::streaming && more_pieces_) {
        expect_nothing();
        return Next::work;
    }
    return finish_answer();
}

Session::Next Session::finish_answer() {
    if (context_.options.access_log) log_answer();
    if (!keep_alive_ || context_.stopping) return linger();
    begin_request();
    return Next::advance;
}

void Session::log_answer() {
    AccessRecord record;
    record.method = request_.method;
    record.path = request_.path;
    if (match_.route != nullptr) record.route = match_.route->pattern;
    record.request_id = request_.id;
    record.remote_address = request_.remote_address;
    record.identity = request_.identity.get();
    record.status = answer_.status;
    record.bytes = bytes_written_;
    record.micros = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - began_at_).count();
    context_.log_access(record);
}

Session::Next Session::linger() {
    // Closing while bytes are unread makes the kernel send a reset, which can destroy the answer on its way.
    // So the client is told that no more comes, and given a moment to close.
    answer_ = Answer{};
    stream_place_.reset();
    stream_->shutdown_send();
    phase_ = Phase::lingering;
    cut_at_ = Clock::time_point::max();
    discarded_ = 0;
    expect_to_end_lingering();
    return Next::advance;
}

void Session::expect_to_end_lingering() {
    expect_within(context_.stopping ? stopping_linger_time : linger_time);
}

} // namespace telestate::http
