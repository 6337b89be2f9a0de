#include "tests/storage/sample_estate.hpp"
#include "tests/storage/temporary_database.hpp"

#include <doctest/doctest.h>

using namespace telestate;
using namespace telestate::storage;

namespace {

using Counts = std::vector<std::string>;

Counts counts_as_at(const Reader& reader, RecordKind kind, const char* on) {
    Counts counts;
    reader.for_each_count_as_at(
        kind, day(on), [&](const std::string& id, std::string_view field, const Count& count) {
            counts.push_back(id + " " + std::string(field) + " " + std::to_string(count.value));
        });
    return counts;
}

} // namespace

TEST_CASE("the counts of a record are restored exactly as they were") {
    const TemporaryDatabase database;
    Writer writer = database.write();
    put_estate(writer, sample_estate());
    for (const auto& [kind, text] : {std::pair{RecordKind::lines, "lines-1"},
                                     {RecordKind::licences, "softphones"},
                                     {RecordKind::usage, "views"}}) {
        const std::string id = text; // clang 14 captures no name of a structured binding
        CAPTURE(id);
        const auto kept = writer.reader().list_kept_counts(kind, id);
        REQUIRE_FALSE(kept.empty());
        CHECK(writer.restore_counts(kind, id, {}).has_value());
        CHECK(writer.reader().list_kept_counts(kind, id).empty());
        CHECK(writer.restore_counts(kind, id, kept).has_value());
        CHECK(writer.reader().list_kept_counts(kind, id) == kept);
    }
    CHECK(writer.reader().find_line("lines-1") == sample_estate().lines[0]);
    const auto kept = writer.reader().list_kept_counts(RecordKind::lines, "lines-1");
    REQUIRE(kept.size() == 3);
    CHECK(kept[0].is_current);
    CHECK_FALSE(kept[1].is_current);
    CHECK(kept[1].count.as_at == day("2019-01-01"));
}

TEST_CASE("counts are not restored to what has none") {
    const TemporaryDatabase database;
    Writer writer = database.write();
    put_estate(writer, sample_estate());
    CHECK(writer.restore_counts(RecordKind::sites, "hq", {{"count", exact_count(1), true}}).error().code ==
          ErrorCode::invalid);
    CHECK(writer.restore_counts(RecordKind::lines, "lines-1", {{"assigned", exact_count(1), true}})
              .error()
              .code == ErrorCode::invalid);
    CHECK(writer.restore_counts(RecordKind::lines, "no-line", {}).error().code == ErrorCode::not_found);
    CHECK(writer.reader().list_kept_counts(RecordKind::lines, "no-line").empty());
}

TEST_CASE("the count as at a day is the latest known by then, else the undated one last written") {
    const TemporaryDatabase database;
    Writer writer = database.write();
    Line line;
    line.id = "a";
    for (const auto& count :
         {exact_count(5), exact_count(10, "2020-01-01"), exact_count(20, "2021-01-01"), exact_count(7)}) {
        line.count = count;
        writer.put_line(line).value();
    }
    Line undated;
    undated.id = "b";
    undated.count = exact_count(3);
    writer.put_line(undated).value();
    Line later;
    later.id = "c";
    later.count = exact_count(4, "2022-01-01");
    writer.put_line(later).value();
    const Reader& reader = writer.reader();
    CHECK(counts_as_at(reader, RecordKind::lines, "2019-12-31") == Counts{"a count 7", "b count 3"});
    CHECK(counts_as_at(reader, RecordKind::lines, "2020-01-01") == Counts{"a count 10", "b count 3"});
    CHECK(counts_as_at(reader, RecordKind::lines, "2022-01-01") ==
          Counts{"a count 20", "b count 3", "c count 4"});
    CHECK(counts_as_at(reader, RecordKind::sites, "2022-01-01").empty());
    put_estate(writer, sample_estate());
    CHECK(counts_as_at(reader, RecordKind::licences, "2021-12-31") ==
          Counts{"softphones assigned 1117", "softphones in_use 0", "softphones purchased 150",
                 "agents in_use 5"});
}
