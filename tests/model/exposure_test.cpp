#include "model/exposure.hpp"

#include "tests/model/support/documents.hpp"
#include "tests/model/support/values.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace telestate;
using namespace telestate::test;

namespace {

std::string text_of(const std::optional<Money>& amount) { return amount ? format_money(*amount) : "-"; }

std::string text_of(const std::optional<MissedDecision>& missed) {
    if (!missed) return "-";
    std::string text(name_of(missed->kind));
    text += " by " + format_day(missed->decide_by) + ", " + std::to_string(missed->days_ago) + " ago";
    if (missed->now_runs_until) text += ", until " + format_day(*missed->now_runs_until);
    if (missed->out_of_contract_since) text += ", out since " + format_day(*missed->out_of_contract_since);
    return text + ", " + text_of(missed->cost);
}

constexpr std::string_view monthly =
    ", 'charges': [{'id': 'a', 'kind': 'recurring', 'every': 'P1M', 'amount': '100.00'}]}";

} // namespace

TEST_CASE("a decision nobody took is missed, and what that costs is what cannot be avoided any more") {
    struct Row {
        std::string_view description;
        std::string_view contract; // its charge of 100.00 a month comes after
        std::string_view on;
        std::string_view missed;
    };
    const std::string_view renewing =
        "{'term': {'kind': 'auto_renew', 'start': '2024-04-01', 'length': 'P1Y', 'renews_for': 'P1Y', 'notice': 'P3M'}";
    const Row rows[] = {
        {"on the notice day there is still time", renewing, "2024-12-31", "-"},
        {"the day after, the next term is committed to: 12 months", renewing, "2025-01-01",
         "give_notice by 2024-12-31, 1 ago, until 2026-03-31, 1200.00"},
        {"in the next term its own notice day is open again", renewing, "2025-04-01", "-"},
        {"a notice of three months on terms of one: held for three terms more; 29 March is Good Friday",
         "{'term': {'kind': 'auto_renew', 'start': '2024-01-01', 'length': 'P1M', 'renews_for': 'P1M', 'notice': 'P3M'}",
         "2024-06-15", "give_notice by 2024-03-28, 79 ago, until 2024-09-30, 300.00"},
        {"decided in time",
         "{'term': {'kind': 'auto_renew', 'start': '2024-04-01', 'length': 'P1Y', 'renews_for': 'P1Y', 'notice': 'P3M'}, "
         "'decisions': [{'kind': 'give_notice', 'takes_effect': '2025-03-31', 'outcome': 'renew', 'decided_on': "
         "'2024-12-01'}]",
         "2025-01-15", "-"},
        {"left",
         "{'term': {'kind': 'auto_renew', 'start': '2024-04-01', 'length': 'P1Y', 'renews_for': 'P1Y', 'notice': 'P3M'}, "
         "'ended_on': '2025-03-31'",
         "2025-01-15", "-"},
        {"its notice is not known",
         "{'term': {'kind': 'auto_renew', 'start': '2024-04-01', 'length': 'P1Y', 'renews_for': 'P1Y'}",
         "2025-01-15", "-"},
        {"a fixed term on its last day", "{'term': {'kind': 'fixed', 'start': '2024-04-01', 'length': 'P1Y'}",
         "2025-03-31", "-"},
        // April in full and 15 of 31 days of May: 48.387... of 100.
        {"out of contract: what it cost since",
         "{'term': {'kind': 'fixed', 'start': '2024-04-01', 'length': 'P1Y'}", "2025-05-15",
         "replace by 2025-03-31, 45 ago, out since 2025-04-01, 148.39"},
        {"out of contract, but somebody decided about it",
         "{'term': {'kind': 'fixed', 'start': '2024-04-01', 'length': 'P1Y'}, 'decisions': [{'kind': 'replace', "
         "'takes_effect': '2025-03-31', 'outcome': 'replace', 'decided_on': '2025-02-01'}]",
         "2025-05-15", "-"},
        {"an option that lapsed",
         "{'term': {'kind': 'fixed', 'start': '2024-04-01', 'length': 'P1Y', 'extensions': [{'length': 'P1Y', 'notice': "
         "'P3M'}]}",
         "2025-01-15", "exercise_option by 2024-12-31, 15 ago, until 2025-03-31, -"},
        {"an option not taken up on purpose",
         "{'term': {'kind': 'fixed', 'start': '2024-04-01', 'length': 'P1Y', 'extensions': [{'length': 'P1Y', 'notice': "
         "'P3M'}]}, 'decisions': [{'kind': 'exercise_option', 'takes_effect': '2025-03-31', 'outcome': 'replace', "
         "'decided_on': '2024-11-01'}]",
         "2025-01-15", "-"},
        {"rolling", "{'term': {'kind': 'rolling', 'start': '2024-04-01', 'period': 'P1M', 'notice': 'P30D'}",
         "2025-01-15", "-"},
        {"perpetual", "{'term': {'kind': 'perpetual'}", "2025-01-15", "-"},
        {"of an unknown term", "{'term': {'kind': 'unknown'}", "2025-01-15", "-"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        const Contract contract = contract_of(std::string(row.contract) + std::string(monthly));
        CHECK(text_of(missed_decision_of(SeenContract(contract, rules(), day(row.on)))) == row.missed);
    }
}

TEST_CASE("what is not priced has no cost, rather than none") {
    const Contract overrun =
        contract_of("{'term': {'kind': 'fixed', 'start': '2024-04-01', 'length': 'P1Y'}}");
    const SeenContract seen(overrun, rules(), day("2025-05-15"));
    CHECK(text_of(missed_decision_of(seen)) == "replace by 2025-03-31, 45 ago, out since 2025-04-01, -");
    CHECK_FALSE(cost_since_end(seen));
    CHECK_FALSE(cost_of_next_year(seen));
}

TEST_CASE("only a contract out of contract has a cost since its end") {
    const Contract contract = contract_of(
        "{'term': {'kind': 'fixed', 'start': '2024-04-01', 'length': 'P1Y'}" + std::string(monthly));
    CHECK(text_of(cost_since_end(SeenContract(contract, rules(), day("2025-03-31")))) == "-");
    // One of the 30 days of April: 3.333...
    CHECK(text_of(cost_since_end(SeenContract(contract, rules(), day("2025-04-01")))) == "3.33");
}

TEST_CASE("a year's cost is that of the twelve months from the day, no further than the end by record") {
    const Contract rolling =
        contract_of("{'term': {'kind': 'rolling', 'start': '2024-04-01', 'period': 'P1M', 'notice': 'P30D'}" +
                    std::string(monthly));
    CHECK(text_of(cost_of_next_year(SeenContract(rolling, rules(), day("2025-04-01")))) == "1200.00");
    CHECK(text_of(cost_of_next_year(SeenContract(rolling, rules(), day("2025-05-16")))) == "1200.00");
    Contract ending = rolling;
    ending.ended_on = day("2025-06-30");
    CHECK(text_of(cost_of_next_year(SeenContract(ending, rules(), day("2025-04-01")))) == "300.00");
}
