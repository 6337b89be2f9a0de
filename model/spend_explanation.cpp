#include "model/explanation.hpp"

#include "model/decisions.hpp"
#include "model/wording.hpp"

#include <algorithm>
#include <vector>

namespace telestate {

namespace {

// "£0.3333": a unit price with the places it was stated with.
std::string format_price(Decimal price, std::string_view currency) {
    const bool is_negative = price.coefficient < 0;
    if (is_negative) price.coefficient = -price.coefficient;
    const std::string symbol = currency == "GBP"   ? "£"
                               : currency == "EUR" ? "€"
                                                   : std::string(currency) + " ";
    return (is_negative ? "-" : "") + symbol + format_decimal(price);
}

std::string describe_price(const Charge& charge, const ChargeSchedule& schedule, Day day,
                           std::string_view currency) {
    const auto period = schedule.find_period(day);
    if (!period) return {};
    std::string text = format_money_for_people(period->amount, currency);
    if (!charge.amount && charge.quantity) {
        text += " (" + format_decimal(*charge.quantity) + " × " + format_price(period->unit_price, currency) +
                ")";
    }
    return text + " for " + format_long_day(period->days.first) + " to " + format_long_day(period->days.last);
}

// "price rises: 3.9% from 1 April 2024, £45.58 from 1 April 2025", those that count by `last`.
std::string describe_rises(const Charge& charge, Day last, std::string_view currency) {
    std::vector<const PriceRise*> rises;
    for (const PriceRise& rise : charge.price_rises) {
        if (rise.on <= last) rises.push_back(&rise);
    }
    std::stable_sort(rises.begin(), rises.end(), [](const auto* a, const auto* b) { return a->on < b->on; });
    std::string text;
    for (const PriceRise* rise : rises) {
        text += text.empty() ? "; price rises: " : ", ";
        text += rise->price ? format_price(*rise->price, currency) : format_decimal(*rise->percent) + "%";
        if (rise->percent && rise->rounding == Rounding::up) text += " rounded up";
        text += " from " + format_long_day(rise->on);
    }
    return text;
}

// How the share of a recurring charge comes about.
std::string describe_recurring(const SeenContract& seen, const Charge& charge, const ChargeSchedule& schedule,
                               Interval span, std::string_view currency) {
    std::string text = describe_every(*charge.every) + " from " + format_long_day(schedule.first_day());
    if (!charge.from && !seen.contract().term.start) text += ", since no start is recorded";
    Interval counted{std::max(span.first, schedule.first_day()), span.last};
    if (schedule.last_day()) counted.last = std::min(counted.last, *schedule.last_day());
    if (seen.end_by_record()) counted.last = std::min(counted.last, *seen.end_by_record());
    if (counted.last < counted.first) return text + ": not within these days";
    const std::string price = describe_price(charge, schedule, counted.first, currency);
    if (!price.empty()) text += "; " + price;
    const std::string last_price = describe_price(charge, schedule, counted.last, currency);
    if (!charge.price_rises.empty() && last_price != price) text += "; " + last_price;
    text += describe_rises(charge, counted.last, currency);
    return text + "; its share of " + format_long_day(counted.first) + " to " + format_long_day(counted.last);
}

} // namespace

ChargeShare describe_share(const SeenContract& seen, const Charge& charge, Interval span,
                           std::string_view currency) {
    ChargeShare share;
    share.title = charge.description.empty() ? "Charge " + charge.id : charge.description;
    if (!charge.is_priced()) {
        share.working = "its amount is not known, so it is left out";
        share.result = "not known";
        return share;
    }
    const ChargeSchedule schedule(charge, seen.charge_start());
    Interval counted = span;
    if (schedule.is_recurring()) {
        share.working = describe_recurring(seen, charge, schedule, span, currency);
        if (seen.end_by_record()) counted.last = std::min(counted.last, *seen.end_by_record());
    } else {
        const Day on = schedule.first_day();
        share.working = "once, on " + format_long_day(on);
        if (on < span.first || on > span.last) share.working += ": not within these days";
    }
    share.result = format_money_for_people(schedule.share(counted), currency);
    return share;
}

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
        ChargeShare share = describe_share(seen, charge, days, currency);
        steps.push_back({"spend", std::move(share.title), std::move(share.working), std::move(share.result)});
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
