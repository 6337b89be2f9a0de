#include "server/document/text_folding.hpp"

#include <algorithm>
#include <cstdint>

namespace telestate::document {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// U+00C0 to U+017F, a plain letter for each; '.' for those that are no letters or stand for two of them.
constexpr std::string_view latin_letters = "aaaaaa.ceeeeiiii"
                                           "dnooooo.ouuuuy.."
                                           "aaaaaa.ceeeeiiii"
                                           "dnooooo.ouuuuy.y"
                                           "aaaaaaccccccccdd"
                                           "ddeeeeeeeeeegggg"
                                           "gggghhhhiiiiiiii"
                                           "ii..jjkkklllllll"
                                           "lllnnnnnnnnnoooo"
                                           "oo..rrrrrrssssss"
                                           "ssttttttuuuuuuuu"
                                           "uuuuwwyyyzzzzzzs";
static_assert(latin_letters.size() == 0x180 - 0xC0);

// What a character that is not ASCII is compared as; empty where it stands for itself.
std::string_view plain_form_of(std::uint32_t c) {
    if (c >= 0xC0 && c < 0x180) {
        const std::string_view letter = latin_letters.substr(c - 0xC0, 1);
        if (letter != ".") return letter;
    }
    switch (c) {
    case 0xC6:
    case 0xE6:
        return "ae";
    case 0xDE:
    case 0xFE:
        return "th";
    case 0xDF:
        return "ss";
    case 0x132:
    case 0x133:
        return "ij";
    case 0x152:
    case 0x153:
        return "oe";
    case 0xA0: // spaces that do not break
    case 0x202F:
        return " ";
    case 0x2010: // hyphens and dashes
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
        return "-";
    case 0x2018:
    case 0x2019:
        return "'";
    case 0x201C:
    case 0x201D:
        return "\"";
    case 0x1E80: // Welsh
    case 0x1E81:
    case 0x1E82:
    case 0x1E83:
    case 0x1E84:
    case 0x1E85:
        return "w";
    case 0x1EF2:
    case 0x1EF3:
        return "y";
    default:
        return {};
    }
}

// Greek and Cyrillic capitals lie beside their small letters.
std::uint32_t lower_of(std::uint32_t c) {
    if ((c >= 0x391 && c <= 0x3A9) || (c >= 0x410 && c <= 0x42F)) return c + 0x20;
    if (c >= 0x400 && c <= 0x40F) return c + 0x50;
    return c;
}

void append_character(std::string& out, std::uint32_t c) {
    const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
    if (c < 0x800) {
        put(0xC0U | (c >> 6U));
    } else {
        if (c < 0x10000) {
            put(0xE0U | (c >> 12U));
        } else {
            put(0xF0U | (c >> 18U));
            put(0x80U | ((c >> 12U) & 0x3FU));
        }
        put(0x80U | ((c >> 6U) & 0x3FU));
    }
    put(0x80U | (c & 0x3FU));
}

} // namespace

std::string fold_text(std::string_view text) {
    std::string folded;
    folded.reserve(text.size());
    std::size_t i = 0;
    while (i < text.size()) {
        const auto lead = static_cast<unsigned char>(text[i]);
        if (lead < 0x80) {
            const char c = text[i++];
            folded += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
            continue;
        }
        const std::size_t length = std::min<std::size_t>(lead >= 0xF0   ? 4
                                                         : lead >= 0xE0 ? 3
                                                                        : 2,
                                                         text.size() - i);
        std::uint32_t c = lead & (0xFFU >> (length + 1));
        for (std::size_t k = 1; k < length; ++k)
            c = (c << 6U) | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
        i += length;
        if (c >= 0x300 && c < 0x370) continue; // accents written as characters of their own
        const std::string_view plain = plain_form_of(c);
        if (plain.empty()) {
            append_character(folded, lower_of(c));
        } else {
            folded += plain;
        }
    }
    return folded;
}

std::string sort_key_of(std::string_view text) {
    const std::string folded = fold_text(text);
    std::string key;
    key.reserve(folded.size() + 4);
    for (std::size_t i = 0; i < folded.size();) {
        if (!is_digit(folded[i])) {
            key += folded[i++];
            continue;
        }
        std::size_t first = i;
        while (i < folded.size() && is_digit(folded[i]))
            ++i;
        while (first + 1 < i && folded[first] == '0')
            ++first;
        // A number with more digits is the larger one, so how many there are stands ahead of them.
        key += '0';
        key += static_cast<char>(std::min<std::size_t>(i - first, 255));
        key.append(folded, first, i - first);
    }
    return key;
}

std::vector<SearchWord> search_words_of(std::string_view text) {
    std::vector<SearchWord> words;
    const std::string folded = fold_text(text);
    constexpr std::string_view spaces = " \t\r\n";
    for (std::size_t at = folded.find_first_not_of(spaces); at != std::string::npos;) {
        const std::size_t end = std::min(folded.find_first_of(spaces, at), folded.size());
        SearchWord word{folded.substr(at, end - at), {}};
        if (word.text.find_first_not_of("0123456789+-.()") == std::string::npos) {
            word.digits = word.text;
            if (const std::size_t zero = word.digits.find("(0)"); zero != std::string::npos)
                word.digits.erase(zero, 3);
            std::erase_if(word.digits, [](char c) { return !is_digit(c); });
        }
        words.push_back(std::move(word));
        at = folded.find_first_not_of(spaces, end);
    }
    return words;
}

} // namespace telestate::document
