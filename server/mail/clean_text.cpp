#include "server/mail/clean_text.hpp"

#include <glib.h>

#include <memory>

namespace telestate::mail {

namespace {

std::string valid_utf8(std::string_view text) {
    if (text.empty()) return {};
    const std::unique_ptr<char, decltype(&g_free)> made(
        g_utf8_make_valid(text.data(), static_cast<gssize>(text.size())), g_free);
    return made.get();
}

bool is_line_separator(gunichar character) { return character == 0x2028 || character == 0x2029; }

// `text` with `replace` asked about each character: it gives what stands in its place, or the character
// itself.
template <typename Replace>
std::string with_each(const std::string& text, Replace replace) {
    std::string made;
    made.reserve(text.size());
    for (const char* at = text.c_str(); *at != '\0'; at = g_utf8_next_char(at)) {
        const gunichar kept = replace(g_utf8_get_char(at));
        char bytes[6];
        if (kept != 0) made.append(bytes, static_cast<std::size_t>(g_unichar_to_utf8(kept, bytes)));
    }
    return made;
}

} // namespace

std::string one_line(std::string_view text) {
    const std::string made = with_each(valid_utf8(text), [](gunichar character) -> gunichar {
        return g_unichar_iscntrl(character) || is_line_separator(character) ? ' ' : character;
    });
    const std::size_t begin = made.find_first_not_of(' ');
    if (begin == std::string::npos) return {};
    return made.substr(begin, made.find_last_not_of(' ') + 1 - begin);
}

std::string lines_of(std::string_view text) {
    bool is_after_return = false;
    return with_each(valid_utf8(text), [&](gunichar character) -> gunichar {
        const bool is_second_of_pair = is_after_return && character == '\n';
        is_after_return = character == '\r';
        if (is_second_of_pair) return 0;
        if (character == '\r' || is_line_separator(character)) return '\n';
        if (character == '\n' || character == '\t') return character;
        return g_unichar_iscntrl(character) ? 0 : character;
    });
}

std::string shortened(std::string text, std::size_t byte_count) {
    if (text.size() <= byte_count) return text;
    while (byte_count > 0 && (static_cast<unsigned char>(text[byte_count]) & 0xC0) == 0x80)
        --byte_count;
    text.resize(byte_count);
    return text;
}

} // namespace telestate::mail
