#include "tests/storage/sample_estate.hpp"
#include "tests/storage/temporary_database.hpp"

#include <SQLiteCpp/Exception.h>
#include <doctest/doctest.h>

using namespace telestate;
using namespace telestate::storage;

namespace {

RecordChange change_of(const char* kind, const char* id, ChangeAction action = ChangeAction::changed) {
    RecordChange change;
    change.kind = kind;
    change.id = id;
    change.title = "The " + std::string(id);
    change.action = action;
    if (action != ChangeAction::added) change.before = R"({"id":"before"})";
    if (action != ChangeAction::deleted) change.after = R"({"id":"after"})";
    return change;
}

std::int64_t commit(const TemporaryDatabase& database, const ChangeNote& note,
                    const std::vector<RecordChange>& changes) {
    Writer writer = database.write();
    for (const RecordChange& change : changes)
        writer.note_change(change);
    return writer.commit(note);
}

ChangeNote note_of(const char* changed_at, std::optional<std::string> changed_by, Origin origin) {
    ChangeNote note = noted_at(changed_at);
    note.changed_by = std::move(changed_by);
    note.origin = origin;
    return note;
}

// Four revisions by different people, from different places, on different days.
struct ChangedDatabase : TemporaryDatabase {
    ChangedDatabase() {
        using enum ChangeAction;
        commit(*this, note_of("2024-01-01T08:00:00Z", std::nullopt, Origin::import),
               {change_of("sites", "hq", added), change_of("contracts", "phones", added),
                change_of("people", "ann", added)});
        commit(*this, note_of("2024-01-02T00:00:00Z", "Ann", Origin::page),
               {change_of("contracts", "phones")});
        ChangeNote undo = note_of("2024-01-02T23:59:59Z", "Zo\xc3\xab", Origin::undo);
        undo.note = "A slip.";
        undo.undoes = 2;
        commit(*this, undo, {change_of("contracts", "phones")});
        commit(*this, note_of("2024-02-01T12:00:00Z", "Ann", Origin::api),
               {change_of("people", "ann", deleted)});
    }
};

std::vector<std::int64_t> revisions_of(const std::vector<HistoryEntry>& entries) {
    std::vector<std::int64_t> revisions;
    for (const HistoryEntry& entry : entries)
        revisions.push_back(entry.revision);
    return revisions;
}

using Revisions = std::vector<std::int64_t>;

} // namespace

TEST_CASE("a revision is kept with who made it, from where, and what became of each record") {
    const ChangedDatabase database;
    const Reader reader = database->read();
    const auto entry = reader.find_history(3);
    REQUIRE(entry.has_value());
    CHECK(entry->changed_at == "2024-01-02T23:59:59Z");
    CHECK(entry->changed_by == "Zo\xc3\xab");
    CHECK(entry->origin == Origin::undo);
    CHECK(entry->note == "A slip.");
    CHECK(entry->undoes == 2);
    CHECK(entry->record_count == 1);
    CHECK(reader.find_history(2)->undone_by == 3);
    CHECK_FALSE(reader.find_history(1)->changed_by.has_value());
    CHECK_FALSE(reader.find_history(5).has_value());
    const auto records = reader.list_record_changes(1);
    REQUIRE(records.size() == 3);
    CHECK(records[0] == change_of("sites", "hq", ChangeAction::added));
    CHECK(records[2].id == "ann");
    CHECK(reader.count_record_changes(1) == 3);
    CHECK(reader.list_record_changes(1, Page{1, 1}) ==
          std::vector{change_of("contracts", "phones", ChangeAction::added)});
    CHECK(reader.list_record_changes(1, {}, "people", "ann").size() == 1);
    CHECK(reader.count_record_changes(1, "people") == 1);
    CHECK(reader.count_record_changes(1, "people", "bob") == 0);
}

TEST_CASE("history is listed newest first, and every filter given has to hold") {
    const ChangedDatabase database;
    const Reader reader = database->read();
    struct Case {
        const char* description;
        HistoryQuery query;
        Revisions revisions;
    };
    std::vector<Case> cases;
    const auto add = [&](const char* description, auto set, Revisions revisions) {
        HistoryQuery query;
        set(query);
        cases.push_back({description, query, std::move(revisions)});
    };
    add("all", [](HistoryQuery&) {}, {4, 3, 2, 1});
    add("of a kind", [](HistoryQuery& query) { query.kind = "people"; }, {4, 1});
    add("of a record", [](HistoryQuery& query) { query.kind = "contracts", query.id = "phones"; }, {3, 2, 1});
    add("of a record, what was done to it",
        [](HistoryQuery& query) {
            query.kind = "contracts", query.id = "phones", query.action = ChangeAction::added;
        },
        {1});
    add("of an id", [](HistoryQuery& query) { query.id = "hq"; }, {1});
    add("of an unknown record", [](HistoryQuery& query) { query.kind = "sites", query.id = "x"; }, {});
    add("what was done", [](HistoryQuery& query) { query.action = ChangeAction::deleted; }, {4});
    add("kind and action have to hold of the same record",
        [](HistoryQuery& query) { query.kind = "sites", query.action = ChangeAction::deleted; }, {});
    add("by a person, whatever the case", [](HistoryQuery& query) { query.person = "ann"; }, {4, 2});
    add("from where", [](HistoryQuery& query) { query.origin = Origin::import; }, {1});
    add("from a day on", [](HistoryQuery& query) { query.from = "2024-01-02"; }, {4, 3, 2});
    add("until a day", [](HistoryQuery& query) { query.until = "2024-01-02"; }, {3, 2, 1});
    add("on a day", [](HistoryQuery& query) { query.from = query.until = "2024-01-02"; }, {3, 2});
    for (const Case& wanted : cases) {
        CAPTURE(wanted.description);
        CHECK(revisions_of(reader.list_history(wanted.query)) == wanted.revisions);
        CHECK(reader.count_history(wanted.query) == static_cast<std::int64_t>(wanted.revisions.size()));
    }
    HistoryQuery page;
    page.page = {2, 1};
    CHECK(revisions_of(reader.list_history(page)) == Revisions{3, 2});
    CHECK(reader.count_history(page) == 4);
}

TEST_CASE("the first records of each revision of a list are those the filter asks for") {
    const ChangedDatabase database;
    const Reader reader = database->read();
    HistoryQuery query;
    auto records = reader.list_first_record_changes(reader.list_history(query), query, 2);
    REQUIRE(records.size() == 4);
    CHECK(records[0].size() == 1);
    REQUIRE(records[3].size() == 2);
    CHECK(records[3][0].id == "hq");
    query.kind = "people";
    records = reader.list_first_record_changes(reader.list_history(query), query, 2);
    REQUIRE(records.size() == 2);
    REQUIRE(records[1].size() == 1);
    CHECK(records[1][0].id == "ann");
}

TEST_CASE("every record change is visited newest first, and a visit can be gone on with where it ended") {
    const ChangedDatabase database;
    const Reader reader = database->read();
    std::vector<std::string> all;
    const auto note = [&](const HistoryEntry& entry, const RecordChange& change) {
        all.push_back(std::to_string(entry.revision) + " " + change.id);
    };
    CHECK_FALSE(reader.for_each_record_change({}, note).has_value());
    const std::vector<std::string> expected = {"4 ann", "3 phones", "2 phones", "1 hq", "1 phones", "1 ann"};
    CHECK(all == expected);
    for (const std::int64_t limit : {1, 2, 4, 6}) {
        CAPTURE(limit);
        all.clear();
        std::optional<HistoryPlace> place = HistoryPlace{};
        while (place)
            place = reader.for_each_record_change({}, note, *place, limit);
        CHECK(all == expected);
    }
    all.clear();
    HistoryQuery query;
    query.id = "phones";
    reader.for_each_record_change(query, note);
    CHECK(all == std::vector<std::string>{"3 phones", "2 phones", "1 phones"});
}

TEST_CASE("history cannot be edited, not even with SQL") {
    const ChangedDatabase database;
    Connection connection(database.file(), Access::read_write);
    const char* const statements[] = {
        "UPDATE history SET changed_by = 'Nobody'",
        "UPDATE history SET changed_by = 'Nobody' WHERE revision = 2",
        "DELETE FROM history",
        "DELETE FROM history WHERE revision = 4",
        "UPDATE record_changes SET after_record = '{}'",
        "DELETE FROM record_changes",
        "DELETE FROM record_changes WHERE revision = 1 AND position = 2",
        "INSERT OR REPLACE INTO history (revision, changed_at, origin, record_count)"
        " VALUES (4, '2025-01-01T00:00:00Z', 'api', 0)",
        "REPLACE INTO record_changes (revision, position, kind, record_id, action, after_record)"
        " VALUES (1, 0, 'sites', 'other', 'added', '{}')",
        "REPLACE INTO record_changes (rowid, revision, position, kind, record_id, action, after_record)"
        " VALUES (1, 5, 0, 'sites', 'other', 'added', '{}')",
        // What was not part of a revision cannot be added to it later.
        "INSERT INTO record_changes (revision, position, kind, record_id, action, after_record)"
        " VALUES (1, 3, 'sites', 'other', 'added', '{}')",
        // Nor can a revision be made up that its changes do not belong to.
        "INSERT INTO record_changes (revision, position, kind, record_id, action, after_record)"
        " VALUES (9, 0, 'sites', 'other', 'added', '{}')",
    };
    for (const std::string sql : statements) {
        CAPTURE(sql);
        CHECK_THROWS_AS(connection.execute(sql), SQLite::Exception);
    }
    CHECK(database->read().list_record_changes(1).size() == 3);
    CHECK(database->read().find_history(2)->changed_by == "Ann");
    CHECK(database->check_integrity().empty());
}

TEST_CASE("what a writer noted and never committed leaves no history") {
    const TemporaryDatabase database;
    {
        Writer writer = database.write();
        writer.note_change(change_of("sites", "hq"));
    }
    CHECK(commit(database, noted_at(an_instant), {}) == 1);
    CHECK(database->read().count_record_changes(1) == 0);
    CHECK(database->read().find_history(1)->record_count == 0);
}

TEST_CASE("origins and actions are read by the names they are written with") {
    for (const Origin origin : {Origin::page, Origin::api, Origin::import, Origin::sample, Origin::undo})
        CHECK(parse_origin(name_of(origin)) == origin);
    for (const ChangeAction action : {ChangeAction::added, ChangeAction::changed, ChangeAction::deleted})
        CHECK(parse_change_action(name_of(action)) == action);
    CHECK_FALSE(parse_origin("Page").has_value());
    CHECK_FALSE(parse_change_action("").has_value());
}
