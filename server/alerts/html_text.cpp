#include "server/alerts/html_text.hpp"

namespace telestate::alerts {

namespace {

// Longer than nearly every English word, shorter than the narrowest column.
constexpr int longest_run = 24;

void append_escaped(std::string& out, char c) {
    switch (c) {
    case '&':
        out += "&amp;";
        return;
    case '<':
        out += "&lt;";
        return;
    case '>':
        out += "&gt;";
        return;
    case '"':
        out += "&quot;";
        return;
    case '\'':
        out += "&#39;";
        return;
    default:
        out += c;
    }
}

bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

} // namespace

std::string escape_html(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text)
        append_escaped(out, c);
    return out;
}

std::string shown_in_html(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    int run = 0;
    for (const char c : text) {
        if (c == ' ') {
            run = 0;
        } else if (begins_character(c) && ++run > longest_run) {
            out += "&#8203;";
            run = 1;
        }
        append_escaped(out, c);
    }
    return out;
}

} // namespace telestate::alerts
