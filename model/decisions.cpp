#include "model/decisions.hpp"

#include <algorithm>

namespace telestate {

namespace {

int rank_of(DecisionKind kind) {
    switch (kind) {
    case DecisionKind::use_break:
        return 0;
    case DecisionKind::give_notice:
    case DecisionKind::exercise_option:
        return 1;
    case DecisionKind::replace:
        return 2;
    }
    return 3;
}

constexpr Notice no_notice{};

} // namespace

bool comes_before(const Candidate& a, const Candidate& b) {
    if (a.decide_by != b.decide_by) return a.decide_by < b.decide_by;
    if (rank_of(a.kind) != rank_of(b.kind)) return rank_of(a.kind) < rank_of(b.kind);
    return a.takes_effect < b.takes_effect;
}

std::optional<Day> end_by_record(const Contract& contract, Day on) {
    const Decision* last_leave = nullptr;
    for (const Decision& decision : contract.decisions) {
        if (decision.outcome != Outcome::leave || decision.decided_on > on) continue;
        // Of several decided on one day the one recorded last counts.
        if (last_leave == nullptr || decision.decided_on >= last_leave->decided_on) last_leave = &decision;
    }
    std::optional<Day> end = contract.ended_on;
    if (last_leave != nullptr) {
        const Day leaves_on = last_leave->leaves_on.value_or(last_leave->takes_effect);
        end = end ? std::min(*end, leaves_on) : leaves_on;
    }
    return end;
}

Day charge_start_of(const Contract& contract, FinancialYearStart year_start) {
    if (contract.term.start) return days_of(*contract.term.start, year_start).first;
    return days_of(FinancialYear{1970}, year_start).first;
}

SeenContract::SeenContract(const Contract& contract, const Rules& rules, Day on)
    : contract_(contract), rules_(rules), schedule_(contract.term, rules.year_start), on_(on),
      notice_(notice_of(contract)), end_by_record_(telestate::end_by_record(contract, on)) {
    settle_terms();
    if (end_by_record_ && on_ > *end_by_record_) {
        status_ = Status::ended;
    } else if (schedule_.start() && on_ < schedule_.start()->first) {
        status_ = Status::pending;
    } else if (schedule_.kind() == TermKind::fixed && on_ > term_end_->last) {
        status_ = Status::overrun;
    }
}

void SeenContract::settle_terms() {
    switch (schedule_.kind()) {
    case TermKind::fixed:
        term_end_ = schedule_.end_of_fixed(on_);
        settle_options();
        break;
    case TermKind::auto_renew:
    case TermKind::rolling: {
        term_number_ = schedule_.current_term(on_);
        term_end_ = schedule_.end_of_term(term_number_);
        if (!notice_ || is_any_day()) break;
        std::int64_t number =
            TermSchedule::first_number(term_number_, TermSchedule::number_limit, [&](std::int64_t n) {
                return notice_day_of_term(n) >= on_ ||
                       schedule_.end_of_term(n).last >= last_representable_day;
            });
        while (is_decided(DecisionKind::give_notice, schedule_.end_of_term(number).first) &&
               schedule_.end_of_term(number).last < last_representable_day) {
            ++number;
        }
        if (notice_day_of_term(number) >= on_) open_term_ = number;
        break;
    }
    case TermKind::perpetual:
    case TermKind::unknown:
        break;
    }
}

void SeenContract::settle_options() {
    first_option_left_ = schedule_.exercised_count(on_);
    if (first_option_left_ == contract_.term.extensions.size()) return;
    const Extension& option = contract_.term.extensions[first_option_left_];
    option_notice_ = option.notice ? option.notice : notice_.value_or(no_notice);
    option_decide_by_ = rules_.calendar.notice_day(term_end_->first, *option_notice_);
}

Day SeenContract::notice_day_of_term(std::int64_t number) const {
    return rules_.calendar.notice_day(schedule_.end_of_term(number).first, *notice_);
}

Interval SeenContract::last_possible_end() const {
    Interval end = *term_end_;
    if (option_has_lapsed()) return end;
    for (std::size_t i = first_option_left_; i < contract_.term.extensions.size(); ++i) {
        end = extended_by(end, contract_.term.extensions[i].length);
    }
    return end;
}

bool SeenContract::is_decided(DecisionKind kind, Day takes_effect) const {
    return std::any_of(contract_.decisions.begin(), contract_.decisions.end(), [&](const Decision& decision) {
        return decision.kind == kind && decision.takes_effect == takes_effect && decision.decided_on <= on_;
    });
}

bool SeenContract::is_usable(const Break& option) const {
    if (schedule_.kind() == TermKind::auto_renew) return true;
    return schedule_.kind() == TermKind::fixed && option.on <= term_end_->last;
}

Candidate SeenContract::candidate_of(const Break& option) const {
    const Notice notice = option.notice ? *option.notice : notice_.value_or(no_notice);
    const Day decide_by = rules_.calendar.notice_day(option.on, notice);
    return {DecisionKind::use_break, decide_by, option.on, notice, option.on, std::nullopt};
}

template <typename Visitor>
void SeenContract::visit_open(Visitor visit) const {
    const auto offer = [&](const Candidate& candidate) {
        if (candidate.decide_by >= on_ && !is_decided(candidate.kind, candidate.takes_effect))
            visit(candidate);
    };
    if (open_term_) {
        const Interval end = schedule_.end_of_term(*open_term_);
        offer({DecisionKind::give_notice, notice_day_of_term(*open_term_), end.first, notice_, end.last,
               schedule_.end_of_term(*open_term_ + 1).last});
    }
    if (schedule_.kind() == TermKind::fixed) {
        if (option_decide_by_) {
            const Period length = contract_.term.extensions[first_option_left_].length;
            offer({DecisionKind::exercise_option, *option_decide_by_, term_end_->first, option_notice_,
                   term_end_->last, extended_by(*term_end_, length).last});
        }
        offer({DecisionKind::replace, rules_.calendar.notice_day(term_end_->first, no_notice),
               term_end_->first, no_notice, term_end_->last, std::nullopt});
    }
    for (const Break& option : contract_.term.breaks) {
        if (is_usable(option)) offer(candidate_of(option));
    }
}

std::vector<Candidate> SeenContract::open_candidates() const {
    std::vector<Candidate> candidates;
    if (status_ == Status::ended || status_ == Status::overrun || end_by_record_) return candidates;
    visit_open([&](const Candidate& candidate) { candidates.push_back(candidate); });
    std::stable_sort(candidates.begin(), candidates.end(), comes_before);
    return candidates;
}

std::optional<Candidate> SeenContract::first_candidate() const {
    std::optional<Candidate> first;
    if (status_ == Status::ended || status_ == Status::overrun || end_by_record_) return first;
    visit_open([&](const Candidate& candidate) {
        if (!first || comes_before(candidate, *first)) first = candidate;
    });
    return first;
}

Day SeenContract::committed_by_notice() const {
    if (notice_->working_days) return rules_.calendar.forward_working_days(on_, notice_->length.total_days());
    return add_periods(on_, notice_->length, 1);
}

Day SeenContract::committed_until() const {
    if (end_by_record_) return *end_by_record_;
    Day until = on_;
    switch (schedule_.kind()) {
    case TermKind::fixed:
        until = term_end_->last;
        break;
    case TermKind::auto_renew:
    case TermKind::rolling:
        if (notice_ && is_any_day()) {
            until = committed_by_notice();
        } else {
            until = open_term_ ? schedule_.end_of_term(*open_term_).last : term_end_->last;
        }
        break;
    case TermKind::perpetual:
    case TermKind::unknown:
        break;
    }
    for (const Break& option : contract_.term.breaks) {
        if (!is_usable(option) || option.on >= until) continue;
        const Candidate candidate = candidate_of(option);
        if (candidate.decide_by >= on_ && !is_decided(candidate.kind, candidate.takes_effect))
            until = option.on;
    }
    return std::max(until, on_);
}

Day SeenContract::charge_start() const { return charge_start_of(contract_, rules_.year_start); }

Money SeenContract::cost_of(Interval span) const {
    Money cost;
    const Day start = charge_start();
    for (const Charge& charge : contract_.charges)
        cost += ChargeSchedule(charge, start).share(span);
    return cost;
}

std::optional<Day> SeenContract::start_by_of(const Candidate& candidate) const {
    if (!contract_.lead_time) return std::nullopt;
    return subtract_period(candidate.decide_by, *contract_.lead_time);
}

NextDecision SeenContract::decision_of(const Candidate& candidate) const {
    NextDecision decision{candidate.kind,
                          candidate.decide_by,
                          days_between(on_, candidate.decide_by),
                          candidate.takes_effect,
                          start_by_of(candidate),
                          candidate.runs_until,
                          std::nullopt};
    if (candidate.runs_until && has_priced_charge(contract_)) {
        decision.cost_at_stake = cost_of({add_days(candidate.end_last, 1), *candidate.runs_until});
    }
    return decision;
}

} // namespace telestate
