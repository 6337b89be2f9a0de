#pragma once

// The organisation, its sites, people and responsibilities, and its suppliers in document shape.
//
// Every read_X takes one value of the document, reports all that is wrong with it to `problems` under `path`,
// and returns what could be read. Every append_X writes the record with its fields in a fixed order and
// absent ones left out, so that reading what was written gives the same record.

#include "model/inventory.hpp"
#include "model/organisation.hpp"
#include "server/document/json_value.hpp"
#include "server/document/json_writer.hpp"
#include "server/document/problems.hpp"

namespace telestate::document {

Organisation read_organisation(const JsonValue& value, const Path& path, Problems& problems);
Site read_site(const JsonValue& value, const Path& path, Problems& problems);
Person read_person(const JsonValue& value, const Path& path, Problems& problems);
Responsibility read_responsibility(const JsonValue& value, const Path& path, Problems& problems);
Supplier read_supplier(const JsonValue& value, const Path& path, Problems& problems);

void append_organisation(JsonWriter& json, const Organisation& organisation);
void append_site(JsonWriter& json, const Site& site);
void append_person(JsonWriter& json, const Person& person);
void append_responsibility(JsonWriter& json, const Responsibility& responsibility);
void append_supplier(JsonWriter& json, const Supplier& supplier);

} // namespace telestate::document
