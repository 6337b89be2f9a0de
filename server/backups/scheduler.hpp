#pragma once

// Makes the backup of each day at its hour, on a thread of its own.

#include "server/backups/backup_job.hpp"

#include <condition_variable>
#include <functional>
#include <string>
#include <thread>

namespace telestate::backups {

enum class NoteLevel { info, warning, error };

class Scheduler {
  public:
    using Note = std::function<void(NoteLevel level, const std::string& message)>;

    // What it does and what goes wrong is told to `note`, from its own thread. The job has to outlive it.
    Scheduler(BackupJob& job, std::function<clock::Instant()> now, Note note);
    ~Scheduler() { stop(); }
    Scheduler(const Scheduler&) = delete;
    Scheduler& operator=(const Scheduler&) = delete;

    // Does nothing where no backups are set up.
    void start();
    // Gives up a copy that is being made, and returns when the thread has ended.
    void stop();

    // One look at the clock: makes a backup when one is due by now. Public so that a clock that jumps can be
    // tried out.
    void look();

  private:
    void work();
    void failed(clock::Instant now, const std::string& what);

    BackupJob& job_;
    std::function<clock::Instant()> now_;
    Note note_;
    std::thread thread_;
    std::mutex mutex_;
    std::condition_variable ended_;
    bool is_ended_ = false;
    std::optional<clock::Instant> not_before_; // after a failure
    int failure_count_ = 0;
};

} // namespace telestate::backups
