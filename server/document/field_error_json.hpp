#pragma once

#include "model/error.hpp"
#include "server/document/json_writer.hpp"

#include <string_view>
#include <vector>

namespace telestate::document {

// A member that is a list of {"pointer","message"}.
void append_field_errors(JsonWriter& json, std::string_view name, const std::vector<FieldError>& errors);

// The same as problem+json writes them: [{"pointer","detail"}].
void append_remarks(JsonWriter& json, std::string_view name, const std::vector<FieldError>& remarks);

} // namespace telestate::document
