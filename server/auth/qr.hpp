#pragma once

#include <string>
#include <string_view>

namespace telestate::auth {

// A QR code of the text as an SVG 1.1 image: black on white whatever the page's colours, with the quiet zone
// of four modules that readers ask for. It has no size of its own but a viewBox in modules. Throws
// std::length_error for a text that no QR code holds (over two thousand bytes).
std::string qr_svg(std::string_view text);

} // namespace telestate::auth
