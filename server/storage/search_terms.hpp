#pragma once

// What is typed into a search, as expressions of the indexes. Inside storage only.

#include <optional>
#include <string>
#include <string_view>

namespace telestate::storage {

struct SearchTerms {
    // Every word, for search_words; empty when nothing typed can begin a word.
    std::string all_words;
    // The words that are not of a telephone number; empty where there are none.
    std::string other_words;
    // What was typed as one phrase at the beginning of a title.
    std::string whole_title;
    // A part of a telephone number, for search_digits; empty where fewer than three digits were typed.
    std::string digits;
    // The whole number they are, in E.164.
    std::optional<std::string> number;
    // What was typed, trimmed.
    std::string text;
};

// Never fails: what cannot be looked for has no words and no digits. Nothing typed has a meaning of its own
// to the indexes.
SearchTerms parse_search(std::string_view query);

} // namespace telestate::storage
