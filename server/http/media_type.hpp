#pragma once

// What a Content-Type header says.

#include <string_view>

namespace telestate::http {

// "application/json" of "application/json; charset=utf-8", in the case it was sent in.
std::string_view media_type_in(std::string_view content_type);

// Whether the media type is JSON: application/json or one that ends in "+json".
bool is_json(std::string_view content_type);

// Whether every charset that a Content-Type names is UTF-8, quoted or not and in any case; also when it names
// none.
bool has_no_charset_but_utf8(std::string_view content_type);

} // namespace telestate::http
