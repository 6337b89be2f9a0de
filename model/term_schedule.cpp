#include "model/term_schedule.hpp"

namespace telestate {

Interval last_day_of(Interval start, Period length, std::int64_t times) {
    return {last_day_of(start.first, length, times), last_day_of(start.last, length, times)};
}

Interval extended_by(Interval end, Period length) {
    return last_day_of(Interval{add_days(end.first, 1), add_days(end.last, 1)}, length);
}

TermSchedule::TermSchedule(const Term& term, FinancialYearStart year_start) : term_(term), kind_(term.kind) {
    if (term.start) start_ = days_of(*term.start, year_start);
    switch (term.kind) {
    case TermKind::fixed:
    case TermKind::auto_renew:
        if (term.end) {
            first_end_ = days_of(*term.end, year_start);
        } else if (start_ && term.length) {
            first_end_ = last_day_of(*start_, *term.length);
        }
        if (!first_end_ || (term.kind == TermKind::auto_renew && !term.renews_for)) kind_ = TermKind::unknown;
        in_one_step_ = term.kind == TermKind::auto_renew && !term.end && term.length && term.renews_for &&
                       term.length->is_in_months() && term.renews_for->is_in_months();
        break;
    case TermKind::rolling:
        if (start_) {
            anchor_ = *start_;
        } else {
            const Day epoch{date::year{1970} / date::January / 1};
            anchor_ = {epoch, epoch};
        }
        if (!term.period || term.period->is_zero() || (!start_ && !term.period->is_in_months())) {
            kind_ = TermKind::unknown;
        }
        break;
    case TermKind::perpetual:
    case TermKind::unknown:
        break;
    }
}

std::size_t TermSchedule::exercised_count(Day on) const {
    std::size_t count = 0;
    for (const Extension& option : term_.extensions) {
        if (!option.exercised_on || *option.exercised_on > on) break;
        ++count;
    }
    return count;
}

Interval TermSchedule::end_of_fixed(Day on) const { return end_after_options(exercised_count(on)); }

Interval TermSchedule::end_after_options(std::size_t count) const {
    Interval end = *first_end_;
    for (std::size_t i = 0; i < count; ++i) {
        const Extension& option = term_.extensions[i];
        end = extended_by(end, option.exercised_length.value_or(option.length));
    }
    return end;
}

Interval TermSchedule::end_of_term(std::int64_t number) const {
    if (term_.kind == TermKind::rolling) {
        return last_day_of(anchor_, *term_.period, number);
    }
    if (number == 1) return *first_end_;
    if (in_one_step_) {
        const std::int64_t months =
            term_.length->total_months() + (number - 1) * term_.renews_for->total_months();
        return last_day_of(*start_, Period{0, 1, 0, 0}, months);
    }
    const Interval after{add_days(first_end_->first, 1), add_days(first_end_->last, 1)};
    return last_day_of(after, *term_.renews_for, number - 1);
}

Day TermSchedule::first_day_of_term(std::int64_t number) const {
    if (term_.kind == TermKind::rolling) return add_periods(anchor_.first, *term_.period, number - 1);
    if (number > 1) return add_days(end_of_term(number - 1).first, 1);
    // A contract whose start is not recorded has had no day before its first term.
    return start_ ? start_->first : first_representable_day;
}

std::int64_t TermSchedule::early_number(Day day) const {
    // Only a rolling contract without a start has terms before its anchor, and those have no number.
    if (term_.kind != TermKind::rolling || start_) return 1;
    const std::int64_t periods = days_between(anchor_.last, day) / 28 / term_.period->total_months();
    return periods < 0 ? periods - 2 : 0;
}

std::int64_t TermSchedule::current_term(Day on) const {
    return first_number(early_number(on), number_limit,
                        [&](std::int64_t n) { return end_of_term(n).last >= on; });
}

std::int64_t TermSchedule::first_number_ending_from(Day day) const {
    return first_number(early_number(day), number_limit,
                        [&](std::int64_t n) { return end_of_term(n).first >= day; });
}

} // namespace telestate
