#include "server/http/request_parser.hpp"

#include "server/http/security.hpp"
#include "server/http/server.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>

#include <algorithm>
#include <limits>
#include <utility>

namespace telestate::http {
namespace {

namespace beast_http = boost::beast::http;
using boost::beast::error_code;

std::string_view view_of(boost::beast::string_view text) { return {text.data(), text.size()}; }

// A body that grows as bytes come. Beast's string_body reserves what Content-Length claims, so that a claim
// alone would cost memory.
struct GrowingBody {
    using value_type = std::string;

    struct reader {
        value_type& body;

        template <bool is_request, class Fields>
        reader(beast_http::header<is_request, Fields>&, value_type& value) : body(value) {}

        void init(const boost::optional<std::uint64_t>&, error_code& error) { error = {}; }

        template <class Buffers>
        std::size_t put(const Buffers& buffers, error_code& error) {
            error = {};
            std::size_t count = 0;
            const auto end = boost::asio::buffer_sequence_end(buffers);
            for (auto it = boost::asio::buffer_sequence_begin(buffers); it != end; ++it) {
                const boost::asio::const_buffer buffer = *it;
                body.append(static_cast<const char*>(buffer.data()), buffer.size());
                count += buffer.size();
            }
            return count;
        }

        void finish(error_code& error) { error = {}; }
    };
};

using BeastParser = beast_http::request_parser<GrowingBody>;

// Finding repeated ones takes the square of this many comparisons.
constexpr std::size_t most_headers = 100;

bool is_known_method(std::string_view method) {
    static constexpr std::string_view known[] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
    return std::find(std::begin(known), std::end(known), method) != std::end(known);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "HTTP/3.7" is a version we do not speak; "HTP/1.1" or "HTTP/1" is none, nor is anything behind a third
// blank.
bool ends_with_a_version(std::string_view line) {
    if (line.size() < 9 || std::count(line.begin(), line.end(), ' ') != 2) return false;
    const std::string_view version = line.substr(line.size() - 9);
    return version.starts_with(" HTTP/") && is_digit(version[6]) && version[7] == '.' && is_digit(version[8]);
}

Refusal refusal_of(const error_code& error, std::string_view block) {
    if (error == beast_http::error::body_limit) return {413, "The body is larger than is taken here."};
    if (error == beast_http::error::bad_version && ends_with_a_version(block.substr(0, block.find("\r\n"))))
        return {505, "Only HTTP/1.1 and HTTP/1.0 are spoken here."};
    return {400, "The request is malformed: " + error.message() + "."};
}

// A header over two lines (RFC 9112, 5.2). Whoever stands in front may read it otherwise than we do.
bool has_folded_line(std::string_view block) {
    for (std::size_t at = block.find('\n'); at + 1 < block.size(); at = block.find('\n', at + 1)) {
        if (block[at + 1] == ' ' || block[at + 1] == '\t') return true;
    }
    return false;
}

// "http://host/path" is what a client sends that takes us for a proxy; a server must take it too (RFC
// 9112, 3.2.2). Returns the host in it and leaves the rest.
std::optional<std::string_view> take_authority(std::string_view& target) {
    const std::size_t scheme_end = target.find("://");
    if (scheme_end == std::string_view::npos) return std::nullopt;
    const std::string_view scheme = target.substr(0, scheme_end);
    if (!equals_ignoring_case(scheme, "http") && !equals_ignoring_case(scheme, "https")) return std::nullopt;
    const std::string_view rest = target.substr(scheme_end + 3);
    const std::size_t length = std::min(rest.find_first_of("/?"), rest.size());
    target = rest.substr(length);
    return rest.substr(0, length);
}

} // namespace

std::size_t header_block_length(std::string_view bytes, std::size_t& scanned) {
    // `scanned` stands at the beginning of a line.
    while (scanned < bytes.size()) {
        const std::size_t end = bytes.find('\n', scanned);
        if (end == std::string_view::npos) return 0;
        const std::size_t line_length = end - scanned;
        const bool proper = line_length > 0 && bytes[end - 1] == '\r';
        scanned = end + 1;
        if (!proper || line_length == 1) return scanned;
    }
    return 0;
}

struct RequestParser::State {
    explicit State(const ServerLimits& of) : limits(of) {}

    const ServerLimits& limits;
    std::optional<BeastParser> parser;
    std::optional<std::uint64_t> content_length;
    bool expects_continue = false;
};

RequestParser::RequestParser(const ServerLimits& limits) : state_(std::make_unique<State>(limits)) {}
RequestParser::~RequestParser() = default;

std::optional<Refusal> RequestParser::parse_header(std::string_view block, Request& request) {
    BeastParser& parser = state_->parser.emplace();
    // Both limits are kept elsewhere: the block is whole when it comes here, and the body's is set by its
    // route.
    parser.header_limit(std::numeric_limits<std::uint32_t>::max());
    parser.body_limit(boost::none);
    error_code error;
    parser.put(boost::asio::const_buffer(block.data(), block.size()), error);
    if (error && error != beast_http::error::need_more) return refusal_of(error, block);
    if (!parser.is_header_done())
        return Refusal{400, "The request is malformed: a line does not end in CR LF."};
    if (has_folded_line(block))
        return Refusal{400, "The request is malformed: a header goes over two lines."};
    // From here on as much as there is, so that a body's pieces are not handed over one at a time.
    if (!parser.is_done()) parser.eager(true);

    const auto& message = parser.get();
    state_->content_length.reset();
    state_->expects_continue = false;
    int host_count = 0;
    bool bad_length = false;
    bool bad_coding = false;
    bool bad_expectation = false;
    std::string_view host;
    std::size_t header_count = 0;

    const auto add_header = [&](std::string_view name, std::string_view value) {
        for (std::size_t i = 0; i < header_count; ++i) {
            Parameter& earlier = request.headers[i];
            if (!equals_ignoring_case(earlier.name, name)) continue;
            earlier.value += equals_ignoring_case(name, "Cookie") ? "; " : ", ";
            earlier.value += value;
            return;
        }
        if (header_count > most_headers) return;
        // Strings of the connection's request before this one are used again; for a small one nothing is
        // allocated.
        if (header_count == request.headers.size()) request.headers.emplace_back();
        request.headers[header_count].name = name;
        request.headers[header_count].value = value;
        ++header_count;
    };

    for (const auto& field : message) {
        const std::string_view value = view_of(field.value());
        switch (field.name()) {
        case beast_http::field::host:
            ++host_count;
            host = value;
            break;
        case beast_http::field::content_length:
            bad_length = bad_length || state_->content_length || value.empty() ||
                         !std::all_of(value.begin(), value.end(), is_digit);
            state_->content_length =
                parser.content_length() ? std::optional(*parser.content_length()) : std::nullopt;
            break;
        case beast_http::field::transfer_encoding:
            bad_coding = bad_coding || !equals_ignoring_case(value, "chunked") || message.version() < 11;
            break;
        case beast_http::field::expect:
            if (message.version() < 11) break; // an older client does not mean it
            state_->expects_continue = equals_ignoring_case(value, "100-continue");
            bad_expectation = bad_expectation || !state_->expects_continue;
            break;
        default:
            break;
        }
        add_header(view_of(field.name_string()), value);
    }
    request.headers.resize(header_count);
    if (header_count > most_headers) return Refusal{431, "The request has too many headers."};

    const std::string_view method = view_of(message.method_string());
    std::string_view target = view_of(message.target());
    request.method = method;
    request.path_parameters.clear();
    request.body.clear();
    if (target.size() > state_->limits.target_bytes)
        return Refusal{414, "The request's address is too long."};
    if (!is_known_method(method)) return Refusal{501, "The method " + request.method + " is not known here."};
    if (bad_length) return Refusal{400, "There is more than one Content-Length, or it is not a number."};
    if (bad_coding)
        return Refusal{400, "No Transfer-Encoding but \"chunked\" is taken, and that from HTTP/1.1 on."};
    if (host_count > 1) return Refusal{400, "There is more than one Host header."};
    if (host_count == 0 && message.version() >= 11) return Refusal{400, "There is no Host header."};
    if (bad_expectation) return Refusal{417, "No expectation but \"100-continue\" is met."};

    request.host.clear();
    if (host_count == 1) {
        auto authority = parse_authority(host);
        if (!authority) return Refusal{400, "The Host header is not a host name with an optional port."};
        request.host = std::move(authority->name);
    }
    std::string rooted;
    if (const auto authority = take_authority(target)) {
        if (host_count == 1 && !equals_ignoring_case(*authority, host))
            return Refusal{400, "The request's address and its Host header name different hosts."};
        auto parsed = parse_authority(*authority);
        if (!parsed) return Refusal{400, "The request's address names no host."};
        request.host = std::move(parsed->name);
        if (target.empty() || target.front() == '?') {
            rooted = '/' + std::string(target);
            target = rooted;
        }
    }
    if (target == "*" && method == "OPTIONS") {
        request.target = request.path = "*";
        request.query.clear();
        return std::nullopt;
    }
    if (auto bad = assign_target(request, target)) return Refusal{400, std::move(bad->message)};
    return std::nullopt;
}

bool RequestParser::has_body() const { return !state_->parser->is_done(); }

std::optional<std::uint64_t> RequestParser::content_length() const { return state_->content_length; }

bool RequestParser::keep_alive() const { return state_->parser->keep_alive(); }

bool RequestParser::is_http_1_1() const { return state_->parser->get().version() >= 11; }

bool RequestParser::expects_continue() const { return state_->expects_continue; }

void RequestParser::limit_body(std::size_t bytes) { state_->parser->body_limit(bytes); }

std::size_t RequestParser::parse_body(std::string_view bytes, std::optional<Refusal>& refusal) {
    error_code error;
    const std::size_t used =
        state_->parser->put(boost::asio::const_buffer(bytes.data(), bytes.size()), error);
    if (error && error != beast_http::error::need_more) refusal = refusal_of(error, {});
    return used;
}

std::size_t RequestParser::body_size() const { return state_->parser->get().body().size(); }

std::string RequestParser::take_body() { return std::move(state_->parser->get().body()); }

} // namespace telestate::http
