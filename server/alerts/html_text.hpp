#pragma once

#include <string>
#include <string_view>

namespace telestate::alerts {

// The text with nothing in it that HTML gives a meaning to, in an element as in a quoted attribute.
std::string escape_html(std::string_view text);
// The same for well-formed UTF-8 in an element, with places at which a line may break in runs without a
// space, since not every mail program breaks them by itself.
std::string shown_in_html(std::string_view text);

} // namespace telestate::alerts
