#include "model/decisions.hpp"

#include "tests/model/support/documents.hpp"
#include "tests/model/support/values.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace telestate;
using namespace telestate::test;

namespace {

std::string text_of(const std::vector<NextDecision>& decisions) {
    std::string text;
    for (const NextDecision& decision : decisions)
        text.append(text.empty() ? "" : ", ").append(test::text_of(std::optional<NextDecision>(decision)));
    return text;
}

// A contract that renews each year with three months' notice, and what was decided about it.
Contract decided(const std::string& decisions, const std::string& more = "") {
    return contract_of(
        "{'term': {'kind': 'auto_renew', 'start': '2023-04-01', 'length': 'P1Y', 'renews_for': 'P1Y', 'notice': "
        "'P3M'}, 'decisions': [" +
        decisions + "]" + more + "}");
}

} // namespace

TEST_CASE("a decision taken closes the one of its kind and effect from the day it was taken") {
    struct Row {
        std::string_view description;
        std::string_view decisions;
        std::string_view on;
        std::string_view next;
        std::string_view ends;      // by record
        std::string_view committed; // until
    };
    const Row rows[] = {
        {"none taken", "", "2024-10-15", "give_notice by 2024-12-31 for 2025-03-31", "-", "2025-03-31"},
        {"renewed: the term after is the open one",
         "{'kind': 'give_notice', 'takes_effect': '2025-03-31', 'outcome': 'renew', 'decided_on': '2024-10-01'}",
         "2024-10-15", "give_notice by 2025-12-31 for 2026-03-31", "-", "2026-03-31"},
        {"renewed on the day itself",
         "{'kind': 'give_notice', 'takes_effect': '2025-03-31', 'outcome': 'renew', 'decided_on': '2024-10-15'}",
         "2024-10-15", "give_notice by 2025-12-31 for 2026-03-31", "-", "2026-03-31"},
        {"to be renewed, but not decided yet on that day",
         "{'kind': 'give_notice', 'takes_effect': '2025-03-31', 'outcome': 'renew', 'decided_on': '2024-10-16'}",
         "2024-10-15", "give_notice by 2024-12-31 for 2025-03-31", "-", "2025-03-31"},
        {"two terms renewed at once",
         "{'kind': 'give_notice', 'takes_effect': '2025-03-31', 'outcome': 'renew', 'decided_on': '2024-10-01'}, {'kind': "
         "'give_notice', 'takes_effect': '2026-03-31', 'outcome': 'renew', 'decided_on': '2024-10-01'}",
         "2024-10-15", "give_notice by 2026-12-31 for 2027-03-31", "-", "2027-03-31"},
        {"only the term after the next renewed",
         "{'kind': 'give_notice', 'takes_effect': '2026-03-31', 'outcome': 'renew', 'decided_on': '2024-10-01'}",
         "2024-10-15", "give_notice by 2024-12-31 for 2025-03-31", "-", "2025-03-31"},
        {"left at the end of the term",
         "{'kind': 'give_notice', 'takes_effect': '2025-03-31', 'outcome': 'leave', 'decided_on': '2024-10-01'}",
         "2024-10-15", "-", "2025-03-31", "2025-03-31"},
        {"left on the day itself",
         "{'kind': 'give_notice', 'takes_effect': '2025-03-31', 'outcome': 'leave', 'decided_on': '2024-10-15'}",
         "2024-10-15", "-", "2025-03-31", "2025-03-31"},
        {"left on another day",
         "{'kind': 'give_notice', 'takes_effect': '2025-03-31', 'outcome': 'leave', 'decided_on': '2024-10-01', 'leaves_on': "
         "'2025-06-30'}",
         "2024-10-15", "-", "2025-06-30", "2025-06-30"},
        {"to be left, but not decided yet on that day",
         "{'kind': 'give_notice', 'takes_effect': '2025-03-31', 'outcome': 'leave', 'decided_on': '2024-11-01'}",
         "2024-10-15", "give_notice by 2024-12-31 for 2025-03-31", "-", "2025-03-31"},
        {"left twice: the one decided last counts",
         "{'kind': 'give_notice', 'takes_effect': '2025-03-31', 'outcome': 'leave', 'decided_on': '2024-10-02', 'leaves_on': "
         "'2025-05-31'}, {'kind': 'give_notice', 'takes_effect': '2025-03-31', 'outcome': 'leave', 'decided_on': '2024-10-01'}",
         "2024-10-15", "-", "2025-05-31", "2025-05-31"},
        {"left twice, seen between the two",
         "{'kind': 'give_notice', 'takes_effect': '2025-03-31', 'outcome': 'leave', 'decided_on': '2024-10-01'}, {'kind': "
         "'give_notice', 'takes_effect': '2025-03-31', 'outcome': 'leave', 'decided_on': '2024-11-01', 'leaves_on': "
         "'2025-05-31'}",
         "2024-10-15", "-", "2025-03-31", "2025-03-31"},
        {"left twice on one day: the one recorded last counts",
         "{'kind': 'give_notice', 'takes_effect': '2025-03-31', 'outcome': 'leave', 'decided_on': '2024-10-01'}, {'kind': "
         "'give_notice', 'takes_effect': '2025-03-31', 'outcome': 'leave', 'decided_on': '2024-10-01', 'leaves_on': "
         "'2025-05-31'}",
         "2024-10-15", "-", "2025-05-31", "2025-05-31"},
        {"a renewal afterwards does not undo a leave",
         "{'kind': 'give_notice', 'takes_effect': '2025-03-31', 'outcome': 'leave', 'decided_on': '2024-10-01'}, {'kind': "
         "'give_notice', 'takes_effect': '2025-03-31', 'outcome': 'renew', 'decided_on': '2024-10-10'}",
         "2024-10-15", "-", "2025-03-31", "2025-03-31"},
        {"one that matches nothing closes nothing",
         "{'kind': 'give_notice', 'takes_effect': '2025-04-01', 'outcome': 'renew', 'decided_on': '2024-10-01'}",
         "2024-10-15", "give_notice by 2024-12-31 for 2025-03-31", "-", "2025-03-31"},
        {"one of another kind closes nothing",
         "{'kind': 'replace', 'takes_effect': '2025-03-31', 'outcome': 'renew', 'decided_on': '2024-10-01'}",
         "2024-10-15", "give_notice by 2024-12-31 for 2025-03-31", "-", "2025-03-31"},
        {"a leave that matches nothing still ends the contract",
         "{'kind': 'give_notice', 'takes_effect': '2025-04-30', 'outcome': 'leave', 'decided_on': '2024-10-01'}",
         "2024-10-15", "-", "2025-04-30", "2025-04-30"},
        {"to be replaced is not to be left",
         "{'kind': 'give_notice', 'takes_effect': '2025-03-31', 'outcome': 'replace', 'decided_on': '2024-10-01'}",
         "2024-10-15", "give_notice by 2025-12-31 for 2026-03-31", "-", "2026-03-31"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        const Contract contract = decided(std::string(row.decisions));
        const Day on = day(row.on);
        const Position position = position_of(contract, rules(), {}, on);
        CHECK(test::text_of(position.next_decision) == row.next);
        CHECK(test::text_of(end_by_record(contract, on)) == row.ends);
        CHECK(format_day(position.committed_until) == row.committed);
    }
}

TEST_CASE("of a recorded end and a leave the earlier counts") {
    const std::string leave =
        "{'kind': 'give_notice', 'takes_effect': '2025-03-31', 'outcome': 'leave', 'decided_on': '2024-10-01'}";
    const Day on = day("2024-10-15");
    CHECK(test::text_of(end_by_record(decided(leave, ", 'ended_on': '2025-01-31'"), on)) == "2025-01-31");
    CHECK(test::text_of(end_by_record(decided(leave, ", 'ended_on': '2025-12-31'"), on)) == "2025-03-31");
    CHECK(test::text_of(end_by_record(decided(leave, ", 'ended_on': '2025-12-31'"), day("2024-09-30"))) ==
          "2025-12-31");
    CHECK(test::text_of(end_by_record(decided("", ", 'ended_on': '2025-12-31'"), day("1990-01-01"))) ==
          "2025-12-31");
    CHECK_FALSE(end_by_record(decided(""), on).has_value());
}

TEST_CASE("the decisions open on a day come soonest first") {
    struct Row {
        std::string_view description;
        std::string_view contract;
        std::string_view on;
        std::string_view decisions;
    };
    const Row rows[] = {
        {"on one day: a break, an option, a replacement",
         "{'term': {'kind': 'fixed', 'end': '2025-03-31', 'extensions': [{'length': 'P1Y'}], 'breaks': [{'on': '2025-03-31'}]}}",
         "2024-10-15",
         "use_break by 2025-03-31 for 2025-03-31, exercise_option by 2025-03-31 for 2025-03-31, replace by 2025-03-31 for "
         "2025-03-31"},
        {"on one day: a break before notice",
         "{'term': {'kind': 'auto_renew', 'end': '2025-03-31', 'renews_for': 'P1Y', 'notice': 'P3M', 'breaks': [{'on': "
         "'2025-03-31'}]}}",
         "2024-10-15", "use_break by 2024-12-31 for 2025-03-31, give_notice by 2024-12-31 for 2025-03-31"},
        {"two breaks with one day to decide",
         "{'term': {'kind': 'fixed', 'end': '2030-12-31', 'breaks': [{'on': '2026-03-31', 'notice': 'P15M'}, {'on': "
         "'2025-03-31', 'notice': 'P3M'}]}}",
         "2024-10-15",
         "use_break by 2024-12-31 for 2025-03-31, use_break by 2024-12-31 for 2026-03-31, replace by 2030-12-31 for "
         "2030-12-31"},
        {"the sooner first",
         "{'term': {'kind': 'fixed', 'end': '2025-03-31', 'notice': 'P1M', 'extensions': [{'length': 'P1Y', 'notice': 'P6M'}], "
         "'breaks': [{'on': '2025-02-28'}]}}",
         "2024-09-30",
         "exercise_option by 2024-09-30 for 2025-03-31, use_break by 2025-01-28 for 2025-02-28, replace by 2025-03-31 for "
         "2025-03-31"},
        {"a break after the current end of a fixed contract is none",
         "{'term': {'kind': 'fixed', 'end': '2025-03-31', 'breaks': [{'on': '2025-04-01'}]}}", "2024-10-15",
         "replace by 2025-03-31 for 2025-03-31"},
        {"a break on the last day that an imprecise end may be",
         "{'term': {'kind': 'fixed', 'end': '2025-Q1', 'breaks': [{'on': '2025-03-31'}]}}", "2024-10-15",
         "replace by 2024-12-31 for 2025-01-01, use_break by 2025-03-31 for 2025-03-31"},
        {"of one that renews every break counts",
         "{'term': {'kind': 'auto_renew', 'end': '2025-03-31', 'renews_for': 'P1Y', 'breaks': [{'on': '2028-06-30'}]}}",
         "2024-10-15", "use_break by 2028-06-30 for 2028-06-30"},
        {"a break decided about, the notice still to come",
         "{'term': {'kind': 'auto_renew', 'end': '2025-03-31', 'renews_for': 'P1Y', 'notice': 'P3M', 'breaks': [{'on': "
         "'2025-03-31'}]}, 'decisions': [{'kind': 'use_break', 'takes_effect': '2025-03-31', 'outcome': 'renew', 'decided_on': "
         "'2024-10-01'}]}",
         "2024-10-15", "give_notice by 2024-12-31 for 2025-03-31"},
        {"an option decided about is gone, the replacement is not",
         "{'term': {'kind': 'fixed', 'end': '2025-03-31', 'extensions': [{'length': 'P1Y'}]}, 'decisions': [{'kind': "
         "'exercise_option', 'takes_effect': '2025-03-31', 'outcome': 'replace', 'decided_on': '2024-10-01'}]}",
         "2024-10-15", "replace by 2025-03-31 for 2025-03-31"},
        {"a replacement that is settled",
         "{'term': {'kind': 'fixed', 'end': '2025-03-31'}, 'decisions': [{'kind': 'replace', 'takes_effect': '2025-03-31', "
         "'outcome': 'replace', 'decided_on': '2024-10-01'}]}",
         "2024-10-15", ""},
        {"the end is on a Sunday and the Friday has gone by",
         "{'term': {'kind': 'fixed', 'end': '2024-06-30'}}", "2024-06-29", ""},
        {"overrun", "{'term': {'kind': 'fixed', 'end': '2024-06-30', 'breaks': [{'on': '2024-06-30'}]}}",
         "2024-07-01", ""},
        {"ended", "{'term': {'kind': 'fixed', 'end': '2025-03-31'}, 'ended_on': '2024-06-30'}", "2024-07-01",
         ""},
        {"to be ended", "{'term': {'kind': 'fixed', 'end': '2025-03-31'}, 'ended_on': '2024-06-30'}",
         "2024-01-01", ""},
        {"yet to start", "{'term': {'kind': 'fixed', 'start': '2024-04-01', 'length': 'P1Y'}}", "2024-01-01",
         "replace by 2025-03-31 for 2025-03-31"},
        {"perpetual", "{'term': {'kind': 'perpetual'}}", "2024-01-01", ""},
        {"unknown, with an end and a break",
         "{'term': {'kind': 'unknown', 'end': '2025-03-31', 'notice': 'P1M', 'breaks': [{'on': '2024-06-30'}]}}",
         "2024-01-01", ""},
        {"notice at any day",
         "{'term': {'kind': 'rolling', 'period': 'P1M', 'notice': 'P30D', 'notice_expires': 'any_day'}}",
         "2024-01-01", ""},
        {"notice not known", "{'term': {'kind': 'rolling', 'period': 'P1M'}}", "2024-01-01", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        const Contract contract = contract_of(row.contract);
        CHECK(problems_of(contract, {}).empty());
        CHECK(text_of(open_decisions(contract, rules(), day(row.on))) == row.decisions);
    }
}

TEST_CASE("working days' notice counts back over Easter and Christmas") {
    const auto next = [](std::string_view end, int days) {
        Contract contract;
        contract.term.kind = TermKind::auto_renew;
        contract.term.end = exactly(day(end));
        contract.term.renews_for = period("P1Y");
        contract.term.notice = working(days);
        return test::text_of(position_of(contract, rules(), {}, day("2023-06-01")).next_decision);
    };
    CHECK(next("2024-04-09", 10) == "give_notice by 2024-03-22 for 2024-04-09");
    CHECK(next("2024-01-02", 5) == "give_notice by 2023-12-21 for 2024-01-02");
    CHECK(next("2024-12-31", 20) == "give_notice by 2024-11-29 for 2024-12-31");
    CHECK(next("2024-12-25", 0) == "give_notice by 2024-12-24 for 2024-12-25");
}

TEST_CASE("what a position is made of can be looked at") {
    const Contract contract = contract_of(
        "{'term': {'kind': 'auto_renew', 'start': '2023-04-01', 'length': 'P1Y', 'renews_for': 'P1M', 'notice': "
        "'P3M'}, 'charges': [{'id': 'a', 'every': 'P1M', 'amount': '10.00'}]}");
    const SeenContract seen(contract, rules(), day("2024-04-15"));
    CHECK(seen.term_number() == 2);
    CHECK(seen.open_term() == 5); // to 31 July 2024; notice for 30 June had to arrive by 28 March
    CHECK(format_day(seen.notice_day_of_term(5)) == "2024-04-30");
    CHECK(format_day(seen.charge_start()) == "2023-04-01");
    CHECK(format_money(seen.cost_of(span("2024-08-01", "2024-08-31"))) == "10.00");
    CHECK(seen.first_candidate().value().takes_effect == day("2024-07-31"));
    CHECK(seen.open_candidates().size() == 1);

    CHECK(format_day(charge_start_of(contract_of("{'term': {'kind': 'perpetual'}}"), {})) == "1970-04-01");
    CHECK(format_day(charge_start_of(contract_of("{'term': {'kind': 'perpetual'}}"), year_start("08-01"))) ==
          "1970-08-01");
    CHECK(format_day(charge_start_of(contract_of("{'term': {'kind': 'perpetual', 'start': 'FY2020-21'}}"),
                                     {})) == "2020-04-01");
}
