#include "model/written_text.hpp"

#include <algorithm>
#include <array>

namespace telestate {

namespace {

struct Folding {
    std::string_view from;
    std::string_view to;
};

// What keyboards, word processors and spreadsheets put in place of the plain characters.
constexpr std::array<Folding, 17> foldings = {{
    {"\xC2\xA0", " "},
    {"\xE2\x80\x87", " "},
    {"\xE2\x80\x89", " "},
    {"\xE2\x80\xAF", " "},
    {"\xE2\x80\x90", "-"},
    {"\xE2\x80\x91", "-"},
    {"\xE2\x80\x92", "-"},
    {"\xE2\x80\x93", "-"},
    {"\xE2\x80\x94", "-"},
    {"\xE2\x80\x95", "-"},
    {"\xE2\x88\x92", "-"},
    {"\xE2\x80\x98", "'"},
    {"\xE2\x80\x99", "'"},
    {"\xCA\xBC", "'"},
    {"`", "'"},
    {"\xC3\x97", "x"},
    {"\xC2\xBD", ".5"},
}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'a' && c <= 'z'; }
bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

} // namespace

std::optional<std::string> fold_written(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return std::string();
    text = text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
    if (text.size() > longest_written) return std::nullopt;
    std::string folded;
    while (!text.empty()) {
        const auto folding = std::find_if(foldings.begin(), foldings.end(),
                                          [&](const Folding& entry) { return text.starts_with(entry.from); });
        if (folding != foldings.end()) {
            folded += folding->to;
            text.remove_prefix(folding->from.size());
            continue;
        }
        const char c = text.front();
        text.remove_prefix(1);
        if (c >= 'A' && c <= 'Z') {
            folded += static_cast<char>(c - 'A' + 'a');
        } else {
            folded += c == '\t' || c == '\n' || c == '\r' ? ' ' : c;
        }
    }
    const auto is_repeated = [](char a, char b) { return a == ' ' && b == ' '; };
    folded.erase(std::unique(folded.begin(), folded.end(), is_repeated), folded.end());
    if (folded.starts_with(' ')) folded.erase(0, 1);
    if (folded.ends_with(' ')) folded.pop_back();
    return folded;
}

std::string quote_written(std::string_view text) {
    constexpr std::size_t most_bytes = 60;
    std::string_view shown = text.substr(0, most_bytes);
    if (shown.size() < text.size()) {
        // A character is never cut in two: continuation bytes go, and then the byte that leads them.
        while (!shown.empty() && is_continuation(text[shown.size()]))
            shown.remove_suffix(1);
    }
    std::string out = "\"";
    for (const char c : shown)
        out += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
    if (shown.size() < text.size()) out += "…";
    out += '"';
    return out;
}

Error not_understood(std::string message) { return {ErrorCode::invalid, std::move(message), {}}; }

std::optional<int> parse_number_word(std::string_view word) {
    constexpr std::array<std::string_view, 13> words = {"zero", "one",    "two",   "three", "four",
                                                        "five", "six",    "seven", "eight", "nine",
                                                        "ten",  "eleven", "twelve"};
    const auto found = std::find(words.begin(), words.end(), word);
    if (found == words.end()) return std::nullopt;
    return static_cast<int>(found - words.begin());
}

WrittenReader::WrittenReader(std::string_view folded) {
    bool is_spaced = false;
    for (std::size_t at = 0; at < folded.size();) {
        if (folded[at] == ' ') {
            is_spaced = true;
            ++at;
            continue;
        }
        std::size_t end = at + 1;
        WrittenToken token;
        if (is_digit(folded[at])) {
            token.kind = WrittenToken::Kind::number;
            while (end < folded.size() && is_digit(folded[end]))
                ++end;
        } else if (is_letter(folded[at])) {
            token.kind = WrittenToken::Kind::word;
            while (end < folded.size() && is_letter(folded[end]))
                ++end;
        } else {
            while (end < folded.size() && is_continuation(folded[end]))
                ++end;
        }
        token.text = folded.substr(at, end - at);
        token.is_spaced = is_spaced;
        tokens_.push_back(token);
        is_spaced = false;
        at = end;
    }
}

const WrittenToken* WrittenReader::peek(std::size_t ahead) const {
    return at_ + ahead < tokens_.size() ? &tokens_[at_ + ahead] : nullptr;
}

bool WrittenReader::take(std::string_view text) {
    const WrittenToken* token = peek();
    if (token == nullptr || token->text != text) return false;
    ++at_;
    return true;
}

bool WrittenReader::take_any(std::initializer_list<std::string_view> texts) {
    return std::any_of(texts.begin(), texts.end(), [&](std::string_view text) { return take(text); });
}

bool WrittenReader::take_all(std::initializer_list<std::string_view> texts) {
    std::size_t ahead = 0;
    for (const std::string_view text : texts) {
        const WrittenToken* token = peek(ahead++);
        if (token == nullptr || token->text != text) return false;
    }
    at_ += ahead;
    return true;
}

std::optional<std::string_view> WrittenReader::take_number() {
    const WrittenToken* token = peek();
    if (token == nullptr || token->kind != WrittenToken::Kind::number) return std::nullopt;
    ++at_;
    return token->text;
}

std::int64_t value_of_digits(std::string_view digits) {
    constexpr std::int64_t beyond = 1'000'000'000;
    if (digits.size() > 9) return beyond;
    std::int64_t value = 0;
    for (const char c : digits)
        value = value * 10 + (c - '0');
    return value;
}

} // namespace telestate
