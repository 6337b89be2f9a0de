#pragma once

// Runs the alerts at their hour, tries again what waits, and keeps the ledger in step with the estate: on a
// thread of its own, so that a slow mail server delays nobody's page.

#include "server/alerts/alert_job.hpp"

#include <functional>
#include <string>
#include <thread>

namespace telestate::alerts {

enum class NoteLevel { info, warning, error };

class Scheduler {
  public:
    using Note = std::function<void(NoteLevel level, const std::string& message)>;

    // What it does and what goes wrong is told to `note`, from its own thread. The job has to outlive it.
    Scheduler(AlertJob& job, storage::Database& database, std::function<clock::Instant()> now, Note note);
    ~Scheduler() { stop(); }
    Scheduler(const Scheduler&) = delete;
    Scheduler& operator=(const Scheduler&) = delete;

    void start();
    // Gives up what is on its way to a mail server, and returns when the thread has ended.
    void stop();

    // One look at the clock: does what is due by now. Public so that a clock that jumps can be tried out.
    void look();

  private:
    void work();
    void run(Day on, storage::RunTrigger trigger);
    void try_again();
    void failed(const std::string& what);
    bool is_run_due(Day& on);
    void say(const Result<RunReport>& report, const std::string& what);
    void warn_when_late();

    AlertJob& job_;
    storage::Database& database_;
    std::function<clock::Instant()> now_;
    Note note_;
    std::thread thread_;
    std::int64_t seen_revision_ = -1;   // of the estate the ledger is in step with
    std::int64_t latest_revision_ = -1; // of the look before
    std::chrono::steady_clock::time_point
        quiet_until_{};                        // so that keeping in step never takes much of a processor
    std::optional<clock::Instant> not_before_; // after a failure
    std::int64_t failure_count_ = 0;
    std::optional<Day> warned_of_;
    bool is_run_wanted_ = false;
};

} // namespace telestate::alerts
