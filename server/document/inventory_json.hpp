#pragma once

// Platforms, lines, licences, numbers and usage in document shape; read_X and append_X promise what they do
// in organisation_json.hpp. Telephone numbers come out in E.164, with a warning where one was repaired.

#include "model/estate.hpp"
#include "server/document/json_value.hpp"
#include "server/document/json_writer.hpp"
#include "server/document/problems.hpp"

namespace telestate::document {

Platform read_platform(const JsonValue& value, const Path& path, Problems& problems);
Line read_line(const JsonValue& value, const Path& path, Problems& problems);
Licence read_licence(const JsonValue& value, const Path& path, Problems& problems);
NumberRange read_number_range(const JsonValue& value, const Path& path, Problems& problems);
Usage read_usage(const JsonValue& value, const Path& path, Problems& problems);
Observation read_observation(const JsonValue& value, const Path& path, Problems& problems);

void append_platform(JsonWriter& json, const Platform& platform);
void append_line(JsonWriter& json, const Line& line);
void append_licence(JsonWriter& json, const Licence& licence);
void append_number_range(JsonWriter& json, const NumberRange& range);
void append_usage(JsonWriter& json, const Usage& usage);
void append_observation(JsonWriter& json, const Observation& observation);

} // namespace telestate::document
