#include "model/charge.hpp"

#include <algorithm>

namespace telestate {

namespace {

WideInteger multiply(WideInteger a, WideInteger b) {
    WideInteger product = 0;
    if (__builtin_mul_overflow(a, b, &product)) throw MoneyOverflow();
    return product;
}

Decimal decimal_of(WideInteger coefficient, int places) {
    return {Money::of_wide_pence(coefficient).pence(), places};
}

// quantity x price in pounds, to the penny.
Money amount_of(Decimal quantity, Decimal price) {
    const WideInteger product = multiply(quantity.coefficient, price.coefficient);
    const int places = quantity.places + price.places;
    if (places <= 2) return Money::of_wide_pence(multiply(product, power_of_ten(2 - places)));
    return Money::of_wide_pence(divide_half_up(product, power_of_ten(places - 2)));
}

// `price` raised by `percent`, rounded to `places`.
Decimal raised(Decimal price, Decimal percent, Rounding rounding, int places) {
    const WideInteger factor = 100 * power_of_ten(percent.places) + percent.coefficient;
    WideInteger numerator = multiply(price.coefficient, factor);
    WideInteger denominator = 100 * power_of_ten(percent.places);
    if (places >= price.places) {
        numerator = multiply(numerator, power_of_ten(places - price.places));
    } else {
        denominator *= power_of_ten(price.places - places);
    }
    return decimal_of(rounding == Rounding::up ? divide_away_from_zero(numerator, denominator)
                                               : divide_half_up(numerator, denominator),
                      places);
}

std::int64_t month_number(Day day) {
    const date::year_month_day ymd{day};
    return std::int64_t{static_cast<int>(ymd.year())} * 12 + static_cast<unsigned>(ymd.month());
}

std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
    const std::int64_t quotient = a / b;
    return a % b < 0 ? quotient - 1 : quotient;
}

} // namespace

std::optional<ChargeKind> parse_charge_kind(std::string_view text) {
    if (text == "recurring") return ChargeKind::recurring;
    if (text == "one_off") return ChargeKind::one_off;
    return std::nullopt;
}

std::string_view name_of(ChargeKind kind) { return kind == ChargeKind::recurring ? "recurring" : "one_off"; }

std::optional<Rounding> parse_rounding(std::string_view text) {
    if (text == "half_up") return Rounding::half_up;
    if (text == "up") return Rounding::up;
    return std::nullopt;
}

std::string_view name_of(Rounding rounding) { return rounding == Rounding::half_up ? "half_up" : "up"; }

std::optional<VatBasis> parse_vat_basis(std::string_view text) {
    if (text == "exclusive") return VatBasis::exclusive;
    if (text == "inclusive") return VatBasis::inclusive;
    if (text == "unknown") return VatBasis::unknown;
    return std::nullopt;
}

std::string_view name_of(VatBasis basis) {
    switch (basis) {
    case VatBasis::exclusive:
        return "exclusive";
    case VatBasis::inclusive:
        return "inclusive";
    case VatBasis::unknown:
        return "unknown";
    }
    return {};
}

ChargeSchedule::ChargeSchedule(const Charge& charge, Day fallback_from) : kind_(charge.kind) {
    const Decimal quantity = charge.amount ? Decimal{1, 0} : charge.quantity.value_or(Decimal{});
    const Decimal price = charge.amount ? *charge.amount : charge.unit_price.value_or(Decimal{});
    is_priced_ = charge.is_priced();
    first_tier_ = {0, price, is_priced_ ? amount_of(quantity, price) : Money{}};
    if (kind_ == ChargeKind::one_off) {
        is_priced_ = is_priced_ && charge.on.has_value();
        from_ = charge.on.value_or(Day{});
        to_ = from_;
        return;
    }
    from_ = charge.from.value_or(fallback_from);
    to_ = charge.to;
    every_ = charge.every.value_or(Period{});
    is_priced_ = is_priced_ && !every_.is_zero();
    if (charge.price_rises.empty() || !is_priced_) return;

    std::vector<const PriceRise*> rises;
    rises.reserve(charge.price_rises.size());
    for (const PriceRise& rise : charge.price_rises)
        rises.push_back(&rise);
    std::stable_sort(rises.begin(), rises.end(), [](const auto* a, const auto* b) { return a->on < b->on; });
    const int places = std::max(2, price.places);
    Decimal current = price;
    for (const PriceRise* rise : rises) {
        if (rise->price) {
            current = *rise->price;
        } else if (rise->percent) {
            current = raised(current, *rise->percent, rise->rounding.value_or(Rounding::half_up), places);
        }
        std::int64_t index = std::max<std::int64_t>(index_of(rise->on), 0);
        if (first_of_period(index) < rise->on) ++index;
        later_tiers_.push_back({index, current, amount_of(quantity, current)});
    }
}

WideInteger ChargeSchedule::largest_year() const {
    // A year holds this many periods at most, the last of them only begun.
    std::int64_t periods = 1;
    if (is_recurring() && is_priced_) {
        periods = every_.is_in_months() ? (11 + every_.total_months()) / every_.total_months()
                                        : (365 + every_.total_days()) / every_.total_days();
    }
    WideInteger largest = 0;
    const auto take = [&](const Tier& tier) {
        const WideInteger pence = tier.amount.pence();
        largest = std::max(largest, pence < 0 ? -pence : pence);
    };
    take(first_tier_);
    for (const Tier& tier : later_tiers_)
        take(tier);
    return largest * periods;
}

Day ChargeSchedule::first_of_period(std::int64_t index) const { return add_periods(from_, every_, index); }

std::int64_t ChargeSchedule::index_of(Day day) const {
    if (!every_.is_in_months()) return floor_divide(days_between(from_, day), every_.total_days());
    const std::int64_t index = floor_divide(month_number(day) - month_number(from_), every_.total_months());
    // Within the month in which a period begins, the days before its first belong to the one before.
    return first_of_period(index) > day ? index - 1 : index;
}

const ChargeSchedule::Tier& ChargeSchedule::tier_of(std::int64_t index) const {
    for (auto tier = later_tiers_.rbegin(); tier != later_tiers_.rend(); ++tier) {
        if (tier->from_index <= index) return *tier;
    }
    return first_tier_;
}

Money ChargeSchedule::amount_of_periods(std::int64_t first_index, std::int64_t last_index) const {
    WideInteger pence = 0;
    std::int64_t upto = last_index;
    const auto take = [&](const Tier& tier, std::int64_t from_index) {
        const std::int64_t from = std::max(from_index, first_index);
        if (from > upto) return;
        pence += multiply(tier.amount.pence(), upto - from + 1);
        upto = from - 1;
    };
    for (auto tier = later_tiers_.rbegin(); tier != later_tiers_.rend(); ++tier)
        take(*tier, tier->from_index);
    take(first_tier_, 0);
    return Money::of_wide_pence(pence);
}

Money ChargeSchedule::share_of_period(std::int64_t index, Day from, Day to) const {
    const Day first = first_of_period(index);
    const std::int64_t days = days_between(first, last_day_of(from_, every_, index + 1)) + 1;
    const std::int64_t before = std::max<std::int64_t>(days_between(first, from), 0);
    const std::int64_t through = std::min(days_between(first, to) + 1, days);
    const WideInteger amount = tier_of(index).amount.pence();
    return Money::of_wide_pence(divide_half_up(amount * through, days) -
                                divide_half_up(amount * before, days));
}

Money ChargeSchedule::share(Interval span) const {
    if (!is_priced_) return {};
    const Day first = std::max(span.first, from_);
    const Day last = to_ ? std::min(span.last, *to_) : span.last;
    if (last < first) return {};
    if (kind_ == ChargeKind::one_off) return first_tier_.amount;

    const std::int64_t first_index = index_of(first);
    const std::int64_t last_index = index_of(last);
    if (first_index == last_index) return share_of_period(first_index, first, last);
    Money sum = share_of_period(first_index, first, last) + share_of_period(last_index, first, last);
    if (last_index - first_index > 1) sum += amount_of_periods(first_index + 1, last_index - 1);
    return sum;
}

std::optional<ChargeSchedule::PeriodAmount> ChargeSchedule::find_period(Day day) const {
    if (!is_recurring() || !is_priced_ || day < from_ || (to_ && day > *to_)) return std::nullopt;
    const std::int64_t index = index_of(day);
    const Tier& tier = tier_of(index);
    return PeriodAmount{
        {first_of_period(index), last_day_of(from_, every_, index + 1)}, tier.unit_price, tier.amount};
}

std::optional<VatSplit> split_vat(Money stated, const Vat& vat) {
    if (vat.basis == VatBasis::unknown || !vat.rate) return std::nullopt;
    const WideInteger whole = 100 * power_of_ten(vat.rate->places);
    if (vat.basis == VatBasis::exclusive) {
        const Money tax =
            Money::of_wide_pence(divide_half_up(multiply(stated.pence(), vat.rate->coefficient), whole));
        return VatSplit{stated, tax, stated + tax};
    }
    const Money net =
        Money::of_wide_pence(divide_half_up(multiply(stated.pence(), whole), whole + vat.rate->coefficient));
    return VatSplit{net, stated - net, stated};
}

namespace {

void check_price_rises(const Charge& charge, std::vector<FieldError>& problems) {
    for (std::size_t i = 0; i < charge.price_rises.size(); ++i) {
        const PriceRise& rise = charge.price_rises[i];
        const std::string at = "/price_rises/" + std::to_string(i);
        if (rise.percent.has_value() == rise.price.has_value()) {
            problems.push_back({at, "a price rise has either \"percent\" or \"price\", and not both"});
        }
        if (charge.from && rise.on <= *charge.from) {
            problems.push_back(
                {at + "/on", "a price rise comes after the charge's first day, " + format_day(*charge.from)});
        }
        if (rise.percent && rise.percent->coefficient < -100 * power_of_ten(rise.percent->places)) {
            problems.push_back({at + "/percent", "a price cannot fall by more than 100 percent"});
        }
    }
}

void check_recurring(const Charge& charge, std::vector<FieldError>& problems) {
    if (!charge.every) {
        problems.push_back(
            {"/every", "a recurring charge says how often it falls due, such as \"P1M\" or \"P1Y\""});
    } else if (charge.every->is_zero()) {
        problems.push_back({"/every", "a charge cannot fall due every zero days"});
    }
    if (charge.on)
        problems.push_back(
            {"/on", "\"on\" belongs to a one-off charge; a recurring one has \"from\" and \"to\""});
    if (charge.from && charge.to && *charge.to < *charge.from) {
        problems.push_back({"/to", "the last day, " + format_day(*charge.to) + ", is before the first, " +
                                       format_day(*charge.from)});
    }
    check_price_rises(charge, problems);
}

void check_one_off(const Charge& charge, std::vector<FieldError>& problems) {
    const auto refuse = [&](bool is_given, const char* field) {
        if (is_given)
            problems.push_back(
                {std::string("/") + field, "belongs to a recurring charge; a one-off has only \"on\""});
    };
    refuse(charge.every.has_value(), "every");
    refuse(charge.from.has_value(), "from");
    refuse(charge.to.has_value(), "to");
    refuse(!charge.price_rises.empty(), "price_rises");
    if (!charge.on) problems.push_back({"/on", "a one-off charge names the day it falls on"});
}

} // namespace

std::vector<FieldError> problems_of(const Charge& charge) {
    std::vector<FieldError> problems;
    if (charge.kind == ChargeKind::recurring) {
        check_recurring(charge, problems);
    } else {
        check_one_off(charge, problems);
    }
    const bool has_parts = charge.quantity || charge.unit_price;
    if (charge.amount && has_parts) {
        problems.push_back(
            {"/amount", "a charge has either \"amount\" or \"quantity\" and \"unit_price\", and not both"});
    } else if (!charge.is_priced()) {
        const bool says_why = find_silence(charge.silences, "amount") ||
                              find_silence(charge.silences, "unit_price") ||
                              find_silence(charge.silences, "quantity");
        if (has_parts && !says_why) {
            const char* missing = charge.quantity ? "/unit_price" : "/quantity";
            problems.push_back({missing, "\"quantity\" and \"unit_price\" come together"});
        } else if (!says_why) {
            problems.push_back(
                {"/amount", "a charge has an \"amount\", or a \"quantity\" and a \"unit_price\""});
        }
    }
    if (charge.amount && charge.amount->places > 2) {
        problems.push_back({"/amount", "an amount is pounds and pence, with two decimal places at most"});
    }
    if (charge.vat && charge.vat->rate && charge.vat->rate->coefficient < 0) {
        problems.push_back({"/vat/rate", "a VAT rate is not negative"});
    }
    if (problems.empty()) {
        try {
            const ChargeSchedule schedule(charge, charge.from.value_or(Day{}));
            // No public body pays as much; and sums of thousands of such charges can still be held.
            constexpr WideInteger most_pence = WideInteger{1'000'000'000'000'000};
            if (schedule.largest_year() > most_pence) throw MoneyOverflow();
        } catch (const MoneyOverflow&) {
            problems.push_back({"", "the price multiplied out is too large an amount of money to be held"});
        }
    }
    return problems;
}

} // namespace telestate
