#include "server/backups/backup_job.hpp"

namespace telestate::backups {

namespace {

// A day, and time for a start in the morning and for the copy itself.
constexpr auto longest_gap = std::chrono::hours(26);

} // namespace

BackupJob::BackupJob(storage::Database& database, Settings settings, std::function<clock::Instant()> now)
    : database_(database), settings_(std::move(settings)), now_(std::move(now)) {}

Result<BackupReport> BackupJob::run() {
    Result<BackupReport> report = [&]() -> Result<BackupReport> {
        try {
            return make_backup();
        } catch (const std::filesystem::filesystem_error& failure) {
            return Error{ErrorCode::conflict, failure.what(), {}};
        }
    }();
    const std::scoped_lock lock(mutex_);
    error_.reset();
    if (!report && !is_stopped_) error_ = report.error().message;
    return report;
}

Result<BackupReport> BackupJob::make_backup() {
    const Result<void> folder = make_folder(settings_.directory);
    if (!folder) return folder.error();
    const clock::Instant now = now_();
    BackupReport report;
    report.file = settings_.directory / backup_name(now);
    storage::BackupOptions options;
    options.is_given_up = [this] { return is_stopped_.load(); };
    const auto content = storage::backup_database(database_.path(), report.file, options);
    if (!content) return content.error();
    report.content = *content;
    try {
        report.removed_count = remove_older(settings_.directory, settings_.keep, now);
    } catch (const std::filesystem::filesystem_error& failure) {
        report.removal_error = failure.what();
    }
    return report;
}

clock::Instant BackupJob::last_due_at(clock::Instant now) const {
    const std::string zone = database_.read().find_organisation().value_or(Organisation{}).time_zone;
    const Day today = clock::day_in(zone, now);
    const clock::Instant at = clock::instant_at(zone, today, settings_.run_at);
    return at <= now ? at : clock::instant_at(zone, add_days(today, -1), settings_.run_at);
}

Health BackupJob::health() const {
    Health health;
    health.is_scheduled = !settings_.directory.empty();
    if (!health.is_scheduled) return health;
    {
        const std::scoped_lock lock(mutex_);
        health.error = error_;
    }
    const clock::Instant now = now_();
    try {
        if (const auto last = find_last_backup(settings_.directory, now)) health.last_at = last->at;
    } catch (const std::filesystem::filesystem_error& failure) {
        health.error = failure.what();
    }
    if (health.last_at) {
        health.is_late = now - *health.last_at > longest_gap;
        return health;
    }
    // A database younger than a day has missed nothing.
    const auto migrations = database_.list_migrations();
    const auto made = migrations.empty() ? std::nullopt : clock::parse_instant(migrations.front().applied_at);
    health.is_late = !made || now - *made > longest_gap;
    return health;
}

} // namespace telestate::backups
