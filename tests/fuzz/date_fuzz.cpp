// Dates, as documents hold them and as people write them.

#include "model/partial_date.hpp"
#include "model/written_date.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace telestate;
using telestate::fuzz::require;

namespace {

bool is_representable(const Interval& days) {
    return days.first >= first_representable_day && days.last <= last_representable_day &&
           days.first <= days.last;
}

} // namespace

FUZZ_TARGET("date") {
    if (const auto day = parse_day(bytes))
        require(format_day(*day) == bytes, "a day is written as it was read");
    if (const auto date = parse_partial_date(bytes)) {
        require(format_partial_date(*date) == bytes, "a date is written as it was read");
        describe_partial_date(*date);
        days_of(*date, {12, 31});
    }
    if (const auto year = parse_financial_year(bytes)) {
        require(format_financial_year(*year) == bytes, "a financial year is written as it was read");
        days_of(*year, {12, 31});
    }
    if (const auto start = parse_financial_year_start(bytes))
        require(format_financial_year_start(*start) == bytes,
                "the start of a year is written as it was read");

    const DateContext context{{4, 1}, parse_day("2026-11-22")};
    if (const auto written = parse_written_date(bytes, context)) {
        const auto again = parse_partial_date(format_partial_date(*written));
        require(again && *again == *written, "a date that was understood is one of a document");
        require(!describe_written_date(*written, context.year_start).empty(), "it can be said in words");
        if (written->is_exact())
            require(is_representable(days_of(*written, context.year_start)), "its day is one");
    }
    if (const auto day = parse_written_day(bytes, context))
        require(parse_day(format_day(*day)) == *day, "a day that was understood is one of a document");
}
