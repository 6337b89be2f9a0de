#include "server/storage/statement.hpp"

#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

#include <cstring>
#include <stdexcept>
#include <string>

namespace telestate::storage {

// SQLite::Statement copies a shared pointer for every column it reads, which costs more than the reading.
// Hence the plain interface here.
Statement::Statement(sqlite3* database, Sql sql) : database_(database) {
    const int code =
        sqlite3_prepare_v3(database_, sql.text(), -1, SQLITE_PREPARE_PERSISTENT, &statement_, nullptr);
    if (code != SQLITE_OK) throw SQLite::Exception(database_, code);
}

Statement::~Statement() { sqlite3_finalize(statement_); }

int Statement::index_of(const char* name) const {
    const int index = sqlite3_bind_parameter_index(statement_, name);
    if (index == 0) {
        throw std::logic_error(std::string("no parameter ") + name + " in: " + sqlite3_sql(statement_));
    }
    return index;
}

void Statement::bind(const char* name, std::int64_t value) {
    const int code = sqlite3_bind_int64(statement_, index_of(name), value);
    if (code != SQLITE_OK) throw SQLite::Exception(database_, code);
}

void Statement::bind(const char* name, std::string_view text) {
    // A null pointer would bind NULL, and an empty view may hold one.
    const char* const bytes = text.data() == nullptr ? "" : text.data();
    int code = SQLITE_OK;
    if (text.size() <= room_.size() - room_used_) {
        char* const copy = room_.data() + room_used_;
        std::memcpy(copy, bytes, text.size());
        room_used_ += text.size();
        code = sqlite3_bind_text64(statement_, index_of(name), copy, text.size(), SQLITE_STATIC, SQLITE_UTF8);
    } else {
        code = sqlite3_bind_text64(statement_, index_of(name), bytes, text.size(), SQLITE_TRANSIENT,
                                   SQLITE_UTF8);
    }
    if (code != SQLITE_OK) throw SQLite::Exception(database_, code);
}

void Statement::bind_null(const char* name) {
    const int code = sqlite3_bind_null(statement_, index_of(name));
    if (code != SQLITE_OK) throw SQLite::Exception(database_, code);
}

bool Statement::step() {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    throw SQLite::Exception(database_, code);
}

void Statement::execute() {
    while (step()) {
    }
    reset();
}

// What sqlite3_reset returns is the error of the last step, which has been thrown already.
void Statement::reset() { sqlite3_reset(statement_); }

void Statement::clear_bindings() {
    sqlite3_clear_bindings(statement_);
    room_used_ = 0;
}

bool Statement::is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_, column); }

double Statement::real(int column) const { return sqlite3_column_double(statement_, column); }

// Read as a blob: the bytes of a text are the same, and SQLite need not make sure of a zero at the end.
std::string_view Statement::text(int column) const {
    const void* const bytes = sqlite3_column_blob(statement_, column);
    if (bytes == nullptr) return {};
    return {static_cast<const char*>(bytes),
            static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

StatementLease::~StatementLease() {
    if (!statement_) return;
    statement_->reset();
    statement_->clear_bindings();
    shelf_->push_back(std::move(statement_));
}

} // namespace telestate::storage
