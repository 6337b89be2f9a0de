#include "server/auth/totp.hpp"

#include "server/auth/secret.hpp"
#include "server/auth/sodium.hpp"

#include <liboath/oath.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <new>
#include <stdexcept>

namespace telestate::auth {

namespace {

constexpr std::size_t secret_bytes = 20;
constexpr std::size_t code_digits = 6;
constexpr unsigned step_seconds = 30;
constexpr std::size_t recovery_code_count = 10;

using OathText = std::unique_ptr<char, decltype(&std::free)>;

void start_oath() {
    static const int status = oath_init();
    if (status != OATH_OK) throw std::runtime_error("liboath cannot start");
}

std::optional<std::string> digits_of(std::string_view code) {
    std::string digits;
    for (const char character : code) {
        if (character == ' ') continue;
        if (character < '0' || character > '9' || digits.size() == code_digits) return std::nullopt;
        digits += character;
    }
    if (digits.size() != code_digits) return std::nullopt;
    return digits;
}

std::string code_of(const char* secret, std::size_t length, std::int64_t step) {
    std::array<char, code_digits + 1> code{};
    if (oath_totp_generate(secret, length, static_cast<time_t>(step * step_seconds), step_seconds, 0,
                           code_digits, code.data()) != OATH_OK)
        throw std::runtime_error("liboath computes no code");
    return code.data();
}

// All but what RFC 3986 calls unreserved.
std::string percent_encoded(std::string_view text) {
    constexpr std::string_view unreserved =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    constexpr std::string_view hexadecimal = "0123456789ABCDEF";
    std::string made;
    for (const char character : text) {
        if (unreserved.find(character) != std::string_view::npos) {
            made += character;
            continue;
        }
        const auto byte = static_cast<unsigned char>(character);
        made += {'%', hexadecimal[byte >> 4U], hexadecimal[byte & 0xFU]};
    }
    return made;
}

} // namespace

std::string new_totp_secret() {
    start_sodium();
    start_oath();
    std::array<char, secret_bytes> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    char* encoded = nullptr;
    const int status = oath_base32_encode(bytes.data(), bytes.size(), &encoded, nullptr);
    const OathText text(encoded, &std::free);
    sodium_memzero(bytes.data(), bytes.size());
    if (status != OATH_OK) throw std::bad_alloc();
    return text.get();
}

std::optional<std::int64_t> matching_step(std::string_view secret, std::string_view code,
                                          std::int64_t unix_seconds, std::int64_t last_step) {
    start_oath();
    const std::optional<std::string> digits = digits_of(code);
    if (!digits) return std::nullopt;
    char* decoded = nullptr;
    std::size_t length = 0;
    const int status = oath_base32_decode(secret.data(), secret.size(), &decoded, &length);
    const OathText key(decoded, &std::free);
    if (status != OATH_OK) return std::nullopt;
    std::optional<std::int64_t> matching;
    const std::int64_t present = unix_seconds / step_seconds;
    for (std::int64_t step = std::max(present - 1, last_step + 1); step <= present + 1; ++step) {
        if (equal_in_constant_time(code_of(key.get(), length, step), *digits)) {
            matching = step;
            break;
        }
    }
    sodium_memzero(key.get(), length);
    return matching;
}

std::string totp_uri(std::string_view secret, std::string_view issuer, std::string_view account) {
    const std::string name = percent_encoded(issuer);
    return "otpauth://totp/" + name + ":" + percent_encoded(account) + "?secret=" + percent_encoded(secret) +
           "&issuer=" + name + "&algorithm=SHA1&digits=6&period=30";
}

std::vector<std::string> recovery_codes() {
    std::vector<std::string> codes;
    while (codes.size() < recovery_code_count)
        codes.push_back(random_code(recovery_code_length));
    return codes;
}

} // namespace telestate::auth
