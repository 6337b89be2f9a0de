#include "server/alerts/scheduler.hpp"

#include <algorithm>

namespace telestate::alerts {

namespace {

// How often the clock is looked at: it may be set, and the computer may sleep.
constexpr auto between_looks = std::chrono::seconds(1);
// How much longer than it took it then rests.
constexpr int quiet_share = 10;
// For a run by somebody else.
constexpr auto lock_wait = std::chrono::milliseconds(200);

} // namespace

Scheduler::Scheduler(AlertJob& job, storage::Database& database, std::function<clock::Instant()> now,
                     Note note)
    : job_(job), database_(database), now_(std::move(now)), note_(std::move(note)) {}

void Scheduler::start() {
    thread_ = std::thread([this] { work(); });
}

void Scheduler::stop() {
    job_.doorbell().close();
    if (thread_.joinable()) thread_.join();
}

void Scheduler::work() {
    while (!job_.doorbell().is_closed()) {
        look();
        job_.doorbell().wait(between_looks);
    }
}

void Scheduler::look() {
    // What fails here is the database or the disk; no alert is lost by it, and none may end the program.
    try {
        if (job_.doorbell().take_run()) is_run_wanted_ = true;
        const clock::Instant now = now_();
        // A clock that was set back does not make anybody wait for it.
        const bool is_held = not_before_ && now < *not_before_ && now + std::chrono::hours(2) > *not_before_;
        if (is_held && !is_run_wanted_) return;
        Day on{};
        if (is_run_wanted_) {
            run(job_.today(database_.read()), storage::RunTrigger::page);
        } else if (is_run_due(on)) {
            run(on, storage::RunTrigger::schedule);
        } else if (job_.settings().is_enabled) {
            try_again();
        }
        warn_when_late();
    } catch (const std::exception& failure) {
        failed(failure.what());
    }
}

bool Scheduler::is_run_due(Day& on) {
    if (!job_.settings().is_enabled) return false;
    const storage::Reader reader = database_.read();
    const std::string zone = reader.find_organisation().value_or(Organisation{}).time_zone;
    on = clock::day_in(zone, now_());
    const bool has_hour_come = now_() >= clock::instant_at(zone, on, job_.settings().run_at);
    const std::optional<Day> last = reader.find_alert_run_day(on);
    if (!last) return has_hour_come;
    // After a start that missed the hour of another day this one's is not waited for.
    return *last < (has_hour_come ? on : add_days(on, -1));
}

void Scheduler::run(Day on, storage::RunTrigger trigger) {
    const std::int64_t revision = database_.revision();
    const auto report = job_.run(on, trigger, lock_wait);
    say(report, "alerts were checked for " + format_day(on));
    if (!report) return;
    is_run_wanted_ = false;
    seen_revision_ = revision;
}

void Scheduler::try_again() {
    const std::int64_t revision = database_.revision();
    const auto started = std::chrono::steady_clock::now();
    const bool is_at_rest = revision == latest_revision_;
    latest_revision_ = revision;
    bool is_due = revision != seen_revision_ && is_at_rest && started >= quiet_until_;
    if (!is_due) {
        const auto next = database_.read().find_next_attempt_at();
        const auto next_at = next ? clock::parse_instant(*next) : std::nullopt;
        // A time far ahead comes from a clock that has been set back since.
        is_due = next_at && (*next_at <= now_() || *next_at > now_() + std::chrono::hours(12));
    }
    if (!is_due) return;
    const auto report = job_.try_again(lock_wait);
    if (!report || report->sent_count > 0) say(report, "waiting alerts were tried again");
    if (!report) return;
    seen_revision_ = revision;
    const auto ended = std::chrono::steady_clock::now();
    quiet_until_ = ended + quiet_share * (ended - started);
}

void Scheduler::say(const Result<RunReport>& report, const std::string& what) {
    if (!report) {
        // Another process is at it: it does the same.
        if (report.error().code != ErrorCode::busy) failed(report.error().message);
        return;
    }
    failure_count_ = 0;
    not_before_.reset();
    std::string message = what + ": " + std::to_string(report->news_count) + " new, " +
                          std::to_string(report->sent_count) + " mails sent, " +
                          std::to_string(report->waiting_count) + " waiting";
    if (report->error) message += " (" + *report->error + ")";
    note_(report->waiting_count > 0 ? NoteLevel::warning : NoteLevel::info, message);
}

void Scheduler::failed(const std::string& what) {
    ++failure_count_;
    const std::chrono::minutes delay = delay_after(failure_count_, mail::Acceptance::unavailable);
    not_before_ = now_() + delay;
    is_run_wanted_ = false;
    note_(NoteLevel::error, "alerts could not be checked: " + what + "; tried again in " +
                                std::to_string(delay.count()) + " minutes");
}

void Scheduler::warn_when_late() {
    const Health health = job_.health(database_.read());
    if (!health.late_since || health.late_since == warned_of_) return;
    warned_of_ = health.late_since;
    note_(NoteLevel::error,
          "alerts have not been checked since before " + format_long_day(*health.late_since));
}

} // namespace telestate::alerts
