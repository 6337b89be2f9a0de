#pragma once

#include <cstddef>
#include <string_view>

namespace telestate::http {

// The length in bytes (1-4) of the UTF-8 character at a position; 0 when the bytes there are not one
// (overlong forms, surrogates and anything past U+10FFFF are not).
std::size_t utf8_length_at(std::string_view text, std::size_t at);

bool is_utf8(std::string_view text);

} // namespace telestate::http
