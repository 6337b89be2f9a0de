// Periods and notices, as documents hold them and as people write them.

#include "model/period.hpp"
#include "model/written_period.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace telestate;
using telestate::fuzz::require;

namespace {

void check(Period period) {
    const auto again = parse_period(format_period(period));
    require(again && *again == period, "a period comes back as it went out");
    require(period.total_months() >= 0 && period.total_days() >= 0, "a period is not negative");
    require(!(period.total_months() != 0 && period.total_days() != 0), "months and days do not mix");
    describe_period(period);
    for (const Day day : {first_representable_day, last_representable_day}) {
        const Day later = add_periods(day, period, 1'000'000);
        require(later >= day && later <= last_representable_day,
                "days stay within those that can be written");
        const Day earlier = subtract_period(day, period);
        require(earlier <= day && earlier >= first_representable_day, "backwards as well");
    }
}

} // namespace

FUZZ_TARGET("period") {
    if (const auto period = parse_period(bytes)) check(*period);
    if (const auto period = parse_written_period(bytes)) check(*period);
    if (const auto notice = parse_written_notice(bytes)) {
        check(notice->length);
        require(!describe_notice(*notice).empty(), "a notice can be said in words");
        require(!notice->working_days || notice->length.total_months() == 0, "working days are days");
    }
}
