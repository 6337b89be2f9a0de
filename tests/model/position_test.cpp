#include "model/position.hpp"

#include "tests/model/support/documents.hpp"
#include "tests/model/support/values.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace telestate;
using namespace telestate::test;

namespace {

Position position_on(std::string_view contract_text, std::string_view on) {
    const Contract contract = contract_of(contract_text);
    CHECK(problems_of(contract, {}).empty());
    return position_of(contract, rules(), {}, day(on));
}

} // namespace

TEST_CASE("the status is the first that applies") {
    struct Row {
        std::string_view description;
        std::string_view contract;
        std::string_view on;
        std::string_view status;
    };
    const std::string_view fixed = "{'term': {'kind': 'fixed', 'start': '2024-01-01', 'end': '2024-12-31'}}";
    const std::string_view imprecise = "{'term': {'kind': 'fixed', 'start': '2024-Q1', 'end': '2024-Q4'}}";
    const std::string_view ended_early =
        "{'term': {'kind': 'fixed', 'start': '2024-01-01', 'end': '2024-12-31'}, 'ended_on': '2024-06-30'}";
    const std::string_view ends_late =
        "{'term': {'kind': 'fixed', 'start': '2024-01-01', 'end': '2024-12-31'}, 'ended_on': '2025-03-31'}";
    const std::string_view left =
        "{'term': {'kind': 'auto_renew', 'start': '2024-01-01', 'length': 'P1Y', 'renews_for': 'P1Y', 'notice': 'P1M'}, "
        "'decisions': [{'kind': 'give_notice', 'takes_effect': '2024-12-31', 'outcome': 'leave', 'decided_on': "
        "'2024-10-01'}]}";
    const std::string_view cancelled =
        "{'term': {'kind': 'fixed', 'start': '2024-05-01', 'end': '2025-04-30'}, 'decisions': [{'kind': 'replace', "
        "'takes_effect': '2025-04-30', 'outcome': 'leave', 'decided_on': '2024-01-10', 'leaves_on': '2024-02-29'}]}";
    const std::string_view ended_and_left =
        "{'term': {'kind': 'auto_renew', 'start': '2020-01-01', 'length': 'P1Y', 'renews_for': 'P1Y'}, 'ended_on': "
        "'2024-06-30', 'decisions': [{'kind': 'give_notice', 'takes_effect': '2024-12-31', 'outcome': 'leave', "
        "'decided_on': '2024-01-01'}]}";
    const Row rows[] = {
        {"the day before it starts", fixed, "2023-12-31", "pending"},
        {"its first day", fixed, "2024-01-01", "active"},
        {"its last day", fixed, "2024-12-31", "active"},
        {"the day after", fixed, "2025-01-01", "overrun"},
        {"before the first day it may start", imprecise, "2023-12-31", "pending"},
        {"the first day it may start", imprecise, "2024-01-01", "active"},
        {"the last day it may end", imprecise, "2024-12-31", "active"},
        {"after the last day it may end", imprecise, "2025-01-01", "overrun"},
        {"the day it was ended", ended_early, "2024-06-30", "active"},
        {"the day after it was ended", ended_early, "2024-07-01", "ended"},
        {"ended stays ended after the end", ended_early, "2025-06-01", "ended"},
        {"past its end, though a later end is recorded", ends_late, "2025-01-01", "overrun"},
        {"past the later end as well", ends_late, "2025-04-01", "ended"},
        {"a leave not yet decided", left, "2024-09-30", "active"},
        {"the last day after a leave", left, "2024-12-31", "active"},
        {"the day after a leave", left, "2025-01-01", "ended"},
        {"cancelled before it started, to run on a while", cancelled, "2024-02-29", "pending"},
        {"cancelled before it started", cancelled, "2024-03-01", "ended"},
        {"of an end and a leave the earlier counts", ended_and_left, "2024-07-01", "ended"},
        {"a contract that renews never overruns",
         "{'term': {'kind': 'auto_renew', 'end': '2010-03-31', 'renews_for': 'P1Y'}}", "2024-01-01",
         "active"},
        {"a rolling contract never overruns", "{'term': {'kind': 'rolling', 'period': 'P1M'}}", "2024-01-01",
         "active"},
        {"a rolling contract yet to start",
         "{'term': {'kind': 'rolling', 'period': 'P1M', 'start': '2024-02'}}", "2024-01-31", "pending"},
        {"perpetual yet to start", "{'term': {'kind': 'perpetual', 'start': '2024-02'}}", "2024-01-31",
         "pending"},
        {"perpetual", "{'term': {'kind': 'perpetual'}}", "1950-01-31", "active"},
        {"nothing known", "{'term': {'kind': 'unknown'}}", "2024-01-31", "active"},
        {"an unknown term yet to start", "{'term': {'kind': 'unknown', 'start': '2024-02'}}", "2024-01-31",
         "pending"},
        {"an unknown term that was ended", "{'term': {'kind': 'unknown'}, 'ended_on': '2024-01-30'}",
         "2024-01-31", "ended"},
        {"fixed without an end never overruns", "{'term': {'kind': 'fixed', 'start': '2010-01-01'}}",
         "2024-01-31", "active"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        CHECK(name_of(position_on(row.contract, row.on).status) == row.status);
    }
}

TEST_CASE("term, ends and decision are those of the day asked about") {
    struct Row {
        std::string_view description;
        std::string_view contract;
        std::string_view on;
        int number; // 0 for none
        std::string_view term_end;
        std::string_view last_possible_end;
        std::string_view committed_until;
        std::string_view next_decision;
    };
    const std::string_view renewing =
        "{'term': {'kind': 'auto_renew', 'start': '2024-08-28', 'length': 'P2Y', 'renews_for': 'P1Y', 'notice': 'P3M'}}";
    const std::string_view options =
        "{'term': {'kind': 'fixed', 'start': '2022-04-01', 'length': 'P3Y', 'notice': 'P3M', 'extensions': [{'length': 'P1Y', "
        "'notice': 'P6M'}, {'length': 'P1Y'}]}}";
    const std::string_view exercised =
        "{'term': {'kind': 'fixed', 'start': '2022-04-01', 'length': 'P3Y', 'notice': 'P3M', 'extensions': [{'length': 'P1Y', "
        "'notice': 'P6M', 'exercised_on': '2024-09-01'}, {'length': 'P1Y'}]}}";
    const std::string_view monthly = "{'term': {'kind': 'rolling', 'period': 'P1M', 'notice': 'P1M'}}";
    const std::string_view any_day =
        "{'term': {'kind': 'rolling', 'start': '2022-04-10', 'period': 'P1M', 'notice': 'P30D', 'notice_expires': 'any_day'}}";
    const std::string_view any_working_day =
        "{'term': {'kind': 'rolling', 'start': '2022-04-10', 'period': 'P1M', 'notice': {'length': 'P5D', 'days': 'working'}, "
        "'notice_expires': 'any_day'}}";
    const std::string_view breaks =
        "{'term': {'kind': 'fixed', 'start': '2022-04-01', 'length': 'P5Y', 'notice': 'P3M', 'breaks': [{'on': '2026-03-31'}, "
        "{'on': '2025-03-31', 'notice': 'P6M'}, {'on': '2027-06-30'}]}}";
    const std::string_view imprecise =
        "{'term': {'kind': 'auto_renew', 'start': '2022-01-01', 'end': '2025-Q1', 'renews_for': 'P1Y', 'notice': 'P3M'}}";
    const Row rows[] = {
        {"open", renewing, "2026-02-11", 1, "2026-08-27", "-", "2026-08-27",
         "give_notice by 2026-05-27 for 2026-08-27"},
        {"the last day for notice", renewing, "2026-05-27", 1, "2026-08-27", "-", "2026-08-27",
         "give_notice by 2026-05-27 for 2026-08-27"},
        {"too late: committed to the next term", renewing, "2026-05-28", 1, "2026-08-27", "-", "2027-08-27",
         "give_notice by 2027-05-27 for 2027-08-27"},
        {"the last day of the first term", renewing, "2026-08-27", 1, "2026-08-27", "-", "2027-08-27",
         "give_notice by 2027-05-27 for 2027-08-27"},
        {"the first day of the second", renewing, "2026-08-28", 2, "2027-08-27", "-", "2027-08-27",
         "give_notice by 2027-05-27 for 2027-08-27"},
        {"before it starts", renewing, "2024-01-01", 1, "2026-08-27", "-", "2026-08-27",
         "give_notice by 2026-05-27 for 2026-08-27"},

        {"an option to be exercised", options, "2024-09-30", 1, "2025-03-31", "2027-03-31", "2025-03-31",
         "exercise_option by 2024-09-30 for 2025-03-31"},
        {"it lapsed, and the one after it", options, "2024-10-01", 1, "2025-03-31", "2025-03-31",
         "2025-03-31", "replace by 2025-03-31 for 2025-03-31"},
        {"past the end", options, "2025-04-01", 1, "2025-03-31", "2025-03-31", "2025-04-01", "-"},
        {"not exercised yet, on a day before it was", exercised, "2024-08-31", 1, "2025-03-31", "2027-03-31",
         "2025-03-31", "exercise_option by 2024-09-30 for 2025-03-31"},
        {"exercised: the second has the contract's notice", exercised, "2024-09-01", 1, "2026-03-31",
         "2027-03-31", "2026-03-31", "exercise_option by 2025-12-31 for 2026-03-31"},

        {"a calendar month", monthly, "2024-02-10", 0, "2024-02-29", "-", "2024-03-31",
         "give_notice by 2024-02-29 for 2024-03-31"},
        {"a calendar month, the notice day is the last of the one before", monthly, "2024-02-29", 0,
         "2024-02-29", "-", "2024-03-31", "give_notice by 2024-02-29 for 2024-03-31"},
        {"a calendar month long before 1970", monthly, "1926-02-10", 0, "1926-02-28", "-", "1926-03-31",
         "give_notice by 1926-02-26 for 1926-03-31"}, // 28 February 1926 is a Sunday
        {"thirty days at any time", any_day, "2024-10-15", 31, "2024-11-09", "-", "2024-11-14", "-"},
        {"five working days at any time, over Christmas", any_working_day, "2024-12-23", 33, "2025-01-09",
         "-", "2025-01-02", "-"},

        {"the first open break ends it earlier", breaks, "2024-09-30", 1, "2027-03-31", "2027-03-31",
         "2025-03-31", "use_break by 2024-09-30 for 2025-03-31"},
        {"the next break, once that has passed", breaks, "2024-10-01", 1, "2027-03-31", "2027-03-31",
         "2026-03-31", "use_break by 2025-12-31 for 2026-03-31"},
        {"a break decided not to be used shortens nothing",
         "{'term': {'kind': 'fixed', 'start': '2022-04-01', 'length': 'P5Y', 'breaks': [{'on': '2025-03-31'}]}, 'decisions': "
         "[{'kind': 'use_break', 'takes_effect': '2025-03-31', 'outcome': 'renew', 'decided_on': '2024-09-01'}]}",
         "2024-09-30", 1, "2027-03-31", "2027-03-31", "2027-03-31", "replace by 2027-03-31 for 2027-03-31"},
        {"no break left; one after the end is none", breaks, "2026-01-01", 1, "2027-03-31", "2027-03-31",
         "2027-03-31", "replace by 2027-03-31 for 2027-03-31"},

        {"what must be done in time uses the first day", imprecise, "2024-10-01", 1, "2025-01-01..2025-03-31",
         "-", "2025-03-31", "give_notice by 2024-10-01 for 2025-01-01"},
        {"what lasts uses the last", imprecise, "2024-10-02", 1, "2025-01-01..2025-03-31", "-", "2026-03-31",
         "give_notice by 2025-10-01 for 2026-01-01"},
        {"inside the imprecise end it is still the first term", imprecise, "2025-03-31", 1,
         "2025-01-01..2025-03-31", "-", "2026-03-31", "give_notice by 2025-10-01 for 2026-01-01"},
        {"after it the second", imprecise, "2025-04-01", 2, "2026-01-01..2026-03-31", "-", "2026-03-31",
         "give_notice by 2025-10-01 for 2026-01-01"},

        {"notice not known: to the end of the current term", "{'term': {'kind': 'rolling', 'period': 'P1Y'}}",
         "2024-02-10", 0, "2024-12-31", "-", "2024-12-31", "-"},
        {"perpetual: to the day itself", "{'term': {'kind': 'perpetual'}}", "2024-02-10", 0, "-", "-",
         "2024-02-10", "-"},
        {"unknown: to the day itself", "{'term': {'kind': 'unknown', 'end': '2030'}}", "2024-02-10", 0, "-",
         "-", "2024-02-10", "-"},
        {"known to need no notice",
         "{'term': {'kind': 'rolling', 'period': 'P1M'}, 'silences': {'term.notice': 'none'}}", "2024-02-10",
         0, "2024-02-29", "-", "2024-02-29", "give_notice by 2024-02-29 for 2024-02-29"},
        {"the end by record, whatever the term says",
         "{'term': {'kind': 'fixed', 'start': '2022-04-01', 'length': 'P5Y', 'breaks': [{'on': '2024-03-31'}]}, 'ended_on': "
         "'2026-05-31'}",
         "2024-01-01", 1, "2027-03-31", "2027-03-31", "2026-05-31", "-"},
        {"the day it ended",
         "{'term': {'kind': 'fixed', 'start': '2022-04-01', 'length': 'P5Y'}, 'ended_on': '2023-05-31'}",
         "2024-01-01", 0, "-", "-", "2023-05-31", "-"},
        {"overrun: to the day itself", "{'term': {'kind': 'fixed', 'end': '2022-03-31'}}", "2024-01-01", 1,
         "2022-03-31", "2022-03-31", "2024-01-01", "-"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        const Position position = position_on(row.contract, row.on);
        CHECK(position.term_number.value_or(0) == row.number);
        CHECK(text_of(position.term_end) == row.term_end);
        CHECK(text_of(position.last_possible_end) == row.last_possible_end);
        CHECK(format_day(position.committed_until) == row.committed_until);
        CHECK(text_of(position.next_decision) == row.next_decision);
    }
}

TEST_CASE("a decision says how long is left, when to start, where it leads and what that costs") {
    const Position position = position_on(
        "{'lead_time': 'P6M', 'term': {'kind': 'auto_renew', 'start': '2024-08-28', 'length': 'P2Y', 'renews_for': 'P1Y', "
        "'notice': 'P3M'}, 'charges': [{'id': 'a', 'every': 'P1M', 'amount': '1200.00', 'from': '2024-08-28'}, {'id': 'b', "
        "'kind': 'one_off', 'on': '2026-09-15', 'amount': '500.00'}, {'id': 'c', 'kind': 'one_off', 'on': '2026-08-01', "
        "'amount': '99.00'}]}",
        "2026-02-11");
    REQUIRE(position.next_decision.has_value());
    const NextDecision& decision = *position.next_decision;
    CHECK(decision.kind == DecisionKind::give_notice);
    CHECK(format_day(decision.decide_by) == "2026-05-27");
    CHECK(decision.days_left == 105);
    CHECK(text_of(decision.start_by) == "2025-11-27");
    CHECK(text_of(decision.runs_until) == "2027-08-27");
    CHECK(format_money(decision.cost_at_stake.value()) == "14900.00");
}

TEST_CASE("what is at stake is counted from after the last day of an imprecise end") {
    const Position position =
        position_on("{'term': {'kind': 'auto_renew', 'end': '2024-Q1', 'renews_for': 'P1M', 'notice': "
                    "'P1M'}, 'charges': [{'id': 'a', 'every': 'P1M', 'amount': '100.00', 'from': "
                    "'2020-01-01'}]}",
                    "2023-06-01");
    // From 1 April 2024 to 30 April 2024.
    CHECK(text_of(position.next_decision.value().runs_until) == "2024-04-30");
    CHECK(format_money(position.next_decision.value().cost_at_stake.value()) == "100.00");
}

TEST_CASE("figures that nothing is recorded for are absent, never zero") {
    const Position no_charges = position_on(
        "{'term': {'kind': 'auto_renew', 'end': '2024-03-31', 'renews_for': 'P1Y', 'notice': 'P1M'}}",
        "2023-06-01");
    CHECK_FALSE(no_charges.next_decision.value().cost_at_stake.has_value());
    CHECK_FALSE(no_charges.next_decision.value().start_by.has_value());
    CHECK(no_charges.next_decision.value().runs_until.has_value());

    const Position replacing =
        position_on("{'term': {'kind': 'fixed', 'end': '2024-03-31'}, 'charges': [{'id': 'a', 'every': "
                    "'P1M', 'amount': '1.00', 'from': '2020-01-01'}]}",
                    "2023-06-01");
    CHECK_FALSE(replacing.next_decision.value().runs_until.has_value());
    CHECK_FALSE(replacing.next_decision.value().cost_at_stake.has_value());

    const Position nothing_at_stake = position_on(
        "{'term': {'kind': 'auto_renew', 'end': '2024-03-31', 'renews_for': 'P1Y', 'notice': 'P1M'}, 'charges': "
        "[{'id': 'a', 'every': 'P1M', 'amount': '1.00', 'from': '2020-01-01', 'to': '2024-03-31'}]}",
        "2023-06-01");
    CHECK(format_money(nothing_at_stake.next_decision.value().cost_at_stake.value()) == "0.00");
}

TEST_CASE("today is nought days away, and the day to start by falls on whatever day it is") {
    const Position position =
        position_on("{'lead_time': 'P1M', 'term': {'kind': 'fixed', 'end': '2024-07-31'}}", "2024-07-31");
    CHECK(position.next_decision.value().days_left == 0);
    CHECK(text_of(position.next_decision.value().start_by) == "2024-06-30"); // a Sunday
}

TEST_CASE("a status and a flag have the names that documents use") {
    CHECK(name_of(Status::pending) == "pending");
    CHECK(name_of(Status::ended) == "ended");
    Flags flags;
    CHECK(flags.is_empty());
    for (unsigned i = 0; i < flag_count; ++i) {
        CHECK_FALSE(flags.has(static_cast<Flag>(i)));
        flags.set(static_cast<Flag>(i));
        CHECK(flags.has(static_cast<Flag>(i)));
    }
    CHECK(text_of(flags) ==
          "rolling notice_unknown end_unknown end_imprecise start_assumed overrun "
          "notice_longer_than_term deadline_passed option_lapsed mixed_vat_bases no_charges "
          "pstn_at_risk holidays_missing");
}
