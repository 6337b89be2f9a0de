#include "model/exposure.hpp"

#include "model/spend.hpp"

#include <algorithm>

namespace telestate {

namespace {

std::optional<MissedDecision> missed_notice(const SeenContract& seen) {
    const TermSchedule& schedule = seen.schedule();
    if (!seen.notice() || seen.is_any_day()) return std::nullopt;
    const Day decide_by = seen.notice_day_of_term(seen.term_number());
    const Interval end = *seen.term_end();
    if (decide_by >= seen.on() || seen.is_decided(DecisionKind::give_notice, end.first)) return std::nullopt;
    // Most often the term that follows. A notice longer than the terms may have been missed for several.
    const std::int64_t held_to =
        TermSchedule::first_number(seen.term_number() + 1, TermSchedule::number_limit, [&](std::int64_t n) {
            return seen.notice_day_of_term(n) >= seen.on() ||
                   schedule.end_of_term(n).last >= last_representable_day;
        });
    const Day until = schedule.end_of_term(held_to).last;
    MissedDecision missed{DecisionKind::give_notice,
                          decide_by,
                          days_between(decide_by, seen.on()),
                          until,
                          std::nullopt,
                          std::nullopt};
    if (has_priced_charge(seen.contract())) missed.cost = seen.cost_of({add_days(end.last, 1), until});
    return missed;
}

std::optional<MissedDecision> missed_end(const SeenContract& seen) {
    const Interval end = *seen.term_end();
    if (seen.is_decided(DecisionKind::replace, end.first)) return std::nullopt;
    if (seen.status() == Status::overrun) {
        const Day decide_by = seen.rules().calendar.notice_day(end.first, Notice{});
        return MissedDecision{
            DecisionKind::replace, decide_by,           days_between(decide_by, seen.on()), std::nullopt,
            add_days(end.last, 1), cost_since_end(seen)};
    }
    if (!seen.option_has_lapsed() || seen.is_decided(DecisionKind::exercise_option, end.first))
        return std::nullopt;
    const Day decide_by = *seen.option_decide_by();
    return MissedDecision{DecisionKind::exercise_option,
                          decide_by,
                          days_between(decide_by, seen.on()),
                          end.last,
                          std::nullopt,
                          std::nullopt};
}

} // namespace

std::optional<MissedDecision> missed_decision_of(const SeenContract& seen) {
    if (seen.status() == Status::ended || seen.end_by_record()) return std::nullopt;
    switch (seen.schedule().kind()) {
    case TermKind::auto_renew:
        return missed_notice(seen);
    case TermKind::fixed:
        return missed_end(seen);
    case TermKind::rolling:
    case TermKind::perpetual:
    case TermKind::unknown:
        break;
    }
    return std::nullopt;
}

std::optional<Money> cost_since_end(const SeenContract& seen) {
    if (seen.status() != Status::overrun || !has_priced_charge(seen.contract())) return std::nullopt;
    return seen.cost_of({add_days(seen.term_end()->last, 1), seen.on()});
}

std::optional<Money> cost_of_next_year(const SeenContract& seen) {
    if (!has_priced_charge(seen.contract())) return std::nullopt;
    const Interval year{seen.on(), add_days(add_months(seen.on(), 12), -1)};
    return spend_of(seen, year).total;
}

} // namespace telestate
