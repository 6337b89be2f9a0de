#pragma once

// One scheduled backup: the copy, then the removal of those too old to be kept.

#include "server/backups/backup_folder.hpp"
#include "server/storage/backup.hpp"
#include "server/storage/database.hpp"

#include <atomic>
#include <functional>
#include <mutex>

namespace telestate::backups {

struct Settings {
    std::filesystem::path directory; // empty: no backups are made
    std::chrono::minutes run_at{};   // in the organisation's time zone
    int keep = 14;
};

struct Health {
    bool is_scheduled = false;
    std::optional<clock::Instant> last_at;
    std::optional<std::string> error; // why the last try failed; nothing when it went well
    bool is_late = false;             // the last is more than 26 hours old, or should have been made long ago
};

struct BackupReport {
    std::filesystem::path file;
    storage::BackupSummary content;
    int removed_count = 0;
    std::optional<std::string> removal_error; // the copy is good, but older ones are still there
};

// Functions may be called from any thread.
class BackupJob {
  public:
    BackupJob(storage::Database& database, Settings settings, std::function<clock::Instant()> now);

    const Settings& settings() const { return settings_; }

    // Makes a backup and removes the oldest only once it was found sound. Throws nothing that is expected: a
    // full disk and a folder that cannot be written to are errors.
    Result<BackupReport> run();
    // Gives up a copy that is being made, and every later one.
    void stop() { is_stopped_ = true; }
    bool is_stopped() const { return is_stopped_; }

    // The instant since which there should be a backup: the last time the hour came.
    clock::Instant last_due_at(clock::Instant now) const;
    Health health() const;

  private:
    Result<BackupReport> make_backup();

    storage::Database& database_;
    Settings settings_;
    std::function<clock::Instant()> now_;
    std::atomic<bool> is_stopped_ = false;
    mutable std::mutex mutex_;
    std::optional<std::string> error_;
};

} // namespace telestate::backups
