#pragma once

// Counts as observations: which are kept, and which of them a record shows. Inside storage only.

#include "model/count.hpp"
#include "model/record_kind.hpp"
#include "server/storage/connection.hpp"

#include <optional>
#include <string_view>

namespace telestate::storage {

// Whether records of the kind have a count of that name.
bool is_counted(RecordKind kind, std::string_view field);

// From five columns side by side: value, measure, qualifier, as_at, literal.
std::optional<Count> read_count(const Statement& row, int column);

// Takes what a record says its count is, or that it says none. Returns whether that changed anything.
bool keep_stated_count(Connection& connection, RecordKind kind, std::int64_t key, std::string_view field,
                       const std::optional<Count>& count);

} // namespace telestate::storage
