#include "model/contract.hpp"

#include "model/decisions.hpp"
#include "model/term_schedule.hpp"
#include "model/working_days.hpp"

#include <algorithm>
#include <set>

namespace telestate {

namespace {

using Problems = std::vector<FieldError>;

std::string element(const char* list, std::size_t index) {
    return std::string(list) + "/" + std::to_string(index);
}

void refuse_zero(const std::optional<Period>& period, const std::string& pointer, Problems& problems) {
    if (period && period->is_zero())
        problems.push_back({pointer, "a period of no time is not possible here"});
}

void check_notice(const std::optional<Notice>& notice, const std::string& pointer, Problems& problems) {
    if (notice && notice->working_days && (notice->length.is_in_months() || notice->length.weeks != 0)) {
        problems.push_back({pointer, "working days are counted as a number of days, such as \"P10D\""});
    }
}

// Whether `a` lasts longer than `b`, both counted from the same day.
bool lasts_longer(Period a, Period b, Day from) { return add_periods(from, a, 1) > add_periods(from, b, 1); }

void check_extensions(const Term& term, const std::optional<Interval>& first_end, Problems& problems) {
    Day counted_from = first_end ? add_days(first_end->first, 1) : Day{date::year{2001} / date::January / 1};
    std::optional<Day> previous_exercise;
    bool one_ahead_is_open = false;
    for (std::size_t i = 0; i < term.extensions.size(); ++i) {
        const Extension& option = term.extensions[i];
        const std::string at = element("/term/extensions", i);
        refuse_zero(option.length, at + "/length", problems);
        refuse_zero(option.exercised_length, at + "/exercised_length", problems);
        check_notice(option.notice, at + "/notice", problems);
        if (option.exercised_length) {
            if (!option.up_to.value_or(false)) {
                problems.push_back(
                    {at + "/exercised_length",
                     "only an option with \"up_to\": true is exercised for a length of its own"});
            } else if (lasts_longer(*option.exercised_length, option.length, counted_from)) {
                problems.push_back({at + "/exercised_length",
                                    "is longer than the option, " + describe_period(option.length)});
            }
        }
        if (option.exercised_on) {
            if (one_ahead_is_open) {
                problems.push_back(
                    {at + "/exercised_on", "the option ahead of this one has not been exercised"});
            } else if (previous_exercise && *option.exercised_on < *previous_exercise) {
                problems.push_back(
                    {at + "/exercised_on", "the option ahead of this one was exercised later, on " +
                                               format_day(*previous_exercise)});
            }
            previous_exercise = option.exercised_on;
        } else {
            one_ahead_is_open = true;
        }
        counted_from = add_periods(counted_from, option.exercised_length.value_or(option.length), 1);
    }
}

void check_term(const Contract& contract, FinancialYearStart year_start, Problems& problems) {
    const Term& term = contract.term;
    refuse_zero(term.length, "/term/length", problems);
    refuse_zero(term.renews_for, "/term/renews_for", problems);
    refuse_zero(term.period, "/term/period", problems);
    check_notice(term.notice, "/term/notice", problems);
    for (std::size_t i = 0; i < term.breaks.size(); ++i) {
        check_notice(term.breaks[i].notice, element("/term/breaks", i) + "/notice", problems);
    }
    if (term.kind == TermKind::auto_renew && !term.renews_for) {
        problems.push_back(
            {"/term/renews_for", "an auto_renew contract says for how long it renews, such as \"P1Y\""});
    }
    if (term.kind == TermKind::rolling) {
        if (!term.period) {
            problems.push_back({"/term/period", "a rolling contract says its period, such as \"P1M\""});
        } else if (!term.start && !term.period->is_in_months()) {
            problems.push_back(
                {"/term/start", "a rolling period in days or weeks needs a start to be counted from"});
        }
    }
    std::optional<Interval> start;
    if (term.start) start = days_of(*term.start, year_start);
    std::optional<Interval> end;
    if (term.end) end = days_of(*term.end, year_start);
    if (start && end && end->last < start->first) {
        problems.push_back({"/term/end", "the end, " + format_partial_date(*term.end) +
                                             ", is before the start, " + format_partial_date(*term.start)});
    }
    if (start && contract.ended_on && *contract.ended_on < start->first) {
        problems.push_back({"/ended_on", format_day(*contract.ended_on) + " is before the start, " +
                                             format_partial_date(*term.start)});
    }
    if (!end && start && term.length) end = last_day_of(*start, *term.length);
    check_extensions(term, end, problems);
}

void check_charges(const Contract& contract, Problems& problems) {
    std::set<std::string_view> ids;
    for (std::size_t i = 0; i < contract.charges.size(); ++i) {
        const Charge& charge = contract.charges[i];
        const std::string at = element("/charges", i);
        if (!charge.id.empty() && !ids.insert(charge.id).second) {
            problems.push_back(
                {at + "/id", "another charge of this contract has the id \"" + charge.id + "\""});
        }
        for (FieldError& problem : problems_of(charge)) {
            problems.push_back({at + problem.pointer, std::move(problem.message)});
        }
    }
}

// Price rises on or before the day a charge starts by fallback; those with a `from` are checked with the
// charge.
void check_price_rises(const Contract& contract, FinancialYearStart year_start, Problems& problems) {
    const Day start = charge_start_of(contract, year_start);
    for (std::size_t i = 0; i < contract.charges.size(); ++i) {
        const Charge& charge = contract.charges[i];
        if (charge.from || charge.kind != ChargeKind::recurring) continue;
        if (charge.to && *charge.to < start) {
            problems.push_back(
                {element("/charges", i) + "/to", "is before the charge's first day, " + format_day(start) +
                                                     (contract.term.start ? ", the contract's start" : "")});
        }
        for (std::size_t r = 0; r < charge.price_rises.size(); ++r) {
            if (charge.price_rises[r].on > start) continue;
            problems.push_back({element("/charges", i) + element("/price_rises", r) + "/on",
                                "a price rise comes after the charge's first day, " + format_day(start)});
        }
    }
}

} // namespace

std::vector<FieldError> problems_of(const Contract& contract, FinancialYearStart year_start) {
    Problems problems;
    check_term(contract, year_start, problems);
    check_charges(contract, problems);
    check_price_rises(contract, year_start, problems);
    return problems;
}

namespace {

// Fields that say nothing for the kind of term they stand in.
void warn_of_idle_fields(const Term& term, Problems& warnings) {
    if (term.kind == TermKind::unknown) return;
    const auto warn = [&](bool is_given, const char* field, std::initializer_list<TermKind> kinds) {
        if (!is_given || std::find(kinds.begin(), kinds.end(), term.kind) != kinds.end()) return;
        warnings.push_back({std::string("/term/") + field, "has no meaning for a contract of kind " +
                                                               std::string(name_of(term.kind)) +
                                                               " and is not used"});
    };
    using enum TermKind;
    warn(term.length.has_value(), "length", {fixed, auto_renew});
    warn(term.end.has_value(), "end", {fixed, auto_renew});
    warn(term.renews_for.has_value(), "renews_for", {auto_renew});
    warn(term.period.has_value(), "period", {rolling});
    warn(term.notice.has_value(), "notice", {fixed, auto_renew, rolling});
    warn(term.notice_expires.has_value(), "notice_expires", {auto_renew, rolling});
    warn(!term.extensions.empty(), "extensions", {fixed});
    warn(!term.breaks.empty(), "breaks", {fixed, auto_renew});
}

void warn_of_end(const Term& term, FinancialYearStart year_start, Problems& warnings) {
    if (!term.end || !term.start || !term.length) return;
    const Interval stated = days_of(*term.end, year_start);
    const Interval counted = last_day_of(days_of(*term.start, year_start), *term.length);
    // An imprecise end agrees with any day it holds.
    if (counted.first <= stated.last && counted.last >= stated.first) return;
    warnings.push_back({"/term/end", "the end stated, " + format_partial_date(*term.end) +
                                         ", counts; the start and the length " + "would give " +
                                         format_day(counted.first)});
}

void warn_of_late_exercise(const Contract& contract, const TermSchedule& schedule,
                           const WorkingCalendar& calendar, Problems& warnings) {
    if (schedule.kind() != TermKind::fixed) return;
    Interval end = *schedule.first_end();
    for (std::size_t i = 0; i < contract.term.extensions.size(); ++i) {
        const Extension& option = contract.term.extensions[i];
        if (!option.exercised_on) return;
        const Notice notice = option.notice ? *option.notice : notice_of(contract).value_or(Notice{});
        const Day decide_by = calendar.notice_day(end.first, notice);
        if (*option.exercised_on > decide_by) {
            warnings.push_back(
                {element("/term/extensions", i) + "/exercised_on",
                 "the option was exercised after the last day for it, " + format_day(decide_by)});
        }
        end = extended_by(end, option.exercised_length.value_or(option.length));
    }
}

// Whether some term, option or break of the contract asks for a decision of this kind and effect.
bool matches_something(const Contract& contract, const TermSchedule& schedule, const Decision& decision) {
    switch (decision.kind) {
    case DecisionKind::use_break:
        return std::any_of(contract.term.breaks.begin(), contract.term.breaks.end(),
                           [&](const Break& option) { return option.on == decision.takes_effect; });
    case DecisionKind::give_notice: {
        if (schedule.kind() != TermKind::auto_renew && schedule.kind() != TermKind::rolling) return false;
        // Where notice may be given on any day, any day may be the last.
        if (contract.term.notice_expires == NoticeExpires::any_day) return true;
        const std::int64_t number = schedule.first_number_ending_from(decision.takes_effect);
        return schedule.end_of_term(number).first == decision.takes_effect;
    }
    case DecisionKind::exercise_option:
    case DecisionKind::replace:
        break;
    }
    if (schedule.kind() != TermKind::fixed) return false;
    Interval end = *schedule.first_end();
    for (const Extension& option : contract.term.extensions) {
        if (end.first == decision.takes_effect) return true;
        end = extended_by(end, option.exercised_length.value_or(option.length));
    }
    // No option begins at the last end.
    return decision.kind == DecisionKind::replace && end.first == decision.takes_effect;
}

void warn_of_charges(const Contract& contract, Problems& warnings) {
    for (std::size_t i = 0; i < contract.charges.size(); ++i) {
        const Charge& charge = contract.charges[i];
        if (charge.vat && charge.vat->basis != VatBasis::unknown && !charge.vat->rate) {
            warnings.push_back(
                {element("/charges", i) + "/vat/rate",
                 "without a rate the VAT of this charge cannot be worked out; it counts as unknown"});
        }
    }
}

} // namespace

std::vector<FieldError> warnings_of(const Contract& contract, FinancialYearStart year_start,
                                    const WorkingCalendar& calendar) {
    Problems warnings;
    const TermSchedule schedule(contract.term, year_start);
    warn_of_idle_fields(contract.term, warnings);
    warn_of_end(contract.term, year_start, warnings);
    warn_of_late_exercise(contract, schedule, calendar, warnings);
    for (std::size_t i = 0; i < contract.decisions.size(); ++i) {
        const Decision& decision = contract.decisions[i];
        const std::string at = element("/decisions", i);
        if (!matches_something(contract, schedule, decision)) {
            warnings.push_back({at, "no " + std::string(name_of(decision.kind)) +
                                        " of this contract takes effect on " +
                                        format_day(decision.takes_effect)});
        }
        if (decision.leaves_on && decision.outcome != Outcome::leave) {
            warnings.push_back({at + "/leaves_on", "counts only with the outcome \"leave\""});
        }
        if (decision.leaves_on && contract.term.start &&
            *decision.leaves_on < days_of(*contract.term.start, year_start).first) {
            warnings.push_back({at + "/leaves_on", "lies before the contract's start"});
        }
    }
    warn_of_charges(contract, warnings);
    return warnings;
}

} // namespace telestate
