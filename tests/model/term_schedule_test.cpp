#include "model/term_schedule.hpp"

#include "tests/model/support/documents.hpp"
#include "tests/model/support/generated.hpp"
#include "tests/model/support/sequence.hpp"
#include "tests/model/support/values.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace telestate;
using namespace telestate::test;

namespace {

std::string ends_of(std::string_view term_text, std::initializer_list<std::int64_t> numbers) {
    const Contract contract = contract_of("{'term': " + std::string(term_text) + "}");
    const TermSchedule schedule(contract.term, {});
    std::string text;
    for (const std::int64_t number : numbers)
        text.append(text.empty() ? "" : " ").append(text_of(schedule.end_of_term(number)));
    return text;
}

// A term that renews or rolls, of any form there is.
Term any_repeating_term(Sequence& sequence) {
    return any_term(sequence, sequence.once_in(2) ? TermKind::auto_renew : TermKind::rolling);
}

std::string text_of(const Term& term) {
    std::string text(name_of(term.kind));
    if (term.start) text += " start " + format_partial_date(*term.start);
    if (term.length) text += " length " + format_period(*term.length);
    if (term.end) text += " end " + format_partial_date(*term.end);
    if (term.renews_for) text += " renews_for " + format_period(*term.renews_for);
    if (term.period) text += " period " + format_period(*term.period);
    return text;
}

// Days on which a schedule is asked, some long before and after anything recorded.
Day any_asked_day(Sequence& sequence) {
    if (sequence.once_in(4)) return add_days(day("1900-01-01"), sequence.below(120000));
    return any_day(sequence);
}

} // namespace

TEST_CASE("terms of a contract that renews end where the definition says") {
    // One step from the start where all is in months and no end is stated.
    CHECK(ends_of("{'kind': 'auto_renew', 'start': '2023-01-31', 'length': 'P1M', 'renews_for': 'P1M'}",
                  {1, 2, 3, 4}) == "2023-02-27 2023-03-30 2023-04-29 2023-05-30");
    CHECK(ends_of("{'kind': 'auto_renew', 'start': '2024-02-29', 'length': 'P1Y', 'renews_for': 'P1Y'}",
                  {1, 2, 4, 5}) == "2025-02-27 2026-02-27 2028-02-28 2029-02-27");
    // From the end of the first term where an end is stated: the day after it is 28 February.
    CHECK(ends_of("{'kind': 'auto_renew', 'start': '2023-01-31', 'end': '2023-02-27', 'renews_for': 'P1M'}",
                  {1, 2, 3}) == "2023-02-27 2023-03-27 2023-04-27");
    CHECK(ends_of("{'kind': 'auto_renew', 'end': '2024-01-30', 'renews_for': 'P1M'}", {1, 2, 3}) ==
          "2024-01-30 2024-02-28 2024-03-30"); // one step from 31 January
    // The end stated wins over the length.
    CHECK(
        ends_of(
            "{'kind': 'auto_renew', 'start': '2023-01-31', 'length': 'P1M', 'end': '2023-03-31', 'renews_for': "
            "'P1M'}",
            {1, 2}) == "2023-03-31 2023-04-30");
    // Days and months do not make one step.
    CHECK(ends_of("{'kind': 'auto_renew', 'start': '2023-12-03', 'length': 'P59D', 'renews_for': 'P1M'}",
                  {1, 2, 3}) == "2024-01-30 2024-02-28 2024-03-30");
    CHECK(ends_of("{'kind': 'auto_renew', 'start': '2024-01-01', 'length': 'P6W', 'renews_for': 'P2W'}",
                  {1, 2, 3}) == "2024-02-11 2024-02-25 2024-03-10");
    // First and last day of an imprecise date move each by itself.
    CHECK(ends_of("{'kind': 'auto_renew', 'start': '2024-Q1', 'length': 'P1M', 'renews_for': 'P1M'}",
                  {1, 2}) == "2024-01-31..2024-04-29 2024-02-29..2024-05-30");
    CHECK(ends_of("{'kind': 'auto_renew', 'end': '2024-02', 'renews_for': 'P1Y'}", {1, 2, 3}) ==
          "2024-02-01..2024-02-29 2025-02-01..2025-02-28 2026-02-01..2026-02-28");
}

TEST_CASE("terms of a rolling contract end where the definition says") {
    CHECK(ends_of("{'kind': 'rolling', 'start': '2024-01-31', 'period': 'P1M'}", {1, 2, 3}) ==
          "2024-02-28 2024-03-30 2024-04-29");
    CHECK(ends_of("{'kind': 'rolling', 'start': '2024-01-01', 'period': 'P30D'}", {1, 2, 1000}) ==
          "2024-01-30 2024-02-29 2106-02-19");
    CHECK(ends_of("{'kind': 'rolling', 'start': '2024', 'period': 'P1Y'}", {1}) == "2024-12-31..2025-12-30");
    // Without a start: calendar months, quarters and years.
    CHECK(ends_of("{'kind': 'rolling', 'period': 'P1M'}", {1, 2, 0, -1}) ==
          "1970-01-31 1970-02-28 1969-12-31 1969-11-30");
    CHECK(ends_of("{'kind': 'rolling', 'period': 'P3M'}", {1, 0}) == "1970-03-31 1969-12-31");
    CHECK(ends_of("{'kind': 'rolling', 'period': 'P1Y'}", {52}) == "2021-12-31");
}

TEST_CASE("a term that cannot be laid out is treated as unknown") {
    struct Row {
        std::string_view description;
        std::string_view term;
        TermKind kind;
    };
    const Row rows[] = {
        {"fixed by its end", "{'kind': 'fixed', 'end': '2024-03-31'}", TermKind::fixed},
        {"fixed by start and length", "{'kind': 'fixed', 'start': '2024', 'length': 'P1Y'}", TermKind::fixed},
        {"fixed, only the start known", "{'kind': 'fixed', 'start': '2024-04-01'}", TermKind::unknown},
        {"fixed, only the length known", "{'kind': 'fixed', 'length': 'P3Y'}", TermKind::unknown},
        {"renewing, only the start known",
         "{'kind': 'auto_renew', 'start': '2024-04-01', 'renews_for': 'P1Y'}", TermKind::unknown},
        {"renewing for how long is not known", "{'kind': 'auto_renew', 'end': '2024-03-31'}",
         TermKind::unknown},
        {"rolling", "{'kind': 'rolling', 'period': 'P1M'}", TermKind::rolling},
        {"rolling, its period not known", "{'kind': 'rolling', 'start': '2024-04-01'}", TermKind::unknown},
        {"rolling in days from nowhere", "{'kind': 'rolling', 'period': 'P30D'}", TermKind::unknown},
        {"perpetual", "{'kind': 'perpetual'}", TermKind::perpetual},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        const Contract contract = contract_of("{'term': " + std::string(row.term) + "}");
        CHECK(TermSchedule(contract.term, {}).kind() == row.kind);
    }
}

TEST_CASE("an option moves the end of a fixed contract from the day it was exercised") {
    const Contract contract = contract_of(
        "{'term': {'kind': 'fixed', 'start': '2021-04-01', 'length': 'P3Y', 'extensions': [{'length': 'P1Y', 'exercised_on': "
        "'2023-10-01'}, {'length': 'P1Y', 'up_to': true, 'exercised_on': '2024-10-01', 'exercised_length': 'P6M'}, "
        "{'length': 'P1Y'}]}}");
    const TermSchedule schedule(contract.term, {});
    CHECK(text_of(schedule.first_end()) == "2024-03-31");
    CHECK(text_of(schedule.end_of_fixed(day("2023-09-30"))) == "2024-03-31");
    CHECK(schedule.exercised_count(day("2023-09-30")) == 0);
    CHECK(text_of(schedule.end_of_fixed(day("2023-10-01"))) == "2025-03-31");
    CHECK(schedule.exercised_count(day("2023-10-01")) == 1);
    CHECK(text_of(schedule.end_of_fixed(day("2030-01-01"))) == "2025-09-30");
    CHECK(schedule.exercised_count(day("2030-01-01")) == 2);
}

TEST_CASE("an extension begins the day after the end, so that months keep their ends") {
    CHECK(text_of(extended_by(span("2024-01-31", "2024-01-31"), period("P1M"))) == "2024-02-29");
    CHECK(text_of(extended_by(span("2024-01-30", "2024-01-30"), period("P1M"))) == "2024-02-28");
    CHECK(text_of(extended_by(span("2024-01-01", "2024-03-31"), period("P1Y"))) == "2025-01-01..2025-03-31");
    CHECK(text_of(extended_by(span("2024-02-28", "2024-02-28"), period("P30D"))) == "2024-03-29");
}

TEST_CASE("terms tile time: each begins the day after the one before, and every day lies in one") {
    Sequence sequence(7);
    for (int i = 0; i < 4000; ++i) {
        const Term term = any_repeating_term(sequence);
        const TermSchedule schedule(term, {});
        REQUIRE(schedule.kind() == term.kind);
        const Day on = any_asked_day(sequence);
        const std::int64_t number = schedule.current_term(on);
        CAPTURE(text_of(term));
        CAPTURE(format_day(on));
        CAPTURE(number);
        const bool has_first = term.kind == TermKind::auto_renew || term.start;
        if (has_first) REQUIRE(number >= 1);

        // The first whose last day is not before the day: so none before it is.
        const Interval end = schedule.end_of_term(number);
        REQUIRE(end.last >= on);
        if (!has_first || number > 1) REQUIRE(schedule.end_of_term(number - 1).last < on);
        REQUIRE(schedule.first_day_of_term(number + 1) == end.first + Days{1});
        REQUIRE(schedule.first_day_of_term(number) <= end.first);
        const bool is_exact = end.first == end.last;
        if (is_exact && (schedule.start() ? on >= schedule.start()->first : !has_first))
            REQUIRE(schedule.first_day_of_term(number) <= on);

        // Both edges only ever move on.
        Interval previous = end;
        for (std::int64_t next = number + 1; next < number + 6; ++next) {
            const Interval later = schedule.end_of_term(next);
            REQUIRE(later.first > previous.first);
            REQUIRE(later.last > previous.last);
            REQUIRE(later.first <= later.last);
            REQUIRE(schedule.first_day_of_term(next) == previous.first + Days{1});
            previous = later;
        }
    }
}

TEST_CASE("the end of a term is one step from where its kind is counted") {
    Sequence sequence(8);
    for (int i = 0; i < 4000; ++i) {
        const Term term = any_repeating_term(sequence);
        const TermSchedule schedule(term, {});
        const std::int64_t number = sequence.between(1, 60);
        Interval anchor;
        Period step = term.period.value_or(Period{});
        std::int64_t steps = number;
        if (term.kind == TermKind::rolling) {
            anchor = term.start ? days_of(*term.start, {}) : span("1970-01-01", "1970-01-01");
        } else {
            step = *term.renews_for;
            steps = number - 1;
            const bool is_in_months = !term.end && term.length->is_in_months() && step.is_in_months();
            if (is_in_months) {
                anchor = days_of(*term.start, {});
                const auto months =
                    static_cast<std::int32_t>(term.length->total_months() + steps * step.total_months());
                step = {0, months, 0, 0};
                steps = 1;
            } else if (term.end) {
                anchor = {days_of(*term.end, {}).first + Days{1}, days_of(*term.end, {}).last + Days{1}};
            } else {
                const Interval start = days_of(*term.start, {});
                anchor = {add_periods(start.first, *term.length, 1),
                          add_periods(start.last, *term.length, 1)};
            }
        }
        CAPTURE(text_of(term));
        CAPTURE(number);
        REQUIRE(text_of(schedule.end_of_term(number)) ==
                text_of(Interval{add_periods(anchor.first, step, steps) - Days{1},
                                 add_periods(anchor.last, step, steps) - Days{1}}));
    }
}

TEST_CASE("the first term that ends from a day on is found") {
    Sequence sequence(9);
    for (int i = 0; i < 2000; ++i) {
        const Term term = any_repeating_term(sequence);
        const TermSchedule schedule(term, {});
        const Day on = any_asked_day(sequence);
        const std::int64_t number = schedule.first_number_ending_from(on);
        const bool has_first = term.kind == TermKind::auto_renew || term.start;
        CAPTURE(text_of(term));
        CAPTURE(format_day(on));
        REQUIRE(schedule.end_of_term(number).first >= on);
        if (!has_first || number > 1) REQUIRE(schedule.end_of_term(number - 1).first < on);
    }
}

TEST_CASE("the first number that holds is found without walking to it") {
    for (const std::int64_t from : {-1000, 0, 1, 7}) {
        for (const std::int64_t first : {0, 1, 2, 3, 100, 12345, 999'999}) {
            int asked = 0;
            const std::int64_t found = TermSchedule::first_number(from, 1'000'000, [&](std::int64_t number) {
                ++asked;
                return number >= from + first;
            });
            CAPTURE(from);
            CAPTURE(first);
            CHECK(found == std::min<std::int64_t>(from + first, 1'000'000));
            CHECK(asked < 60);
        }
    }
    CHECK(TermSchedule::first_number(1, 500, [](std::int64_t) { return false; }) == 500);
}
