#include "server/auth/secret.hpp"

#include "server/auth/sodium.hpp"

#include <sodium.h>

#include <array>

namespace telestate::auth {

namespace {

constexpr std::string_view crockford_digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t group_length = 5;

// What a typed character stands for: one of the digits above, or the character itself.
char meant_by(char typed) {
    const char upper = typed >= 'a' && typed <= 'z' ? static_cast<char>(typed - 'a' + 'A') : typed;
    if (upper == 'O') return '0';
    if (upper == 'I' || upper == 'L') return '1';
    return upper;
}

} // namespace

std::string random_token() {
    start_sodium();
    constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    std::array<unsigned char, 32> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    std::array<char, sodium_base64_ENCODED_LEN(bytes.size(), variant)> text{};
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant);
    std::string token = text.data();
    sodium_memzero(bytes.data(), bytes.size());
    sodium_memzero(text.data(), text.size());
    return token;
}

std::string api_token() { return "tst_" + random_token(); }

std::string hash_of(std::string_view token) {
    std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
    crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(token.data()), token.size());
    std::array<char, 2 * crypto_hash_sha256_BYTES + 1> text{};
    sodium_bin2hex(text.data(), text.size(), digest.data(), digest.size());
    return text.data();
}

std::string random_code(std::size_t length) {
    start_sodium();
    std::string code;
    for (std::size_t count = 0; count < length; ++count) {
        if (count > 0 && count % group_length == 0) code += '-';
        code += crockford_digits[randombytes_uniform(crockford_digits.size())];
    }
    return code;
}

std::string spoken_code() { return random_code(spoken_code_length); }

std::optional<std::string> normalised_code(std::string_view text, std::size_t length) {
    std::string code;
    for (const char typed : text) {
        if (typed == ' ' || typed == '-') continue;
        const char meant = meant_by(typed);
        if (crockford_digits.find(meant) == std::string_view::npos || code.size() == length)
            return std::nullopt;
        code += meant;
    }
    if (code.size() != length) return std::nullopt;
    return code;
}

bool equal_in_constant_time(std::string_view one, std::string_view other) {
    return one.size() == other.size() && sodium_memcmp(one.data(), other.data(), one.size()) == 0;
}

} // namespace telestate::auth
