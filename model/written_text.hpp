#pragma once

// Texts as people type them, made ready to be understood.

#include "model/error.hpp"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace telestate {

inline constexpr std::size_t longest_written = 200; // bytes; no date, period or amount needs more

// In lower case, with one space between words and none at the ends. Dashes, spaces and apostrophes of other
// kinds become the plain ones, "×" an x and "½" a ".5". Nothing when the text is longer than it may be.
std::optional<std::string> fold_written(std::string_view text);

// `text` in quotes for a message, shortened where it is long and in one line.
std::string quote_written(std::string_view text);

// What is said about a text that was not understood.
Error not_understood(std::string message);

// 0 to 12 for "zero" to "twelve"; nothing for any other word.
std::optional<int> parse_number_word(std::string_view word);

struct WrittenToken {
    enum class Kind { number, word, sign };
    Kind kind = Kind::sign;
    std::string_view text;  // digits, letters a to z, or one other character
    bool is_spaced = false; // a space stands before it
};

// Goes through a folded text, which must outlive it. A copy is a place to come back to.
class WrittenReader {
  public:
    explicit WrittenReader(std::string_view folded);

    bool is_done() const { return at_ == tokens_.size(); }
    // The token `ahead` places on, or null.
    const WrittenToken* peek(std::size_t ahead = 0) const;
    void skip() { ++at_; }
    // Takes the next token where it is this text.
    bool take(std::string_view text);
    bool take_any(std::initializer_list<std::string_view> texts);
    // Takes these tokens where all of them come next.
    bool take_all(std::initializer_list<std::string_view> texts);
    // Takes the next token where it is a number; digits as they were written.
    std::optional<std::string_view> take_number();

  private:
    std::vector<WrittenToken> tokens_;
    std::size_t at_ = 0;
};

// The value of digits; larger than any that matters where there are more than nine.
std::int64_t value_of_digits(std::string_view digits);

} // namespace telestate
