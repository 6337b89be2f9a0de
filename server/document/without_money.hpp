#pragma once

// JSON as those may have it who are not to see money.

#include <string>
#include <string_view>

namespace telestate::document {

// The same JSON with null for every text that is an amount (a decimal with two or more places: "14400.00")
// but does not name or number something (a version, a lot, a reference), and with "£…" for every amount in
// pounds within another text. Everything else stays. Throws std::logic_error for what is no JSON.
std::string without_money(std::string_view json);

} // namespace telestate::document
