#pragma once

#include <string_view>

namespace telestate::document {

// The published JSON Schema (2020-12) of the estate document, as JSON.
std::string_view estate_schema();

} // namespace telestate::document
