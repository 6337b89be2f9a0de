#include "server/storage/ledger_transaction.hpp"
#include "tests/storage/temporary_database.hpp"

#include <SQLiteCpp/Exception.h>
#include <doctest/doctest.h>

#include <algorithm>

namespace telestate::storage {

namespace {

Day day(const char* text) { return parse_day(text).value(); }

AlertKey key_of(const char* contract, std::int64_t offset, const char* on = "2026-06-26") {
    return {{RecordKind::contracts, contract, MilestoneKind::decide_by, day(on)}, offset};
}

AlertChange raised(const AlertKey& key, AlertState state, Addresses added) {
    AlertChange change;
    change.key = key;
    change.is_new = true;
    change.state = state;
    change.added = std::move(added);
    return change;
}

AlertPlan plan_of(const char* on, std::vector<AlertChange> changes) {
    AlertPlan plan;
    plan.on = day(on);
    plan.alerts = std::move(changes);
    return plan;
}

// A ledger in a database and, beside it, the same in memory.
struct Ledgers {
    std::int64_t run(const AlertPlan& plan, const char* now = "2026-02-11T07:00:00Z") {
        LedgerTransaction ledger = std::move(database->write_ledger().value());
        const std::int64_t run = ledger.begin_run(plan.on, now, RunTrigger::schedule);
        ledger.record_plan(run, plan);
        for (const std::string& address : ledger.list_unmailed_addresses()) {
            ledger.gather_mail(run, {Channel::mail, address, std::to_string(run) + "-" + address + "@x"},
                               now);
        }
        ledger.withdraw_empty_mails();
        ledger.commit();
        record(in_memory, plan);
        return run;
    }
    template <typename Change>
    void change(Change change) {
        LedgerTransaction ledger = std::move(database->write_ledger().value());
        change(ledger);
        ledger.commit();
    }
    void send_everything(const char* now = "2026-02-11T07:01:00Z") {
        for (const Mail& mail : database->read().list_mails_to_try({})) {
            change([&](LedgerTransaction& ledger) {
                ledger.begin_attempt(mail.mail, {"Subject", "plain", "html", "message"}, now);
                ledger.mark_sent(mail.mail, now, "250 OK");
            });
        }
        for (LedgerAlert& alert : in_memory.alerts) {
            for (AlertDelivery& delivery : alert.deliveries)
                delivery.is_sent = true;
        }
    }
    void check_same(const char* on) {
        AlertLedger kept = database->read().read_alert_ledger(day(on));
        CHECK(kept.previous_run_on == in_memory.previous_run_on);
        REQUIRE(kept.alerts.size() == in_memory.alerts.size());
        const auto by_address = [](const AlertDelivery& a, const AlertDelivery& b) {
            return a.address < b.address;
        };
        for (std::size_t i = 0; i < kept.alerts.size(); ++i) {
            LedgerAlert expected = in_memory.alerts[i];
            std::sort(expected.deliveries.begin(), expected.deliveries.end(), by_address);
            std::sort(kept.alerts[i].deliveries.begin(), kept.alerts[i].deliveries.end(), by_address);
            CHECK(kept.alerts[i] == expected);
        }
    }

    TemporaryDirectory directory;
    std::unique_ptr<Database> database = open_database(directory / "estate.sqlite");
    AlertLedger in_memory;
};

std::string states_of(Ledgers& ledgers) {
    std::string text;
    auto mails = ledgers.database->read().list_mails(MailView::all).mails;
    std::reverse(mails.begin(), mails.end());
    for (const Mail& mail : mails)
        text += (text.empty() ? "" : ", ") + mail.address + " " + std::string(name_of(mail.state)) + " " +
                std::to_string(mail.alert_count);
    return text;
}

} // namespace

TEST_CASE("the ledger reads back what a plan does to it") {
    Ledgers ledgers;
    ledgers.run(plan_of("2026-02-11", {raised(key_of("a", 180), AlertState::due, {"ann@x", "bob@x"}),
                                       raised(key_of("b", 30), AlertState::superseded, {}),
                                       raised(key_of("b", 7), AlertState::nobody_to_tell, {})}));
    ledgers.check_same("2026-02-11");
    ledgers.send_everything();
    ledgers.check_same("2026-02-11");

    AlertChange named;
    named.key = key_of("b", 7);
    named.state = AlertState::due;
    named.rearms = true;
    named.added = {"cat@x"};
    AlertChange escalated;
    escalated.key = key_of("a", 180);
    escalated.escalates = true;
    escalated.escalated = {"it@x"};
    ledgers.run(plan_of("2026-02-12", {named, escalated}));
    ledgers.check_same("2026-02-12");

    AlertChange ended;
    ended.key = key_of("b", 7);
    ended.state = AlertState::ended;
    ended.withdrawn = {"cat@x"};
    ledgers.run(plan_of("2026-02-13", {ended}));
    ledgers.check_same("2026-02-13");
    CHECK(states_of(ledgers) == "ann@x sent 1, bob@x sent 1, it@x waiting 1");
}

TEST_CASE("an alert cannot be raised twice, nor sent twice to one address in any case of letters") {
    Ledgers ledgers;
    const AlertPlan once = plan_of("2026-02-11", {raised(key_of("a", 180), AlertState::due, {"ann@x"})});
    ledgers.run(once);
    const auto again = [&](const AlertPlan& plan) {
        LedgerTransaction ledger = std::move(ledgers.database->write_ledger().value());
        ledger.record_plan(ledger.begin_run(plan.on, "2026-02-12T07:00:00Z", RunTrigger::command), plan);
    };
    CHECK_THROWS_AS(again(once), SQLite::Exception);
    AlertChange more;
    more.key = key_of("a", 180);
    more.added = {"ANN@X"};
    CHECK_THROWS_AS(again(plan_of("2026-02-12", {more})), SQLite::Exception);
    ledgers.check_same("2026-02-12");
    CHECK(ledgers.database->read().find_last_alert_run()->run == 1);
}

TEST_CASE("what waits for somebody goes into their next mail, but for a mail in flight") {
    Ledgers ledgers;
    ledgers.run(plan_of("2026-02-11", {raised(key_of("a", 180), AlertState::due, {"ann@x", "bob@x"})}));
    ledgers.change([](LedgerTransaction& ledger) {
        ledger.begin_attempt(1, {"S", "p", "h", "m"}, "2026-02-11T07:00:01Z");
        ledger.mark_unknown(1, "no answer", "2026-02-11T07:05:00Z");
        ledger.begin_attempt(2, {"S", "p", "h", "m"}, "2026-02-11T07:00:02Z");
        ledger.mark_failed(2, "450 later", "2026-02-11T07:01:00Z");
    });
    CHECK(ledgers.database->read().find_next_attempt_at() == "2026-02-11T07:01:00Z");
    CHECK(ledgers.database->read().list_mails_to_try("2026-02-11T07:02:00Z").size() == 1);
    CHECK(ledgers.database->read().find_pending_error() == "450 later");
    ledgers.run(plan_of("2026-02-12", {raised(key_of("b", 30), AlertState::due, {"bob@x", "ann@x"})}));
    CHECK(states_of(ledgers) == "ann@x in_flight 1, ann@x waiting 1, bob@x waiting 2");
    CHECK(ledgers.database->read().count_alerts(day("2026-02-12")).pending == 2);
}

TEST_CASE("a ledger that is not committed, and one that is, leave the estate's revision alone") {
    Ledgers ledgers;
    const std::int64_t revision = ledgers.database->revision();
    {
        LedgerTransaction ledger = std::move(ledgers.database->write_ledger().value());
        ledger.begin_run(day("2026-02-11"), "2026-02-11T07:00:00Z", RunTrigger::page);
    }
    CHECK_FALSE(ledgers.database->read().find_last_alert_run());
    ledgers.run(plan_of("2026-02-11", {}));
    CHECK(ledgers.database->revision() == revision);
    CHECK(ledgers.database->read().list_history({}).empty());
    CHECK(ledgers.database->read().find_alert_run_day(day("2026-02-10")) == std::nullopt);
    CHECK(ledgers.database->read().find_alert_run_day(day("2027-01-01")) == day("2026-02-11"));
}

TEST_CASE("acknowledging covers what was raised so far for the same milestone, and open shows the tightest") {
    Ledgers ledgers;
    ledgers.run(plan_of("2026-02-11", {raised(key_of("a", 180), AlertState::due, {"ann@x"}),
                                       raised(key_of("a", 90), AlertState::due, {"ann@x"}),
                                       raised(key_of("a", 30, "2026-07-01"), AlertState::due, {"ann@x"})}));
    const auto open = [&](AlertView view) {
        AlertQuery query;
        query.view = view;
        query.today = day("2026-02-11");
        std::string text;
        for (const KeptAlert& alert : ledgers.database->read().list_alerts(query).alerts)
            text += format_alert_key(alert.key).substr(10) + " ";
        return text;
    };
    CHECK(open(AlertView::open) == "a/decide_by/2026-06-26/90 a/decide_by/2026-07-01/30 ");
    ledgers.change([](LedgerTransaction& ledger) {
        CHECK(ledger.acknowledge(1, day("2026-02-11"), "2026-02-11T10:00:00Z", "Ann"));
        CHECK_FALSE(ledger.acknowledge(99, day("2026-02-11"), "2026-02-11T10:00:00Z", "Ann"));
    });
    CHECK(open(AlertView::unacknowledged) == "a/decide_by/2026-07-01/30 ");
    CHECK(ledgers.database->read().find_alert(2)->acknowledged_by == "Ann");
    CHECK(ledgers.database->read().count_alerts(day("2026-02-11")).unacknowledged == 1);
    ledgers.change([](LedgerTransaction& ledger) { CHECK(ledger.unacknowledge(2)); });
    CHECK(open(AlertView::unacknowledged) == open(AlertView::open));
}

} // namespace telestate::storage
