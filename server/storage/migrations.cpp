#include "server/storage/migrations.hpp"

#include "server/storage/connection.hpp"
#include "server/storage/row_values.hpp"

#include <SQLiteCpp/Exception.h>
#include <sodium.h>

#include <array>
#include <stdexcept>

namespace telestate::storage {

namespace {

constexpr Sql select_migrations = R"(
    SELECT number, name, checksum, applied_at
    FROM migrations
    ORDER BY number)";

constexpr Sql insert_migration = R"(
    INSERT INTO migrations (number, name, checksum, applied_at)
    VALUES (:number, :name, :checksum, :applied_at))";

constexpr const char* create_migrations = R"(
    CREATE TABLE IF NOT EXISTS migrations (
        number INTEGER PRIMARY KEY CHECK (number > 0),
        name TEXT NOT NULL,
        checksum TEXT NOT NULL CHECK (length(checksum) = 64),
        applied_at TEXT NOT NULL
    ) STRICT)";

Error refusal(std::string message) { return {ErrorCode::conflict, std::move(message), {}}; }

std::string title_of(int number, std::string_view name) {
    return "migration " + std::to_string(number) + " (" + std::string(name) + ")";
}

// Why the file may not be ours, or nothing.
std::optional<Error> find_foreign(Connection& connection) {
    const std::int64_t id = connection.read_integer("PRAGMA application_id");
    if (id == application_id) return std::nullopt;
    const bool is_empty = connection.read_integer("SELECT count(*) FROM sqlite_schema") == 0;
    if (id == 0 && is_empty) return std::nullopt;
    return refusal("The file is a database of another application.");
}

std::optional<Error> find_gap(std::span<const Migration> known) {
    int expected = 1;
    for (const Migration& migration : known) {
        if (migration.number != expected) {
            return refusal("This program is missing migration " + std::to_string(expected) +
                           ": the next it has is " + title_of(migration.number, migration.name) + ".");
        }
        ++expected;
    }
    return std::nullopt;
}

Result<void> apply(Connection& connection, const Migration& migration, std::string_view applied_at) {
    connection.execute("BEGIN IMMEDIATE");
    connection.execute(create_migrations);
    connection.execute("PRAGMA application_id = " + std::to_string(application_id));
    connection.execute(std::string(migration.sql));
    if (!connection.is_in_transaction()) {
        throw std::logic_error(title_of(migration.number, migration.name) + " ends its own transaction");
    }
    if (connection.read_integer("SELECT count(*) FROM pragma_foreign_key_check") != 0) {
        return refusal("After " + title_of(migration.number, migration.name) +
                       " records would refer to records that are not there.");
    }
    const StatementLease insert = connection.prepare(insert_migration);
    insert->bind(":number", std::int64_t{migration.number});
    insert->bind(":name", migration.name);
    insert->bind(":checksum", checksum_of(migration));
    insert->bind(":applied_at", applied_at);
    insert->execute();
    connection.execute("COMMIT");
    return {};
}

// Leaves no transaction open, whatever has happened.
class Undo {
  public:
    explicit Undo(Connection& connection) : connection_(connection) {}
    Undo(const Undo&) = delete;
    Undo& operator=(const Undo&) = delete;
    ~Undo() {
        try {
            if (connection_.is_in_transaction()) connection_.execute("ROLLBACK");
            connection_.execute("PRAGMA foreign_keys = ON; PRAGMA legacy_alter_table = OFF;");
        } catch (const SQLite::Exception&) {
            // The connection is of no use any more, and its owner will find out; the file is as it was.
        }
    }

  private:
    Connection& connection_;
};

} // namespace

std::string checksum_of(const Migration& migration) {
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
    crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(migration.sql.data()),
                       migration.sql.size());
    std::array<char, hash.size() * 2 + 1> text{};
    sodium_bin2hex(text.data(), text.size(), hash.data(), hash.size());
    return text.data();
}

std::vector<AppliedMigration> list_applied_migrations(Connection& connection) {
    std::vector<AppliedMigration> list;
    if (connection.read_integer("SELECT count(*) FROM sqlite_schema WHERE name = 'migrations'") == 0)
        return list;
    const StatementLease rows = connection.prepare(select_migrations);
    while (rows->step()) {
        list.push_back({static_cast<int>(rows->integer(0)), std::string(rows->text(1)),
                        std::string(rows->text(2)), std::string(rows->text(3))});
    }
    return list;
}

Result<int> count_pending_migrations(Connection& connection, std::span<const Migration> known) {
    if (const auto error = find_foreign(connection)) return *error;
    if (const auto error = find_gap(known)) return *error;
    const std::vector<AppliedMigration> applied = list_applied_migrations(connection);
    if (!applied.empty() && applied.back().number > static_cast<int>(known.size())) {
        return refusal("The database was written by a newer telestate (migration " +
                       std::to_string(applied.back().number) + "); this one knows up to " +
                       std::to_string(known.size()) + ".");
    }
    for (std::size_t i = 0; i < applied.size(); ++i) {
        const AppliedMigration& migration = applied[i];
        if (migration.number != static_cast<int>(i) + 1) {
            return refusal("The database is missing migration " + std::to_string(i + 1) + " and has " +
                           title_of(migration.number, migration.name) + ".");
        }
        if (migration.checksum != checksum_of(known[i])) {
            return refusal("The database was made with another " +
                           title_of(migration.number, migration.name) + " than the one this program has.");
        }
    }
    return static_cast<int>(known.size() - applied.size());
}

Result<void> apply_migrations(Connection& connection, std::span<const Migration> known,
                              std::string_view applied_at) {
    const Result<int> pending = count_pending_migrations(connection, known);
    if (!pending) return pending.error();
    const Undo undo(connection);
    // Tables can only be rebuilt while references are not enforced, which apply() checks before it commits,
    // and while views of them need not be sound at every step.
    connection.execute("PRAGMA foreign_keys = OFF; PRAGMA legacy_alter_table = ON;");
    for (const Migration& migration : known.last(static_cast<std::size_t>(*pending))) {
        try {
            const Result<void> result = apply(connection, migration, applied_at);
            if (!result) return result.error();
        } catch (const SQLite::Exception& failure) {
            return refusal("The " + title_of(migration.number, migration.name) +
                           " failed: " + failure.what() + ". The database is as it was before it.");
        }
    }
    return {};
}

} // namespace telestate::storage
