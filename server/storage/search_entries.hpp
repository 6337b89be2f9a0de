#pragma once

// What search finds records by, kept in step with the records. Inside storage only.

#include "server/storage/connection.hpp"

#include <cstdint>

namespace telestate::storage {

// To be called when a record has been written; `was_there` says that it had been before.
void renew_search_entry(Connection& connection, RecordKind kind, std::int64_t key, bool was_there);
// To be called before a record is deleted.
void remove_search_entry(Connection& connection, RecordKind kind, std::int64_t key);

} // namespace telestate::storage
