#include "server/storage/search_terms.hpp"

#include "model/number.hpp"

#include <algorithm>
#include <vector>

namespace telestate::storage {

namespace {

// Nobody types more, and each word is looked up on its own.
constexpr std::size_t longest_query = 400;
constexpr std::size_t most_words = 24;
constexpr std::size_t fewest_digits = 3; // what the index of digits is made of
constexpr std::size_t most_digits = 15;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_letter_or_digit(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           static_cast<unsigned char>(c) >= 0x80;
}

// How many bytes at the beginning are a sign that is in no word: Latin signs (U+0080 to U+00BF), punctuation
// and symbols (U+2000 to U+2BFF, U+3000 to U+303F), variation selectors and what stands beside them (U+FE00
// to U+FEFF), pictures (U+1F000 on). The index would look for a word of which nothing is left, and find
// nothing.
std::size_t sign_length(std::string_view text) {
    const auto byte = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    if (byte(0) == 0xC2) return 2;
    if (byte(0) == 0xE2 && byte(1) >= 0x80 && byte(1) <= 0xAF) return 3;
    if (byte(0) == 0xE3 && byte(1) == 0x80) return 3;
    if (byte(0) == 0xEF && byte(1) >= 0xB8 && byte(1) <= 0xBB) return 3;
    if (byte(0) == 0xF0 && byte(1) == 0x9F) return 4;
    return 0;
}

// Control characters and signs made spaces.
std::string readable(std::string_view query) {
    std::string text;
    while (!query.empty()) {
        const std::size_t length = sign_length(query);
        if (length > 0) {
            text += ' ';
            query.remove_prefix(std::min(length, query.size()));
            continue;
        }
        const char c = query.front();
        text += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
        query.remove_prefix(1);
    }
    return text;
}

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    std::size_t from = 0;
    while ((from = text.find_first_not_of(' ', from)) != std::string_view::npos) {
        const std::size_t to = std::min(text.find(' ', from), text.size());
        words.push_back(text.substr(from, to - from));
        from = to;
    }
    return words;
}

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

bool is_of_number(std::string_view word) {
    constexpr std::string_view between = "+()-./";
    return std::ranges::any_of(word, is_digit) && std::ranges::all_of(word, [&](char c) {
               return is_digit(c) || between.find(c) != std::string_view::npos;
           });
}

// A string of the index: within the quotes only the quote means anything.
std::string quoted(std::string_view text) {
    std::string phrase = "\"";
    for (const char c : text) {
        if (c == '"') phrase += '"';
        phrase += c;
    }
    return phrase + '"';
}

std::string all_of(const std::vector<std::string_view>& words) {
    if (words.empty()) return {};
    std::string expression = "{title words} : (";
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0) expression += " AND ";
        expression += quoted(words[i]) + '*';
    }
    return expression + ')';
}

// As they are kept: from 44, or from 0, never from both.
std::string kept_digits(std::string digits) {
    if (digits.starts_with("0044")) digits.erase(0, 2);
    if (digits.starts_with("440")) digits.erase(2, 1);
    return digits;
}

} // namespace

SearchTerms parse_search(std::string_view query) {
    SearchTerms terms;
    if (query.size() > longest_query) return terms;
    const std::string text = readable(query);
    std::vector<std::string_view> words = words_of(text);
    std::erase_if(words,
                  [](std::string_view word) { return std::ranges::none_of(word, is_letter_or_digit); });
    if (words.empty() || words.size() > most_words) return terms;
    std::vector<std::string_view> others;
    std::string digits;
    std::string number;
    for (const std::string_view word : words) {
        if (!is_of_number(word)) {
            others.push_back(word);
            continue;
        }
        number += word;
        std::ranges::copy_if(word, std::back_inserter(digits), is_digit);
    }
    terms.text = trimmed(text);
    terms.all_words = all_of(words);
    terms.whole_title = "{title} : ^ " + quoted(terms.text);
    if (digits.size() < fewest_digits || digits.size() > most_digits + 3) return terms;
    terms.other_words = all_of(others);
    terms.digits = quoted(kept_digits(digits));
    if (const auto parsed = parse_number(number)) terms.number = parsed->number.e164_or_short;
    return terms;
}

} // namespace telestate::storage
