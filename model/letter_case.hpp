#pragma once

// The case of letters in what machines read: mail addresses, names of methods and headers.

#include <string>
#include <string_view>

namespace telestate {

// With small letters for the capitals of ASCII; all else stays.
std::string lower_case(std::string_view text);

} // namespace telestate
