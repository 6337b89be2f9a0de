#pragma once

// Charges in document shape; read_X and append_X promise what they do in organisation_json.hpp.

#include "model/charge.hpp"
#include "server/document/json_value.hpp"
#include "server/document/json_writer.hpp"
#include "server/document/problems.hpp"

namespace telestate::document {

Charge read_charge(const JsonValue& value, const Path& path, Problems& problems);
void append_charge(JsonWriter& json, const Charge& charge);

} // namespace telestate::document
