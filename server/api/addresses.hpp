#pragma once

// Texts as segments of an address.

#include <string>
#include <string_view>

namespace telestate::api {

// Percent-encoded, with "~1" for a slash, "~2" for each dot of "." and "..", and "~0" for the tilde itself: a
// path holds no slash or dot segment, however it is encoded.
std::string format_segment(std::string_view text);

// What a segment stands for, already percent-decoded.
std::string parse_segment(std::string_view segment);

// A decoded path percent-encoded again, slashes kept, so that it is a URI reference.
std::string format_path(std::string_view path);

} // namespace telestate::api
