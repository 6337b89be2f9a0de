#include "tests/storage/sample_estate.hpp"
#include "tests/storage/temporary_database.hpp"

#include <doctest/doctest.h>

using namespace telestate;
using namespace telestate::storage;

namespace {

struct CountedLine : TemporaryDatabase {
    // Puts the line with this count, or with none.
    PutOutcome state(const std::optional<Count>& count) const {
        Line line;
        line.id = "line";
        line.count = count;
        return put(&Writer::put_line, line);
    }
    PutOutcome observe(const Count& count) const {
        return put(&Writer::put_observation, Observation{"lines", "line", "count", count});
    }
    void forget(const char* as_at) const {
        Writer writer = write();
        writer
            .delete_observation(RecordKind::lines, "line", "count",
                                as_at == nullptr ? std::nullopt : std::optional(day(as_at)))
            .value();
        writer.commit(noted_at(an_instant));
    }
    std::optional<Count> shown() const { return database->read().find_line("line")->count; }
    // Values of all observations, the one shown in brackets.
    std::string history() const {
        const Reader reader = database->read();
        const auto now = reader.find_line("line")->count;
        std::string text;
        for (const Observation& observation : reader.list_observations(RecordKind::lines, "line")) {
            const std::string value = std::to_string(observation.count.value);
            text += (now == observation.count ? "[" + value + "]" : value) + " ";
        }
        return text;
    }
};

} // namespace

TEST_CASE("a count for another day is kept beside the older one, and the latest is shown") {
    const CountedLine line;
    CHECK(line.state(exact_count(100, "2021-01-01")) == PutOutcome::added);
    CHECK(line.state(exact_count(120, "2022-01-01")) == PutOutcome::changed);
    CHECK(line.history() == "100 [120] ");

    SUBCASE("an older one that comes late does not hide it") {
        CHECK(line.state(exact_count(110, "2021-06-01")) == PutOutcome::changed);
        CHECK(line.history() == "100 110 [120] ");
        CHECK(line.state(exact_count(110, "2021-06-01")) == PutOutcome::unchanged);
    }
    SUBCASE("a count for a day that is known corrects it") {
        CHECK(line.state(exact_count(125, "2022-01-01")) == PutOutcome::changed);
        CHECK(line.history() == "100 [125] ");
        CHECK(line.state(exact_count(90, "2021-01-01")) == PutOutcome::changed);
        CHECK(line.history() == "90 [125] ");
    }
    SUBCASE("without a count the line shows none, and the older ones stay") {
        CHECK(line.state(std::nullopt) == PutOutcome::changed);
        CHECK_FALSE(line.shown().has_value());
        CHECK(line.history() == "100 120 ");
        CHECK(line.state(std::nullopt) == PutOutcome::unchanged);
        CHECK(line.state(exact_count(130, "2023-01-01")) == PutOutcome::changed);
        CHECK(line.history() == "100 120 [130] ");
    }
    SUBCASE("a count without a day is shown once it is stated") {
        CHECK(line.state(exact_count(140)) == PutOutcome::changed);
        CHECK(line.history() == "[140] 100 120 ");
        CHECK(line.state(exact_count(150)) == PutOutcome::changed);
        CHECK(line.history() == "140 [150] 100 120 ");
        CHECK(line.state(exact_count(150)) == PutOutcome::unchanged);
        CHECK(line.state(exact_count(160, "2023-01-01")) == PutOutcome::changed);
        CHECK(line.history() == "140 150 100 120 [160] ");
    }
}

TEST_CASE("an observation put beside a record leaves what it shows, unless it is later") {
    const CountedLine line;
    line.state(exact_count(120, "2022-01-01"));
    CHECK(line.observe(exact_count(100, "2021-01-01")) == PutOutcome::added);
    CHECK(line.observe(exact_count(100, "2021-01-01")) == PutOutcome::unchanged);
    CHECK(line.observe(exact_count(80)) == PutOutcome::added);
    CHECK(line.history() == "80 100 [120] ");
    CHECK(line.observe(exact_count(130, "2023-01-01")) == PutOutcome::added);
    CHECK(line.history() == "80 100 120 [130] ");
    line.state(std::nullopt);
    line.observe(exact_count(140, "2024-01-01"));
    CHECK_FALSE(line.shown().has_value());
}

TEST_CASE("an observation can be forgotten") {
    const CountedLine line;
    line.state(exact_count(80));
    line.state(exact_count(100, "2021-01-01"));
    line.state(exact_count(999, "2031-01-01"));
    line.forget("2031-01-01");
    CHECK(line.history() == "80 [100] ");
    line.forget("2021-01-01");
    CHECK(line.history() == "[80] ");
    line.forget(nullptr);
    CHECK(line.history().empty());
    Writer writer = line.write();
    const auto outcome = writer.delete_observation(RecordKind::lines, "line", "count", std::nullopt);
    REQUIRE(outcome.has_error());
    CHECK(outcome.error().code == ErrorCode::not_found);
}

TEST_CASE("the counts of a licence are each for themselves") {
    const TemporaryDatabase database;
    Licence licence;
    licence.id = "seats";
    licence.purchased = exact_count(200, "2021-01-01");
    licence.assigned = exact_count(150, "2021-01-01");
    database.put(&Writer::put_licence, licence);
    licence.purchased = exact_count(210, "2022-01-01");
    licence.in_use = exact_count(0);
    CHECK(database.put(&Writer::put_licence, licence) == PutOutcome::changed);
    CHECK(database->read().find_licence("seats") == licence);
    CHECK(database->read().list_observations(RecordKind::licences, "seats").size() == 4);
    std::vector<Observation> older;
    database->read().for_each_older_observation(
        [&](const Observation& observation) { older.push_back(observation); });
    CHECK(older ==
          std::vector<Observation>{{"licences", "seats", "purchased", exact_count(200, "2021-01-01")}});
}

TEST_CASE("older counts are read page by page in the order they are visited") {
    const TemporaryDatabase database;
    constexpr std::int64_t line_count = 5;
    for (const char* as_at : {"2019-01-01", "2020-01-01", "2021-01-01"}) {
        Licence licence;
        licence.id = "seats";
        licence.purchased = exact_count(200, as_at);
        licence.assigned = exact_count(150, as_at);
        database.put(&Writer::put_licence, licence);
        for (std::int64_t i = 0; i < line_count; ++i) {
            Line line;
            line.id = "line-" + std::to_string(line_count - i);
            line.count = exact_count(i, as_at);
            database.put(&Writer::put_line, line);
        }
    }
    const Reader reader = database->read();
    std::vector<Observation> visited;
    reader.for_each_older_observation([&](const Observation& older) { visited.push_back(older); });
    CHECK(visited.size() == 2 * (2 + line_count));
    CHECK(reader.list_older_observations({}) == visited);
    for (const std::int64_t size : {1, 3, 7, 14, 100}) {
        CAPTURE(size);
        std::vector<Observation> listed;
        while (true) {
            const auto page =
                reader.list_older_observations({size, static_cast<std::int64_t>(listed.size())});
            CHECK(static_cast<std::int64_t>(page.size()) <= size);
            if (page.empty()) break;
            listed.insert(listed.end(), page.begin(), page.end());
        }
        CHECK(listed == visited);
    }
    CHECK(reader.list_older_observations({0, 0}).empty());
}

TEST_CASE("all that is known of a count is kept with it") {
    const CountedLine line;
    const Count count{40'000, "calls", Qualifier::up_to, day("2021-11-08"), "just under 40k"};
    line.state(count);
    CHECK(line.shown() == count);
    CHECK(line->read().list_observations(RecordKind::lines, "line").at(0).count == count);
}

TEST_CASE("an observation of nothing there is is refused") {
    const CountedLine line;
    line.state(std::nullopt);
    Writer writer = line.write();
    struct Case {
        std::string description;
        Observation observation;
        const char* pointer;
    };
    const Case cases[] = {
        {"no such kind", {"birds", "line", "count", {}}, "/kind"},
        {"a kind without counts", {"sites", "line", "count", {}}, "/kind"},
        {"no such record", {"lines", "nowhere", "count", {}}, "/record"},
        {"no such field", {"lines", "line", "assigned", {}}, "/field"},
    };
    for (const Case& wrong : cases) {
        CAPTURE(wrong.description);
        const auto outcome = writer.put_observation(wrong.observation);
        REQUIRE(outcome.has_error());
        CHECK(outcome.error().code == ErrorCode::invalid);
        REQUIRE(outcome.error().fields.size() == 1);
        CHECK(outcome.error().fields[0].pointer == wrong.pointer);
    }
}

TEST_CASE("the counts of a record go with it") {
    const CountedLine line;
    line.state(exact_count(1, "2021-01-01"));
    {
        Writer writer = line.write();
        writer.delete_record(RecordKind::lines, "line").value();
        writer.commit(noted_at(an_instant));
    }
    CHECK(line.state(std::nullopt) == PutOutcome::added);
    CHECK(line.history().empty());
}
