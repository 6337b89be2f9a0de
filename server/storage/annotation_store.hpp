#pragma once

// Silences and releases, which records of every kind may carry. Inside storage only.

#include "model/inventory.hpp"
#include "model/silence.hpp"
#include "server/storage/child_cursor.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace telestate::storage {

// Reads the silences of records of one kind in the order of their keys. `kind` is the name of their table.
class SilenceRows {
  public:
    SilenceRows(Connection& connection, std::string_view kind);
    void seek(KeyRange owners) { rows_.seek(owners); }
    // `part` is a charge's position; 0 for everything else.
    void read(std::int64_t owner, std::int64_t part, std::vector<FieldSilence>& silences);

  private:
    ChildCursor rows_;
};

class ReleaseRows {
  public:
    ReleaseRows(Connection& connection, std::string_view kind);
    void seek(KeyRange owners);
    void read(std::int64_t owner, std::int64_t part, std::vector<Release>& releases);

  private:
    ChildCursor rows_;
    ChildCursor exemptions_;
};

void insert_annotations(Connection& connection, std::string_view kind, std::int64_t owner, std::int64_t part,
                        const std::vector<FieldSilence>& silences, const std::vector<Release>& releases);
// Of all parts.
void delete_annotations(Connection& connection, std::string_view kind, std::int64_t owner);

} // namespace telestate::storage
