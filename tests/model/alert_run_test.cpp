#include "model/alert_run.hpp"

#include "tests/model/support/documents.hpp"
#include "tests/model/support/values.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using namespace telestate;
using namespace telestate::test;

namespace {

void append(std::string& text, char sign, const Addresses& addresses) {
    for (const std::string& address : addresses)
        text += std::string(" ") + sign + address;
}

// "c1 decide_by 2025-06-30/30 due +told ^escalated ~waiting -withdrawn", with "again" where it goes out after
// all.
std::string text_of(const AlertPlan& plan) {
    std::string text;
    for (const AlertChange& change : plan.alerts) {
        const Milestone& milestone = change.key.milestone;
        text += text.empty() ? "" : "; ";
        text += milestone.subject + " " + std::string(name_of(milestone.kind)) + " " +
                format_day(milestone.on) + "/" + std::to_string(change.key.offset_days) + " " +
                std::string(name_of(change.state));
        append(text, '+', change.added);
        append(text, '^', change.escalated);
        append(text, '~', change.waiting);
        append(text, '-', change.withdrawn);
        if (change.rearms) text += " again";
    }
    return text;
}

// An estate with what became of its alerts.
struct Story {
    explicit Story(std::string_view text) : estate(estate_of(text)) {}

    AlertPlan plan(std::string_view on) const {
        return plan_alerts(estate, ledger, rules(), {180, 90, 30, 7, 0}, day(on));
    }
    // Runs, and has the mail server take everything.
    std::string run(std::string_view on) {
        const std::string text = run_without_mail(on);
        for (LedgerAlert& alert : ledger.alerts) {
            for (AlertDelivery& delivery : alert.deliveries)
                delivery.is_sent = true;
        }
        return text;
    }
    std::string run_without_mail(std::string_view on) {
        const AlertPlan made = plan(on);
        record(ledger, made);
        return text_of(made);
    }
    // What happens from a day to another, with its day: "2025-04-01: ...".
    std::string run_daily(std::string_view from, std::string_view to) {
        std::string text;
        for (Day on = day(from); on <= day(to); on += Days{1}) {
            const std::string of_day = run(format_day(on));
            if (!of_day.empty()) text += (text.empty() ? "" : "\n") + format_day(on) + ": " + of_day;
        }
        return text;
    }
    void accept(std::string_view address) {
        for (LedgerAlert& alert : ledger.alerts) {
            for (AlertDelivery& delivery : alert.deliveries) {
                if (delivery.address == address) delivery.is_sent = true;
            }
        }
    }
    void acknowledge(std::string_view on) {
        for (LedgerAlert& alert : ledger.alerts)
            alert.acknowledged_on = day(on);
    }
    Contract& contract() { return estate.contracts.front(); }
    void decide(std::string_view on) {
        contract().decisions.push_back(
            {DecisionKind::replace, day("2025-06-30"), Outcome::replace, day(on), std::nullopt, {}});
    }

    Estate estate;
    AlertLedger ledger;
};

// To be decided about by Monday 30 June 2025: 1 January, 1 April, 31 May and 23 June are 180, 90, 30 and 7
// days before it.
constexpr std::string_view owned =
    "{'organisation': {'alert_recipients': ['office@x']},"
    "'people': [{'id': 'ann', 'email': 'ann@x'}, {'id': 'bob', 'email': 'bob@x'}],"
    "'contracts': [{'id': 'c1', 'owner': 'ann', 'term': {'kind': 'fixed', 'end': '2025-06-30'}}]}";
constexpr std::string_view unowned =
    "{'organisation': {}, 'people': [{'id': 'ann', 'email': 'ann@x'}, {'id': 'bob', 'email': 'bob@x'}],"
    "'contracts': [{'id': 'c1', 'term': {'kind': 'fixed', 'end': '2025-06-30'}}]}";

Milestone end_of_june() { return {RecordKind::contracts, "c1", MilestoneKind::decide_by, day("2025-06-30")}; }

} // namespace

TEST_CASE("each alert is raised on its day, once, and an unanswered one is escalated") {
    Story story(owned);
    CHECK(story.run_daily("2024-12-01", "2025-06-30") ==
          "2025-01-01: c1 decide_by 2025-06-30/180 due +ann@x\n"
          "2025-04-01: c1 decide_by 2025-06-30/90 due +ann@x\n"
          "2025-05-31: c1 decide_by 2025-06-30/30 due +ann@x\n"
          "2025-06-07: c1 decide_by 2025-06-30/30 due ^office@x\n"
          "2025-06-23: c1 decide_by 2025-06-30/7 due +ann@x\n"
          "2025-06-30: c1 decide_by 2025-06-30/0 due +ann@x; c1 decide_by 2025-06-30/7 due ^office@x");
}

TEST_CASE("of several that fell due unseen only the tightest goes out") {
    struct Row {
        std::string_view description;
        std::string_view on;
        std::string_view plan;
    };
    const Row rows[] = {
        {"the day before the first", "2024-12-31", ""},
        {"the first", "2025-01-01", "c1 decide_by 2025-06-30/180 due +ann@x"},
        {"two", "2025-05-30",
         "c1 decide_by 2025-06-30/90 due +ann@x; c1 decide_by 2025-06-30/180 superseded"},
        {"all but the last", "2025-06-29",
         "c1 decide_by 2025-06-30/7 due +ann@x; c1 decide_by 2025-06-30/30 superseded; c1 decide_by 2025-06-30/90 "
         "superseded; c1 decide_by 2025-06-30/180 superseded"},
        {"the day itself", "2025-06-30",
         "c1 decide_by 2025-06-30/0 due +ann@x; c1 decide_by 2025-06-30/7 superseded; c1 decide_by 2025-06-30/30 "
         "superseded; c1 decide_by 2025-06-30/90 superseded; c1 decide_by 2025-06-30/180 superseded"},
        {"the first run of all, after it", "2025-07-01", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        Story story(owned);
        CHECK(story.run(row.on) == row.plan);
        CHECK(story.run(row.on).empty());
    }
    Story off(owned);
    off.run("2025-04-10");
    CHECK(off.run("2025-06-24") ==
          "c1 decide_by 2025-06-30/7 due +ann@x; c1 decide_by 2025-06-30/30 superseded");
}

TEST_CASE("what falls due wider than one already raised is recorded superseded") {
    Story story(owned);
    story.contract().alert_days = {30};
    story.run("2025-06-01");
    story.contract().alert_days = {60, 10};
    CHECK(story.run("2025-06-02") == "c1 decide_by 2025-06-30/60 superseded");
    CHECK(story.run("2025-06-03").empty());
    story.acknowledge("2025-06-03");
    CHECK(story.run("2025-06-20") == "c1 decide_by 2025-06-30/10 due +ann@x");
}

TEST_CASE("a decision ends an alert, and taking it back does not repeat what was told") {
    Story story(owned);
    story.run("2025-06-01");
    story.decide("2025-06-02");
    CHECK(story.run("2025-06-02") == "c1 decide_by 2025-06-30/30 ended");
    CHECK(story.run("2025-06-24").empty());
    story.contract().decisions.clear();
    CHECK(story.run("2025-06-05") == "c1 decide_by 2025-06-30/30 due");
    CHECK(story.run("2025-06-05").empty());
    CHECK(story.run("2025-06-24") ==
          "c1 decide_by 2025-06-30/7 due +ann@x; c1 decide_by 2025-06-30/30 due ^office@x");
}

TEST_CASE("what is ahead again and left unanswered is escalated in the same run") {
    Story story(owned);
    story.run("2025-05-31");
    story.decide("2025-06-01");
    story.run("2025-06-01");
    story.contract().decisions.clear();
    CHECK(story.run("2025-06-10") == "c1 decide_by 2025-06-30/30 due ^office@x");
    CHECK(story.run("2025-06-10").empty());
}

TEST_CASE("what ended before the mail server took it is armed again when it is due again") {
    Story story(owned);
    CHECK(story.run_without_mail("2025-04-01") ==
          "c1 decide_by 2025-06-30/90 due +ann@x; c1 decide_by 2025-06-30/180 superseded");
    CHECK(story.run_without_mail("2025-04-02") == "c1 decide_by 2025-06-30/90 due ~ann@x");
    story.decide("2025-04-03");
    CHECK(story.run("2025-04-03") == "c1 decide_by 2025-06-30/90 ended -ann@x");
    story.contract().decisions.clear();
    SUBCASE("while it is the tightest") {
        CHECK(story.run("2025-04-10") == "c1 decide_by 2025-06-30/90 due +ann@x again");
        CHECK(story.ledger.alerts.front().raised_on == day("2025-04-10"));
        CHECK(story.run("2025-04-10").empty());
    }
    SUBCASE("but not beside a tighter one") {
        CHECK(story.run("2025-05-31") == "c1 decide_by 2025-06-30/30 due +ann@x");
    }
    SUBCASE("and so is what it had superseded, where it is wanted no longer itself") {
        story.contract().alert_days = {180};
        CHECK(story.run("2025-04-10") == "c1 decide_by 2025-06-30/180 due +ann@x again");
        CHECK(story.run("2025-04-11").empty());
    }
}

TEST_CASE("another date is another alert, and the old one comes back with its date") {
    Story story(owned);
    story.run("2025-05-31");
    story.contract().term.end = exactly(day("2025-07-01"));
    CHECK(
        story.run("2025-06-01") ==
        "c1 decide_by 2025-06-30/30 ended; c1 decide_by 2025-07-01/30 due +ann@x; c1 decide_by 2025-07-01/90 "
        "superseded; c1 decide_by 2025-07-01/180 superseded");
    story.contract().term.end = exactly(day("2025-06-30"));
    CHECK(story.run("2025-06-02") == "c1 decide_by 2025-06-30/30 due; c1 decide_by 2025-07-01/30 ended");
}

TEST_CASE("a record that is deleted takes its alerts with it until it is there again") {
    Story story(owned);
    const std::vector<Contract> kept = story.estate.contracts;
    story.run_without_mail("2025-05-31");
    story.estate.contracts.clear();
    CHECK(story.run("2025-06-01") == "c1 decide_by 2025-06-30/30 ended -ann@x");
    CHECK(story.run("2025-06-02").empty());
    story.estate.contracts = kept;
    CHECK(story.run("2025-06-03") == "c1 decide_by 2025-06-30/30 due +ann@x again");
}

TEST_CASE("a missed decision is told once a week until somebody answers") {
    Story story(owned);
    story.contract().deputies = {"bob"};
    story.run("2025-06-30");
    CHECK(story.run("2025-07-01") == "c1 decide_by 2025-06-30/-1 missed +ann@x +bob@x");
    CHECK(story.run_daily("2025-07-01", "2025-07-16") ==
          "2025-07-08: c1 decide_by 2025-06-30/-8 missed +ann@x +bob@x ^office@x\n"
          "2025-07-15: c1 decide_by 2025-06-30/-15 missed +ann@x +bob@x ^office@x");
    SUBCASE("seven days after the last, on whatever day that was") {
        CHECK(story.run("2025-07-25") == "c1 decide_by 2025-06-30/-25 missed +ann@x +bob@x ^office@x");
        CHECK(story.run_daily("2025-07-26", "2025-08-01") ==
              "2025-08-01: c1 decide_by 2025-06-30/-32 missed +ann@x +bob@x ^office@x");
    }
    SUBCASE("acknowledged") {
        story.acknowledge("2025-07-16");
        CHECK(story.run_daily("2025-07-17", "2025-12-31").empty());
    }
    SUBCASE("decided") {
        story.decide("2025-07-17");
        CHECK(story.run("2025-07-17") ==
              "c1 decide_by 2025-06-30/-1 ended; c1 decide_by 2025-06-30/-8 ended; c1 "
              "decide_by 2025-06-30/-15 ended");
        CHECK(story.run_daily("2025-07-18", "2025-12-31").empty());
    }
    SUBCASE("snoozed, and told on that day") {
        story.acknowledge("2025-07-16");
        story.ledger.snoozes.push_back({end_of_june(), day("2025-08-20")});
        CHECK(story.run_daily("2025-07-17", "2025-08-27") ==
              "2025-08-20: c1 decide_by 2025-06-30/-51 missed +ann@x +bob@x\n"
              "2025-08-27: c1 decide_by 2025-06-30/-58 missed +ann@x +bob@x ^office@x");
    }
}

TEST_CASE("what passed before the previous run is not told as missed") {
    struct Row {
        std::string_view description;
        std::string_view previous;
        std::string_view on;
        std::string_view plan;
    };
    const Row rows[] = {
        {"never run", "", "2025-07-01", ""},
        {"run on the day itself", "2025-06-30", "2025-07-01", "c1 decide_by 2025-06-30/-1 missed +ann@x"},
        {"run the day after", "2025-07-01", "2025-07-02", ""},
        {"off for months", "2025-03-01", "2025-09-30", "c1 decide_by 2025-06-30/-92 missed +ann@x"},
        {"twice on one day", "2025-07-01", "2025-07-01", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        Story story(owned);
        story.ledger.previous_run_on = maybe_day(row.previous);
        CHECK(story.run(row.on) == row.plan);
    }
}

TEST_CASE("one missed series per contract, the newest") {
    Story story(owned);
    story.contract().term.extensions.push_back({period("P1Y"), {}, Notice{period("P2M"), false}, {}, {}});
    story.contract().alert_days = std::vector<int>{};
    story.run("2025-04-29");
    CHECK(story.run_daily("2025-04-30", "2025-05-08") ==
          "2025-05-01: c1 decide_by 2025-04-30/-1 missed +ann@x\n"
          "2025-05-08: c1 decide_by 2025-04-30/-8 missed +ann@x ^office@x");
    story.acknowledge("2025-05-08");
    CHECK(
        story.run_daily("2025-05-09", "2025-07-08") ==
        "2025-07-01: c1 decide_by 2025-04-30/-1 ended; c1 decide_by 2025-04-30/-8 ended; c1 decide_by 2025-06-30/-1 "
        "missed +ann@x\n2025-07-08: c1 decide_by 2025-06-30/-8 missed +ann@x ^office@x");
}

TEST_CASE("with nobody to tell, an alert waits for somebody to be named") {
    Story story(unowned);
    CHECK(story.run("2025-05-31") == "c1 decide_by 2025-06-30/30 nobody_to_tell; c1 decide_by 2025-06-30/90 "
                                     "superseded; c1 decide_by 2025-06-30/180 superseded");
    SUBCASE("and counts as raised on that day") {
        CHECK(story.run("2025-06-09") == "c1 decide_by 2025-06-30/30 nobody_to_tell");
        story.contract().owner = "ann";
        CHECK(story.run("2025-06-10") == "c1 decide_by 2025-06-30/30 due +ann@x again");
        story.contract().deputies = {"bob"};
        CHECK(story.run_daily("2025-06-11", "2025-06-18") ==
              "2025-06-17: c1 decide_by 2025-06-30/30 due ^bob@x");
    }
    SUBCASE("a tighter one takes its place") {
        CHECK(story.run("2025-06-23") ==
              "c1 decide_by 2025-06-30/7 nobody_to_tell; c1 decide_by 2025-06-30/30 superseded");
    }
    SUBCASE("once it has passed, it is the missed decision that waits") {
        CHECK(story.run("2025-07-01") ==
              "c1 decide_by 2025-06-30/-1 nobody_to_tell; c1 decide_by 2025-06-30/30 ended");
        CHECK(story.run("2025-07-20") == "c1 decide_by 2025-06-30/-1 nobody_to_tell");
        story.estate.organisation->alert_recipients = {"office@x"};
        CHECK(story.run("2025-07-21") == "c1 decide_by 2025-06-30/-1 missed +office@x again");
        CHECK(story.run_daily("2025-07-22", "2025-07-28") ==
              "2025-07-28: c1 decide_by 2025-06-30/-28 missed +office@x");
    }
}

TEST_CASE("an alert that lost those it waited for has nobody to tell, or gives way to a tighter one") {
    Story story(unowned);
    story.contract().owner = "ann";
    story.run_without_mail("2025-05-31");
    story.contract().owner.clear();
    SUBCASE("alone") { CHECK(story.run("2025-06-01") == "c1 decide_by 2025-06-30/30 nobody_to_tell -ann@x"); }
    SUBCASE("after its day") {
        CHECK(story.run("2025-07-01") ==
              "c1 decide_by 2025-06-30/-1 nobody_to_tell; c1 decide_by 2025-06-30/30 ended -ann@x");
    }
    SUBCASE("beside a tighter one") {
        CHECK(story.run("2025-06-23") ==
              "c1 decide_by 2025-06-30/7 nobody_to_tell; c1 decide_by 2025-06-30/30 superseded -ann@x");
        CHECK(story.run("2025-06-23") == "c1 decide_by 2025-06-30/7 nobody_to_tell");
    }
}

TEST_CASE("what waits follows the recipients, and what was sent stays as it was") {
    Story story(owned);
    story.run_without_mail("2025-05-31");
    story.contract().owner = "bob";
    CHECK(story.run_without_mail("2025-06-01") == "c1 decide_by 2025-06-30/30 due +bob@x -ann@x");
    story.contract().deputies = {"ann"};
    CHECK(story.run_without_mail("2025-06-02") == "c1 decide_by 2025-06-30/30 due +ann@x ~bob@x");
    story.accept("ann@x");
    CHECK(story.run("2025-06-03") == "c1 decide_by 2025-06-30/30 due ~bob@x");
    story.contract().owner.clear();
    story.contract().deputies.clear();
    CHECK(story.run("2025-06-04").empty());
}

TEST_CASE("an escalation reaches who was not told, whoever became a deputy since among them") {
    Story story(owned);
    story.run("2025-05-31");
    story.contract().deputies = {"bob", "ann"};
    CHECK(story.run("2025-06-06").empty());
    CHECK(story.plan("2025-06-07").alerts.front().escalates);
    CHECK(story.plan("2025-06-07").news_count() == 1);
    CHECK(story.run("2025-06-07") == "c1 decide_by 2025-06-30/30 due ^bob@x ^office@x");
    CHECK(story.run_daily("2025-06-08", "2025-06-22").empty());
}

TEST_CASE("who else is told is told once, whatever else changes on the day of an escalation") {
    Story story(owned);
    story.run("2025-05-31");
    story.contract().owner = "bob";
    CHECK(story.run_without_mail("2025-06-07") == "c1 decide_by 2025-06-30/30 due +bob@x ^office@x");
    CHECK(story.run_without_mail("2025-06-07") == "c1 decide_by 2025-06-30/30 due ~bob@x ~office@x");
}

TEST_CASE("only an unanswered decision of thirty days or fewer is escalated") {
    struct Row {
        std::string_view description;
        std::string_view raised_on;
        int offset;
        bool is_acknowledged;
        std::string_view after_a_week;
    };
    const Row rows[] = {
        {"thirty days", "2025-05-31", 30, false, "c1 decide_by 2025-06-30/30 due ^office@x"},
        {"thirty-one days", "2025-05-30", 31, false, ""},
        {"acknowledged", "2025-05-31", 30, true, ""},
        {"a week before", "2025-06-23", 7, false, "c1 decide_by 2025-06-30/7 due ^office@x"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        Story story(owned);
        story.contract().alert_days = {row.offset};
        story.run(row.raised_on);
        if (row.is_acknowledged) story.acknowledge(row.raised_on);
        const Day raised_on = day(row.raised_on);
        CHECK(story.run(format_day(add_days(raised_on, 6))).empty());
        CHECK(story.run(format_day(add_days(raised_on, 7))) == row.after_a_week);
    }
}

TEST_CASE("a snooze holds everything back until its day, and alerts on it") {
    Story story(owned);
    story.run("2025-05-31");
    story.acknowledge("2025-06-01");
    story.ledger.snoozes.push_back({end_of_june(), day("2025-06-25")});
    SUBCASE("instead of those in between") {
        CHECK(story.run_daily("2025-06-01", "2025-06-29") ==
              "2025-06-25: c1 decide_by 2025-06-30/5 due +ann@x; c1 decide_by 2025-06-30/7 superseded");
        CHECK(story.run("2025-06-30") == "c1 decide_by 2025-06-30/0 due +ann@x");
    }
    SUBCASE("also when the server was off on its day") {
        CHECK(story.run("2025-06-28") ==
              "c1 decide_by 2025-06-30/5 due +ann@x; c1 decide_by 2025-06-30/7 superseded");
    }
    SUBCASE("not beyond a decision") {
        story.decide("2025-06-10");
        CHECK(story.run_daily("2025-06-11", "2025-06-30") == "2025-06-11: c1 decide_by 2025-06-30/30 ended");
    }
}

TEST_CASE("the days before are the contract's own, else the organisation's, else the usual ones") {
    Story story(owned);
    CHECK(story.run("2025-05-31").starts_with("c1 decide_by 2025-06-30/30 due"));
    story = Story(owned);
    story.estate.organisation->alert_days = {45};
    CHECK(story.run("2025-05-31") == "c1 decide_by 2025-06-30/45 due +ann@x");
    story = Story(owned);
    story.estate.organisation->alert_days = {45};
    story.contract().alert_days = {60};
    CHECK(story.run("2025-05-31") == "c1 decide_by 2025-06-30/60 due +ann@x");
    story = Story(owned);
    story.contract().alert_days = std::vector<int>{};
    CHECK(story.run_daily("2024-12-01", "2025-07-01") ==
          "2025-07-01: c1 decide_by 2025-06-30/-1 missed +ann@x");
}

TEST_CASE("what could not be sent in time is tried as long as it holds") {
    Story story(owned);
    story.contract().alert_days = {0};
    story.run_without_mail("2025-06-30");
    CHECK(story.run_without_mail("2025-07-01") ==
          "c1 decide_by 2025-06-30/-1 missed +ann@x; c1 decide_by 2025-06-30/0 due ~ann@x");
    story.decide("2025-07-02");
    CHECK(story.run_without_mail("2025-07-02") ==
          "c1 decide_by 2025-06-30/0 ended -ann@x; c1 decide_by 2025-06-30/-1 ended -ann@x");
}

TEST_CASE("platforms and lines are told to their contract's people, and overruns are listed apart") {
    Story story(
        "{'organisation': {'alert_recipients': ['office@x']}, 'people': [{'id': 'ann', 'email': 'ann@x'}, {'id': "
        "'bob', 'email': 'bob@x'}], 'responsibilities': [{'service': 'telephony', 'role': 'manager', 'person': "
        "'bob'}],"
        "'contracts': [{'id': 'c1', 'owner': 'ann', 'term': {'kind': 'fixed', 'end': '2025-06-30'}}],"
        "'platforms': [{'id': 'f1', 'contract': 'c1', 'service': 'telephony', 'end_of_support': '2027-01-31'},"
        "{'id': 'f2', 'service': 'telephony', 'end_of_support': '2027-01-31'}, {'id': 'f3', 'end_of_support': "
        "'2027-01-30'}],"
        "'lines': [{'id': 'l1', 'platform': 'f1', 'technology': 'pstn'}, {'id': 'l2', 'platform': 'f2', "
        "'technology': 'isdn2'}, {'id': 'l3', 'technology': 'adsl'}, {'id': 'l4', 'platform': 'f2', 'contract': "
        "'c1', 'technology': 'fttc'}]}");
    story.estate.organisation->alert_days = {7};
    CHECK(
        story.run("2027-01-24") ==
        "f3 end_of_support 2027-01-30/7 due +office@x; f1 end_of_support 2027-01-31/7 due +ann@x; f2 end_of_support "
        "2027-01-31/7 due +bob@x; l1 pstn_switch_off 2027-01-31/7 due +ann@x; l2 pstn_switch_off 2027-01-31/7 due "
        "+bob@x; l3 pstn_switch_off 2027-01-31/7 due +office@x; l4 pstn_switch_off 2027-01-31/7 due +ann@x");
    const AlertPlan plan = story.plan("2027-01-25");
    CHECK(plan.alerts.empty());
    REQUIRE(plan.overruns.size() == 1);
    CHECK(plan.overruns.front().contract == "c1");
    CHECK(plan.overruns.front().recipients == Addresses{"ann@x"});
}

TEST_CASE("alerts and their states have names") {
    CHECK(format_alert_key({end_of_june(), 30}) == "contracts/c1/decide_by/2025-06-30/30");
    CHECK(format_alert_key({end_of_june(), -8}) == "contracts/c1/decide_by/2025-06-30/-8");
    for (const std::string_view name : {"due", "missed", "superseded", "nobody_to_tell", "ended"})
        CHECK(name_of(parse_alert_state(name).value()) == name);
    CHECK_FALSE(parse_alert_state("sent").has_value());
}
