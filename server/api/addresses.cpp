#include "server/api/addresses.hpp"

namespace telestate::api {

namespace {

// RFC 3986: unreserved characters stand for themselves.
bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

void append_encoded(std::string& out, char c) {
    static constexpr char digits[] = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += digits[byte >> 4U];
    out += digits[byte & 0xFU];
}

} // namespace

std::string format_segment(std::string_view text) {
    if (text == ".") return "~2";
    if (text == "..") return "~2~2";
    std::string out;
    for (const char c : text) {
        if (c == '~') {
            out += "~0";
        } else if (c == '/') {
            out += "~1";
        } else if (is_unreserved(c)) {
            out += c;
        } else {
            append_encoded(out, c);
        }
    }
    return out;
}

std::string parse_segment(std::string_view segment) {
    std::string out;
    for (std::size_t i = 0; i < segment.size(); ++i) {
        const char next = i + 1 < segment.size() ? segment[i + 1] : '\0';
        if (segment[i] != '~' || next < '0' || next > '2') {
            out += segment[i];
            continue;
        }
        out += next == '0' ? '~' : next == '1' ? '/' : '.';
        ++i;
    }
    return out;
}

std::string format_path(std::string_view path) {
    std::string out;
    for (const char c : path) {
        if (c == '/' || is_unreserved(c)) {
            out += c;
        } else {
            append_encoded(out, c);
        }
    }
    return out;
}

} // namespace telestate::api
