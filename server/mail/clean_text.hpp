#pragma once

// Texts from anywhere made fit to be shown and sent: always valid UTF-8, never a control character.

#include <cstddef>
#include <string>
#include <string_view>

namespace telestate::mail {

// One line: control characters and line separators become spaces, none of them at the ends. Bytes that are no
// UTF-8 become U+FFFD.
std::string one_line(std::string_view text);

// Lines ended by "\n", whichever way they were ended; no control character but that and the tab.
std::string lines_of(std::string_view text);

// At most so many bytes of well-formed UTF-8, cut between characters.
std::string shortened(std::string text, std::size_t byte_count);

} // namespace telestate::mail
