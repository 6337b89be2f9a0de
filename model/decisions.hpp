#pragma once

// The decisions a contract asks for, seen from a day: which are open, which are closed, and which have
// lapsed. position.hpp offers the finished figures; this is what they are made of, and what an explanation
// shows.

#include "model/position.hpp"
#include "model/term_schedule.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace telestate {

// A decision not yet priced.
struct Candidate {
    DecisionKind kind = DecisionKind::give_notice;
    Day decide_by{};
    Day takes_effect{};
    std::optional<Notice> notice; // what decide_by was counted back by
    Day end_last{};               // the last day of the end it concerns
    std::optional<Day> runs_until;
};

// Whether `a` is to be shown before `b`: the sooner, and on one day use_break, then give_notice or
// exercise_option, then replace.
bool comes_before(const Candidate& a, const Candidate& b);

// A contract with everything about it settled that depends on the day. Refers to the contract and the rules,
// which must outlive it.
class SeenContract {
  public:
    SeenContract(const Contract& contract, const Rules& rules, Day on);

    const Contract& contract() const { return contract_; }
    const Rules& rules() const { return rules_; }
    const TermSchedule& schedule() const { return schedule_; }
    Day on() const { return on_; }
    Status status() const { return status_; }
    const std::optional<Notice>& notice() const { return notice_; }
    const std::optional<Day>& end_by_record() const { return end_by_record_; }
    bool is_any_day() const { return contract_.term.notice_expires == NoticeExpires::any_day; }

    // The end of the current term; nothing for perpetual and unknown.
    const std::optional<Interval>& term_end() const { return term_end_; }
    // auto_renew and rolling: the current term, whether or not it is one that has a number to show.
    std::int64_t term_number() const { return term_number_; }
    // auto_renew and rolling with a known notice that counts back from the end: the first term, from the
    // current one on, whose notice day is neither before the day nor decided. Nothing else.
    const std::optional<std::int64_t>& open_term() const { return open_term_; }
    // The notice day of a term.
    Day notice_day_of_term(std::int64_t number) const;

    // fixed: the options not exercised begin at this index of the term's extensions.
    std::size_t first_option_left() const { return first_option_left_; }
    // fixed: when the first option left had to be, or has to be, exercised; nothing without one.
    const std::optional<Day>& option_decide_by() const { return option_decide_by_; }
    bool option_has_lapsed() const { return option_decide_by_ && *option_decide_by_ < on_; }
    // fixed: the current end plus the options that remain and have not lapsed.
    Interval last_possible_end() const;

    // Whether a decision taken on or before the day closes the one of this kind and effect.
    bool is_decided(DecisionKind kind, Day takes_effect) const;
    // Whether a break is one this contract can still be ended by.
    bool is_usable(const Break& option) const;
    Candidate candidate_of(const Break& option) const;

    // Every decision open on the day, in no particular order. None once the contract has ended, is out of
    // contract, or will end by record.
    std::vector<Candidate> open_candidates() const;
    // The one that comes first.
    std::optional<Candidate> first_candidate() const;

    Day committed_until() const;
    // any_day with a known notice: the day plus the notice, in working days the n-th after it.
    Day committed_by_notice() const;
    // From which day a recurring charge without a `from` counts.
    Day charge_start() const;
    // What the contract's charges come to over `span`.
    Money cost_of(Interval span) const;
    // When to begin preparing for it; nothing where no lead time is recorded.
    std::optional<Day> start_by_of(const Candidate& candidate) const;
    // The candidate with its figures.
    NextDecision decision_of(const Candidate& candidate) const;

  private:
    template <typename Visitor>
    void visit_open(Visitor visit) const;
    void settle_terms();
    void settle_options();

    const Contract& contract_;
    const Rules& rules_;
    TermSchedule schedule_;
    Day on_;
    std::optional<Notice> notice_;
    std::optional<Day> end_by_record_;
    Status status_ = Status::active;
    std::optional<Interval> term_end_;
    std::int64_t term_number_ = 1;
    std::optional<std::int64_t> open_term_;
    std::size_t first_option_left_ = 0;
    std::optional<Day> option_decide_by_;
    std::optional<Notice> option_notice_;
};

// The first day from which a recurring charge without a `from` counts: the contract's start, else the first
// day of the financial year 1970.
Day charge_start_of(const Contract& contract, FinancialYearStart year_start);

} // namespace telestate
