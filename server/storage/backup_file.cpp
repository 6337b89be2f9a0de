#include "server/storage/backup_file.hpp"

#include "server/storage/connection.hpp"
#include "server/storage/integrity.hpp"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/Database.h>
#include <sqlite3.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace telestate::storage {

namespace {

// Pages copied before one looks whether to go on, and how many such steps before they are written to the
// disk: all at once at the end would make writers of the database wait for it.
constexpr int pages_at_once = 1024;
constexpr int steps_to_disk = 4;

constexpr std::array side_suffixes = {"-wal", "-shm", "-journal"};

std::string quoted(const std::filesystem::path& file) { return "\"" + file.string() + "\""; }

[[noreturn]] void fail(const std::string& what, const std::filesystem::path& file) {
    throw std::system_error(errno, std::generic_category(), what + " " + file.string());
}

bool is_same_file(int descriptor, const std::filesystem::path& path) {
    struct stat opened {};
    struct stat named {};
    return ::fstat(descriptor, &opened) == 0 && ::lstat(path.c_str(), &named) == 0 &&
           opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
}

// A backup is one file, and may lie where nothing can be written: it is read without a log. A database in
// use, or one that was not ended cleanly, has a log that counts.
bool stands_alone(const std::filesystem::path& file) {
    for (const char* suffix : side_suffixes) {
        std::error_code error;
        const auto size = std::filesystem::file_size(beside(file, suffix), error);
        if (!error && size > 0) return false;
        // The index of a log that is being used.
        if (!error && suffix == std::string_view("-shm")) return false;
    }
    return true;
}

Error given_up(const std::filesystem::path& target) {
    return {ErrorCode::busy, "The copy to " + quoted(target) + " was given up.", {}};
}

// While SQLite checks a copy, every so many steps of its own; other than 0 ends the check.
constexpr int steps_between_looks = 100'000;
int ask_whether_given_up(void* options) {
    return static_cast<const BackupOptions*>(options)->is_given_up() ? 1 : 0;
}

std::string immutable_uri(const std::filesystem::path& file) {
    constexpr const char* digits = "0123456789ABCDEF";
    std::string uri = "file:";
    for (const char c : std::filesystem::absolute(file).string()) {
        const auto byte = static_cast<unsigned char>(c);
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                              c == '/' || c == '-' || c == '_' || c == '.';
        if (is_plain)
            uri += c;
        else
            (uri += '%') += {digits[byte >> 4U], digits[byte & 15U]};
    }
    return uri + "?immutable=1";
}

std::unique_ptr<SQLite::Database> open_source(const std::filesystem::path& file, CopyOf kind) {
    constexpr int wait = 5'000;
    if (kind == CopyOf::backup && stands_alone(file)) {
        return std::make_unique<SQLite::Database>(immutable_uri(file), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI,
                                                  wait);
    }
    return std::make_unique<SQLite::Database>(std::filesystem::absolute(file).string(), SQLITE_OPEN_READONLY,
                                              wait);
}

} // namespace

std::optional<Error> find_misplaced_copy(const std::filesystem::path& target) {
    if (target.empty()) return Error{ErrorCode::invalid, "No file is named.", {}};
    std::error_code ignored;
    const std::filesystem::path directory = std::filesystem::absolute(target).parent_path();
    if (!std::filesystem::is_directory(directory, ignored))
        return Error{ErrorCode::not_found, "There is no directory " + quoted(directory) + ".", {}};
    if (std::filesystem::exists(std::filesystem::symlink_status(target, ignored)))
        return Error{ErrorCode::conflict, quoted(target) + " is there already, and is not overwritten.", {}};
    return std::nullopt;
}

Error copying_error(const std::filesystem::path& target, const std::exception& failure) {
    const auto* of_system = dynamic_cast<const std::system_error*>(&failure);
    const auto* of_sqlite = dynamic_cast<const SQLite::Exception*>(&failure);
    const bool is_full =
        (of_system != nullptr &&
         (of_system->code().value() == ENOSPC || of_system->code().value() == EDQUOT)) ||
        (of_sqlite != nullptr && ((of_sqlite->getErrorCode() & 0xFF) == SQLITE_FULL ||
                                  of_sqlite->getExtendedErrorCode() == SQLITE_IOERR_SHMSIZE));
    if (is_full) {
        return {ErrorCode::conflict,
                "The disk of " + quoted(target) +
                    " is full: the copy could not be made, and nothing is left of it.",
                {}};
    }
    return {ErrorCode::conflict, quoted(target) + " could not be made: " + failure.what() + ".", {}};
}

Result<std::unique_ptr<BackupFile>> BackupFile::create(const std::filesystem::path& target) {
    std::filesystem::path path = beside(target, ".partial");
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0) fail("cannot create", path);
    std::unique_ptr<BackupFile> file(new BackupFile(target, path, descriptor));
    // Somebody else's is not to be removed; nor is what took the name while the lock was waited for.
    const bool is_locked = ::flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
    if (!is_locked || !is_same_file(descriptor, path)) {
        file->is_settled_ = true;
        return Error{ErrorCode::busy, "Another copy to " + quoted(target) + " is being made.", {}};
    }
    file->remove_side_files();
    if (::ftruncate(descriptor, 0) != 0) fail("cannot empty", path);
    // A file system without owners and rights refuses this, and there is no more to be had there.
    if (::fchmod(descriptor, 0600) != 0 && errno != EPERM && errno != ENOTSUP) fail("cannot protect", path);
    give_to_owner_of(target, descriptor);
    return file;
}

BackupFile::BackupFile(std::filesystem::path target, std::filesystem::path path, int descriptor)
    : target_(std::move(target)), path_(std::move(path)), file_(descriptor) {}

BackupFile::~BackupFile() {
    if (is_settled_) return;
    remove_side_files();
    ::unlink(path_.c_str());
}

void BackupFile::remove_side_files() const {
    for (const char* suffix : side_suffixes)
        ::unlink(beside(path_, suffix).c_str());
}

Result<void> BackupFile::copy(const std::filesystem::path& from, CopyOf kind, const BackupOptions& options) {
    const std::unique_ptr<SQLite::Database> source = open_source(from, kind);
    SQLite::Database copy(std::filesystem::absolute(path_).string(), SQLITE_OPEN_READWRITE);
    // Nothing of it counts until it is whole and checked, so it needs no journal of its own.
    copy.exec("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;");
    // One transaction over all steps: all of them see the moment of the first.
    source->exec("BEGIN; SELECT count(*) FROM sqlite_schema;");
    SQLite::Backup backup(copy, *source);
    for (int step = 1;; ++step) {
        if (options.is_given_up && options.is_given_up()) return given_up(target_);
        const int result = backup.executeStep(pages_at_once);
        if (result == SQLITE_DONE) break;
        if (result != SQLITE_OK) throw SQLite::Exception(copy.getHandle(), result);
        if (step % steps_to_disk == 0 && ::fdatasync(*file_) != 0) fail("cannot write to", path_);
    }
    return {};
}

Result<BackupSummary> BackupFile::verify(const BackupOptions& options) {
    const std::span<const Migration> known = options.migrations;
    BackupSummary summary;
    const auto refusal = [&](const std::string& reason) { return Error{ErrorCode::unsupported, reason, {}}; };
    {
        const std::unique_ptr<Connection> connection = open_for_check(path_);
        if (options.is_given_up)
            sqlite3_progress_handler(connection->handle(), steps_between_looks, ask_whether_given_up,
                                     const_cast<BackupOptions*>(&options));
        const Result<int> pending = count_pending_migrations(*connection, known);
        if (!pending) return refusal(pending.error().message);
        summary.migration = static_cast<int>(known.size()) - *pending;
        if (summary.migration == 0) return refusal("It is empty: nothing of telestate is in it.");
        const std::vector<std::string> problems = list_integrity_problems(*connection);
        if (options.is_given_up && options.is_given_up()) return given_up(target_);
        if (!problems.empty()) {
            std::string all = "It is damaged.";
            for (const std::string& problem : problems)
                all += " " + problem;
            return refusal(all);
        }
        summary.revision = connection->read_integer("SELECT revision FROM estate");
    }
    // Nothing was written, so the log that was opened beside it is empty.
    remove_side_files();
    summary.size = std::filesystem::file_size(path_);
    return summary;
}

Result<int> BackupFile::migrate(std::span<const Migration> known, std::string_view now) {
    int count = 0;
    {
        Connection connection(path_, Access::read_write);
        const Result<int> pending = count_pending_migrations(connection, known);
        if (!pending) return pending.error();
        count = *pending;
        connection.execute("PRAGMA journal_mode = WAL");
        const Result<void> migrated = apply_migrations(connection, known, now);
        if (!migrated) return migrated.error();
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }
    std::error_code error;
    if (std::filesystem::file_size(beside(path_, "-wal"), error) > 0 && !error)
        throw std::logic_error("the log of " + path_.string() + " was not written back");
    remove_side_files();
    return count;
}

Result<void> BackupFile::settle(bool replaces) {
    if (::fsync(*file_) != 0) fail("cannot write to", path_);
    int result = ::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, target_.c_str(),
                             replaces ? 0U : static_cast<unsigned>(RENAME_NOREPLACE));
    if (result != 0 && errno == EINVAL) {
        // Not every file system knows how to take only a free name.
        if (!replaces && std::filesystem::exists(std::filesystem::symlink_status(target_)))
            errno = EEXIST;
        else
            result = ::rename(path_.c_str(), target_.c_str());
    }
    if (result != 0 && errno == EEXIST) return *find_misplaced_copy(target_);
    if (result != 0) fail("cannot rename", path_);
    is_settled_ = true;
    sync_directory_of(target_);
    return {};
}

} // namespace telestate::storage
