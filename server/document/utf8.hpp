#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace telestate::document {

// Where the first byte stands that is no part of well-formed UTF-8 (overlong forms, surrogates and code
// points past U+10FFFF are not); nothing where all is well.
std::optional<std::size_t> find_invalid_utf8(std::string_view bytes);

// Characters (code points) in well-formed UTF-8.
std::size_t character_count(std::string_view text);

} // namespace telestate::document
