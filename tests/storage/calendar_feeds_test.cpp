#include "server/storage/calendar_feed_store.hpp"
#include "tests/storage/sample_estate.hpp"
#include "tests/storage/temporary_database.hpp"

#include <SQLiteCpp/Exception.h>
#include <doctest/doctest.h>

#include <set>

using namespace telestate;
using namespace telestate::storage;

namespace {

constexpr const char* later = "2026-11-23T09:00:00Z";

CalendarFeed add_feed(const TemporaryDatabase& database, const std::optional<std::string>& owner) {
    LedgerTransaction ledger = database->write_ledger().value();
    CalendarFeed feed = insert_calendar_feed(ledger, owner, an_instant).value();
    ledger.commit();
    return feed;
}

} // namespace

TEST_CASE("a feed is found by its secret, and only by it") {
    const TemporaryDatabase database;
    const CalendarFeed everything = add_feed(database, std::nullopt);
    const CalendarFeed hers = add_feed(database, "ann");
    CHECK(everything.secret.size() == 43);
    CHECK(everything.secret != hers.secret);
    CHECK_FALSE(everything.owner.has_value());
    CHECK(hers.owner == "ann");
    CHECK(hers.created_at == an_instant);
    CHECK_FALSE(hers.renewed_at.has_value());
    const Reader reader = database->read();
    CHECK(reader.list_calendar_feeds().size() == 2);
    CHECK(reader.find_calendar_feed(hers.secret)->owner == "ann");
    CHECK(reader.find_calendar_feed(everything.secret)->feed == everything.feed);
    for (const std::string& secret : {std::string(), std::string("x"), hers.secret.substr(1),
                                      hers.secret + "x", std::string("' OR 1=1 --")}) {
        CHECK_FALSE(reader.find_calendar_feed(secret).has_value());
    }
}

TEST_CASE("there is one feed for each owner, and one of everything") {
    const TemporaryDatabase database;
    add_feed(database, std::nullopt);
    add_feed(database, "ann");
    add_feed(database, "bob");
    LedgerTransaction ledger = database->write_ledger().value();
    CHECK(insert_calendar_feed(ledger, std::nullopt, an_instant).error().code == ErrorCode::conflict);
    CHECK(insert_calendar_feed(ledger, "ann", an_instant).error().code == ErrorCode::conflict);
    CHECK(ledger.reader().list_calendar_feeds().size() == 3);
}

TEST_CASE("a renewed feed has another secret, and the old one finds nothing") {
    const TemporaryDatabase database;
    const CalendarFeed feed = add_feed(database, "ann");
    LedgerTransaction ledger = database->write_ledger().value();
    const CalendarFeed renewed = renew_calendar_feed(ledger, feed.feed, later).value();
    CHECK(renew_calendar_feed(ledger, feed.feed + 1, later).error().code == ErrorCode::not_found);
    ledger.commit();
    CHECK(renewed.secret != feed.secret);
    CHECK(renewed.renewed_at == later);
    CHECK(renewed.created_at == an_instant);
    const Reader reader = database->read();
    CHECK_FALSE(reader.find_calendar_feed(feed.secret).has_value());
    CHECK(reader.find_calendar_feed(renewed.secret)->feed == feed.feed);
}

TEST_CASE("a deleted feed is gone, and its number is given to no other") {
    const TemporaryDatabase database;
    const CalendarFeed feed = add_feed(database, "ann");
    {
        LedgerTransaction ledger = database->write_ledger().value();
        CHECK(delete_calendar_feed(ledger, feed.feed).has_value());
        CHECK(delete_calendar_feed(ledger, feed.feed).error().code == ErrorCode::not_found);
        ledger.commit();
    }
    CHECK(database->read().list_calendar_feeds().empty());
    CHECK(add_feed(database, "ann").feed > feed.feed);
}

TEST_CASE("feeds are no part of the estate") {
    const TemporaryDatabase database;
    {
        Writer writer = database.write();
        put_estate(writer, sample_estate());
        writer.commit(noted_at(an_instant));
    }
    const std::int64_t revision = database->read().revision();
    const CalendarFeed feed = add_feed(database, std::nullopt);
    {
        LedgerTransaction ledger = database->write_ledger().value();
        renew_calendar_feed(ledger, feed.feed, later).value();
        ledger.commit();
    }
    const Reader reader = database->read();
    CHECK(reader.revision() == revision);
    CHECK(database->revision() == revision);
    CHECK(reader.count_history({}) == 1);
    CHECK(reader.find_changed_at() == an_instant);
}

TEST_CASE("what is not committed of feeds is undone") {
    const TemporaryDatabase database;
    {
        LedgerTransaction ledger = database->write_ledger().value();
        insert_calendar_feed(ledger, std::nullopt, an_instant).value();
    }
    CHECK(database->read().list_calendar_feeds().empty());
}

TEST_CASE("secrets are not made twice") {
    const TemporaryDatabase database;
    std::set<std::string> secrets;
    LedgerTransaction ledger = database->write_ledger().value();
    const CalendarFeed feed = insert_calendar_feed(ledger, std::nullopt, an_instant).value();
    for (int i = 0; i < 200; ++i)
        secrets.insert(renew_calendar_feed(ledger, feed.feed, later).value().secret);
    CHECK(secrets.size() == 200);
}

TEST_CASE("the schema takes no feed that could be guessed or found twice") {
    const TemporaryDatabase database;
    Connection connection(database.file(), Access::read_write);
    const std::string good(43, 'A');
    const auto takes = [&](const std::string& owner, const std::string& secret) {
        try {
            connection.execute("INSERT INTO calendar_feeds (owner, secret, created_at) VALUES (" + owner +
                               ", '" + secret + "', '2026-11-22T09:00:00Z')");
            return true;
        } catch (const SQLite::Exception&) {
            return false;
        }
    };
    CHECK_FALSE(takes("NULL", ""));
    CHECK_FALSE(takes("NULL", std::string(42, 'A')));
    CHECK_FALSE(takes("NULL", std::string(42, 'A') + "/"));
    CHECK_FALSE(takes("''", good));
    CHECK_FALSE(takes("'Ann'", good));
    CHECK(takes("NULL", good));
    CHECK_FALSE(takes("NULL", std::string(43, 'B')));
    CHECK_FALSE(takes("'ann'", good));
    CHECK(takes("'ann'", std::string(42, '_') + "-"));
    CHECK_FALSE(takes("'ann'", std::string(43, 'C')));
}

TEST_CASE("the history says how often each record was changed, and it never becomes less") {
    const TemporaryDatabase database;
    const auto change = [&](const char* id, ChangeAction action, const char* at) {
        Writer writer = database.write();
        RecordChange noted{"contracts", id, "C", action, "{}", "{}"};
        if (action == ChangeAction::added) noted.before.reset();
        if (action == ChangeAction::deleted) noted.after.reset();
        writer.note_change(noted);
        writer.commit(noted_at(at));
    };
    CHECK(database->read().versions_of(RecordKind::contracts).empty());
    change("c1", ChangeAction::added, "2026-11-22T09:00:00Z");
    change("c2", ChangeAction::added, "2026-11-22T10:00:00Z");
    change("c1", ChangeAction::changed, "2026-11-22T11:00:00Z");
    const auto of = [&](const char* id) {
        return database->read().versions_of(RecordKind::contracts).at(id);
    };
    CHECK(of("c1").change_count == 2);
    CHECK(of("c1").changed_at == "2026-11-22T11:00:00Z");
    CHECK(of("c2").change_count == 1);
    CHECK(of("c2").changed_at == "2026-11-22T10:00:00Z");
    change("c1", ChangeAction::deleted, "2026-11-22T12:00:00Z");
    change("c1", ChangeAction::added, "2026-11-22T13:00:00Z");
    CHECK(of("c1").change_count == 4);
    CHECK(database->read().versions_of(RecordKind::platforms).empty());
}
