#include "server/http/problem.hpp"

#include "server/http/utf8.hpp"

#include <vector>

namespace telestate::http {
namespace {

Response problem_of(int status, std::string_view detail, std::string_view instance,
                    const std::vector<FieldError>& fields) {
    std::string out = R"({"type":"about:blank","title":)";
    append_json_string(out, reason_of(status));
    out += R"(,"status":)";
    out += std::to_string(status);
    out += R"(,"detail":)";
    append_json_string(out, detail);
    if (!instance.empty()) {
        out += R"(,"instance":)";
        append_json_string(out, instance);
    }
    if (!fields.empty()) {
        out += R"(,"errors":[)";
        for (const FieldError& field : fields) {
            if (out.back() != '[') out += ',';
            out += R"({"pointer":)";
            append_json_string(out, field.pointer);
            out += R"(,"detail":)";
            append_json_string(out, field.message);
            out += '}';
        }
        out += ']';
    }
    out += "}\n";

    Response response = content("application/problem+json", std::move(out));
    response.status = status;
    response.cache_control = "no-store";
    return response;
}

} // namespace

int status_of(ErrorCode code) {
    switch (code) {
    case ErrorCode::malformed:
        return 400;
    case ErrorCode::invalid:
        return 422;
    case ErrorCode::not_found:
        return 404;
    case ErrorCode::conflict:
        return 409;
    case ErrorCode::stale:
        return 412;
    case ErrorCode::too_large:
        return 413;
    case ErrorCode::unsupported:
        return 415;
    case ErrorCode::forbidden:
        return 403;
    case ErrorCode::unauthenticated:
        return 401;
    case ErrorCode::too_often:
        return 429;
    case ErrorCode::busy:
        return 503;
    }
    return 500;
}

Response problem(const Error& error, std::string_view instance) {
    if (error.code == ErrorCode::busy) {
        // Who is at what is for the one who runs the program.
        Response response =
            problem_of(503, "Somebody else is writing at the moment. Try again shortly.", instance, {});
        response.set_header("Retry-After", "2");
        return response;
    }
    return problem_of(status_of(error.code), error.message, instance, error.fields);
}

Response problem_with(const Error& error, std::string_view instance, std::string_view members) {
    Response response = problem(error, instance);
    std::string& body = std::get<std::string>(response.body);
    body.erase(body.rfind('}'));
    body += ',';
    body += members;
    body += "}\n";
    return response;
}

Response problem(int status, std::string_view detail, std::string_view instance) {
    return problem_of(status, detail, instance, {});
}

void append_json_string(std::string& out, std::string_view text) {
    static constexpr char digits[] = "0123456789abcdef";
    out += '"';
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        const std::size_t length = utf8_length_at(text, at);
        if (length == 0) {
            out += "\xEF\xBF\xBD"; // U+FFFD
            ++at;
            continue;
        }
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (c == '\t') {
            out += "\\t";
        } else if (c == '\r') {
            out += "\\r";
        } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
            const auto byte = static_cast<unsigned char>(c);
            out += "\\u00";
            out += digits[byte >> 4U];
            out += digits[byte & 0xFU];
        } else {
            out.append(text.substr(at, length));
        }
        at += length;
    }
    out += '"';
}

} // namespace telestate::http
