#include "server/alerts/scheduler.hpp"
#include "tests/alerts/sample_mail.hpp"
#include "tests/storage/temporary_database.hpp"

#include <doctest/doctest.h>

namespace telestate::alerts {

namespace {

constexpr const char* always = "2020-01-01T00:00:00Z";

// A scheduler that is looked at by hand, under a clock that is set by hand. No mail server is set: mails
// wait.
struct Bench {
    explicit Bench(std::chrono::minutes run_at, const char* zone = "Europe/London") {
        settings.run_at = run_at;
        Organisation organisation;
        organisation.name = "Trust";
        organisation.time_zone = zone;
        auto writer = database->write();
        REQUIRE(writer->put_organisation(organisation).has_value());
        writer->commit(storage::noted_at(always));
    }

    void restart() {
        scheduler.reset();
        job = std::make_unique<AlertJob>(*database, holidays, settings, [this] { return now; });
        scheduler = std::make_unique<Scheduler>(
            *job, *database, [this] { return now; },
            [this](NoteLevel, const std::string& note) { notes.push_back(note); });
    }
    // Sets the clock, looks twice, and says for which day a run was made: empty for none.
    std::string at(const char* instant) {
        now = *clock::parse_instant(instant);
        const auto before = database->read().find_last_alert_run();
        scheduler->look();
        scheduler->look();
        const auto after = database->read().find_last_alert_run();
        if (!after || (before && before->run == after->run)) return {};
        CHECK(after->run == (before ? before->run : 0) + 1);
        return format_day(after->on);
    }

    storage::TemporaryDirectory directory;
    std::unique_ptr<storage::Database> database = storage::open_database(directory / "estate.sqlite");
    BankHolidays holidays;
    Settings settings;
    clock::Instant now = *clock::parse_instant(always);
    std::vector<std::string> notes;
    std::unique_ptr<AlertJob> job;
    std::unique_ptr<Scheduler> scheduler;
};

} // namespace

TEST_CASE(
    "alerts are checked once a day at their hour in the organisation's zone, right through clock changes") {
    struct Row {
        const char* description;
        const char* instant;
        const char* run_on;
    };
    SUBCASE("at seven in London") {
        Bench bench(std::chrono::hours(7));
        bench.restart();
        const Row rows[] = {
            {"before the hour of the first day", "2026-03-28T06:59:59Z", ""},
            {"at the hour", "2026-03-28T07:00:00Z", "2026-03-28"},
            {"later that day", "2026-03-28T23:30:00Z", ""},
            {"clocks went forward in the night: seven is six by UTC", "2026-03-29T05:59:59Z", ""},
            {"at the hour in summer time", "2026-03-29T06:00:00Z", "2026-03-29"},
            {"the days after, an hour earlier by UTC", "2026-03-30T06:00:00Z", "2026-03-30"},
            {"off for months, back in the evening: once", "2026-10-24T20:00:00Z", "2026-10-24"},
            {"clocks went back in the night", "2026-10-25T06:59:59Z", ""},
            {"at the hour in winter time", "2026-10-25T07:00:00Z", "2026-10-25"},
        };
        for (const Row& row : rows) {
            CAPTURE(row.description);
            CHECK(bench.at(row.instant) == row.run_on);
        }
    }
    SUBCASE("at half past one, which is skipped in spring and comes twice in autumn") {
        Bench bench(std::chrono::minutes(90));
        bench.restart();
        const Row rows[] = {
            {"an ordinary day", "2026-03-28T01:30:00Z", "2026-03-28"},
            {"before the change: half past twelve", "2026-03-29T00:30:00Z", ""},
            {"at the change, from one to two", "2026-03-29T01:00:00Z", "2026-03-29"},
            {"not again half an hour later", "2026-03-29T01:30:00Z", ""},
            {"the day before the change in autumn", "2026-10-24T00:30:00Z", "2026-10-24"},
            {"the first half past one", "2026-10-25T00:30:00Z", "2026-10-25"},
            {"the second", "2026-10-25T01:30:00Z", ""},
        };
        for (const Row& row : rows) {
            CAPTURE(row.description);
            CHECK(bench.at(row.instant) == row.run_on);
        }
    }
    SUBCASE("on the other side of the world the day is another one") {
        Bench bench(std::chrono::hours(7), "Pacific/Auckland");
        bench.restart();
        CHECK(bench.at("2026-06-30T18:59:00Z").empty());
        CHECK(bench.at("2026-06-30T19:00:00Z") == "2026-07-01");
    }
}

TEST_CASE("a start that missed the hour checks alerts once, whatever it is restarted afterwards") {
    Bench bench(std::chrono::hours(7));
    bench.restart();
    CHECK(bench.at("2026-02-10T07:00:00Z") == "2026-02-10");
    bench.restart();
    CHECK(bench.at("2026-02-11T09:15:00Z") == "2026-02-11");
    bench.restart();
    CHECK(bench.at("2026-02-11T10:00:00Z").empty());
    bench.restart();
    CHECK(bench.at("2026-02-12T03:00:00Z").empty());
    // The hour of the 12th was missed: on the 13th nobody waits for seven.
    bench.restart();
    CHECK(bench.at("2026-02-13T03:00:00Z") == "2026-02-13");
    CHECK(bench.at("2026-02-13T07:00:00Z").empty());
}

TEST_CASE("a clock that is set back or ahead does not stop the checks") {
    Bench bench(std::chrono::hours(7));
    bench.restart();
    CHECK(bench.at("2026-02-11T08:00:00Z") == "2026-02-11");
    CHECK(bench.at("2031-05-05T08:00:00Z") == "2031-05-05");
    CHECK(bench.at("2026-02-11T09:00:00Z").empty());
    CHECK(bench.at("2026-02-12T08:00:00Z") == "2026-02-12");
    CHECK(bench.job->health(bench.database->read()).late_since == std::nullopt);
}

TEST_CASE("where alerts are not to be checked by themselves they are when somebody asks") {
    Bench bench(std::chrono::hours(7));
    bench.settings.is_enabled = false;
    bench.restart();
    CHECK(bench.at("2026-02-11T08:00:00Z").empty());
    bench.job->doorbell().ask_for_run();
    CHECK(bench.at("2026-02-11T08:00:00Z") == "2026-02-11");
}

TEST_CASE("a day that was missed is said, by the program and in its log") {
    Bench bench(std::chrono::hours(7));
    bench.restart();
    CHECK(bench.at("2026-02-11T08:00:00Z") == "2026-02-11");
    const auto late_since = [&](const char* instant) {
        bench.now = *clock::parse_instant(instant);
        return bench.job->health(bench.database->read()).late_since;
    };
    CHECK(late_since("2026-02-12T07:20:00Z") == std::nullopt);
    CHECK(late_since("2026-02-12T07:31:00Z") == parse_day("2026-02-12"));
    CHECK(late_since("2026-02-20T06:00:00Z") == parse_day("2026-02-12"));
    // Somebody else's run does not end.
    const auto held = bench.database->lock_alert_run(std::chrono::milliseconds(0));
    REQUIRE(held);
    CHECK(bench.at("2026-02-12T08:00:00Z").empty());
    REQUIRE(!bench.notes.empty());
    CHECK(bench.notes.back() == "alerts have not been checked since before 12 February 2026");
}

TEST_CASE("the delay between attempts grows to a ceiling") {
    using mail::Acceptance;
    struct Row {
        std::int64_t attempts;
        std::int64_t minutes;
        std::int64_t when_refused;
    };
    const Row rows[] = {{0, 1, 15},   {1, 1, 15},   {2, 2, 30},     {3, 4, 60},
                        {6, 32, 360}, {7, 60, 360}, {5000, 60, 360}};
    for (const Row& row : rows) {
        CAPTURE(row.attempts);
        CHECK(delay_after(row.attempts, Acceptance::refused_for_now).count() == row.minutes);
        CHECK(delay_after(row.attempts, Acceptance::unavailable).count() == row.minutes);
        CHECK(delay_after(row.attempts, Acceptance::refused).count() == row.when_refused);
    }
}

} // namespace telestate::alerts
