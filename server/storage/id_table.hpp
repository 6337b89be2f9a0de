#pragma once

// The ids behind the keys that records refer to one another by. Inside storage only.

#include "model/record_kind.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace telestate::storage {

class Connection;

class IdTable {
  public:
    // The id of the record with this key; it stays valid until clear(). Throws when there is none.
    const std::string& id_of(Connection& connection, RecordKind kind, std::int64_t key);
    // Reads all ids of the kind in one go: for long scans.
    void load_all(Connection& connection, RecordKind kind);
    void clear();

  private:
    const std::string& look_up(Connection& connection, RecordKind kind, std::int64_t key);

    std::vector<std::string> ids_; // by key; empty where not yet known
    bool has_all_ = false;
};

} // namespace telestate::storage
