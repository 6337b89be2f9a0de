#pragma once

// One connection to the database file, set up as we want it. Inside storage only.

#include "model/record_kind.hpp"
#include "server/storage/id_table.hpp"
#include "server/storage/statement.hpp"

#include <array>
#include <filesystem>
#include <memory>
#include <string>
#include <unordered_map>

namespace SQLite {
class Database;
}

namespace telestate::storage {

enum class Access { read_only, read_write };

// Used by one thread at a time. Errors of SQLite come out as SQLite::Exception.
class Connection {
  public:
    // The file has to be there. Nothing in it is changed by opening it.
    Connection(const std::filesystem::path& file, Access access);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    // Prepared the first time, kept after. Any number of leases of one statement may be held at once.
    StatementLease prepare(Sql sql);
    // Runs one or several statements that take no parameters.
    void execute(const std::string& script);
    // The first column of the first row of a statement that takes no parameters.
    std::int64_t read_integer(Sql sql);
    std::string read_text(Sql sql);

    bool is_in_transaction() const;
    sqlite3* handle() const;

    // Ids by key, remembered between uses.
    IdTable& ids(RecordKind kind);
    // To be called when records may have come to stand under other keys.
    void forget_ids();

    // The revision of the estate that the remembered ids are of, kept for whoever owns the connection.
    std::int64_t ids_revision = -1;

  private:
    std::unique_ptr<SQLite::Database> database_;
    std::unordered_map<const char*, StatementLease::Shelf> statements_;
    std::array<IdTable, all_record_kinds.size()> ids_;
};

} // namespace telestate::storage
