#pragma once

// Records as the estate document holds them: one, or a page of a kind.

#include "model/record_kind.hpp"
#include "server/storage/reader.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace telestate::api {

struct ListQuery {
    std::int64_t limit = 100;
    std::int64_t offset = 0;
    std::optional<std::string> supplier; // contracts
    std::optional<std::string> service;  // contracts
    std::optional<std::string> contract; // platforms, lines, licences, numbers and usage
};

// {"items","total","offset","limit"}.
std::string list_json(const storage::Reader& reader, RecordKind kind, const ListQuery& query);

// Nothing for an unknown id, and for responsibilities, which have none.
std::optional<std::string> find_record_json(const storage::Reader& reader, RecordKind kind,
                                            std::string_view id);

// Display names of suppliers, people, sites, contracts and platforms by id, under those five names.
std::string names_json(const storage::Reader& reader);

} // namespace telestate::api
