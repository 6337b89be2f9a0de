#include "model/explanation.hpp"

#include "model/decisions.hpp"
#include "model/wording.hpp"

#include <algorithm>

namespace telestate {

namespace {

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
            step.working = "its amount is not known, so it is left out";
            step.result = "not known";
        } else if (!schedule.is_recurring()) {
            step.working = "once, on " + format_long_day(schedule.first_day());
        } else {
            step.working = describe_every(*charge.every) + " from " + format_long_day(schedule.first_day());
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
