#include "model/explanation.hpp"

#include "model/decisions.hpp"
#include "model/wording.hpp"

#include <algorithm>
#include <array>

namespace telestate {

namespace {

std::string weekday_of(Day day) {
    constexpr std::array<std::string_view, 7> names = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                       "Thursday", "Friday", "Saturday"};
    return std::string(names[date::weekday{day}.c_encoding()]);
}

// Writes the steps of one contract. The figures all come from SeenContract, which the position comes from as
// well.
class Writer {
  public:
    Writer(const SeenContract& seen, std::string_view currency) : seen_(seen), currency_(currency) {}

    Explanation write(const Position& position);

  private:
    const Contract& contract() const { return seen_.contract(); }
    const Term& term() const { return seen_.contract().term; }
    std::string money(Money amount) const { return format_money_for_people(amount, currency_); }
    void step(const char* about, std::string title, std::string working, std::string result) {
        out_.steps.push_back({about, std::move(title), std::move(working), std::move(result)});
    }

    void show_start();
    void show_first_end();
    void show_options();
    void show_term(std::int64_t number);
    void show_terms();
    // Back from an end by a notice, with the working day it falls on.
    void show_notice_day(const char* about, const std::string& title, Day end, Notice notice);
    void show_candidate(const Candidate& candidate);
    void show_cost(const Candidate& candidate, const NextDecision& decision);
    void show_committed_until(Day until);

    const SeenContract& seen_;
    std::string_view currency_;
    Explanation out_;
};

std::string title_of(DecisionKind kind) {
    switch (kind) {
    case DecisionKind::give_notice:
        return "Day by which notice has to have arrived";
    case DecisionKind::exercise_option:
        return "Day by which the option has to be exercised";
    case DecisionKind::replace:
        return "Day by which a replacement has to be in place";
    case DecisionKind::use_break:
        return "Day by which notice of the break has to have arrived";
    }
    return {};
}

void Writer::show_start() {
    if (!term().start) return;
    step("term_start", "Start", "as recorded: " + describe_partial_date(*term().start),
         describe_days(*seen_.schedule().start()));
}

void Writer::show_first_end() {
    const Interval& end = *seen_.schedule().first_end();
    const char* title =
        seen_.schedule().kind() == TermKind::auto_renew ? "End of term 1" : "End of the initial term";
    if (term().end) {
        step("term_end", title, "as recorded: " + describe_partial_date(*term().end), describe_days(end));
    } else {
        step("term_end", title,
             describe_days(*seen_.schedule().start()) + " + " + describe_period(*term().length) + " - 1 day",
             describe_days(end));
    }
}

void Writer::show_options() {
    Interval end = *seen_.schedule().first_end();
    for (std::size_t i = 0; i < term().extensions.size(); ++i) {
        const Extension& option = term().extensions[i];
        const std::string name = "Option " + std::to_string(i + 1) + " (" +
                                 (option.up_to.value_or(false) ? "up to " : "") +
                                 describe_period(option.length) + ")";
        if (i < seen_.first_option_left()) {
            const Period length = option.exercised_length.value_or(option.length);
            const Interval extended = extended_by(end, length);
            step("term_end", name + ": exercised",
                 "exercised on " + format_long_day(*option.exercised_on) + ": the day after " +
                     describe_days(end) + ", + " + describe_period(length) + " - 1 day",
                 describe_days(extended));
            end = extended;
        } else if (seen_.option_has_lapsed()) {
            step("last_possible_end", name + ": lapsed",
                 "it was not exercised by " + format_long_day(*seen_.option_decide_by()) +
                     ", nor was one ahead of it",
                 "no longer possible");
        } else {
            const Interval extended = extended_by(end, option.length);
            step("last_possible_end", name + ": open",
                 "the day after " + describe_days(end) + ", + " + describe_period(option.length) + " - 1 day",
                 describe_days(extended));
            end = extended;
        }
    }
}

void Writer::show_term(std::int64_t number) {
    const Interval end = seen_.schedule().end_of_term(number);
    if (seen_.schedule().kind() == TermKind::rolling) {
        if (!seen_.schedule().start()) {
            step("term_end", "End of the period",
                 "no start is recorded, so periods of " + describe_period(*term().period) +
                     " are counted from 1 January 1970",
                 describe_days(end));
            return;
        }
        step("term_end", "End of period " + std::to_string(number),
             describe_days(*seen_.schedule().start()) + " + " + std::to_string(number) + " × " +
                 describe_period(*term().period) + " - 1 day",
             describe_days(end));
        return;
    }
    if (number == 1) return; // already shown
    const std::string times =
        (number == 2 ? "" : std::to_string(number - 1) + " × ") + describe_period(*term().renews_for);
    const bool counts_from_start =
        !term().end && term().length->is_in_months() && term().renews_for->is_in_months();
    const std::string from =
        counts_from_start
            ? describe_days(*seen_.schedule().start()) + " + " + describe_period(*term().length) + " + "
            : "the day after " + describe_days(*seen_.schedule().first_end()) + ", + ";
    step("term_end", "End of term " + std::to_string(number), from + times + " - 1 day", describe_days(end));
}

void Writer::show_terms() {
    if (seen_.schedule().kind() == TermKind::auto_renew) show_first_end();
    show_term(seen_.term_number());
    if (!seen_.notice() || seen_.is_any_day()) return;
    const std::int64_t open = seen_.open_term().value_or(seen_.term_number());
    if (open == seen_.term_number()) return;
    const Day end = seen_.schedule().end_of_term(seen_.term_number()).first;
    show_notice_day("notice_day", "Notice day of the present term", end, *seen_.notice());
    const Day notice_day = seen_.notice_day_of_term(seen_.term_number());
    step("open_term", "The term that can still be ended",
         notice_day < seen_.on()
             ? "the present term's notice day, " + format_long_day(notice_day) + ", has passed"
             : "a decision is recorded for the present term",
         seen_.schedule().start() || seen_.schedule().kind() == TermKind::auto_renew
             ? (seen_.schedule().kind() == TermKind::rolling ? "period " : "term ") + std::to_string(open)
             : "a later period");
    show_term(open);
}

void Writer::show_notice_day(const char* about, const std::string& title, Day end, Notice notice) {
    const WorkingCalendar& calendar = seen_.rules().calendar;
    const Day raw = notice.working_days ? calendar.back_working_days(end, notice.length.total_days())
                                        : subtract_period(end, notice.length);
    const Day day = calendar.working_day_on_or_before(raw);
    std::string working = format_long_day(end);
    if (!notice.length.is_zero()) working += " - " + describe_notice(notice) + " = " + format_long_day(raw);
    if (day != raw) {
        const date::weekday weekday{raw};
        const bool is_weekend = weekday == date::Saturday || weekday == date::Sunday;
        working += is_weekend ? ", a " + weekday_of(raw) : ", a bank holiday";
        working += "; the working day before is " + weekday_of(day);
    }
    step(about, title, working, format_long_day(day));
}

void Writer::show_candidate(const Candidate& candidate) {
    std::string title = title_of(candidate.kind);
    if (candidate.kind == DecisionKind::use_break) {
        title = "Break on " + format_long_day(candidate.takes_effect) +
                ": day by which notice has to have arrived";
    }
    show_notice_day("decide_by", title, candidate.takes_effect, candidate.notice.value_or(Notice{}));
    const NextDecision decision = seen_.decision_of(candidate);
    if (decision.start_by) {
        step("start_by", "Day by which a new procurement has to begin",
             format_long_day(decision.decide_by) + " - " + describe_period(*contract().lead_time) +
                 " (lead time)",
             format_long_day(*decision.start_by));
    }
    if (!decision.runs_until) return;
    const Day from = add_days(candidate.end_last, 1);
    const Period length = candidate.kind == DecisionKind::exercise_option
                              ? term().extensions[seen_.first_option_left()].length
                          : seen_.schedule().kind() == TermKind::rolling ? *term().period
                                                                         : *term().renews_for;
    step("runs_until",
         candidate.kind == DecisionKind::exercise_option ? "Where the option would lead"
                                                         : "What happens if nobody acts",
         "it goes on from " + format_long_day(from) + " for " + describe_period(length),
         format_long_day(*decision.runs_until));
    show_cost(candidate, decision);
}

void Writer::show_cost(const Candidate& candidate, const NextDecision& decision) {
    if (!decision.cost_at_stake) return;
    const Interval span{add_days(candidate.end_last, 1), *decision.runs_until};
    const std::string days = format_long_day(span.first) + " to " + format_long_day(span.last);
    for (const Charge& charge : contract().charges) {
        ChargeShare share = describe_share(seen_, charge, span, currency_);
        step("cost_at_stake", std::move(share.title), std::move(share.working), std::move(share.result));
    }
    step("cost_at_stake", "Cost at stake", "the charges of " + days + " added up",
         money(*decision.cost_at_stake));
}

void Writer::show_committed_until(Day until) {
    std::string working;
    if (seen_.end_by_record()) {
        working = "the day the contract ends by record";
    } else if (seen_.is_any_day() && seen_.notice() && seen_.schedule().kind() != TermKind::fixed) {
        const Day by_notice = seen_.committed_by_notice();
        working = until < by_notice ? "an open break could end the contract earlier"
                                    : "notice may be given on any day: " + format_long_day(seen_.on()) +
                                          " + " + describe_notice(*seen_.notice());
    } else if (seen_.term_end() && until < seen_.term_end()->last) {
        working = "an open break could end the contract earlier";
    } else if (until == seen_.on()) {
        working = "nothing commits money beyond the day itself";
    } else if (seen_.schedule().kind() == TermKind::fixed) {
        working = "the end of the contract";
    } else if (seen_.open_term()) {
        working = until == seen_.schedule().end_of_term(*seen_.open_term()).last
                      ? "the end of the term that can still be ended"
                      : "an open break could end the contract earlier";
    } else {
        working = "the end of the present term, since the notice period is not known";
    }
    step("committed_until", "Money is committed until", working, format_long_day(until));
}

Explanation Writer::write(const Position& position) {
    out_.sentences = sentences_of(seen_, position, currency_);
    show_start();
    if (seen_.status() == Status::ended) {
        // Where its terms would have gone on to says nothing any more.
        step("ended", "Ended", "by record: the day it ended, or the day a decision to leave names",
             format_long_day(*seen_.end_by_record()));
        show_committed_until(position.committed_until);
        return std::move(out_);
    }
    switch (seen_.schedule().kind()) {
    case TermKind::fixed:
        show_first_end();
        show_options();
        break;
    case TermKind::auto_renew:
    case TermKind::rolling:
        show_terms();
        break;
    case TermKind::perpetual:
    case TermKind::unknown:
        break;
    }
    for (const Candidate& candidate : seen_.open_candidates())
        show_candidate(candidate);
    show_committed_until(position.committed_until);
    return std::move(out_);
}

} // namespace

Explanation explain(const Contract& contract, const Rules& rules, const ContractSurroundings& surroundings,
                    Day on, std::string_view currency) {
    const SeenContract seen(contract, rules, on);
    return Writer(seen, currency).write(position_of(contract, rules, surroundings, on));
}

} // namespace telestate
