#include "model/timeline.hpp"

#include "tests/model/support/documents.hpp"
#include "tests/model/support/generated.hpp"
#include "tests/model/support/sequence.hpp"
#include "tests/model/support/values.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>

using namespace telestate;
using namespace telestate::test;

namespace {

// "term 1 2024-04-01..2025-03-31, option 2025-04-01..2026-03-31 #1?" where # numbers the option and ? is
// assumed.
std::string text_of(const std::vector<Span>& spans) {
    std::string text;
    for (const Span& span : spans) {
        text.append(text.empty() ? "" : ", ").append(name_of(span.kind));
        if (span.term_number) text += " " + std::to_string(*span.term_number);
        text += " " + format_day(span.days.first) + ".." + format_day(span.days.last);
        if (span.option_number) text += " #" + std::to_string(*span.option_number);
        if (span.is_assumed) text += "?";
    }
    return text;
}

std::string text_of(const std::vector<Mark>& marks) {
    std::string text;
    for (const Mark& mark : marks) {
        text.append(text.empty() ? "" : ", ").append(name_of(mark.kind));
        text += " " + format_day(mark.on) + " (" + std::to_string(mark.days_left) + ")";
    }
    return text;
}

Timeline timeline(const Contract& contract, std::string_view on,
                  Interval window = span("2023-04-01", "2029-03-31")) {
    return timeline_of(SeenContract(contract, rules(), day(on)), window);
}

} // namespace

TEST_CASE("a contract is drawn as what is committed, what may come and what goes on without a term") {
    struct Row {
        std::string_view description;
        std::string_view contract;
        std::string_view on;
        std::string_view spans; // from 1 April 2023 to 31 March 2029
    };
    const Row rows[] = {
        {"a fixed term with two options left",
         "{'term': {'kind': 'fixed', 'start': '2024-04-01', 'length': 'P2Y', 'extensions': [{'length': 'P1Y'}, {'length': "
         "'P1Y'}]}}",
         "2025-01-15",
         "term 1 2024-04-01..2026-03-31, option 2026-04-01..2027-03-31 #1, option 2027-04-01..2028-03-31 #2"},
        {"the first option exercised in part, the second still to come",
         "{'term': {'kind': 'fixed', 'start': '2024-04-01', 'length': 'P2Y', 'extensions': [{'length': 'P1Y', 'up_to': true, "
         "'exercised_on': '2025-02-01', 'exercised_length': 'P6M'}, {'length': 'P1Y'}]}}",
         "2025-03-01",
         "term 1 2024-04-01..2026-03-31, term 2026-04-01..2026-09-30 #1, option 2026-10-01..2027-09-30 #2"},
        {"the same before it was exercised",
         "{'term': {'kind': 'fixed', 'start': '2024-04-01', 'length': 'P2Y', 'extensions': [{'length': 'P1Y', 'up_to': true, "
         "'exercised_on': '2025-02-01', 'exercised_length': 'P6M'}, {'length': 'P1Y'}]}}",
         "2025-01-31",
         "term 1 2024-04-01..2026-03-31, option 2026-04-01..2027-03-31 #1, option 2027-04-01..2028-03-31 #2"},
        {"an option that has lapsed is no longer there",
         "{'term': {'kind': 'fixed', 'start': '2024-04-01', 'length': 'P2Y', 'extensions': [{'length': 'P1Y', 'notice': "
         "'P3M'}]}}",
         "2026-01-15", "term 1 2024-04-01..2026-03-31"},
        {"out of contract: it goes on up to the day, and nobody knows how much longer",
         "{'term': {'kind': 'fixed', 'start': '2022-04-01', 'length': 'P2Y'}}", "2024-06-10",
         "term 1 2023-04-01..2024-03-31, continuing 2024-04-01..2024-06-10"},
        {"ended after its end: it went on to that day",
         "{'term': {'kind': 'fixed', 'start': '2022-04-01', 'length': 'P2Y'}, 'ended_on': '2024-05-31'}",
         "2024-06-10", "term 1 2023-04-01..2024-03-31, continuing 2024-04-01..2024-05-31"},
        {"ended early",
         "{'term': {'kind': 'fixed', 'start': '2024-04-01', 'length': 'P2Y', 'extensions': [{'length': 'P1Y'}]}, 'ended_on': "
         "'2025-06-30'}",
         "2025-01-15", "term 1 2024-04-01..2025-06-30"},
        {"only the end of a fixed term is recorded", "{'term': {'kind': 'fixed', 'end': '2025-03-31'}}",
         "2024-06-10", "term 1 2023-04-01..2025-03-31?"},
        {"only the end is recorded, and it lies before the window",
         "{'term': {'kind': 'fixed', 'end': '2022-03-31'}}", "2024-06-10",
         "continuing 2023-04-01..2024-06-10"},
        {"an imprecise end lasts to its last day",
         "{'term': {'kind': 'fixed', 'start': '2024-10', 'length': 'P1Y', 'extensions': [{'length': 'P1Y'}]}}",
         "2024-12-01", "term 1 2024-10-01..2025-10-30, option 2025-10-31..2026-10-30 #1"},
        {"renewing itself: committed to the end of the open term",
         "{'term': {'kind': 'auto_renew', 'start': '2024-04-01', 'length': 'P2Y', 'renews_for': 'P1Y', 'notice': 'P3M'}}",
         "2025-06-01",
         "term 1 2024-04-01..2026-03-31, renewal 2 2026-04-01..2027-03-31, renewal 3 2027-04-01..2028-03-31, renewal 4 "
         "2028-04-01..2029-03-31"},
        {"its notice day has passed: committed to the next term",
         "{'term': {'kind': 'auto_renew', 'start': '2024-04-01', 'length': 'P2Y', 'renews_for': 'P2Y', 'notice': 'P3M'}}",
         "2026-02-01",
         "term 1 2024-04-01..2026-03-31, term 2 2026-04-01..2028-03-31, renewal 3 2028-04-01..2029-03-31"},
        {"terms before the window are passed over",
         "{'term': {'kind': 'auto_renew', 'start': '2019-10-01', 'length': 'P2Y', 'renews_for': 'P2Y', 'notice': 'P3M'}}",
         "2024-06-01",
         "term 2 2023-04-01..2023-09-30, term 3 2023-10-01..2025-09-30, renewal 4 2025-10-01..2027-09-30, renewal 5 "
         "2027-10-01..2029-03-31"},
        {"its notice is not known: committed to the current term",
         "{'term': {'kind': 'auto_renew', 'start': '2024-04-01', 'length': 'P3Y', 'renews_for': 'P2Y'}}",
         "2025-06-01", "term 1 2024-04-01..2027-03-31, renewal 2 2027-04-01..2029-03-31"},
        {"to be left at the end of its term",
         "{'term': {'kind': 'auto_renew', 'start': '2024-04-01', 'length': 'P2Y', 'renews_for': 'P1Y', 'notice': 'P3M'}, "
         "'decisions': [{'kind': 'give_notice', 'takes_effect': '2026-03-31', 'outcome': 'leave', 'decided_on': "
         "'2025-05-01'}]}",
         "2025-06-01", "term 1 2024-04-01..2026-03-31"},
        {"renewing by the month: the terms are drawn as one",
         "{'term': {'kind': 'auto_renew', 'start': '2022-01-01', 'length': 'P1M', 'renews_for': 'P1M', 'notice': 'P7D'}}",
         "2025-06-10", "term 2023-04-01..2025-06-30, renewal 2025-07-01..2029-03-31"},
        {"rolling by the day: one span of what is committed, and on",
         "{'term': {'kind': 'rolling', 'start': '2023-05-01', 'period': 'P1D', 'notice': 'P30D'}}",
         "2025-06-10", "term 2023-05-01..2025-07-10, continuing 2025-07-11..2029-03-31?"},
        {"rolling without a start", "{'term': {'kind': 'rolling', 'period': 'P1M', 'notice': 'P10D'}}",
         "2025-06-10", "term 2023-04-01..2025-06-30?, continuing 2025-07-01..2029-03-31?"},
        {"rolling with a notice on any day",
         "{'term': {'kind': 'rolling', 'period': 'P1M', 'start': '2023-05-01', 'notice': 'P30D', 'notice_expires': "
         "'any_day'}}",
         "2025-06-10", "term 2023-05-01..2025-07-10, continuing 2025-07-11..2029-03-31?"},
        {"rolling and ended",
         "{'term': {'kind': 'rolling', 'period': 'P1M', 'start': '2023-05-01', 'notice': 'P30D'}, 'ended_on': '2024-12-31'}",
         "2025-06-10", "term 2023-05-01..2024-12-31"},
        {"perpetual", "{'term': {'kind': 'perpetual', 'start': '2024-01-01'}}", "2025-06-10",
         "continuing 2024-01-01..2029-03-31"},
        {"of an unknown term", "{'term': {'kind': 'unknown', 'start': '2024-01-01'}}", "2025-06-10",
         "continuing 2024-01-01..2029-03-31?"},
        {"renewing itself, but its end is not known",
         "{'term': {'kind': 'auto_renew', 'renews_for': 'P1Y', 'notice': 'P3M'}}", "2025-06-10",
         "continuing 2023-04-01..2029-03-31?"},
        {"still to begin", "{'term': {'kind': 'fixed', 'start': '2026-04-01', 'length': 'P1Y'}}",
         "2025-06-10", "term 1 2026-04-01..2027-03-31"},
        {"beginning after the window", "{'term': {'kind': 'fixed', 'start': '2030-04-01', 'length': 'P1Y'}}",
         "2025-06-10", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        CHECK(text_of(timeline(contract_of(row.contract), row.on).spans) == row.spans);
    }
}

TEST_CASE("what falls due is marked on its day") {
    struct Row {
        std::string_view description;
        std::string_view contract;
        std::string_view on;
        std::string_view marks;
    };
    const Row rows[] = {
        {"an option and the end of a fixed term, and when to begin",
         "{'term': {'kind': 'fixed', 'start': '2024-04-01', 'length': 'P2Y', 'extensions': [{'length': 'P1Y', 'notice': "
         "'P3M'}]}, 'lead_time': 'P6M'}",
         "2025-12-01",
         "start_by 2025-06-30 (-154), start_by 2025-09-30 (-62), exercise_option 2025-12-31 (30), replace 2026-03-31 "
         "(120)"},
        {"a notice and a break",
         "{'term': {'kind': 'auto_renew', 'start': '2024-04-01', 'length': 'P2Y', 'renews_for': 'P1Y', 'notice': 'P3M', "
         "'breaks': [{'on': '2025-09-30', 'notice': 'P1M'}]}}",
         "2025-06-01", "use_break 2025-08-29 (89), give_notice 2025-12-31 (213)"},
        {"price rises to come, on one day once, none after the charge's or the contract's end",
         "{'term': {'kind': 'perpetual', 'start': '2024-01-01'}, 'ended_on': '2027-12-31', 'charges': [{'id': 'a', 'kind': "
         "'recurring', 'every': 'P1M', 'amount': '10', 'to': '2027-03-31', 'price_rises': [{'on': '2025-04-01', 'percent': "
         "'3'}, {'on': '2026-04-01', 'percent': '3'}, {'on': '2027-04-01', 'percent': '3'}]}, {'id': 'b', 'kind': "
         "'recurring', 'every': 'P1M', 'amount': '10', 'price_rises': [{'on': '2026-04-01', 'percent': '3'}, {'on': "
         "'2028-04-01', 'percent': '3'}]}]}",
         "2025-06-01", "price_rise 2026-04-01 (304), leaves 2027-12-31 (943)"},
        {"ended", "{'term': {'kind': 'perpetual', 'start': '2024-01-01'}, 'ended_on': '2024-12-31'}",
         "2025-01-01", "ended 2024-12-31 (-1)"},
        {"on its last day",
         "{'term': {'kind': 'perpetual', 'start': '2024-01-01'}, 'ended_on': '2024-12-31'}", "2024-12-31",
         "leaves 2024-12-31 (0)"},
        {"outside the window nothing is marked",
         "{'term': {'kind': 'fixed', 'start': '2024-04-01', 'length': 'P9Y'}}", "2025-06-01", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        CHECK(text_of(timeline(contract_of(row.contract), row.on).marks) == row.marks);
    }
}

TEST_CASE(
    "spans lie in order inside the window and none overlaps another; the marks begin with the next decision") {
    Sequence sequence(31);
    int drawn = 0;
    int decided = 0;
    for (int i = 0; i < 4000; ++i) {
        const Contract contract = any_contract(sequence);
        const Day on = any_day(sequence);
        Interval window{any_day(sequence), {}};
        window.last = add_days(window.first, sequence.below(20 * 365));
        const SeenContract seen(contract, rules(), on);
        CAPTURE(i);
        const Timeline drawing = timeline_of(seen, window);
        for (std::size_t n = 0; n < drawing.spans.size(); ++n) {
            const Interval days = drawing.spans[n].days;
            CHECK(days.first <= days.last);
            CHECK(days.first >= window.first);
            CHECK(days.last <= window.last);
            if (n > 0) CHECK(days.first > drawing.spans[n - 1].days.last);
            ++drawn;
        }
        CHECK(drawing.spans.size() <= static_cast<std::size_t>(most_terms_drawn));
        CHECK(std::is_sorted(drawing.marks.begin(), drawing.marks.end(),
                             [](const Mark& a, const Mark& b) { return a.on < b.on; }));
        for (const Mark& mark : drawing.marks) {
            CHECK(mark.on >= window.first);
            CHECK(mark.on <= window.last);
            CHECK(mark.days_left == days_between(on, mark.on));
        }

        // In a window wide enough the first mark to decide by is the position's next decision.
        const Position position = position_of(contract, rules(), {}, on);
        const Timeline whole = timeline_of(seen, {first_representable_day, last_representable_day});
        const auto first = std::find_if(whole.marks.begin(), whole.marks.end(),
                                        [](const Mark& mark) { return mark.kind <= MarkKind::use_break; });
        CHECK((first == whole.marks.end()) == !position.next_decision);
        if (first == whole.marks.end() || !position.next_decision) continue;
        CHECK(first->on == position.next_decision->decide_by);
        CHECK(first->days_left == position.next_decision->days_left);
        CHECK(std::any_of(whole.marks.begin(), whole.marks.end(), [&](const Mark& mark) {
            return mark.on == first->on && name_of(mark.kind) == name_of(position.next_decision->kind);
        }));
        ++decided;
    }
    CHECK(drawn > 3000);
    CHECK(decided > 500);
}

TEST_CASE("the spans of terms and options reach as far as the position says") {
    Sequence sequence(32);
    const Interval always{first_representable_day, last_representable_day};
    int compared = 0;
    for (int i = 0; i < 3000; ++i) {
        const Contract contract = any_contract(sequence);
        const Day on = any_day(sequence);
        const SeenContract seen(contract, rules(), on);
        const Position position = position_of(contract, rules(), {}, on);
        if (seen.end_by_record() || seen.schedule().kind() != TermKind::fixed) continue;
        CAPTURE(i);
        const auto spans = timeline_of(seen, always).spans;
        REQUIRE_FALSE(spans.empty());
        const bool is_overrun = position.status == Status::overrun;
        CHECK((spans.back().kind == SpanKind::continuing) == is_overrun);
        CHECK(spans.back().days.last == (is_overrun ? on : position.last_possible_end->last));
        const auto last_term = std::find_if(spans.rbegin(), spans.rend(),
                                            [](const Span& span) { return span.kind == SpanKind::term; });
        REQUIRE(last_term != spans.rend());
        CHECK(last_term->days.last == position.term_end->last);
        ++compared;
    }
    CHECK(compared > 300);
}
