#include "server/storage/connection.hpp"

#include <SQLiteCpp/Database.h>
#include <sqlite3.h>

#include <stdexcept>

namespace telestate::storage {

namespace {

constexpr int busy_timeout_milliseconds = 5'000;

void configure(sqlite3* database, int option, int value) {
    const int code = sqlite3_db_config(database, option, value, nullptr);
    if (code != SQLITE_OK) throw SQLite::Exception(database, code);
}

} // namespace

// The path is made absolute so that none is taken for a URI ("file:...") or for a database in memory
// (":memory:").
Connection::Connection(const std::filesystem::path& file, Access access)
    : database_(std::make_unique<SQLite::Database>(
          std::filesystem::absolute(file).string(),
          (access == Access::read_write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) | SQLITE_OPEN_NOMUTEX,
          busy_timeout_milliseconds)) {
    sqlite3* const database = database_->getHandle();
    sqlite3_extended_result_codes(database, 1);
    configure(database, SQLITE_DBCONFIG_DEFENSIVE, 1);
    configure(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0);
    configure(database, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0);
    configure(database, SQLITE_DBCONFIG_DQS_DML, 0);
    configure(database, SQLITE_DBCONFIG_DQS_DDL, 0);
    configure(database, SQLITE_DBCONFIG_ENABLE_FKEY, 1);
    // The last connection to close would otherwise write back the log without holding the lock of writers.
    configure(database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1);
    // The file is not mapped into memory: scans would be a tenth faster, and a disk error would end the
    // process.
    database_->exec("PRAGMA synchronous = FULL; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY;");
    if (access == Access::read_only) {
        database_->exec("PRAGMA wal_autocheckpoint = 0; PRAGMA query_only = ON; PRAGMA cache_size = -8192;");
    } else {
        // After a big import the log would keep its size for ever.
        database_->exec("PRAGMA journal_size_limit = 16777216; PRAGMA cache_size = -32768;");
    }
}

Connection::~Connection() {
    // Statements have to go before the connection they belong to.
    statements_.clear();
}

StatementLease Connection::prepare(Sql sql) {
    StatementLease::Shelf& shelf = statements_[sql.text()];
    if (shelf.empty()) return {std::make_unique<Statement>(handle(), sql), shelf};
    std::unique_ptr<Statement> statement = std::move(shelf.back());
    shelf.pop_back();
    return {std::move(statement), shelf};
}

void Connection::execute(const std::string& script) { database_->exec(script); }

std::int64_t Connection::read_integer(Sql sql) {
    const StatementLease row = prepare(sql);
    return row->step() ? row->integer(0) : 0;
}

std::string Connection::read_text(Sql sql) {
    const StatementLease row = prepare(sql);
    return row->step() ? std::string(row->text(0)) : std::string{};
}

bool Connection::is_in_transaction() const { return sqlite3_get_autocommit(handle()) == 0; }

sqlite3* Connection::handle() const { return database_->getHandle(); }

IdTable& Connection::ids(RecordKind kind) { return ids_[static_cast<std::size_t>(kind)]; }

void Connection::forget_ids() {
    for (IdTable& table : ids_) {
        table.clear();
    }
}

} // namespace telestate::storage
