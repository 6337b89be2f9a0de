#pragma once

// What a contract looks like between two days, seen from a day: stretches in which it is committed to, could
// run on or does run on, and the days on which something has to happen or does happen.

#include "model/decisions.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace telestate {

enum class SpanKind {
    term,       // has been agreed: a term, an option exercised, or what rolling periods are committed to
    renewal,    // what comes if nobody acts
    option,     // may still be exercised
    continuing, // goes on without a term
};
std::string_view name_of(SpanKind kind);

struct Span {
    SpanKind kind = SpanKind::term;
    Interval days{};
    std::optional<std::int64_t> term_number;   // nothing for several terms drawn as one
    std::optional<std::int64_t> option_number; // from 1 on, for an option, exercised or not
    // Nobody recorded that it lasts so long, or since when: it is taken to.
    bool is_assumed = false;

    friend bool operator==(const Span&, const Span&) = default;
};

enum class MarkKind {
    give_notice,
    exercise_option,
    replace,
    use_break,
    start_by,
    price_rise,
    leaves, // the last day by record, today or still to come
    ended,  // the same, gone by
};
std::string_view name_of(MarkKind kind);

struct Mark {
    MarkKind kind = MarkKind::give_notice;
    Day on{};
    std::int64_t days_left = 0; // from the day asked about; negative once it has passed

    friend bool operator==(const Mark&, const Mark&) = default;
};

struct Timeline {
    std::vector<Span> spans; // in order, none touching the days of another
    std::vector<Mark> marks; // by day, and on one day in the order of the enumeration; none twice
};

// Terms are drawn each by itself only while the window holds no more of them than this.
inline constexpr std::int64_t most_terms_drawn = 60;

// Everything clipped to `window`. An imprecise end lasts to its last day, and what follows begins the day
// after; an imprecise start counts from its first day.
Timeline timeline_of(const SeenContract& seen, Interval window);

} // namespace telestate
