#pragma once

// A copy of the database while it is in use, and another file in its place. What is copied holds everything
// the database does, password hashes and the secrets of calendars among it: every file made here is its
// owner's alone.

#include "model/error.hpp"
#include "server/storage/migrations.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>

namespace telestate::storage {

struct BackupOptions {
    std::span<const Migration> migrations = embedded_migrations();
    // Asked now and then; once it says so, the copy is given up.
    std::function<bool()> is_given_up = {};
};

// What a copy that was found sound holds.
struct BackupSummary {
    std::int64_t revision = 0; // of the estate
    int migration = 0;         // the last that is applied
    std::uintmax_t size = 0;   // in bytes
};

// Copies the database as it is at one moment into a file that is not there yet. Reads alone: nobody waits for
// it, and others go on writing. The file stands under its name only once it is whole, was checked as `check`
// does, and is on the disk; on an error nothing is left of it.
Result<BackupSummary> backup_database(const std::filesystem::path& database, const std::filesystem::path& to,
                                      const BackupOptions& options = {});

struct RestoreOptions {
    // The UTC instant the old database is kept under and migrations are recorded with
    // ("2021-11-08T09:30:00Z").
    std::string now;
    std::span<const Migration> migrations = embedded_migrations();
};

struct RestoreSummary {
    BackupSummary restored;
    int migrated_count = 0;                    // migrations applied to it, it being older
    std::optional<std::filesystem::path> kept; // what was there before, whole
};

// Puts a copy of a backup in the place of the database, which need not be there. The backup is checked first,
// and brought up to date where it is older; nothing has changed when it will not do, or when the database is
// in use
// (`busy`). What was there is kept beside it as "<name>.before-restore-20211108T093000Z". A process that is
// killed meanwhile leaves the one or the other in its place, whole.
Result<RestoreSummary> restore_database(const std::filesystem::path& backup,
                                        const std::filesystem::path& database, const RestoreOptions& options);

// "2021-11-08T09:30:00Z" as it stands in names of files: "20211108T093000Z".
std::string compact_instant(std::string_view instant);

} // namespace telestate::storage
