#include "server/storage/backup.hpp"

#include "server/storage/backup_file.hpp"
#include "server/storage/connection.hpp"
#include "server/storage/process_lock.hpp"
#include "server/storage/use_lock.hpp"

#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <unistd.h>

namespace telestate::storage {

namespace {

constexpr std::array side_suffixes = {"-wal", "-shm", "-journal"};

std::string quoted(const std::filesystem::path& file) { return "\"" + file.string() + "\""; }

Error in_use_error(const std::filesystem::path& database) {
    return {
        ErrorCode::busy,
        "The database " + quoted(database) +
            " is in use: end whatever has it open, such as telestate serve, and restore then. Nothing was changed.",
        {}};
}

enum class Closing { whole, damaged, in_use };

// Brings all that was committed into the one file and leaves no log beside it. SQLite does so only while
// nobody else has the file open, whatever program it is.
Closing close_up(const std::filesystem::path& database) {
    try {
        Connection connection(database, Access::read_write);
        connection.execute("PRAGMA busy_timeout = 0");
        connection.read_integer("SELECT count(*) FROM sqlite_schema");
        return connection.read_text("PRAGMA journal_mode = DELETE") == "delete" ? Closing::whole
                                                                                : Closing::in_use;
    } catch (const SQLite::Exception& failure) {
        const int reason = failure.getErrorCode() & 0xFF;
        return reason == SQLITE_BUSY || reason == SQLITE_LOCKED ? Closing::in_use : Closing::damaged;
    }
}

// A second name for the same file; a copy where the file system has no such thing.
void keep_as(const std::filesystem::path& file, const std::filesystem::path& kept) {
    if (::link(file.c_str(), kept.c_str()) != 0) {
        if (errno == EEXIST)
            throw std::system_error(errno, std::generic_category(), "cannot keep " + kept.string());
        std::filesystem::copy_file(file, kept);
        std::filesystem::permissions(kept, std::filesystem::perms::owner_read |
                                               std::filesystem::perms::owner_write);
        sync_file(kept);
    }
}

std::filesystem::path find_free_name(const std::filesystem::path& database, std::string_view now) {
    const std::filesystem::path wanted =
        beside(database, (".before-restore-" + compact_instant(now)).c_str());
    std::filesystem::path name = wanted;
    for (int i = 2; std::filesystem::exists(std::filesystem::symlink_status(name)); ++i)
        name = beside(wanted, ("-" + std::to_string(i)).c_str());
    return name;
}

// A log that is still there belongs to a database that could not be opened any more, or that is gone: it is
// kept, and would be taken for that of the restored one if it stayed.
void keep_side_files(const std::filesystem::path& database, const std::filesystem::path& kept) {
    for (const char* suffix : side_suffixes) {
        const std::filesystem::path file = beside(database, suffix);
        if (suffix != std::string_view("-shm") && std::filesystem::exists(file))
            keep_as(file, beside(kept, suffix));
    }
    sync_directory_of(kept);
    for (const char* suffix : side_suffixes)
        std::filesystem::remove(beside(database, suffix));
    sync_directory_of(database);
}

Result<RestoreSummary> restore(const std::filesystem::path& backup, const std::filesystem::path& database,
                               const RestoreOptions& options) {
    constexpr auto wait = std::chrono::milliseconds(500);
    const auto alone = UseLock::acquire(database, UseLock::Kind::alone, wait);
    if (!alone) return in_use_error(database);
    const auto turn = ProcessLock::acquire(database, wait);
    if (!turn) return in_use_error(database);

    auto file = BackupFile::create(database);
    if (!file) return file.error();
    const auto refused = [&](const Error& error) {
        return Error{error.code,
                     quoted(backup) + " cannot be restored. " + error.message + " Nothing was changed.",
                     {}};
    };
    try {
        const Result<void> copied = (*file)->copy(backup, CopyOf::backup, {});
        if (!copied) return copied.error();
    } catch (const SQLite::Exception& failure) {
        if ((failure.getErrorCode() & 0xFF) != SQLITE_NOTADB &&
            (failure.getErrorCode() & 0xFF) != SQLITE_CORRUPT)
            throw;
        return refused({ErrorCode::unsupported, "It is no database, or is damaged.", {}});
    }
    RestoreSummary summary;
    const auto verified = (*file)->verify({options.migrations, {}});
    if (!verified) return refused(verified.error());
    summary.restored = *verified;
    const auto migrated = (*file)->migrate(options.migrations, options.now);
    if (!migrated) return refused(migrated.error());
    summary.migrated_count = *migrated;

    const std::filesystem::path kept = find_free_name(database, options.now);
    if (std::filesystem::exists(database)) {
        if (close_up(database) == Closing::in_use) return in_use_error(database);
        make_private(database);
        keep_as(database, kept);
        summary.kept = kept;
    }
    keep_side_files(database, kept);
    const Result<void> settled = (*file)->settle(true);
    if (!settled) return settled.error();
    return summary;
}

} // namespace

Result<RestoreSummary> restore_database(const std::filesystem::path& backup,
                                        const std::filesystem::path& database,
                                        const RestoreOptions& options) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(backup, error))
        return Error{ErrorCode::not_found, "There is no file " + quoted(backup) + ".", {}};
    const std::filesystem::path directory = std::filesystem::absolute(database).parent_path();
    if (!std::filesystem::is_directory(directory, error))
        return Error{ErrorCode::not_found, "There is no directory " + quoted(directory) + ".", {}};
    if (std::filesystem::is_directory(database, error))
        return Error{ErrorCode::invalid, quoted(database) + " is a directory.", {}};
    if (std::filesystem::equivalent(backup, database, error))
        return Error{ErrorCode::invalid, quoted(backup) + " is the database itself.", {}};
    try {
        return restore(backup, without_links(database), options);
    } catch (const SQLite::Exception& failure) {
        return copying_error(database, failure);
    } catch (const std::system_error& failure) {
        return copying_error(database, failure);
    }
}

} // namespace telestate::storage
