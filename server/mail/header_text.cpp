#include "server/mail/header_text.hpp"

#include "server/mail/clean_text.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace telestate::mail {

namespace {

constexpr std::size_t longest_line = 76;
constexpr std::size_t longest_name = 40;

// The longest word with which a line can begin after the name, so that none begins with nothing but the name.
// It is below the 75 characters that RFC 2047 allows an encoded word.
std::size_t room_beside(std::string_view name) { return longest_line - name.size() - 2; }

bool is_printable_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// What RFC 2047 lets stand for itself wherever encoded words may stand.
bool stands_for_itself(char c) {
    return is_letter_or_digit(c) || std::string_view("!*+-/").find(c) != std::string_view::npos;
}

bool is_atom(std::string_view word) {
    return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
        return is_letter_or_digit(c) ||
               std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
    });
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(' ', begin), text.size());
        words.emplace_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return words;
}

// Encoded words that stand for the whole of a text, spaces included. None ends within a character.
std::vector<std::string> encoded_words(std::string_view text, std::size_t room) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    constexpr std::string_view opening = "=?utf-8?q?";
    constexpr std::string_view closing = "?=";
    std::vector<std::string> words;
    std::string word;
    const auto end_word = [&] {
        if (!word.empty()) words.push_back(std::string(opening).append(word).append(closing));
        word.clear();
    };
    for (std::size_t at = 0; at < text.size();) {
        std::string character;
        do {
            const char c = text[at++];
            const auto byte = static_cast<unsigned char>(c);
            if (stands_for_itself(c))
                character += c;
            else if (c == ' ')
                character += '_';
            else
                character += {'=', digits[byte >> 4U], digits[byte & 15U]};
        } while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U);
        if (opening.size() + word.size() + character.size() + closing.size() > room) end_word();
        word += character;
    }
    end_word();
    return words;
}

// Words that can stand in a line as they are: a reader takes none for an encoded one, single spaces part
// them, and each is short enough for a line of its own.
bool can_stand(const std::string& text, const std::vector<std::string>& words, std::size_t room) {
    return is_printable_ascii(text) && text.find("=?") == std::string::npos &&
           std::all_of(words.begin(), words.end(),
                       [room](const std::string& word) { return !word.empty() && word.size() <= room; });
}

std::vector<std::string> text_words(const std::string& text, std::size_t room) {
    if (text.empty()) return {};
    std::vector<std::string> words = words_of(text);
    return can_stand(text, words, room) ? words : encoded_words(text, room);
}

// The name before an address in angle brackets (a phrase).
std::vector<std::string> phrase_words(const std::string& text, std::size_t room) {
    if (text.empty()) return {};
    std::vector<std::string> words = words_of(text);
    if (!can_stand(text, words, room)) return encoded_words(text, room);
    if (std::all_of(words.begin(), words.end(), is_atom)) return words;
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    quoted += '"';
    return quoted.size() <= room ? std::vector{quoted} : encoded_words(text, room);
}

std::string folded(std::string_view name, const std::vector<std::string>& words) {
    std::string field(name);
    field += ':';
    std::size_t line_length = field.size();
    for (const std::string& word : words) {
        if (&word != &words.front() && line_length + 1 + word.size() > longest_line) {
            field += "\r\n";
            line_length = 0;
        }
        field += ' ';
        field += word;
        line_length += 1 + word.size();
    }
    field += "\r\n";
    return field;
}

} // namespace

bool is_header_name(std::string_view name) {
    return !name.empty() && name.size() <= longest_name &&
           std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c <= '~' && c != ':'; });
}

std::string text_header(std::string_view name, std::string_view text) {
    return folded(name, text_words(one_line(text), room_beside(name)));
}

std::string identifier_header(std::string_view name, std::string_view description,
                              std::string_view identifier) {
    std::vector<std::string> words = phrase_words(one_line(description), room_beside(name));
    words.push_back("<" + std::string(identifier) + ">");
    return folded(name, words);
}

std::string mailbox_header(std::string_view name, const Mailbox& mailbox) {
    return identifier_header(name, mailbox.name, mailbox.address);
}

} // namespace telestate::mail
