#pragma once

// The keys records are stored under. Inside storage only.

#include "model/record_kind.hpp"
#include "server/storage/reader.hpp"
#include "server/storage/statement.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

namespace telestate::storage {

// Keys from first to last, both inclusive.
struct KeyRange {
    std::int64_t first = std::numeric_limits<std::int64_t>::min();
    std::int64_t last = std::numeric_limits<std::int64_t>::max();

    bool is_empty() const { return last < first; }
};

inline KeyRange only(std::int64_t key) { return {key, key}; }
inline constexpr KeyRange no_keys{0, -1};

// Nothing for an unknown id, and for responsibilities, which have none.
std::optional<std::int64_t> find_key(Connection& connection, RecordKind kind, std::string_view id);

// The keys of a page of the kind's list.
KeyRange find_page(Connection& connection, RecordKind kind, const Page& page);

// SELECT id of one :key.
Sql id_of_key_sql(RecordKind kind);
// SELECT record_key, id of all.
Sql all_ids_sql(RecordKind kind);
// SELECT count(*) of all.
Sql count_sql(RecordKind kind);

} // namespace telestate::storage
