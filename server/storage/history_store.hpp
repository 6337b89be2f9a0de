#pragma once

// Writing the history of a revision. Inside storage only.

#include "server/storage/connection.hpp"
#include "server/storage/history.hpp"

#include <cstdint>

namespace telestate::storage {

void insert_history(Connection& connection, std::int64_t revision, std::int64_t record_count,
                    const ChangeNote& note);
void insert_record_change(Connection& connection, std::int64_t revision, std::int64_t position,
                          const RecordChange& change);

} // namespace telestate::storage
