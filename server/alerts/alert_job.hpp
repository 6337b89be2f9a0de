#pragma once

// The job of the alerts: works out what is due, writes it down, and gets it to people. A row first, a mail
// later: at whatever instruction the process ends, the next run goes on from what is written.

#include "model/alert_run.hpp"
#include "model/working_days.hpp"
#include "server/alerts/doorbell.hpp"
#include "server/alerts/settings.hpp"
#include "server/clock/instant.hpp"
#include "server/storage/database.hpp"

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace telestate::alerts {

class Mailing;

struct RunReport {
    std::int64_t run = 0; // 0 for a pass that only tried what waited
    Day on{};
    std::int64_t news_count = 0;    // alerts raised, armed again or escalated
    std::int64_t sent_count = 0;    // mails and calls accepted
    std::int64_t waiting_count = 0; // mails and calls still to be sent
    std::int64_t nobody_to_tell_count = 0;
    std::optional<std::string> error; // why they wait: the last error
};

struct Health {
    bool is_enabled = false;
    std::optional<storage::AlertRunEntry> last_run;
    std::optional<Day> late_since; // the day that should have been checked and was not
    std::optional<clock::Instant> next_run_at;
    storage::AlertCounts counts;
    std::optional<std::string> pending_error;
    std::optional<std::string> setup_problem; // why no mail can be sent
};

// Functions may be called from any thread; of runs and passes one goes at a time, in whatever process.
class AlertJob {
  public:
    AlertJob(storage::Database& database, const BankHolidays& holidays, Settings settings,
             std::function<clock::Instant()> now);

    const Settings& settings() const { return settings_; }
    // Where the dashboard is, for those who did not set it.
    void set_public_url(std::string url) { settings_.public_url = std::move(url); }
    Doorbell& doorbell() { return doorbell_; }

    // Today in the organisation's zone, seen by the reader.
    Day today(const storage::Reader& reader) const;
    // What a run on that day would find; changes nothing.
    AlertPlan preview(const storage::Reader& reader, Day on) const;

    // One run: raises what is due on that day and tries everything that waits. `busy` when another run goes
    // on for longer than `wait`. Throws when the database fails: what was done is kept, the rest is done by
    // the next run.
    Result<RunReport> run(Day on, storage::RunTrigger trigger, std::chrono::milliseconds wait);
    // Withdraws what is no longer wanted and tries what waits and is due to be tried again.
    Result<RunReport> try_again(std::chrono::milliseconds wait);

    Health health(const storage::Reader& reader) const;

    // A mail that says only that mails arrive, sent at once. An error where no mail server is set or another
    // test is under way.
    Result<mail::Outcome> send_test_mail(const std::string& address);

  private:
    Rules rules_of(const Organisation& organisation) const;
    // Repeats a busy write for a while: what a mail server has accepted has to be written down.
    template <typename Change>
    Result<void> change_ledger(Change change);
    std::string message_id(std::string_view estate, std::int64_t run, storage::Channel channel,
                           const std::string& address) const;
    Mailing begin_mailing(Day on) const;
    Result<void> send_waiting(Mailing& mailing, bool all, RunReport& report);
    Result<void> attempt(Mailing& mailing, const storage::Mail& mail, RunReport& report);
    void count_waiting(RunReport& report);

    storage::Database& database_;
    const BankHolidays& holidays_;
    Settings settings_;
    std::function<clock::Instant()> now_;
    Doorbell doorbell_;
    std::atomic<bool> is_testing_ = false;
};

// How long to wait after so many failed attempts: it doubles from a minute to an hour; for a mail that was
// refused for good from a quarter of an hour to six hours.
std::chrono::minutes delay_after(std::int64_t attempt_count, mail::Acceptance acceptance);

} // namespace telestate::alerts
