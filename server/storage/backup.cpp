#include "server/storage/backup.hpp"

#include "server/storage/backup_file.hpp"
#include "server/storage/use_lock.hpp"

#include <SQLiteCpp/Exception.h>

#include <system_error>

namespace telestate::storage {

namespace {

std::string quoted(const std::filesystem::path& file) { return "\"" + file.string() + "\""; }

Result<BackupSummary> make_backup(const std::filesystem::path& database, const std::filesystem::path& to,
                                  const BackupOptions& options) {
    constexpr auto wait = std::chrono::seconds(2);
    const auto in_use = UseLock::acquire(database, UseLock::Kind::shared, wait);
    if (!in_use) return Error{ErrorCode::busy, quoted(database) + " is being restored just now.", {}};
    auto file = BackupFile::create(to);
    if (!file) return file.error();
    const Result<void> copied = (*file)->copy(database, CopyOf::database, options);
    if (!copied) return copied.error();
    const Result<BackupSummary> summary = (*file)->verify(options);
    if (!summary && summary.error().code == ErrorCode::busy) return summary.error();
    if (!summary) {
        return Error{ErrorCode::conflict,
                     "The copy of " + quoted(database) + " will not do, and was removed. " +
                         summary.error().message,
                     {}};
    }
    const Result<void> settled = (*file)->settle(false);
    if (!settled) return settled.error();
    return summary;
}

} // namespace

Result<BackupSummary> backup_database(const std::filesystem::path& database, const std::filesystem::path& to,
                                      const BackupOptions& options) {
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(database, ignored))
        return Error{ErrorCode::not_found, "There is no database " + quoted(database) + ".", {}};
    if (const auto misplaced = find_misplaced_copy(to)) return *misplaced;
    try {
        return make_backup(without_links(database), to, options);
    } catch (const SQLite::Exception& failure) {
        return copying_error(to, failure);
    } catch (const std::system_error& failure) {
        return copying_error(to, failure);
    }
}

std::string compact_instant(std::string_view instant) {
    std::string text;
    for (const char c : instant) {
        if (c != '-' && c != ':') text += c;
    }
    return text;
}

} // namespace telestate::storage
