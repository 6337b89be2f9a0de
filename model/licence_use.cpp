#include "model/licence_use.hpp"

#include <algorithm>

namespace telestate {

namespace {

// Beyond any count that can be recorded a quantity is not compared: it would not fit.
bool is_quantity(const Charge& charge, std::int64_t count) {
    if (!charge.quantity) return false;
    return WideInteger{charge.quantity->coefficient} == count * power_of_ten(charge.quantity->places);
}

Money part_of(Money whole, std::int64_t part, std::int64_t of) {
    return Money::of_wide_pence(divide_half_up(WideInteger{whole.pence()} * part, of));
}

} // namespace

const std::optional<Count>& used_of(const Licence& licence) {
    return licence.in_use ? licence.in_use : licence.assigned;
}

std::optional<std::int64_t> unused_of(const Licence& licence) {
    const std::optional<Count>& used = used_of(licence);
    if (!licence.purchased || !used) return std::nullopt;
    return std::max<std::int64_t>(licence.purchased->value - used->value, 0);
}

UnusedCost cost_of_unused(const Licence& licence, const SeenContract* seen, bool is_only_use, Interval year) {
    const std::optional<std::int64_t> unused = unused_of(licence);
    if (!licence.purchased) return {std::nullopt, "how many were bought is not recorded"};
    if (!unused) return {std::nullopt, "how many are used is not recorded"};
    if (*unused == 0) return {Money{}, "none is unused"};
    if (seen == nullptr) return {std::nullopt, "its contract is not recorded"};
    const std::int64_t purchased = licence.purchased->value;
    const std::vector<Charge>& charges = seen->contract().charges;
    const auto is_its_own = [&](const Charge& charge) { return is_quantity(charge, purchased); };
    if (std::count_if(charges.begin(), charges.end(), is_its_own) == 1) {
        const Charge& charge = *std::find_if(charges.begin(), charges.end(), is_its_own);
        if (!charge.is_priced()) return {std::nullopt, "the price of its charge is not recorded"};
        const ChargeSchedule schedule(charge, seen->charge_start());
        const SpendSums sums =
            spend_of(charge, schedule, year, seen->committed_until(), seen->end_by_record());
        return {part_of(sums.total, *unused, purchased), "its charge"};
    }
    if (!is_only_use) return {std::nullopt, "the contract pays for other things too"};
    if (!has_priced_charge(seen->contract())) return {std::nullopt, "no charge of its contract is recorded"};
    return {part_of(spend_of(*seen, year).total, *unused, purchased), "the contract's only use"};
}

} // namespace telestate
