#pragma once

// Records as the estate document holds them, and their names.

#include "model/record_kind.hpp"
#include "server/storage/reader.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace telestate::api {

// Nothing for an unknown id, and for responsibilities, which have none.
std::optional<std::string> find_record_json(const storage::Reader& reader, RecordKind kind,
                                            std::string_view id);

// Display names of suppliers, people, sites, contracts and platforms by id, under those five names.
std::string names_json(const storage::Reader& reader);

} // namespace telestate::api
