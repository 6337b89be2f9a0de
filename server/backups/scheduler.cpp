#include "server/backups/scheduler.hpp"

#include <algorithm>

namespace telestate::backups {

namespace {

// How often the clock is looked at: it may be set, and the computer may sleep.
constexpr auto between_looks = std::chrono::seconds(2);
constexpr auto longest_delay = std::chrono::minutes(60);

// 1 minute, 2, 4 and so on up to an hour.
std::chrono::minutes delay_after(int failure_count) {
    constexpr int most_doublings = 6;
    return std::min<std::chrono::minutes>(
        longest_delay, std::chrono::minutes(1 << std::min(failure_count - 1, most_doublings)));
}

std::string in_mebibytes(std::uintmax_t bytes) {
    constexpr std::uintmax_t mebibyte = 1024 * 1024;
    return std::to_string((bytes + mebibyte - 1) / mebibyte) + " MiB";
}

} // namespace

Scheduler::Scheduler(BackupJob& job, std::function<clock::Instant()> now, Note note)
    : job_(job), now_(std::move(now)), note_(std::move(note)) {}

void Scheduler::start() {
    if (job_.settings().directory.empty()) return;
    thread_ = std::thread([this] { work(); });
}

void Scheduler::stop() {
    job_.stop();
    {
        const std::scoped_lock lock(mutex_);
        is_ended_ = true;
    }
    ended_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void Scheduler::work() {
    std::unique_lock lock(mutex_);
    while (!is_ended_) {
        lock.unlock();
        look();
        lock.lock();
        ended_.wait_for(lock, between_looks, [this] { return is_ended_; });
    }
}

void Scheduler::look() {
    const clock::Instant now = now_();
    // What fails here is the database or the disk, and must not end the program.
    try {
        // A clock that was set back does not make anybody wait for it.
        const bool is_held = not_before_ && now < *not_before_ && now + 2 * longest_delay > *not_before_;
        if (is_held) return;
        const auto last = find_last_backup(job_.settings().directory, now);
        if (last && last->at >= job_.last_due_at(now)) return;
        const auto report = job_.run();
        if (job_.is_stopped()) return;
        if (!report) {
            failed(now, report.error().message);
            return;
        }
        failure_count_ = 0;
        not_before_.reset();
        note_(NoteLevel::info, "backed up to " + report->file.string() + " (" +
                                   in_mebibytes(report->content.size) + "); " +
                                   std::to_string(report->removed_count) + " older removed");
        if (report->removal_error)
            note_(NoteLevel::warning, "older backups could not be removed: " + *report->removal_error);
    } catch (const std::exception& failure) {
        failed(now, failure.what());
    }
}

void Scheduler::failed(clock::Instant now, const std::string& what) {
    ++failure_count_;
    const std::chrono::minutes delay = delay_after(failure_count_);
    not_before_ = now + delay;
    note_(NoteLevel::error, "no backup could be made: " + what + "; tried again in " +
                                std::to_string(delay.count()) +
                                (delay.count() == 1 ? " minute" : " minutes"));
}

} // namespace telestate::backups
