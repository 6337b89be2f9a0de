#include "model/timeline.hpp"

#include <algorithm>

namespace telestate {

namespace {

// Lays spans one after another: each begins the day after the one before, so that none can overlap however
// imprecise their ends are.
class SpanRow {
  public:
    // Spans end with `last_day` where there is one: nothing lies beyond the end by record.
    SpanRow(Interval window, std::optional<Day> first_day, std::optional<Day> last_day)
        : window_(window), next_(first_day.value_or(window.first)), is_start_assumed_(!first_day),
          stop_(last_day ? std::min(*last_day, window.last) : window.last) {}

    // Up to `last`, which it reaches unless the row stops before.
    void append(SpanKind kind, Day last, std::optional<std::int64_t> term_number = std::nullopt,
                std::optional<std::int64_t> option_number = std::nullopt, bool is_assumed = false) {
        const Interval days{std::max(next_, window_.first), std::min(last, stop_)};
        if (!is_full_ && days.first <= days.last)
            spans_.push_back({kind, days, term_number, option_number, is_assumed || is_start_assumed_});
        pass_over(last);
    }
    // Passes over the days up to `last` without a span.
    void pass_over(Day last) {
        next_ = std::max(next_, add_days(last, 1));
        is_full_ = is_full_ || last >= stop_;
        is_start_assumed_ = false;
    }

    Day window_last() const { return window_.last; }
    std::vector<Span> take() { return std::move(spans_); }

  private:
    Interval window_;
    Day next_;              // the first day of the next span
    bool is_start_assumed_; // without a recorded start the first span began on a day nobody knows
    Day stop_;
    bool is_full_ = false;
    std::vector<Span> spans_;
};

void lay_fixed(const SeenContract& seen, SpanRow& row) {
    const TermSchedule& schedule = seen.schedule();
    const std::vector<Extension>& options = seen.contract().term.extensions;
    row.append(SpanKind::term, schedule.end_after_options(0).last, 1);
    for (std::size_t taken = 1; taken <= seen.first_option_left(); ++taken) {
        row.append(SpanKind::term, schedule.end_after_options(taken).last, std::nullopt,
                   static_cast<std::int64_t>(taken));
    }
    if (seen.end_by_record()) {
        // By record it ran, or will run, on to that day.
        row.append(SpanKind::continuing, *seen.end_by_record());
    } else if (seen.status() == Status::overrun) {
        row.append(SpanKind::continuing, seen.on());
    } else if (!seen.option_has_lapsed()) {
        Interval end = *seen.term_end();
        for (std::size_t i = seen.first_option_left(); i < options.size(); ++i) {
            end = extended_by(end, options[i].length);
            row.append(SpanKind::option, end.last, std::nullopt, static_cast<std::int64_t>(i) + 1);
        }
    }
}

void lay_auto_renew(const SeenContract& seen, Interval window, SpanRow& row) {
    const TermSchedule& schedule = seen.schedule();
    const std::int64_t first = schedule.current_term(window.first);
    const std::int64_t last = schedule.current_term(window.last);
    // By record it will run to its end; else it is committed to the end of the open term.
    const std::int64_t committed =
        seen.end_by_record() ? last : seen.open_term().value_or(seen.term_number());
    if (last - first >= most_terms_drawn) {
        row.append(SpanKind::term, schedule.end_of_term(committed).last);
        row.append(SpanKind::renewal, row.window_last());
        return;
    }
    if (first > 1) row.pass_over(schedule.end_of_term(first - 1).last);
    for (std::int64_t number = first; number <= last; ++number) {
        row.append(number <= committed ? SpanKind::term : SpanKind::renewal,
                   schedule.end_of_term(number).last, number);
    }
}

void lay_rolling(const SeenContract& seen, SpanRow& row) {
    if (seen.end_by_record()) {
        row.append(SpanKind::term, *seen.end_by_record());
        return;
    }
    // The end of the open or current period, or as far as a notice given today would reach; never the days
    // in between one by one.
    const std::int64_t number = seen.open_term().value_or(seen.term_number());
    const Day committed = seen.is_any_day() && seen.notice() ? seen.committed_by_notice()
                                                             : seen.schedule().end_of_term(number).last;
    row.append(SpanKind::term, committed);
    row.append(SpanKind::continuing, row.window_last(), std::nullopt, std::nullopt, true);
}

std::vector<Span> spans_of(const SeenContract& seen, Interval window) {
    std::optional<Day> first_day;
    if (seen.schedule().start()) first_day = seen.schedule().start()->first;
    SpanRow row(window, first_day, seen.end_by_record());
    switch (seen.schedule().kind()) {
    case TermKind::fixed:
        lay_fixed(seen, row);
        break;
    case TermKind::auto_renew:
        lay_auto_renew(seen, window, row);
        break;
    case TermKind::rolling:
        lay_rolling(seen, row);
        break;
    case TermKind::perpetual:
        row.append(SpanKind::continuing, row.window_last());
        break;
    case TermKind::unknown:
        row.append(SpanKind::continuing, row.window_last(), std::nullopt, std::nullopt, true);
        break;
    }
    return row.take();
}

MarkKind mark_of(DecisionKind kind) {
    switch (kind) {
    case DecisionKind::give_notice:
        return MarkKind::give_notice;
    case DecisionKind::exercise_option:
        return MarkKind::exercise_option;
    case DecisionKind::replace:
        return MarkKind::replace;
    case DecisionKind::use_break:
        return MarkKind::use_break;
    }
    return MarkKind::replace;
}

std::vector<Mark> marks_of(const SeenContract& seen, Interval window) {
    std::vector<Mark> marks;
    const auto mark = [&](MarkKind kind, Day on) {
        if (on >= window.first && on <= window.last) marks.push_back({kind, on, days_between(seen.on(), on)});
    };
    for (const Candidate& candidate : seen.open_candidates()) {
        mark(mark_of(candidate.kind), candidate.decide_by);
        if (const auto start_by = seen.start_by_of(candidate)) mark(MarkKind::start_by, *start_by);
    }
    const std::optional<Day>& ends_on = seen.end_by_record();
    for (const Charge& charge : seen.contract().charges) {
        for (const PriceRise& rise : charge.price_rises) {
            const bool is_too_late = (charge.to && rise.on > *charge.to) || (ends_on && rise.on > *ends_on);
            if (rise.on >= seen.on() && !is_too_late) mark(MarkKind::price_rise, rise.on);
        }
    }
    if (ends_on) mark(*ends_on < seen.on() ? MarkKind::ended : MarkKind::leaves, *ends_on);
    const auto comes_first = [](const Mark& a, const Mark& b) {
        return a.on != b.on ? a.on < b.on : a.kind < b.kind;
    };
    std::sort(marks.begin(), marks.end(), comes_first);
    marks.erase(std::unique(marks.begin(), marks.end()), marks.end());
    return marks;
}

} // namespace

std::string_view name_of(SpanKind kind) {
    switch (kind) {
    case SpanKind::term:
        return "term";
    case SpanKind::renewal:
        return "renewal";
    case SpanKind::option:
        return "option";
    case SpanKind::continuing:
        return "continuing";
    }
    return {};
}

std::string_view name_of(MarkKind kind) {
    switch (kind) {
    case MarkKind::give_notice:
        return "give_notice";
    case MarkKind::exercise_option:
        return "exercise_option";
    case MarkKind::replace:
        return "replace";
    case MarkKind::use_break:
        return "use_break";
    case MarkKind::start_by:
        return "start_by";
    case MarkKind::price_rise:
        return "price_rise";
    case MarkKind::leaves:
        return "leaves";
    case MarkKind::ended:
        return "ended";
    }
    return {};
}

Timeline timeline_of(const SeenContract& seen, Interval window) {
    return {spans_of(seen, window), marks_of(seen, window)};
}

} // namespace telestate
