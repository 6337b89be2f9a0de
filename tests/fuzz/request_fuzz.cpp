// The way of a request from its first byte: header, body, and what handlers ask of the headers.

#include "server/http/conditional.hpp"
#include "server/http/content_coding.hpp"
#include "server/http/media_type.hpp"
#include "server/http/request_parser.hpp"
#include "server/http/security.hpp"
#include "server/http/server.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace telestate::http;
using telestate::fuzz::require;

namespace {

struct Outcome {
    int status = 0;       // of a refusal
    std::size_t used = 0; // bytes
    bool is_whole = false;
    std::string body;
    Request request;
};

// As a session does it, with `step` bytes arriving at a time.
Outcome parse(std::string_view bytes, std::size_t step) {
    Outcome outcome;
    const ServerLimits limits;
    RequestParser parser(limits);
    std::size_t scanned = 0;
    std::size_t length = 0;
    std::size_t arrived = 0;
    while (length == 0 && arrived < bytes.size()) {
        arrived = std::min(bytes.size(), arrived + step);
        length = header_block_length(bytes.substr(0, arrived), scanned);
    }
    require(length <= bytes.size(), "a header ends within what arrived");
    if (length == 0) return outcome;
    if (const auto refusal = parser.parse_header(bytes.substr(0, length), outcome.request)) {
        outcome.status = refusal->status;
        return outcome;
    }
    outcome.used = length;
    parser.limit_body(64 * 1024);
    arrived = std::max(arrived, length);
    while (parser.has_body()) {
        std::optional<Refusal> refusal;
        const std::size_t used =
            parser.parse_body(bytes.substr(outcome.used, arrived - outcome.used), refusal);
        if (refusal) {
            outcome.status = refusal->status;
            return outcome;
        }
        outcome.used += used;
        require(outcome.used <= arrived, "no more is used than arrived");
        if (!parser.has_body()) break;
        if (arrived == bytes.size() && used == 0) return outcome;
        arrived = std::min(bytes.size(), arrived + step);
    }
    outcome.is_whole = true;
    outcome.body = parser.take_body();
    require(outcome.body.size() <= 64 * 1024, "the body is within its limit");
    return outcome;
}

void check_request(const Request& request) {
    require(!request.path.empty(), "a request has a path");
    require(request.path == "*" || request.path.front() == '/', "a path begins with a slash");
    for (const char c : request.path)
        require(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F, "a path holds no control character");
    require((request.path + "/").find("/../") == std::string::npos &&
                (request.path + "/").find("/./") == std::string::npos,
            "a path holds no dot segment");
    if (request.path != "*") {
        Request again;
        require(!assign_target(again, request.target), "a target that was taken is taken again");
        require(again.path == request.path && again.query == request.query,
                "a target is read the same way twice");
    }

    if (const auto match = parse_if_match(request))
        require(match->any || !match->allows(""), "an empty tag matches nothing but \"*\"");
    const std::string_view accepted = request.find_header("Accept-Encoding").value_or("");
    const Coding coding = choose_coding(accepted, {true, true});
    require(coding == Coding::identity || !accepted.empty(), "what is not asked for is not compressed");
    const std::string_view type = request.find_header("Content-Type").value_or("");
    if (is_json(type)) has_no_charset_but_utf8(type);
    is_identity(request.find_header("Content-Encoding").value_or(""));
    if_none_match_names(request.find_header("If-None-Match").value_or(""), "\"x\"");
    is_same_origin(request);
    is_allowed_host(request.host, {"telestate.example"});
    for (const Parameter& header : request.headers) {
        parse_authority(header.value);
        for (const char c : header.value)
            require(c != '\r' && c != '\n' && c != '\0', "no header holds the end of a line");
    }
    parse_form(request.body);
}

} // namespace

FUZZ_TARGET("request") {
    const Outcome whole = parse(bytes, bytes.size() + 1);
    const Outcome pieces = parse(bytes, 7);
    require(whole.status == pieces.status && whole.is_whole == pieces.is_whole,
            "a request means the same in one piece and in many");
    if (whole.status != 0) {
        require(whole.status >= 400 && whole.status < 600, "a refusal is an error");
        return;
    }
    require(whole.body == pieces.body && whole.used == pieces.used,
            "a body is the same in one piece and in many");
    if (!whole.is_whole) return;
    Request request = whole.request;
    request.body = whole.body;
    check_request(request);
}
