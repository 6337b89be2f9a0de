#include "server/alerts/contract_notices.hpp"

#include "model/explanation.hpp"
#include "model/wording.hpp"
#include "model/written_amount.hpp"
#include "server/document/calendar_uid.hpp"

#include <algorithm>

namespace telestate::alerts {

namespace {

// A decision with the day it is seen from: today, or the milestone's own day once that has passed.
struct SeenDecision {
    Candidate candidate;
    Day seen_from{};
};

bool is_of(const SeenContract& seen, const Candidate& candidate, const Milestone& milestone) {
    return (milestone.kind == MilestoneKind::decide_by ? std::optional(candidate.decide_by)
                                                       : seen.start_by_of(candidate)) == milestone.on;
}

// Whether a decision that was open on an earlier day still wants to be taken.
bool is_still_undecided(const SeenContract& now, const SeenContract& then, const Candidate& candidate) {
    if (now.status() == Status::ended || now.end_by_record()) return false;
    if (now.is_decided(candidate.kind, candidate.takes_effect)) return false;
    const bool is_about_end =
        candidate.kind == DecisionKind::exercise_option || candidate.kind == DecisionKind::replace;
    // An option exercised since has moved the end.
    return !is_about_end || now.term_end() == then.term_end();
}

std::vector<SeenDecision> decisions_at(const SeenContract& now, const Milestone& milestone) {
    std::vector<SeenDecision> found;
    for (const Candidate& candidate : now.open_candidates()) {
        if (is_of(now, candidate, milestone)) found.push_back({candidate, now.on()});
    }
    if (!found.empty() || milestone.on >= now.on()) return found;
    const SeenContract then(now.contract(), now.rules(), milestone.on);
    for (const Candidate& candidate : then.open_candidates()) {
        if (is_of(then, candidate, milestone) && is_still_undecided(now, then, candidate))
            found.push_back({candidate, milestone.on});
    }
    if (!found.empty() || milestone.kind != MilestoneKind::decide_by) return found;
    // What was not known on that day, such as an option exercised late, may have made the day what it is.
    for (const Candidate& candidate : passed_decisions(now, milestone.on)) {
        if (candidate.decide_by == milestone.on) found.push_back({candidate, now.on()});
    }
    return found;
}

// That the contract ends unless an option is exercised is part of what is told about the option.
void drop_replace_beside_option(std::vector<SeenDecision>& decisions) {
    const auto is_option = [](const SeenDecision& decision) {
        return decision.candidate.kind == DecisionKind::exercise_option;
    };
    if (std::none_of(decisions.begin(), decisions.end(), is_option)) return;
    std::erase_if(decisions, [](const SeenDecision& decision) {
        return decision.candidate.kind == DecisionKind::replace;
    });
}

std::string line_of(const Step& step) {
    if (step.working.starts_with("as recorded")) return step.title + ": " + step.result + ", as recorded.";
    return step.title + ": " + step.result + " (" + step.working + ").";
}

// The steps that lead to the days of one decision. The explanation gives those common to all decisions first,
// then those of each in the order of open_candidates().
std::vector<std::string> working_of(const SeenContract& seen, const Candidate& candidate, MilestoneKind kind,
                                    std::string_view currency) {
    const std::vector<Candidate> candidates = seen.open_candidates();
    const auto wanted = std::find_if(candidates.begin(), candidates.end(), [&](const Candidate& other) {
        return other.kind == candidate.kind && other.takes_effect == candidate.takes_effect;
    });
    const auto index = wanted - candidates.begin();
    const bool needs_term = candidate.kind != DecisionKind::use_break;
    std::vector<std::string> lines;
    std::ptrdiff_t at = -1;
    for (const Step& step : explain(seen.contract(), seen.rules(), {}, seen.on(), currency).steps) {
        if (step.about == "decide_by") ++at;
        const bool is_common = step.about == "term_start" || step.about == "term_end" ||
                               step.about == "notice_day" || step.about == "open_term";
        const bool is_own = step.about == "decide_by" || step.about == "runs_until" ||
                            (step.about == "start_by" && kind == MilestoneKind::start_by);
        if ((at < 0 && is_common && needs_term) || (at == index && is_own)) lines.push_back(line_of(step));
    }
    return lines;
}

// Sums of absurd size are left out: one contract's do not keep the others from being told.
template <typename Work>
auto unless_too_large(Work work) -> decltype(work()) {
    try {
        return work();
    } catch (const MoneyOverflow&) {
        return {};
    }
}

NextDecision decision_of(const SeenContract& seen, const Candidate& candidate) {
    Candidate unpriced = candidate;
    unpriced.runs_until.reset();
    NextDecision decision = seen.decision_of(unpriced);
    decision.runs_until = candidate.runs_until;
    decision.cost_at_stake = unless_too_large([&] { return seen.decision_of(candidate).cost_at_stake; });
    return decision;
}

// What not taking a decision in time has led to, also where it is not the one missed_decision_of() tells of:
// a break, or the notice of a term that is over.
MissedDecision missed_of(const SeenContract& now, const Candidate& candidate) {
    const auto newest = unless_too_large([&] { return missed_decision_of(now); });
    if (newest && newest->kind == candidate.kind && newest->decide_by == candidate.decide_by) return *newest;
    MissedDecision missed{candidate.kind, candidate.decide_by, days_between(candidate.decide_by, now.on()),
                          std::nullopt,   std::nullopt,        std::nullopt};
    if (now.status() == Status::overrun) {
        missed.out_of_contract_since = add_days(now.term_end()->last, 1);
        missed.cost = unless_too_large([&] { return cost_since_end(now); });
        return missed;
    }
    const bool ends_by_itself =
        candidate.kind == DecisionKind::exercise_option || candidate.kind == DecisionKind::replace;
    missed.now_runs_until = ends_by_itself ? candidate.end_last : now.committed_until();
    const Interval more{add_days(candidate.end_last, 1), *missed.now_runs_until};
    if (!ends_by_itself && more.first <= more.last && has_priced_charge(now.contract()))
        missed.cost = unless_too_large([&] { return std::optional(now.cost_of(more)); });
    return missed;
}

Notice notice_of_decision(const SeenContract& now, const SeenDecision& decision, const Notice& told,
                          const NoticeContext& context) {
    const SeenContract seen(now.contract(), now.rules(), decision.seen_from);
    Notice notice = told;
    if (notice.is_missed) {
        notice.missed = missed_of(now, decision.candidate);
    } else {
        notice.decision = decision_of(seen, decision.candidate);
        notice.decision->days_left = days_between(now.on(), decision.candidate.decide_by);
    }
    notice.working = unless_too_large(
        [&] { return working_of(seen, decision.candidate, told.milestone.kind, context.currency); });
    notice.calendar.uid =
        document::calendar_uid(context.identity, seen, decision.candidate, told.milestone.kind);
    return notice;
}

std::string name_of_charge(const Charge& charge) {
    if (!charge.description.empty()) return charge.description;
    return charge.id.empty() ? "A charge" : charge.id;
}

// "Line rental: £12.00 to £13.50 every month"; nothing when no whole period is charged at the new price.
std::optional<std::string> describe_rise(const SeenContract& seen, const Charge& charge, Day on,
                                         std::string_view currency) {
    const ChargeSchedule schedule(charge, seen.charge_start());
    if (!schedule.is_recurring() || !charge.is_priced()) return std::nullopt;
    const auto before = schedule.find_period(add_days(on, -1));
    auto after = schedule.find_period(on);
    if (after && after->days.first < on) after = schedule.find_period(add_days(after->days.last, 1));
    if (!before || !after || (schedule.last_day() && after->days.first > *schedule.last_day()))
        return std::nullopt;
    std::string out = name_of_charge(charge) + ": " + describe_written_amount(before->unit_price, currency) +
                      " to " + describe_written_amount(after->unit_price, currency);
    if (charge.quantity) out += " for each of " + format_decimal(*charge.quantity);
    if (charge.every) out += " " + describe_every(*charge.every);
    if (after->days.first != on) out += ", from " + format_long_day(after->days.first);
    return out;
}

std::optional<Notice> notice_of_rise(const SeenContract& seen, const Notice& told,
                                     const NoticeContext& context) {
    const Day on = told.milestone.on;
    if (seen.status() == Status::ended || !has_price_rise_on(seen, on)) return std::nullopt;
    Notice notice = told;
    for (const Charge& charge : seen.contract().charges) {
        const bool rises = std::any_of(charge.price_rises.begin(), charge.price_rises.end(),
                                       [&](const PriceRise& rise) { return rise.on == on; });
        if (!rises) continue;
        if (auto line = unless_too_large([&] { return describe_rise(seen, charge, on, context.currency); }))
            notice.price_rises.push_back(std::move(*line));
    }
    notice.calendar.uid = document::price_rise_uid(context.identity, seen.contract(), on);
    return notice;
}

} // namespace

std::vector<Notice> notices_of(const Contract& contract, const Notice& told, const NoticeContext& context) {
    const SeenContract now(contract, context.rules, context.on);
    std::vector<Notice> notices;
    if (told.milestone.kind == MilestoneKind::price_rise) {
        if (auto notice = notice_of_rise(now, told, context)) notices.push_back(std::move(*notice));
        return notices;
    }
    std::vector<SeenDecision> decisions = decisions_at(now, told.milestone);
    drop_replace_beside_option(decisions);
    for (const SeenDecision& decision : decisions)
        notices.push_back(notice_of_decision(now, decision, told, context));
    return notices;
}

} // namespace telestate::alerts
