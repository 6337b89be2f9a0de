#include "model/explanation.hpp"
#include "model/wording.hpp"

#include "tests/model/support/documents.hpp"
#include "tests/model/support/generated.hpp"
#include "tests/model/support/sequence.hpp"
#include "tests/model/support/values.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

using namespace telestate;
using namespace telestate::test;

namespace {

Explanation explain_on(std::string_view contract, std::string_view on) {
    return explain(contract_of(contract), rules(), {}, day(on), "GBP");
}

std::string text_of(const std::vector<std::string>& sentences) {
    std::string text;
    for (const std::string& sentence : sentences)
        text.append(sentence).append("\n");
    return text;
}

std::string text_of(const std::vector<Step>& steps) {
    std::string text;
    for (const Step& step : steps)
        text.append(step.about + " | " + step.title + " | " + step.working + " | " + step.result + "\n");
    return text;
}

bool says(const Explanation& explanation, std::string_view words) {
    return text_of(explanation.sentences).find(words) != std::string::npos;
}

} // namespace

TEST_CASE("a contract that renews is explained step by step") {
    const Explanation explanation = explain_on(
        "{'lead_time': 'P6M', 'term': {'kind': 'auto_renew', 'start': '2024-08-28', 'length': 'P2Y', 'renews_for': 'P1Y', "
        "'notice': 'P3M'}, 'charges': [{'id': 'a', 'description': 'Telephony', 'every': 'P1M', 'amount': '1200.00', 'from': "
        "'2024-08-28'}]}",
        "2026-02-11");
    CHECK(text_of(explanation.sentences) ==
          "The contract is active, in its first term, which ends on 27 August 2026.\n"
          "It then renews for 1 year, again and again, unless notice is given in time.\n"
          "To leave on 27 August 2026, notice has to have arrived by 27 May 2026 (in 105 days).\n"
          "If nobody acts, it runs on until 27 August 2027 and costs £14,400.00.\n"
          "A new procurement should have begun by 27 November 2025: it is late.\n"
          "Money is committed until 27 August 2026.\n");
    CHECK(
        text_of(explanation.steps) ==
        "term_start | Start | as recorded: 28 August 2024 | 28 August 2024\n"
        "term_end | End of term 1 | 28 August 2024 + 2 years - 1 day | 27 August 2026\n"
        "decide_by | Day by which notice has to have arrived | 27 August 2026 - 3 months = 27 May 2026 | 27 May 2026\n"
        "start_by | Day by which a new procurement has to begin | 27 May 2026 - 6 months (lead time) | 27 November 2025\n"
        "runs_until | What happens if nobody acts | it goes on from 28 August 2026 for 1 year | 27 August 2027\n"
        "cost_at_stake | Telephony | every month from 28 August 2024; £1,200.00 for 28 August 2026 to "
        "27 September 2026; its share of 28 August 2026 to 27 August 2027 | £14,400.00\n"
        "cost_at_stake | Cost at stake | the charges of 28 August 2026 to 27 August 2027 added up | £14,400.00\n"
        "committed_until | Money is committed until | the end of the term that can still be ended | 27 August 2026\n");
}

TEST_CASE("an option that lapsed is explained, and the working day before a Sunday at Easter") {
    const Explanation explanation = explain_on(
        "{'term': {'kind': 'fixed', 'start': '2021-04-01', 'length': 'P3Y', 'notice': 'P3M', 'extensions': [{'length': 'P1Y'}, "
        "{'length': 'P1Y', 'up_to': true}]}, 'silences': {'charges': 'none'}}",
        "2024-02-01");
    CHECK(text_of(explanation.sentences) ==
          "The contract is active. It ends by itself on 31 March 2024.\n"
          "Whatever follows the contract has to be in place by 28 March 2024 (in 56 days).\n"
          "Money is committed until 31 March 2024.\n"
          "The option to extend lapsed on 29 December 2023, the last day for it.\n");
    CHECK(
        text_of(explanation.steps) ==
        "term_start | Start | as recorded: 1 April 2021 | 1 April 2021\n"
        "term_end | End of the initial term | 1 April 2021 + 3 years - 1 day | 31 March 2024\n"
        "last_possible_end | Option 1 (1 year): lapsed | it was not exercised by 29 December 2023, nor was one ahead of it | "
        "no longer possible\n"
        "last_possible_end | Option 2 (up to 1 year): lapsed | it was not exercised by 29 December 2023, nor was one ahead "
        "of it | no longer possible\n"
        "decide_by | Day by which a replacement has to be in place | 31 March 2024, a Sunday; the working day before is "
        "Thursday | 28 March 2024\n"
        "committed_until | Money is committed until | the end of the contract | 31 March 2024\n");
}

TEST_CASE("every kind of contract and every state of it is said in plain words") {
    struct Row {
        std::string_view description;
        std::string_view contract;
        std::string_view on;
        std::string_view words;
    };
    const Row rows[] = {
        {"a later term",
         "{'term': {'kind': 'auto_renew', 'end': '2001-03-31', 'renews_for': 'P1Y', 'notice': 'P1M'}}",
         "2024-05-01", "in its 25th term, which ends on 31 March 2025"},
        {"rolling", "{'term': {'kind': 'rolling', 'period': 'P1M', 'notice': 'P0D'}}", "2024-02-10",
         "The contract rolls on, 1 month at a time. The present period ends on 29 February 2024."},
        {"perpetual", "{'term': {'kind': 'perpetual'}}", "2024-02-10", "has no end and no renewal"},
        {"unknown", "{'term': {'kind': 'unknown'}}", "2024-02-10", "The contract's term is not known"},
        {"without an end", "{'term': {'kind': 'fixed', 'start': '2024-01-01'}}", "2024-02-10",
         "The contract's end is not recorded"},
        {"yet to start", "{'term': {'kind': 'fixed', 'start': '2024-03-01', 'length': 'P1Y'}}", "2024-02-10",
         "has not started yet: it begins on 1 March 2024"},
        {"past its end", "{'term': {'kind': 'fixed', 'end': '2024-01-31'}}", "2024-02-10",
         "ran out on 31 January 2024. It is out of contract and perhaps still in use: renew it"},
        {"ended", "{'term': {'kind': 'fixed', 'end': '2024-12-31'}, 'ended_on': '2024-01-31'}", "2024-02-10",
         "The contract ended on 31 January 2024."},
        {"to be ended", "{'term': {'kind': 'fixed', 'end': '2024-12-31'}, 'ended_on': '2024-06-30'}",
         "2024-02-10", "It ends by record on 30 June 2024."},
        {"to be decided today", "{'term': {'kind': 'fixed', 'end': '2024-12-31'}}", "2024-12-31", "(today)"},
        {"to be decided tomorrow", "{'term': {'kind': 'fixed', 'end': '2024-12-31'}}", "2024-12-30",
         "(tomorrow)"},
        {"an option",
         "{'term': {'kind': 'fixed', 'end': '2024-12-31', 'extensions': [{'length': 'P1Y', 'notice': 'P1M'}]}}",
         "2024-02-10",
         "To extend the contract beyond 31 December 2024, the option has to be exercised by 29 November 2024"},
        {"a break",
         "{'term': {'kind': 'fixed', 'end': '2026-12-31', 'breaks': [{'on': '2025-03-31', 'notice': 'P6M'}]}}",
         "2024-02-10",
         "To use the break and leave on 31 March 2025, notice has to have arrived by 30 September 2024"},
        {"an imprecise end", "{'term': {'kind': 'fixed', 'end': '2024-10'}}", "2024-02-10",
         "ends by itself on some day in October 2024"},
        {"notice not known", "{'term': {'kind': 'auto_renew', 'end': '2024-12-31', 'renews_for': 'P1Y'}}",
         "2024-02-10", "The notice period is not recorded"},
        {"no charges",
         "{'term': {'kind': 'auto_renew', 'end': '2024-12-31', 'renews_for': 'P1Y', 'notice': 'P1M'}}",
         "2024-02-10", "What that costs is not known."},
        {"deadline passed",
         "{'term': {'kind': 'auto_renew', 'end': '2024-12-31', 'renews_for': 'P1Y', 'notice': 'P11M'}}",
         "2024-02-10", "The notice day of the present term, 31 January 2024, has passed"},
        {"holidays not known", "{'term': {'kind': 'fixed', 'end': '2044-12-31'}}", "2024-02-10",
         "only weekends were counted there"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        const Explanation explanation = explain_on(row.contract, row.on);
        CAPTURE(text_of(explanation.sentences));
        CHECK(says(explanation, row.words));
    }
}

TEST_CASE("what is known to cost nothing is not said to be unknown") {
    const std::string_view contract =
        "{'term': {'kind': 'auto_renew', 'end': '2024-12-31', 'renews_for': 'P1Y', 'notice': "
        "'P1M'}, 'silences': {'charges': 'none'}}";
    CHECK_FALSE(says(explain_on(contract, "2024-02-10"), "not known"));
    CHECK_FALSE(says(explain_on(contract, "2024-02-10"), "What it costs"));
}

TEST_CASE("a contract for lines on the PSTN is warned of by the day of the switch-off") {
    const Explanation explanation =
        explain(contract_of("{'term': {'kind': 'perpetual'}}"), rules(), {true}, day("2024-02-10"), "GBP");
    CHECK(says(explanation, "the PSTN is switched off on 31 January 2027"));
}

TEST_CASE("spend is explained charge by charge") {
    const Contract contract = contract_of(
        "{'term': {'kind': 'fixed', 'start': '2023-01-01', 'end': '2024-12-31'}, 'charges': [{'id': 'a', 'description': "
        "'Lines', 'every': 'P1M', 'quantity': 30, 'unit_price': '10.00', 'price_rises': [{'on': '2024-06-01', 'percent': "
        "'5'}]}, {'id': 'b', 'kind': 'one_off', 'on': '2024-05-15', 'amount': '500.00'}]}");
    const auto steps = explain_spend(contract, rules(), financial_year("2024-25"), day("2024-05-01"), "GBP");
    CHECK(
        text_of(steps) ==
        "spend | Lines | every month from 1 January 2023; £300.00 (30 × £10.00) for 1 April 2024 to 30 April 2024; £315.00 (30 "
        "× £10.50) for 1 March 2025 to 31 March 2025; price rises: 5% from 1 June 2024; its share of 1 April 2024 to 31 March 2025 | £3,750.00\n"
        "spend | Charge b | once, on 15 May 2024 | £500.00\n"
        "spend | Committed in 2024-25 | the part up to 31 December 2024 | £3,305.00\n"
        "spend | Continuing in 2024-25 | the rest, if the service goes on at its charges | £945.00\n"
        "spend | Total for 2024-25 | committed and continuing | £4,250.00\n");
    CHECK(explain_spend(contract_of("{'term': {'kind': 'unknown'}}"), rules(), financial_year("2024-25"),
                        day("2024-05-01"), "GBP")
              .empty());
}

TEST_CASE("money is explained in the organisation's currency") {
    const Contract contract =
        contract_of("{'term': {'kind': 'perpetual', 'start': '2024-04-01'}, 'charges': [{'id': 'a', 'every': "
                    "'P1Y', 'amount': '1000.00'}]}");
    const auto steps = explain_spend(contract, rules(), financial_year("2024-25"), day("2024-05-01"), "EUR");
    CHECK(steps.back().result == "€1,000.00");
}

TEST_CASE("every date and sum of a position is the result of a step that leads to it") {
    Sequence sequence(21);
    for (int i = 0; i < 2500; ++i) {
        const Contract contract = any_contract(sequence);
        const Day on = any_day(sequence);
        const Position position = position_of(contract, rules(), {}, on);
        const Explanation explanation = explain(contract, rules(), {}, on, "GBP");
        CAPTURE(i);
        CAPTURE(text_of(explanation.steps));
        const auto leads_to = [&](std::string_view about, const std::string& result) {
            return std::any_of(explanation.steps.begin(), explanation.steps.end(), [&](const Step& step) {
                return step.about == about && step.result.find(result) != std::string::npos;
            });
        };
        REQUIRE_FALSE(explanation.sentences.empty());
        REQUIRE(leads_to("committed_until", format_long_day(position.committed_until)));
        if (position.term_end) REQUIRE(leads_to("term_end", describe_days(*position.term_end)));
        if (position.last_possible_end && position.last_possible_end != position.term_end)
            REQUIRE(leads_to("last_possible_end", describe_days(*position.last_possible_end)));
        if (!position.next_decision) continue;
        const NextDecision& decision = *position.next_decision;
        REQUIRE(leads_to("decide_by", format_long_day(decision.decide_by)));
        REQUIRE(says(explanation, format_long_day(decision.decide_by)));
        if (decision.start_by) REQUIRE(leads_to("start_by", format_long_day(*decision.start_by)));
        if (decision.runs_until) REQUIRE(leads_to("runs_until", format_long_day(*decision.runs_until)));
        if (decision.cost_at_stake)
            REQUIRE(leads_to("cost_at_stake", format_money_for_people(*decision.cost_at_stake, "GBP")));
    }
}

TEST_CASE("the steps of a year's spend end in the sums of the report") {
    Sequence sequence(22);
    for (int i = 0; i < 1000; ++i) {
        const Contract contract = any_contract(sequence);
        if (contract.charges.empty()) continue;
        const Day on = any_day(sequence);
        const FinancialYear year{static_cast<int>(sequence.between(2015, 2034))};
        SpendTally tally(year, on, Grouping::contract, rules());
        tally.add(contract);
        const SpendSums totals = tally.finish().totals;
        const auto steps = explain_spend(contract, rules(), year, on, "GBP");
        CAPTURE(i);
        REQUIRE(steps.size() == contract.charges.size() + 3);
        REQUIRE(steps.end()[-3].result == format_money_for_people(totals.committed, "GBP"));
        REQUIRE(steps.end()[-2].result == format_money_for_people(totals.continuing, "GBP"));
        REQUIRE(steps.end()[-1].result == format_money_for_people(totals.total, "GBP"));
    }
}
