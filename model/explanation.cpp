#include "model/explanation.hpp"

#include "model/decisions.hpp"

#include <algorithm>
#include <array>

namespace telestate {

namespace {

std::string ordinal(std::int64_t number) {
    constexpr std::array<std::string_view, 10> words = {"first", "second",  "third",  "fourth", "fifth",
                                                        "sixth", "seventh", "eighth", "ninth",  "tenth"};
    if (number >= 1 && number <= 10) return std::string(words[static_cast<std::size_t>(number - 1)]);
    const std::int64_t tens = number % 100;
    const char* ending = "th";
    if (tens < 11 || tens > 13) {
        if (number % 10 == 1) ending = "st";
        if (number % 10 == 2) ending = "nd";
        if (number % 10 == 3) ending = "rd";
    }
    return std::to_string(number) + ending;
}

std::string describe(Interval days) {
    if (days.first == days.last) return format_long_day(days.first);
    return "some day from " + format_long_day(days.first) + " to " + format_long_day(days.last);
}

std::string describe_days_left(std::int64_t days) {
    if (days == 0) return "today";
    if (days == 1) return "tomorrow";
    if (days > 1) return "in " + std::to_string(days) + " days";
    return std::to_string(-days) + (days == -1 ? " day ago" : " days ago");
}

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
    void say(std::string sentence) { out_.sentences.push_back(std::move(sentence)); }
    void step(const char* about, std::string title, std::string working, std::string result) {
        out_.steps.push_back({about, std::move(title), std::move(working), std::move(result)});
    }

    void say_status(const Position& position);
    void say_decision(const NextDecision& decision);
    void say_flags(const Position& position);
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

void Writer::say_status(const Position& position) {
    const TermKind kind = seen_.schedule().kind();
    switch (seen_.status()) {
    case Status::ended:
        say("The contract ended on " + format_long_day(*seen_.end_by_record()) + ".");
        return;
    case Status::pending:
        say("The contract has not started yet: it begins on " + describe(*seen_.schedule().start()) + ".");
        break;
    case Status::overrun:
        say("The contract ran out on " + format_long_day(seen_.term_end()->last) +
            ". It is out of contract and perhaps still in use.");
        break;
    case Status::active:
        switch (kind) {
        case TermKind::fixed:
            say("The contract is active. It ends by itself on " + describe(*seen_.term_end()) + ".");
            break;
        case TermKind::auto_renew:
            say("The contract is active, in its " + ordinal(seen_.term_number()) + " term, which ends on " +
                describe(*seen_.term_end()) + ". It then renews for " + describe_period(*term().renews_for) +
                ", again and again, unless notice is given in time.");
            break;
        case TermKind::rolling:
            say("The contract rolls on, " + describe_period(*term().period) +
                " at a time. The present period ends on " + describe(*seen_.term_end()) + ".");
            break;
        case TermKind::perpetual:
            say("The contract is active and has no end and no renewal.");
            break;
        case TermKind::unknown:
            say(position.flags.has(Flag::end_unknown)
                    ? "The contract's end is not recorded, so no decision can be worked out."
                    : "The contract's term is not known, so no decision can be worked out. Its spend still counts.");
            break;
        }
    }
    if (seen_.end_by_record()) say("It ends by record on " + format_long_day(*seen_.end_by_record()) + ".");
}

void Writer::say_decision(const NextDecision& decision) {
    const std::string by =
        format_long_day(decision.decide_by) + " (" + describe_days_left(decision.days_left) + ")";
    switch (decision.kind) {
    case DecisionKind::give_notice:
        say("To leave on " + format_long_day(decision.takes_effect) + ", notice has to have arrived by " +
            by + ".");
        break;
    case DecisionKind::exercise_option:
        say("To extend the contract beyond " + format_long_day(decision.takes_effect) +
            ", the option has to be exercised by " + by + ".");
        break;
    case DecisionKind::replace:
        say("Whatever follows the contract has to be in place by " + by + ".");
        break;
    case DecisionKind::use_break:
        say("To use the break and leave on " + format_long_day(decision.takes_effect) +
            ", notice has to have arrived by " + by + ".");
        break;
    }
    if (decision.runs_until) {
        const bool is_option = decision.kind == DecisionKind::exercise_option;
        std::string sentence =
            is_option ? "Exercised, it would run until " : "If nobody acts, it runs on until ";
        sentence += format_long_day(*decision.runs_until);
        if (decision.cost_at_stake)
            sentence += (is_option ? " and cost " : " and costs ") + money(*decision.cost_at_stake);
        say(sentence + ".");
        if (!decision.cost_at_stake) say("What that costs is not known: no charges are recorded.");
    }
    if (decision.start_by) {
        const bool is_late = *decision.start_by < seen_.on();
        say("A new procurement " + std::string(is_late ? "should have begun by " : "has to begin by ") +
            format_long_day(*decision.start_by) + (is_late ? ": it is late." : "."));
    }
}

void Writer::say_flags(const Position& position) {
    const Flags& flags = position.flags;
    if (flags.has(Flag::notice_unknown))
        say("The notice period is not recorded, so the day to act by cannot be worked out.");
    if (flags.has(Flag::deadline_passed)) {
        say("The notice day of the present term, " +
            format_long_day(seen_.notice_day_of_term(seen_.term_number())) +
            ", has passed: the contract is committed to the next term.");
    }
    if (flags.has(Flag::option_lapsed)) {
        say("The option to extend lapsed on " + format_long_day(*seen_.option_decide_by()) +
            ", the last day for it.");
    }
    if (flags.has(Flag::notice_longer_than_term))
        say("The notice period is longer than a term, so notice falls due before the term begins.");
    if (flags.has(Flag::end_imprecise))
        say("The end is not recorded to the day. What must be done in time is counted from the first day it may be.");
    if (flags.has(Flag::no_charges)) say("No charges are recorded, so nothing is known of what it costs.");
    if (flags.has(Flag::mixed_vat_bases)) say("Its charges are stated on different VAT bases.");
    if (flags.has(Flag::pstn_at_risk)) {
        say("It pays for lines that stop working when the PSTN is switched off on " +
            format_long_day(seen_.rules().pstn_switch_off) + ".");
    }
    if (flags.has(Flag::holidays_missing))
        say("The bank-holiday data does not reach that far: only weekends were counted there.");
}

void Writer::show_start() {
    if (!term().start) return;
    step("term_start", "Start", "as recorded: " + describe_partial_date(*term().start),
         describe(*seen_.schedule().start()));
}

void Writer::show_first_end() {
    const Interval& end = *seen_.schedule().first_end();
    const char* title =
        seen_.schedule().kind() == TermKind::auto_renew ? "End of term 1" : "End of the initial term";
    if (term().end) {
        step("term_end", title, "as recorded: " + describe_partial_date(*term().end), describe(end));
    } else {
        step("term_end", title,
             describe(*seen_.schedule().start()) + " + " + describe_period(*term().length) + " - 1 day",
             describe(end));
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
                     describe(end) + ", + " + describe_period(length) + " - 1 day",
                 describe(extended));
            end = extended;
        } else if (seen_.option_has_lapsed()) {
            step("last_possible_end", name + ": lapsed",
                 "it was not exercised by " + format_long_day(*seen_.option_decide_by()) +
                     ", nor was one ahead of it",
                 "no longer possible");
        } else {
            const Interval extended = extended_by(end, option.length);
            step("last_possible_end", name + ": open",
                 "the day after " + describe(end) + ", + " + describe_period(option.length) + " - 1 day",
                 describe(extended));
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
                     " are counted from 1 January",
                 describe(end));
            return;
        }
        step("term_end", "End of period " + std::to_string(number),
             describe(*seen_.schedule().start()) + " + " + std::to_string(number) + " × " +
                 describe_period(*term().period) + " - 1 day",
             describe(end));
        return;
    }
    if (number == 1) return; // already shown
    const std::string times =
        (number == 2 ? "" : std::to_string(number - 1) + " × ") + describe_period(*term().renews_for);
    const bool counts_from_start =
        !term().end && term().length->is_in_months() && term().renews_for->is_in_months();
    const std::string from =
        counts_from_start
            ? describe(*seen_.schedule().start()) + " + " + describe_period(*term().length) + " + "
            : "the day after " + describe(*seen_.schedule().first_end()) + ", + ";
    step("term_end", "End of term " + std::to_string(number), from + times + " - 1 day", describe(end));
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
             ? "term " + std::to_string(open)
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
    show_notice_day("decide_by", title_of(candidate.kind), candidate.takes_effect,
                    candidate.notice.value_or(Notice{}));
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
        const Money share = ChargeSchedule(charge, seen_.charge_start()).share(span);
        step("cost_at_stake", charge.description.empty() ? "Charge " + charge.id : charge.description,
             "its share of " + days, money(share));
    }
    step("cost_at_stake", "Cost at stake", "the charges of " + days + " added up",
         money(*decision.cost_at_stake));
}

void Writer::show_committed_until(Day until) {
    std::string working;
    if (seen_.end_by_record()) {
        working = "the day the contract ends by record";
    } else if (seen_.is_any_day() && seen_.notice() && seen_.schedule().kind() != TermKind::fixed) {
        working = "notice may be given on any day: " + format_long_day(seen_.on()) + " + " +
                  describe_notice(*seen_.notice());
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
    say_status(position);
    if (position.next_decision) say_decision(*position.next_decision);
    if (seen_.status() != Status::ended) {
        say("Money is committed until " + format_long_day(position.committed_until) + ".");
    }
    say_flags(position);

    show_start();
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
    if (const auto candidate = seen_.first_candidate()) show_candidate(*candidate);
    show_committed_until(position.committed_until);
    return std::move(out_);
}

std::string describe_price(const Charge& charge, const ChargeSchedule& schedule, Day day,
                           std::string_view currency) {
    const auto period = schedule.find_period(day);
    if (!period) return {};
    std::string text = format_money_for_people(period->amount, currency);
    if (!charge.amount && charge.quantity) {
        text += " (" + format_decimal(*charge.quantity) + " × " + format_decimal(period->unit_price) + ")";
    }
    return text + " for " + format_long_day(period->days.first) + " to " + format_long_day(period->days.last);
}

} // namespace

Explanation explain(const Contract& contract, const Rules& rules, const ContractSurroundings& surroundings,
                    Day on, std::string_view currency) {
    const SeenContract seen(contract, rules, on);
    return Writer(seen, currency).write(position_of(contract, rules, surroundings, on));
}

std::vector<Step> explain_spend(const Contract& contract, const Rules& rules, FinancialYear year, Day on,
                                std::string_view currency) {
    const SeenContract seen(contract, rules, on);
    const Interval days = days_of(year, rules.year_start);
    const auto money = [&](Money amount) { return format_money_for_people(amount, currency); };
    std::vector<Step> steps;
    SpendSums sums;
    for (const Charge& charge : contract.charges) {
        const ChargeSchedule schedule(charge, seen.charge_start());
        const SpendSums part = spend_of(charge, schedule, days, seen.committed_until(), seen.end_by_record());
        sums += part;
        Step step{"spend", charge.description.empty() ? "Charge " + charge.id : charge.description, "",
                  money(part.total)};
        if (!charge.is_priced()) {
            step.working = "no amount is recorded, so it is left out";
        } else if (!schedule.is_recurring()) {
            step.working = "once, on " + format_long_day(schedule.first_day());
        } else {
            step.working =
                "every " + describe_period(*charge.every) + " from " + format_long_day(schedule.first_day());
            const std::string price =
                describe_price(charge, schedule, std::max(days.first, schedule.first_day()), currency);
            if (!price.empty()) step.working += "; " + price;
            if (!charge.price_rises.empty()) {
                const std::string last = describe_price(charge, schedule, days.last, currency);
                if (!last.empty() && last != price) step.working += "; " + last;
            }
            step.working +=
                "; its share of " + format_long_day(days.first) + " to " + format_long_day(days.last);
            if (seen.end_by_record() && *seen.end_by_record() < days.last) {
                step.working += ", no further than " + format_long_day(*seen.end_by_record());
            }
        }
        steps.push_back(std::move(step));
    }
    if (contract.charges.empty()) return steps;
    steps.push_back({"spend", "Committed in " + format_financial_year(year),
                     "the part up to " + format_long_day(seen.committed_until()), money(sums.committed)});
    steps.push_back({"spend", "Continuing in " + format_financial_year(year),
                     "the rest, if the service goes on at its charges", money(sums.continuing)});
    steps.push_back(
        {"spend", "Total for " + format_financial_year(year), "committed and continuing", money(sums.total)});
    return steps;
}

} // namespace telestate
