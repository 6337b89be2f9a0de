#pragma once

// Texts nobody can guess: what sessions and programs show, and codes that people type. What is stored is
// never such a text, but its hash.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace telestate::auth {

// 32 random bytes as 43 characters of base64url: what a session's cookie holds.
std::string random_token();

// "tst_" and such a token: what a program sends. The beginning lets scanners of published code find one.
std::string api_token();

// SHA-256 of the text, in lower-case hexadecimal: what is stored of a token or a code. A fast hash is right
// for them: slowness protects what people think up, and 256 random bits are not found by trying.
std::string hash_of(std::string_view token);

// So many random characters that people read out and type, five bits each, in groups of five: "7KQ2M-X0ZRT".
// They are the digits and letters of Crockford's base 32: no I, L, O and U.
std::string random_code(std::size_t length);

// A code that is used once, 100 bits: "7KQ2M-X0ZRT-9HB4C-WEA6N".
inline constexpr std::size_t spoken_code_length = 20;
std::string spoken_code();

// The characters of such a code as somebody typed it, without hyphens, to be hashed and compared: case,
// spaces and hyphens do not matter, and O stands for 0, I and L for 1. Nothing when it is no code of that
// length.
std::optional<std::string> normalised_code(std::string_view text, std::size_t length = spoken_code_length);

// Takes as long whether the texts differ at the beginning, at the end or not at all.
bool equal_in_constant_time(std::string_view one, std::string_view other);

} // namespace telestate::auth
