#include "server/backups/scheduler.hpp"
#include "tests/storage/temporary_database.hpp"

#include <doctest/doctest.h>

#include <fstream>

namespace telestate::backups {

namespace {

// A scheduler that is looked at by hand, under a clock that is set by hand. Backups are due at two.
struct Bench {
    explicit Bench(const char* zone = "Europe/London") {
        settings.directory = directory / "backups";
        settings.run_at = std::chrono::hours(2);
        settings.keep = 3;
        Organisation organisation;
        organisation.name = "Trust";
        organisation.time_zone = zone;
        auto writer = database->write();
        REQUIRE(writer->put_organisation(organisation).has_value());
        writer->commit(storage::noted_at(storage::an_instant));
    }

    void restart() {
        scheduler.reset();
        job = std::make_unique<BackupJob>(*database, settings, [this] { return now; });
        scheduler = std::make_unique<Scheduler>(
            *job, [this] { return now; },
            [this](NoteLevel level, const std::string& note) {
                ++(level == NoteLevel::error ? error_count : note_count);
                last_note = note;
            });
    }
    // Sets the clock, looks twice, and says whether a backup was made.
    bool at(const char* instant) {
        now = *clock::parse_instant(instant);
        const int before = note_count;
        scheduler->look();
        scheduler->look();
        CHECK(note_count <= before + 1);
        return note_count > before;
    }
    std::size_t count() const { return list_backups(settings.directory).size(); }

    storage::TemporaryDirectory directory;
    std::unique_ptr<storage::Database> database = storage::open_database(directory / "estate.sqlite");
    Settings settings;
    clock::Instant now{};
    int note_count = 0;
    int error_count = 0;
    std::string last_note;
    std::unique_ptr<BackupJob> job;
    std::unique_ptr<Scheduler> scheduler;
};

} // namespace

TEST_CASE("a backup is made once a day at its hour in the organisation's zone, right through clock changes") {
    Bench bench;
    bench.restart();
    struct Row {
        const char* description;
        const char* instant;
        bool is_made;
    };
    const Row rows[] = {
        {"there is none at all: soon after the start", "2026-03-27T15:00:00Z", true},
        {"before the hour", "2026-03-28T01:59:59Z", false},
        {"at the hour", "2026-03-28T02:00:00Z", true},
        {"later that day", "2026-03-28T23:59:59Z", false},
        {"clocks went forward in the night: two is one by UTC", "2026-03-29T00:59:59Z", false},
        {"at the hour in summer time", "2026-03-29T01:00:00Z", true},
        {"off for months, back in the evening: once", "2026-10-24T20:00:00Z", true},
        {"clocks go back in the night", "2026-10-25T01:59:59Z", false},
        {"at the hour in winter time", "2026-10-25T02:00:00Z", true},
        {"the clock is set back by two hours", "2026-10-25T00:30:00Z", false},
        {"and the hour comes again", "2026-10-25T02:00:00Z", false},
        {"the day after", "2026-10-26T02:00:00Z", true},
        {"the clock is years ahead", "2036-01-01T03:00:00Z", true},
        {"and was put right: the day goes on as it should", "2026-10-26T12:00:00Z", false},
        {"also the next", "2026-10-27T02:00:01Z", true},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        CHECK(bench.at(row.instant) == row.is_made);
    }
    CHECK(bench.error_count == 0);
}

TEST_CASE("the newest are kept, and each is a whole database") {
    Bench bench;
    bench.restart();
    for (const char* instant : {"2026-11-01T02:00:00Z", "2026-11-02T02:00:00Z", "2026-11-03T02:00:00Z",
                                "2026-11-04T02:00:00Z", "2026-11-05T02:00:00Z"})
        CHECK(bench.at(instant));
    const auto kept = list_backups(bench.settings.directory);
    REQUIRE(kept.size() == 3);
    CHECK(kept.front().file.filename() == "telestate-20261105T020000Z.sqlite");
    CHECK(kept.back().file.filename() == "telestate-20261103T020000Z.sqlite");
    for (const BackupEntry& entry : kept)
        CHECK(storage::open_database(entry.file)->read().find_organisation()->name == "Trust");
    CHECK(bench.last_note.find("1 older removed") != std::string::npos);
}

TEST_CASE("a start knows what was made before it") {
    Bench bench;
    bench.restart();
    CHECK(bench.at("2026-11-01T02:00:00Z"));
    bench.restart();
    CHECK_FALSE(bench.at("2026-11-01T15:00:00Z"));
    bench.restart();
    CHECK(bench.at("2026-11-02T15:00:00Z"));
}

TEST_CASE("a failure is told, tried again with growing delay, removes nothing, and ends") {
    Bench bench;
    bench.restart();
    CHECK(bench.at("2026-11-01T02:00:00Z"));
    CHECK_FALSE(bench.job->health().error.has_value());
    const auto folder = bench.settings.directory;
    const auto aside = bench.directory / "aside";
    std::filesystem::rename(folder, aside);
    std::ofstream(folder) << "in the way";
    struct Row {
        const char* instant;
        int error_count;
    };
    const Row rows[] = {{"2026-11-02T02:00:00Z", 1}, {"2026-11-02T02:00:59Z", 1}, {"2026-11-02T02:01:00Z", 2},
                        {"2026-11-02T02:02:59Z", 2}, {"2026-11-02T02:03:00Z", 3}, {"2026-11-02T02:06:59Z", 3},
                        {"2026-11-02T02:07:00Z", 4}};
    for (const Row& row : rows) {
        CAPTURE(row.instant);
        CHECK_FALSE(bench.at(row.instant));
        CHECK(bench.error_count == row.error_count);
    }
    CHECK(bench.last_note.find("no backup could be made") != std::string::npos);
    CHECK(bench.last_note.find("tried again in 8 minutes") != std::string::npos);
    CHECK(bench.job->health().error.has_value());
    std::filesystem::remove(folder);
    std::filesystem::rename(aside, folder);
    CHECK(bench.at("2026-11-02T02:15:00Z"));
    CHECK_FALSE(bench.job->health().error.has_value());
    CHECK(bench.count() == 2);
}

TEST_CASE("health says when the last was made and when it is too old") {
    Bench bench;
    bench.restart();
    bench.now = *clock::parse_instant("2021-11-08T12:00:00Z"); // the database is some hours old
    CHECK(bench.job->health().is_scheduled);
    CHECK_FALSE(bench.job->health().is_late);
    bench.now = *clock::parse_instant("2021-11-10T12:00:00Z");
    CHECK(bench.job->health().is_late);
    CHECK(bench.at("2021-11-10T12:00:00Z"));
    CHECK_FALSE(bench.job->health().is_late);
    CHECK(bench.job->health().last_at == bench.now);
    bench.now += std::chrono::hours(26);
    CHECK_FALSE(bench.job->health().is_late);
    bench.now += std::chrono::seconds(1);
    CHECK(bench.job->health().is_late);
    bench.settings.directory.clear();
    bench.restart();
    CHECK_FALSE(bench.job->health().is_scheduled);
    CHECK_FALSE(bench.job->health().is_late);
}

TEST_CASE("ending gives up a copy that is being made, and says nothing of it") {
    Bench bench;
    bench.restart();
    bench.job->stop();
    CHECK_FALSE(bench.at("2026-11-01T02:00:00Z"));
    CHECK(bench.error_count == 0);
    CHECK(bench.count() == 0);
    CHECK(std::filesystem::is_empty(bench.settings.directory));
}

TEST_CASE("the thread makes the first backup by itself and ends when it is told to") {
    Bench bench;
    bench.now = *clock::parse_instant("2026-11-01T12:00:00Z");
    bench.restart();
    std::mutex mutex;
    std::condition_variable noted;
    bool is_noted = false;
    Scheduler scheduler(
        *bench.job, [&] { return bench.now; },
        [&](NoteLevel level, const std::string&) {
            CHECK(level == NoteLevel::info);
            const std::scoped_lock lock(mutex);
            is_noted = true;
            noted.notify_all();
        });
    scheduler.start();
    {
        std::unique_lock lock(mutex);
        CHECK(noted.wait_for(lock, std::chrono::seconds(20), [&] { return is_noted; }));
    }
    scheduler.stop();
    CHECK(bench.count() == 1);
}

} // namespace telestate::backups
