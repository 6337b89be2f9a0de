#include "server/document/text_rules.hpp"

#include "model/day.hpp"

#include <algorithm>

namespace telestate::document {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_alphanumeric(char c) { return is_digit(c) || is_lower(c) || is_upper(c); }

template <typename Predicate>
bool all_of(std::string_view text, Predicate predicate) {
    return !text.empty() && std::all_of(text.begin(), text.end(), predicate);
}

// Parts between dots, none of them empty.
template <typename Predicate>
bool is_dotted(std::string_view text, Predicate allows) {
    bool wants_character = true;
    for (const char c : text) {
        if (c == '.') {
            if (wants_character) return false;
            wants_character = true;
        } else {
            if (!allows(c)) return false;
            wants_character = false;
        }
    }
    return !wants_character;
}

} // namespace

bool is_id(std::string_view text) {
    return text.size() <= longest_id &&
           all_of(text, [](char c) { return is_lower(c) || is_digit(c) || c == '-'; });
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\n\r") == std::string_view::npos; }

bool has_control_character(std::string_view text, Lines lines) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (lines == Lines::several && (byte == '\n' || byte == '\t')) continue;
        if (byte < 0x20 || byte == 0x7F) return true;
        // U+0080 to U+009F are C2 80 to C2 9F in UTF-8.
        if (byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0)
            return true;
    }
    return false;
}

bool is_email(std::string_view text) {
    const std::size_t at = text.find('@');
    if (at == std::string_view::npos || text.size() > longest_email) return false;
    const auto in_local_part = [](char c) {
        return is_alphanumeric(c) ||
               std::string_view("!#$%&'*+/=?^_`{|}~-").find(c) != std::string_view::npos;
    };
    const auto in_domain = [](char c) { return is_alphanumeric(c) || c == '-'; };
    return is_dotted(text.substr(0, at), in_local_part) && is_dotted(text.substr(at + 1), in_domain);
}

bool is_web_address(std::string_view text) {
    std::string_view rest = text;
    if (rest.starts_with("https://")) {
        rest.remove_prefix(8);
    } else if (rest.starts_with("http://")) {
        rest.remove_prefix(7);
    } else {
        return false;
    }
    const auto is_allowed = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte > 0x20 && byte != 0x7F && c != '"' && c != '<' && c != '>' && c != '\\';
    };
    return all_of(rest, is_allowed) && rest[0] != '/' && rest[0] != '?' && rest[0] != '#';
}

bool is_time_zone(std::string_view text) {
    constexpr std::size_t longest = 64;
    if (text.empty() || text.size() > longest || !(is_lower(text[0]) || is_upper(text[0]))) return false;
    // Names become parts of a file's path, so that nothing but these characters is ever let in.
    char before = '/';
    for (const char c : text) {
        const bool is_part = is_alphanumeric(c) || c == '_' || c == '+' || c == '-';
        if (!is_part && (c != '/' || before == '/')) return false;
        before = c;
    }
    return before != '/';
}

bool is_currency(std::string_view text) { return text.size() == 3 && all_of(text, is_upper); }

bool is_utc_instant(std::string_view text) {
    constexpr std::string_view shape = "dddd-dd-ddTdd:dd:dd";
    if (text.size() <= shape.size() || text.back() != 'Z') return false;
    for (std::size_t i = 0; i < shape.size(); ++i) {
        if (shape[i] == 'd' ? !is_digit(text[i]) : text[i] != shape[i]) return false;
    }
    const std::string_view fraction = text.substr(shape.size(), text.size() - shape.size() - 1);
    if (!fraction.empty() && (fraction[0] != '.' || !all_of(fraction.substr(1), is_digit))) return false;
    return parse_day(text.substr(0, 10)) && text.substr(11, 2) < "24" && text.substr(14, 2) < "60" &&
           text.substr(17, 2) <= "60";
}

} // namespace telestate::document
