#include "server/http/answer.hpp"

#include "server/http/conditional.hpp"
#include "server/http/security.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace telestate::http {
namespace {

// Fast, for what is compressed once and thrown away; a finished response is compressed once and sent many
// times.
constexpr int quick_level = 4;
constexpr int thorough_level = 6;

std::shared_ptr<const std::string> share(std::string text) {
    return std::make_shared<const std::string>(std::move(text));
}

bool is_token(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte > 0x20 && byte < 0x7F &&
               std::string_view("\"(),/:;<=>?@[\\]{}").find(c) == std::string_view::npos;
    });
}

bool is_header_value(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte == '\t' || (byte >= 0x20 && byte != 0x7F);
    });
}

// What would split the answer in two, or contradict what the server says itself, must not leave the program.
void check_headers(const Response& response) {
    static constexpr std::string_view ours[] = {
        "Content-Length", "Transfer-Encoding", "Connection", "Date", "Content-Type", "ETag", "Cache-Control"};
    for (const Parameter& header : response.headers) {
        if (!is_token(header.name) || !is_header_value(header.value))
            throw std::logic_error("a response header cannot be sent: " + header.name);
        for (const std::string_view name : ours) {
            if (equals_ignoring_case(name, header.name))
                throw std::logic_error("a response sets a header that the server sets: " + header.name);
        }
    }
    if (!is_header_value(response.content_type) || !is_header_value(response.cache_control))
        throw std::logic_error("a response has a line break in its content type or cache control");
    if (!response.etag.empty() && !is_etag(response.etag))
        throw std::logic_error("a response has a malformed etag: " + response.etag);
}

void append_line(std::string& out, std::string_view name, std::string_view value) {
    out += name;
    out += ": ";
    out += value;
    out += "\r\n";
}

std::string_view cache_control_of(const Response& response) {
    if (!response.cache_control.empty()) return response.cache_control;
    return response.etag.empty() ? "no-store" : "private, no-cache";
}

bool may_be_compressed(const Response& response) {
    return is_compressible(response.content_type) && !response.find_header("Content-Encoding");
}

struct HeadFacts {
    int status = 200;
    Coding coding = Coding::identity;
    std::optional<std::size_t> length;
    bool chunked = false;
};

std::string head_of(const Response& response, std::string_view security_lines, const HeadFacts& facts) {
    const bool bodiless = facts.status == 304 || facts.status == 204;
    std::string head;
    head.reserve(security_lines.size() + 512);
    head += "HTTP/1.1 ";
    head += std::to_string(facts.status);
    head += ' ';
    head += reason_of(facts.status);
    head += "\r\n";
    if (!bodiless) {
        if (!response.content_type.empty()) append_line(head, "Content-Type", response.content_type);
        if (facts.length) append_line(head, "Content-Length", std::to_string(*facts.length));
        if (facts.chunked) append_line(head, "Transfer-Encoding", "chunked");
        if (facts.coding != Coding::identity) append_line(head, "Content-Encoding", name_of(facts.coding));
    }
    if (!response.etag.empty()) append_line(head, "ETag", etag_of_form(response.etag, facts.coding));
    append_line(head, "Cache-Control", cache_control_of(response));

    // What could come compressed varies, also when this one is too small or the client does not want it.
    const auto policy = response.find_header("Content-Security-Policy");
    const bool varies = may_be_compressed(response) || response.gzip_body || response.brotli_body;
    std::string vary = varies ? "Accept-Encoding" : "";
    for (const Parameter& header : response.headers) {
        if (equals_ignoring_case(header.name, "Vary")) {
            vary += (vary.empty() ? "" : ", ") + header.value;
        } else if (!equals_ignoring_case(header.name, "Content-Security-Policy")) {
            append_line(head, header.name, header.value);
        }
    }
    if (!vary.empty()) append_line(head, "Vary", vary);
    // Of two policies both would hold, so that a page's own stands in place of the usual one.
    if (policy) {
        head += security_header_lines(*policy);
    } else {
        head += security_lines;
    }
    return head;
}

std::shared_ptr<const std::string> take_body(Response& response) {
    if (auto* text = std::get_if<std::string>(&response.body)) return share(std::move(*text));
    auto shared = std::get<std::shared_ptr<const std::string>>(response.body);
    return shared ? shared : share({});
}

// The compressed body, if it is worth sending.
std::shared_ptr<const std::string> compressed(const Response& response, const std::string& body, int level) {
    if (response.gzip_body) return response.gzip_body;
    if (body.size() < smallest_gzip_body || !may_be_compressed(response)) return nullptr;
    auto result = share(gzip_of(body, level));
    return result->size() < body.size() ? result : nullptr;
}

bool is_head(const Request& request) { return request.method == "HEAD"; }

bool client_holds(const Request& request, std::string_view etag) {
    if (etag.empty() || (request.method != "GET" && !is_head(request))) return false;
    const auto header = request.find_header("If-None-Match");
    return header && if_none_match_names(*header, etag);
}

} // namespace

std::size_t FinishedResponse::byte_count() const {
    const auto of = [](const Variant& variant) {
        return variant.head->capacity() + variant.body->capacity() + variant.not_modified_head->capacity() +
               3 * sizeof(std::string);
    };
    return sizeof(*this) + etag.capacity() + of(plain) + (gzip ? of(*gzip) : 0) + (brotli ? of(*brotli) : 0);
}

std::shared_ptr<const FinishedResponse> finish(Response response, std::string_view security_lines) {
    check_headers(response);
    if (response.status != 200 || response.etag.empty() || std::holds_alternative<Producer>(response.body))
        throw std::logic_error("only a 200 with an etag and a whole body can be finished");

    auto finished = std::make_shared<FinishedResponse>();
    finished->etag = response.etag;
    const auto variant_of = [&](std::shared_ptr<const std::string> body, Coding coding) {
        const HeadFacts facts{200, coding, body->size(), false};
        const HeadFacts not_modified{304, coding, std::nullopt, false};
        return Variant{share(head_of(response, security_lines, facts)), std::move(body),
                       share(head_of(response, security_lines, not_modified))};
    };
    auto body = take_body(response);
    auto gzip_body = compressed(response, *body, thorough_level);
    finished->plain = variant_of(std::move(body), Coding::identity);
    if (gzip_body) finished->gzip = variant_of(std::move(gzip_body), Coding::gzip);
    if (response.brotli_body) finished->brotli = variant_of(response.brotli_body, Coding::brotli);
    return finished;
}

Answer answer_of(const Request& request, const FinishedResponse& finished) {
    const Coding coding =
        choose_coding(request, {.gzip = finished.gzip.has_value(), .brotli = finished.brotli.has_value()});
    const Variant& variant = coding == Coding::brotli ? *finished.brotli
                             : coding == Coding::gzip ? *finished.gzip
                                                      : finished.plain;
    Answer answer;
    if (client_holds(request, finished.etag)) {
        answer.status = 304;
        answer.head = variant.not_modified_head;
        return answer;
    }
    answer.head = variant.head;
    if (!is_head(request)) answer.body = variant.body;
    return answer;
}

Answer answer_of(const Request& request, Response response, std::string_view security_lines,
                 bool chunks_allowed) {
    check_headers(response);
    Answer answer;
    HeadFacts facts;
    facts.status = response.status;

    if (response.status == 200 && client_holds(request, response.etag)) {
        // The tag must be the one that the 200 would have had; a body too small to compress has only the
        // plain one.
        const auto* text = std::get_if<std::string>(&response.body);
        const auto* shared = std::get_if<std::shared_ptr<const std::string>>(&response.body);
        const std::size_t size = text                ? text->size()
                                 : shared && *shared ? (*shared)->size()
                                                     : smallest_gzip_body;
        const bool has_gzip =
            response.gzip_body || (may_be_compressed(response) && size >= smallest_gzip_body);
        facts.coding = choose_coding(request, {.gzip = has_gzip, .brotli = response.brotli_body != nullptr});
        facts.status = answer.status = 304;
        answer.head = share(head_of(response, security_lines, facts));
        return answer;
    }

    answer.status = response.status;
    if (response.status == 204 || response.status == 304) {
        answer.head = share(head_of(response, security_lines, facts));
        return answer;
    }

    if (auto* producer = std::get_if<Producer>(&response.body)) {
        if (may_be_compressed(response) && accepts_gzip(request)) facts.coding = Coding::gzip;
        facts.chunked = answer.chunked = chunks_allowed;
        answer.head = share(head_of(response, security_lines, facts));
        if (!is_head(request)) {
            answer.producer = std::move(*producer);
            if (facts.coding == Coding::gzip) answer.gzip = std::make_unique<GzipStream>(quick_level);
        }
        return answer;
    }

    auto body = take_body(response);
    std::shared_ptr<const std::string> gzip_body;
    if (accepts_gzip(request)) gzip_body = compressed(response, *body, quick_level);
    facts.coding =
        choose_coding(request, {.gzip = gzip_body != nullptr, .brotli = response.brotli_body != nullptr});
    if (facts.coding == Coding::gzip) body = std::move(gzip_body);
    if (facts.coding == Coding::brotli) body = response.brotli_body;
    facts.length = body->size();
    answer.head = share(head_of(response, security_lines, facts));
    if (!is_head(request)) answer.body = std::move(body);
    return answer;
}

} // namespace telestate::http
