#include "model/charge.hpp"

#include "tests/model/support/big_number.hpp"
#include "tests/model/support/generated.hpp"
#include "tests/model/support/sequence.hpp"
#include "tests/model/support/values.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

using namespace telestate;
using namespace telestate::test;

namespace {

std::string_view describe(const Charge& charge) {
    return charge.kind == ChargeKind::recurring ? "recurring" : "one-off";
}

std::string text_of(const Charge& charge) {
    std::string text(describe(charge));
    if (charge.every) text += " every " + format_period(*charge.every);
    if (charge.from) text += " from " + format_day(*charge.from);
    if (charge.to) text += " to " + format_day(*charge.to);
    if (charge.on) text += " on " + format_day(*charge.on);
    if (charge.amount) text += " amount " + format_decimal(*charge.amount);
    if (charge.quantity)
        text += " " + format_decimal(*charge.quantity) + " x " + format_decimal(*charge.unit_price);
    for (const PriceRise& rise : charge.price_rises) {
        text += ", on " + format_day(rise.on) + " by " +
                (rise.percent ? format_decimal(*rise.percent) + "%" : "to " + format_decimal(*rise.price)) +
                (rise.rounding == Rounding::up ? " up" : "");
    }
    return text;
}

std::int64_t number_of(const BigNumber& big) { return std::stoll(big.text()); }

// The price on a day, worked out from the definition: rise by rise, digit by digit.
Decimal plain_price(const Charge& charge, Day on) {
    Decimal price = charge.amount ? *charge.amount : *charge.unit_price;
    const int places = std::max(2, price.places);
    std::vector<PriceRise> rises = charge.price_rises;
    std::stable_sort(rises.begin(), rises.end(), [](const auto& a, const auto& b) { return a.on < b.on; });
    for (const PriceRise& rise : rises) {
        if (rise.on > on) break;
        if (rise.price) {
            price = *rise.price;
            continue;
        }
        const BigNumber whole = BigNumber(100) * BigNumber::power_of_ten(rise.percent->places);
        const BigNumber factor(number_of(whole) + rise.percent->coefficient);
        const BigNumber numerator = BigNumber(price.coefficient) * factor * BigNumber::power_of_ten(places);
        const BigNumber denominator = whole * BigNumber::power_of_ten(price.places);
        price = {number_of(BigNumber::quotient(numerator, denominator, rise.rounding == Rounding::up)),
                 places};
    }
    return price;
}

std::int64_t plain_amount(const Charge& charge, Day on) {
    const Decimal quantity = charge.amount ? Decimal{1, 0} : *charge.quantity;
    const Decimal price = plain_price(charge, on);
    return number_of(
        BigNumber::quotient(BigNumber(quantity.coefficient) * BigNumber(price.coefficient) * BigNumber(100),
                            BigNumber::power_of_ten(quantity.places + price.places)));
}

// Period by period, as the definition says it.
std::int64_t plain_share(const Charge& charge, Interval span) {
    const Day last = charge.to ? std::min(*charge.to, span.last) : span.last;
    std::int64_t sum = 0;
    if (last < span.first) return sum;
    for (std::int64_t k = 0;; ++k) {
        const Day first = add_periods(*charge.from, *charge.every, k);
        const Day next = add_periods(*charge.from, *charge.every, k + 1);
        if (first > last) return sum;
        if (next <= span.first) continue;
        const std::int64_t days = days_between(first, next);
        const BigNumber amount(plain_amount(charge, first));
        const auto first_days_cost = [&](std::int64_t count) {
            return number_of(BigNumber::quotient(amount * BigNumber(count), BigNumber(days)));
        };
        sum += first_days_cost(std::min(days, days_between(first, last) + 1)) -
               first_days_cost(std::max<std::int64_t>(0, days_between(first, span.first)));
    }
}

} // namespace

TEST_CASE("parts of a charge add up to the whole, wherever a span is cut") {
    Sequence sequence(1);
    for (int i = 0; i < 4000; ++i) {
        const Charge charge = any_charge(sequence);
        REQUIRE(problems_of(charge).empty());
        const ChargeSchedule schedule(charge, day("2015-01-01"));
        const Day first = add_days(day("2013-01-01"), sequence.below(5000));
        const Interval whole{first, add_days(first, sequence.below(4000))};
        std::vector<Day> cuts;
        for (std::int64_t cut = sequence.below(8); cut > 0; --cut)
            cuts.push_back(add_days(whole.first, sequence.below(days_between(whole.first, whole.last) + 1)));
        cuts.push_back(whole.last);
        std::sort(cuts.begin(), cuts.end());
        Money sum;
        Day from = whole.first;
        for (const Day cut : cuts) {
            sum += schedule.share({from, cut});
            from = cut + Days{1};
        }
        CAPTURE(text_of(charge));
        CAPTURE(text_of(whole));
        REQUIRE(format_money(sum) == format_money(schedule.share(whole)));
    }
}

TEST_CASE("day by day a charge costs what it costs as a whole") {
    Sequence sequence(2);
    for (int i = 0; i < 100; ++i) {
        const Charge charge = any_charge(sequence);
        const ChargeSchedule schedule(charge, day("2015-01-01"));
        const Interval whole{charge.from.value_or(day("2024-01-01")),
                             add_days(charge.from.value_or(day("2024-01-01")), 500)};
        Money sum;
        for (Day on = whole.first; on <= whole.last; on += Days{1})
            sum += schedule.share({on, on});
        CAPTURE(text_of(charge));
        REQUIRE(format_money(sum) == format_money(schedule.share(whole)));
    }
}

TEST_CASE("a share agrees with the definition followed period by period") {
    Sequence sequence(3);
    for (int i = 0; i < 1500; ++i) {
        const Charge charge = any_recurring_charge(sequence);
        const ChargeSchedule schedule(charge, day("2015-01-01"));
        const Day first = add_days(*charge.from, sequence.between(-100, 1500));
        const Interval span{first, add_days(first, sequence.below(400))};
        CAPTURE(text_of(charge));
        CAPTURE(text_of(span));
        REQUIRE(schedule.share(span).pence() == plain_share(charge, span));
    }
}

TEST_CASE("a period found by a day holds the day, costs its amount, and its neighbours touch it") {
    Sequence sequence(4);
    for (int i = 0; i < 3000; ++i) {
        Charge charge = any_recurring_charge(sequence);
        charge.to.reset();
        const ChargeSchedule schedule(charge, day("2015-01-01"));
        const Day on = add_days(*charge.from, sequence.below(6000));
        const auto period = schedule.find_period(on);
        CAPTURE(text_of(charge));
        CAPTURE(format_day(on));
        REQUIRE(period.has_value());
        REQUIRE(period->days.first <= on);
        REQUIRE(on <= period->days.last);
        REQUIRE(schedule.share(period->days) == period->amount);
        REQUIRE(period->unit_price == plain_price(charge, period->days.first));
        REQUIRE(period->amount.pence() == plain_amount(charge, period->days.first));
        const auto next = schedule.find_period(period->days.last + Days{1});
        REQUIRE(next.has_value());
        REQUIRE(next->days.first == period->days.last + Days{1});
    }
}

TEST_CASE("VAT taken apart adds up, and agrees with reckoning digit by digit") {
    Sequence sequence(5);
    for (int i = 0; i < 4000; ++i) {
        const Money stated = Money::of_pence(sequence.between(-1'000'000'000, 1'000'000'000));
        const Decimal rate{sequence.below(3000), static_cast<int>(sequence.below(4))};
        const BigNumber whole = BigNumber(100) * BigNumber::power_of_ten(rate.places);
        CAPTURE(format_money(stated));
        CAPTURE(format_decimal(rate));
        const VatSplit exclusive = split_vat(stated, {VatBasis::exclusive, rate}).value();
        REQUIRE(exclusive.net == stated);
        REQUIRE(exclusive.net + exclusive.vat == exclusive.gross);
        REQUIRE(
            exclusive.vat.pence() ==
            number_of(BigNumber::quotient(BigNumber(stated.pence()) * BigNumber(rate.coefficient), whole)));
        const VatSplit inclusive = split_vat(stated, {VatBasis::inclusive, rate}).value();
        REQUIRE(inclusive.gross == stated);
        REQUIRE(inclusive.net + inclusive.vat == inclusive.gross);
        REQUIRE(inclusive.net.pence() ==
                number_of(BigNumber::quotient(BigNumber(stated.pence()) * whole,
                                              BigNumber(number_of(whole) + rate.coefficient))));
    }
}
