#include "model/wording.hpp"

#include "model/count.hpp"

#include <array>

namespace telestate {

std::string describe_ordinal(std::int64_t number) {
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

std::string describe_days(Interval days) {
    if (days.first == days.last) return format_long_day(days.first);
    const date::year_month_day first{days.first};
    const std::string year = std::to_string(static_cast<int>(first.year()));
    if (first.day() == date::day{1}) {
        if (days.last == add_days(add_months(days.first, 1), -1)) {
            return "some day in " + std::string(month_name(static_cast<unsigned>(first.month()))) + " " +
                   year;
        }
        if (first.month() == date::January && days.last == add_days(add_months(days.first, 12), -1)) {
            return "some day in " + year;
        }
    }
    return "some day from " + format_long_day(days.first) + " to " + format_long_day(days.last);
}

std::string describe_days_left(std::int64_t days) {
    if (days == 0) return "today";
    if (days == 1) return "tomorrow";
    if (days > 1) return "in " + describe_count({days, {}, {}, {}, {}}) + " days";
    return describe_count({-days, {}, {}, {}, {}}) + (days == -1 ? " day ago" : " days ago");
}

std::string describe_every(Period period) {
    const std::string length = describe_period(period);
    return length.starts_with("1 ") && length.find(" and ") == std::string::npos ? "every" + length.substr(1)
                                                                                 : "every " + length;
}

namespace {

// Says what a position means, sentence by sentence.
class Speaker {
  public:
    Speaker(const SeenContract& seen, std::string_view currency) : seen_(seen), currency_(currency) {}

    void say_status(const Position& position);
    void say_decision(const Position& position);
    void say_flags(const Position& position);
    void say(std::string sentence) { sentences_.push_back(std::move(sentence)); }
    std::vector<std::string> sentences() { return std::move(sentences_); }

  private:
    const Term& term() const { return seen_.contract().term; }
    std::string money(Money amount) const { return format_money_for_people(amount, currency_); }

    const SeenContract& seen_;
    std::string_view currency_;
    std::vector<std::string> sentences_;
};

void Speaker::say_status(const Position& position) {
    const TermKind kind = seen_.schedule().kind();
    switch (seen_.status()) {
    case Status::ended:
        say("The contract ended on " + format_long_day(*seen_.end_by_record()) + ".");
        return;
    case Status::pending:
        say("The contract has not started yet: it begins on " + describe_days(*seen_.schedule().start()) +
            ".");
        break;
    case Status::overrun:
        say("The contract ran out on " + describe_days(*seen_.term_end()) +
            ". It is out of contract and perhaps still in use: renew it, replace it, or record the day it ended.");
        break;
    case Status::active:
        switch (kind) {
        case TermKind::fixed:
            say(seen_.end_by_record() ? "The contract is active."
                                      : "The contract is active. It ends by itself on " +
                                            describe_days(*seen_.term_end()) + ".");
            break;
        case TermKind::auto_renew:
            say("The contract is active, in its " + describe_ordinal(seen_.term_number()) +
                " term, which ends on " + describe_days(*seen_.term_end()) + ".");
            if (!seen_.end_by_record()) {
                say("It then renews for " + describe_period(*term().renews_for) +
                    ", again and again, unless notice is given in time.");
            }
            break;
        case TermKind::rolling:
            say("The contract rolls on, " + describe_period(*term().period) +
                " at a time. The present period ends on " + describe_days(*seen_.term_end()) + ".");
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

void Speaker::say_decision(const Position& position) {
    const NextDecision& decision = *position.next_decision;
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
        const bool is_part = is_option && term().extensions[seen_.first_option_left()].up_to.value_or(false);
        std::string sentence = is_part     ? "Exercised in full, it would run until "
                               : is_option ? "Exercised, it would run until "
                                           : "If nobody acts, it runs on until ";
        sentence += format_long_day(*decision.runs_until);
        if (decision.cost_at_stake)
            sentence += (is_option ? " and cost " : " and costs ") + money(*decision.cost_at_stake);
        say(sentence + ".");
        if (!decision.cost_at_stake && position.flags.has(Flag::no_charges))
            say("What that costs is not known.");
    }
    if (decision.start_by) {
        const bool is_late = *decision.start_by < seen_.on();
        say("A new procurement " + std::string(is_late ? "should have begun by " : "has to begin by ") +
            format_long_day(*decision.start_by) + (is_late ? ": it is late." : "."));
    }
}

void Speaker::say_flags(const Position& position) {
    const Flags& flags = position.flags;
    if (flags.has(Flag::notice_unknown))
        say("The notice period is not recorded, so the day to act by cannot be worked out.");
    if (flags.has(Flag::deadline_passed)) {
        say("The notice day of the present term, " +
            format_long_day(seen_.notice_day_of_term(seen_.term_number())) +
            ", has passed: notice can no longer end it there.");
    }
    if (flags.has(Flag::option_lapsed)) {
        say("The option to extend lapsed on " + format_long_day(*seen_.option_decide_by()) +
            ", the last day for it.");
    }
    if (flags.has(Flag::notice_longer_than_term))
        say("The notice for a term falls due before that term begins.");
    if (flags.has(Flag::end_imprecise))
        say("The end is not recorded to the day. What must be done in time is counted from the first day it may be.");
    if (flags.has(Flag::no_charges)) {
        const auto silence = find_silence(seen_.contract().silences, "charges");
        say(silence == Silence::withheld ? "What it costs is withheld." : "What it costs is not recorded.");
    }
    if (flags.has(Flag::mixed_vat_bases)) say("Its charges are stated on different VAT bases.");
    if (flags.has(Flag::pstn_at_risk)) {
        say("It pays for lines that stop working when the PSTN is switched off on " +
            format_long_day(seen_.rules().pstn_switch_off) + ".");
    }
    if (flags.has(Flag::holidays_missing))
        say("The bank-holiday data does not reach that far: only weekends were counted there.");
}

} // namespace

std::vector<std::string> sentences_of(const SeenContract& seen, const Position& position,
                                      std::string_view currency) {
    Speaker speaker(seen, currency);
    speaker.say_status(position);
    if (position.next_decision) speaker.say_decision(position);
    if (seen.status() != Status::ended) {
        const std::string day = format_long_day(position.committed_until);
        speaker.say(position.committed_until == seen.on() ? "No money is committed beyond " + day + "."
                                                          : "Money is committed until " + day + ".");
    }
    speaker.say_flags(position);
    return speaker.sentences();
}

} // namespace telestate
