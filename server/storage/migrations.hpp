#pragma once

// The numbered steps that bring a database file to the shape this program knows. They go forward only, and
// one that has been applied anywhere is never edited.

#include "model/error.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace telestate::storage {

class Connection;

// One step. Numbers run 1, 2, 3, ... without a gap.
struct Migration {
    int number = 0;
    std::string_view name;
    std::string_view sql;
};

// One step as a database file remembers it.
struct AppliedMigration {
    int number = 0;
    std::string name;
    std::string checksum;   // SHA-256 of its SQL, 64 lower-case hexadecimal digits
    std::string applied_at; // UTC instant, as it was passed in

    friend bool operator==(const AppliedMigration&, const AppliedMigration&) = default;
};

// What `PRAGMA application_id` says of our files: "TELE".
inline constexpr int application_id = 0x54454C45;

// The migrations of migrations/, built into the program, in order.
std::span<const Migration> embedded_migrations();

// SHA-256 of a migration's SQL, as AppliedMigration holds it.
std::string checksum_of(const Migration& migration);

// The migrations recorded in a database, in order; none for a file that is still empty.
std::vector<AppliedMigration> list_applied_migrations(Connection& connection);

// How many of `known` are not applied yet: 0 when the database is up to date. An error when the file may not
// be used at all: it belongs to another application, it was written by a newer telestate, an applied
// migration differs from the one known, or numbers are missing on either side.
Result<int> count_pending_migrations(Connection& connection, std::span<const Migration> known);

// Applies what is pending, each migration in a transaction of its own; `applied_at` is the UTC instant
// recorded with each. The caller holds the lock of the file. On an error the database is as the last
// migration that succeeded left it.
Result<void> apply_migrations(Connection& connection, std::span<const Migration> known,
                              std::string_view applied_at);

} // namespace telestate::storage
