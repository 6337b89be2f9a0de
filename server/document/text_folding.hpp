#pragma once

// Texts as people compare them: without regard to case and accents, and with numbers in the order of their
// size.

#include <string>
#include <string_view>
#include <vector>

namespace telestate::document {

// `text`, well-formed UTF-8, in lower case and without accents: "Ysbyty Glan Clwyd, Café" as "ysbyty glan
// clwyd, cafe". Typographic quotes, dashes and spaces become plain ones.
std::string fold_text(std::string_view text);

// A text whose bytes sort as people sort: folded, and "line 2" before "line 10".
std::string sort_key_of(std::string_view text);

// One word of what somebody searches for.
struct SearchWord {
    std::string text;   // folded
    std::string digits; // of a word that can be part of a telephone number: "44300" of "+44(0)300"

    friend bool operator==(const SearchWord&, const SearchWord&) = default;
};
std::vector<SearchWord> search_words_of(std::string_view text);

} // namespace telestate::document
