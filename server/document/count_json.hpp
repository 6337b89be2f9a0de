#pragma once

// Counts in document shape; read_X and append_X promise what they do in organisation_json.hpp.

#include "model/count.hpp"
#include "server/document/json_value.hpp"
#include "server/document/json_writer.hpp"
#include "server/document/problems.hpp"

#include <optional>
#include <string_view>

namespace telestate::document {

class RecordReader;

// A whole number, or an object that says how exact the number is, of what day, and in which words it was
// given.
Count read_count(const JsonValue& value, const Path& path, Problems& problems);
// The same for a field of a record, which may be absent.
std::optional<Count> read_count(RecordReader& record, std::string_view name);

// A plain count as an integer.
void append_count(JsonWriter& json, const Count& count);
// A member, left out where there is no count.
void append_count(JsonWriter& json, std::string_view name, const std::optional<Count>& count);

} // namespace telestate::document
