#include "server/auth/password.hpp"

#include "server/auth/sodium.hpp"
#include "server/http/utf8.hpp"

#include <sodium.h>
#include <zxcvbn.h>

#include <algorithm>
#include <array>
#include <new>
#include <utility>
#include <vector>

namespace telestate::auth {

namespace {

// 2 to the 27th is about a hundred million.
constexpr double fewest_bits = 27;
// Shorter ones ("uk", "of") are in everything.
constexpr std::size_t shortest_word = 3;

// A copy that is wiped when it is done with.
class WipedText {
  public:
    explicit WipedText(std::string text) : text_(std::move(text)) {}
    ~WipedText() { sodium_memzero(text_.data(), text_.size()); }
    WipedText(const WipedText&) = delete;
    WipedText& operator=(const WipedText&) = delete;

    std::string& get() { return text_; }
    const std::string& get() const { return text_; }

  private:
    std::string text_;
};

char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

std::string lower(std::string_view text) {
    std::string made(text);
    std::transform(made.begin(), made.end(), made.begin(), [](char letter) { return lower(letter); });
    return made;
}

// Bytes of other scripts are letters.
bool is_of_word(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') ||
           static_cast<unsigned char>(letter) >= 0x80;
}

void add_word(std::vector<std::string>& words, std::string word) {
    if (word.size() >= shortest_word) words.push_back(std::move(word));
}

void add_words(std::vector<std::string>& words, std::string_view text) {
    std::string word;
    for (const char letter : lower(text)) {
        if (is_of_word(letter)) {
            word += letter;
        } else {
            add_word(words, std::move(word));
            word.clear();
        }
    }
    add_word(words, std::move(word));
}

// In lower case, the longest first.
std::vector<std::string> own_words_of(const PasswordOwner& owner) {
    std::vector<std::string> words = {"telestate"};
    add_words(words, owner.name);
    add_words(words, owner.email);
    add_words(words, owner.organisation);
    std::sort(words.begin(), words.end(), [](const std::string& one, const std::string& other) {
        return one.size() != other.size() ? one.size() > other.size() : one < other;
    });
    words.erase(std::unique(words.begin(), words.end()), words.end());
    return words;
}

// Takes the words out of a text in lower case. Whether there were any.
bool take_out(std::string& text, const std::vector<std::string>& words) {
    bool had_any = false;
    for (const std::string& word : words) {
        for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at)) {
            text.erase(at, word.size());
            had_any = true;
        }
    }
    return had_any;
}

// How hard a password is to guess for somebody who knows these words, written plainly or as "t3lest@te".
double bits_of(const std::string& password, const std::vector<std::string>& words) {
    std::vector<const char*> known;
    for (const std::string& word : words)
        known.push_back(word.c_str());
    known.push_back(nullptr);
    return ZxcvbnMatch(password.c_str(), known.data(), nullptr);
}

// The Unicode characters of a text; nothing when it is not well-formed or has a control character.
std::optional<std::size_t> character_count_of(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++count) {
        const std::size_t length = http::utf8_length_at(text, at);
        const auto first = static_cast<unsigned char>(text[at]);
        if (length == 0 || first < 0x20 || first == 0x7F) return std::nullopt;
        if (first == 0xC2 && static_cast<unsigned char>(text[at + 1]) < 0xA0) return std::nullopt;
        at += length;
    }
    return count;
}

} // namespace

std::string hash_password(std::string_view password, const HashCost& cost) {
    start_sodium();
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    if (crypto_pwhash_str(hash.data(), password.data(), password.size(), cost.passes, cost.memory_bytes) != 0)
        throw std::bad_alloc();
    return hash.data();
}

bool verify_password(const std::string& hash, std::string_view password) {
    start_sodium();
    // libsodium reads as much as the longest hash there is.
    if (hash.size() >= crypto_pwhash_STRBYTES) return false;
    std::array<char, crypto_pwhash_STRBYTES> padded{};
    std::copy(hash.begin(), hash.end(), padded.begin());
    return crypto_pwhash_str_verify(padded.data(), password.data(), password.size()) == 0;
}

bool needs_new_hash(const std::string& hash, const HashCost& cost) {
    start_sodium();
    if (hash.size() >= crypto_pwhash_STRBYTES) return true;
    std::array<char, crypto_pwhash_STRBYTES> padded{};
    std::copy(hash.begin(), hash.end(), padded.begin());
    return crypto_pwhash_str_needs_rehash(padded.data(), cost.passes, cost.memory_bytes) != 0;
}

// To verify is to hash again and to compare; the comparison takes no time to speak of.
void spend_the_same_time(std::string_view password, const HashCost& cost) { hash_password(password, cost); }

std::optional<std::string> refuse_password(std::string_view password, const PasswordOwner& owner) {
    // Before anything looks at each character of it; four bytes are the most one takes.
    if (password.size() > 4 * longest_password) return "A password has at most 200 characters.";
    const std::optional<std::size_t> count = character_count_of(password);
    if (!count) return "This password has characters that are no text.";
    if (*count < shortest_password) return "A password has at least 12 characters.";
    if (*count > longest_password) return "A password has at most 200 characters.";
    WipedText rest(lower(password));
    const std::vector<std::string> words = own_words_of(owner);
    if (take_out(rest.get(), words) && bits_of(rest.get(), {}) < fewest_bits)
        return "This password is little more than a name that others know: yours, your e-mail address, your "
               "organisation's or this program's.";
    const WipedText whole{std::string(password)};
    if (bits_of(whole.get(), words) < fewest_bits) return "This password is among the first that are tried.";
    return std::nullopt;
}

} // namespace telestate::auth
