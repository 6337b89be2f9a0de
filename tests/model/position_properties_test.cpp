#include "model/decisions.hpp"
#include "model/position.hpp"

#include "tests/model/support/documents.hpp"
#include "tests/model/support/generated.hpp"
#include "tests/model/support/sequence.hpp"
#include "tests/model/support/values.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <string>

using namespace telestate;
using namespace telestate::test;

namespace {

// What identifies a made-up contract well enough to build it again by hand.
std::string text_of(const Contract& contract) {
    const Term& term = contract.term;
    std::string text(name_of(term.kind));
    if (term.start) text += " start " + format_partial_date(*term.start);
    if (term.length) text += " length " + format_period(*term.length);
    if (term.end) text += " end " + format_partial_date(*term.end);
    if (term.renews_for) text += " renews_for " + format_period(*term.renews_for);
    if (term.period) text += " period " + format_period(*term.period);
    if (term.notice) text += " notice " + describe_notice(*term.notice);
    if (term.notice_expires) text += " expires " + std::string(name_of(*term.notice_expires));
    for (const Extension& option : term.extensions) {
        text += " option " + format_period(option.length);
        if (option.notice) text += " (" + describe_notice(*option.notice) + ")";
        if (option.exercised_on) text += " exercised " + format_day(*option.exercised_on);
    }
    for (const Break& option : term.breaks) {
        text += " break " + format_day(option.on);
        if (option.notice) text += " (" + describe_notice(*option.notice) + ")";
    }
    for (const Decision& decision : contract.decisions) {
        text += " decided " + format_day(decision.decided_on) + " " + std::string(name_of(decision.outcome)) +
                " " + std::string(name_of(decision.kind)) + " " + format_day(decision.takes_effect);
        if (decision.leaves_on) text += " leaves " + format_day(*decision.leaves_on);
    }
    if (contract.ended_on) text += " ended " + format_day(*contract.ended_on);
    return text;
}

// The notice a decision was counted back by, from the definition's table.
Notice notice_of_decision(const Contract& contract, const NextDecision& decision, Day on) {
    const Notice own = notice_of(contract).value_or(Notice{});
    switch (decision.kind) {
    case DecisionKind::give_notice:
        return own;
    case DecisionKind::exercise_option: {
        const auto left = std::find_if(
            contract.term.extensions.begin(), contract.term.extensions.end(),
            [&](const Extension& option) { return !option.exercised_on || *option.exercised_on > on; });
        return left->notice.value_or(own);
    }
    case DecisionKind::use_break:
        for (const Break& option : contract.term.breaks) {
            const Notice notice = option.notice.value_or(own);
            if (option.on == decision.takes_effect &&
                rules().calendar.notice_day(option.on, notice) == decision.decide_by)
                return notice;
        }
        break;
    case DecisionKind::replace:
        break;
    }
    return {};
}

} // namespace

TEST_CASE("the next decision is the earliest of the open ones, and none has passed") {
    Sequence sequence(10);
    int found = 0;
    for (int i = 0; i < 4000; ++i) {
        const Contract contract = any_contract(sequence);
        const Day on = any_day(sequence);
        const Position position = position_of(contract, rules(), {}, on);
        const auto open = open_decisions(contract, rules(), on);
        CAPTURE(text_of(contract));
        CAPTURE(format_day(on));
        REQUIRE(position.next_decision.has_value() == !open.empty());
        if (open.empty()) continue;
        ++found;
        REQUIRE(*position.next_decision == open.front());
        for (std::size_t at = 0; at < open.size(); ++at) {
            REQUIRE(open[at].decide_by >= on);
            REQUIRE(open[at].days_left == days_between(on, open[at].decide_by));
            if (at > 0) REQUIRE(open[at - 1].decide_by <= open[at].decide_by);
        }
    }
    CHECK(found > 1000);
}

TEST_CASE("a decision leaves its whole notice, on the latest working day that does") {
    Sequence sequence(11);
    for (int i = 0; i < 4000; ++i) {
        const Contract contract = any_contract(sequence);
        const Day on = any_day(sequence);
        for (const NextDecision& decision : open_decisions(contract, rules(), on)) {
            const Notice notice = notice_of_decision(contract, decision, on);
            const WorkingCalendar& calendar = rules().calendar;
            CAPTURE(text_of(contract));
            CAPTURE(format_day(on));
            CAPTURE(test::text_of(std::optional<NextDecision>(decision)));
            REQUIRE(calendar.is_working_day(decision.decide_by));
            Day next = decision.decide_by + Days{1};
            while (!calendar.is_working_day(next))
                next += Days{1};
            if (notice.working_days) {
                std::int64_t left = 0;
                for (Day at = decision.decide_by + Days{1}; at <= decision.takes_effect; at += Days{1})
                    if (calendar.is_working_day(at)) ++left;
                REQUIRE(left >= notice.length.total_days());
            } else {
                REQUIRE(add_periods(decision.decide_by, notice.length, 1) <= decision.takes_effect);
                REQUIRE(next > subtract_period(decision.takes_effect, notice.length));
            }
            if (decision.start_by)
                REQUIRE(*decision.start_by == subtract_period(decision.decide_by, *contract.lead_time));
            if (decision.runs_until) REQUIRE(*decision.runs_until > decision.takes_effect);
            REQUIRE(decision.cost_at_stake.has_value() == (decision.runs_until && !contract.charges.empty()));
        }
    }
}

TEST_CASE("the status follows from the days recorded") {
    Sequence sequence(12);
    for (int i = 0; i < 5000; ++i) {
        const Contract contract = any_contract(sequence);
        const Day on = any_day(sequence);
        const Position position = position_of(contract, rules(), {}, on);
        const auto ends_on = end_by_record(contract, on);
        CAPTURE(text_of(contract));
        CAPTURE(format_day(on));
        const bool is_ended = position.status == Status::ended;
        REQUIRE(is_ended == (ends_on && on > *ends_on));
        if (is_ended) {
            REQUIRE_FALSE(position.term_end.has_value());
            REQUIRE_FALSE(position.term_number.has_value());
            REQUIRE_FALSE(position.last_possible_end.has_value());
            REQUIRE_FALSE(position.next_decision.has_value());
            REQUIRE(position.committed_until == *ends_on);
            continue;
        }
        if (position.status == Status::overrun) {
            REQUIRE(contract.term.kind == TermKind::fixed);
            REQUIRE(position.term_end->last < on);
            REQUIRE_FALSE(position.next_decision.has_value());
        }
        if (contract.term.kind != TermKind::fixed && position.term_end)
            REQUIRE(position.term_end->last >= on);
        REQUIRE(position.committed_until >= on);
        if (ends_on) {
            REQUIRE(position.committed_until == *ends_on);
            REQUIRE_FALSE(position.next_decision.has_value());
        }
        REQUIRE(position.last_possible_end.has_value() == (contract.term.kind == TermKind::fixed));
        if (position.last_possible_end) {
            REQUIRE(position.last_possible_end->first >= position.term_end->first);
            REQUIRE(position.last_possible_end->last >= position.term_end->last);
        }
        REQUIRE(position.flags.has(Flag::end_imprecise) ==
                (position.term_end && position.term_end->first != position.term_end->last));
        REQUIRE(position.flags.has(Flag::overrun) == (position.status == Status::overrun));
    }
}

TEST_CASE("a later day never shows an earlier term, end or open term") {
    Sequence sequence(13);
    for (int i = 0; i < 3000; ++i) {
        const Contract contract = any_contract(sequence);
        Day on = any_day(sequence);
        auto before = std::make_unique<SeenContract>(contract, rules(), on);
        for (int step = 0; step < 5; ++step) {
            on = add_days(on, sequence.between(1, 200));
            auto seen_later = std::make_unique<SeenContract>(contract, rules(), on);
            const SeenContract& after = *seen_later;
            CAPTURE(text_of(contract));
            CAPTURE(format_day(before->on()));
            CAPTURE(format_day(on));
            REQUIRE(after.term_number() >= before->term_number());
            REQUIRE(after.first_option_left() >= before->first_option_left());
            if (before->term_end()) {
                REQUIRE(after.term_end()->first >= before->term_end()->first);
                REQUIRE(after.term_end()->last >= before->term_end()->last);
            }
            REQUIRE(before->open_term().has_value() == after.open_term().has_value());
            if (before->open_term()) {
                REQUIRE(*after.open_term() >= *before->open_term());
                REQUIRE(*before->open_term() >= before->term_number());
                REQUIRE(before->notice_day_of_term(*before->open_term()) >= before->on());
            }
            // Without anything decided, money once committed stays so.
            if (contract.decisions.empty() && !contract.ended_on && after.status() != Status::ended)
                REQUIRE(after.committed_until() >= before->committed_until());
            before = std::move(seen_later);
        }
    }
}

TEST_CASE("nothing decided after a day changes how the contract looked on it") {
    Sequence sequence(14);
    for (int i = 0; i < 3000; ++i) {
        const Contract contract = any_contract(sequence);
        const Day on = any_day(sequence);
        Contract as_known = contract;
        std::erase_if(as_known.decisions, [&](const Decision& decision) { return decision.decided_on > on; });
        for (Extension& option : as_known.term.extensions) {
            if (option.exercised_on && *option.exercised_on > on) {
                option.exercised_on.reset();
                option.exercised_length.reset();
            }
        }
        CAPTURE(text_of(contract));
        CAPTURE(format_day(on));
        REQUIRE(position_of(contract, rules(), {}, on) == position_of(as_known, rules(), {}, on));
    }
}

TEST_CASE("the open term is the first whose notice day is neither past nor decided") {
    Sequence sequence(15);
    int checked = 0;
    for (int i = 0; i < 4000; ++i) {
        const Contract contract = any_contract(sequence);
        const Day on = any_day(sequence);
        const SeenContract seen(contract, rules(), on);
        if (!seen.open_term()) continue;
        ++checked;
        std::int64_t expected = seen.term_number();
        while (seen.notice_day_of_term(expected) < on ||
               seen.is_decided(DecisionKind::give_notice, seen.schedule().end_of_term(expected).first))
            ++expected;
        CAPTURE(text_of(contract));
        CAPTURE(format_day(on));
        REQUIRE(*seen.open_term() == expected);
    }
    CHECK(checked > 500);
}
