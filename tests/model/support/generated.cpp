#include "tests/model/support/generated.hpp"

#include "tests/model/support/documents.hpp"
#include "tests/model/support/values.hpp"

#include "model/term_schedule.hpp"

#include <algorithm>

namespace telestate::test {

namespace {

using enum TermKind;

constexpr TermKind kinds[] = {fixed,      fixed,   fixed,   auto_renew, auto_renew,
                              auto_renew, rolling, rolling, perpetual,  unknown};

void add_extensions(Sequence& sequence, Term& term) {
    for (std::int64_t i = sequence.below(4); i > 0; --i) {
        Extension option;
        option.length = any_period(sequence);
        if (sequence.once_in(3)) option.up_to = true;
        if (sequence.once_in(2)) option.notice = any_notice(sequence);
        term.extensions.push_back(option);
    }
}

// The first options of a fixed contract, exercised one after the other.
void exercise_options(Sequence& sequence, Term& term) {
    Day on = any_day(sequence);
    for (Extension& option : term.extensions) {
        if (sequence.once_in(2)) return;
        option.exercised_on = on;
        if (option.up_to && sequence.once_in(2)) option.exercised_length = option.length;
        on = add_days(on, sequence.below(500));
    }
}

void add_decisions(Sequence& sequence, Contract& contract) {
    const TermSchedule schedule(contract.term, {});
    for (std::int64_t i = sequence.below(3); i > 0; --i) {
        Decision decision;
        decision.decided_on = any_day(sequence);
        decision.outcome = sequence.once_in(4) ? Outcome::leave : Outcome::renew;
        if (schedule.kind() == auto_renew || schedule.kind() == rolling) {
            decision.takes_effect =
                schedule.end_of_term(schedule.first_number_ending_from(any_day(sequence))).first;
        } else if (schedule.kind() == fixed) {
            decision.kind = DecisionKind::replace;
            decision.takes_effect = schedule.first_end()->first;
        } else {
            return;
        }
        if (decision.outcome == Outcome::leave && sequence.once_in(3))
            decision.leaves_on = add_days(decision.takes_effect, sequence.between(-200, 200));
        contract.decisions.push_back(decision);
    }
    if (sequence.once_in(5)) {
        const Day from = schedule.start() ? schedule.start()->first : any_day(sequence);
        contract.ended_on = add_days(from, sequence.below(3000));
    }
}

void add_price(Sequence& sequence, Charge& charge) {
    if (sequence.once_in(2)) {
        charge.amount = Decimal{sequence.between(-2'000'000, 20'000'000), 2};
        return;
    }
    charge.quantity = Decimal{sequence.below(5000), static_cast<int>(sequence.below(3))};
    charge.unit_price = Decimal{sequence.between(-5000, 500'000), static_cast<int>(sequence.below(6))};
}

} // namespace

Day any_day(Sequence& sequence) {
    const Day any = add_days(day("2015-01-01"), sequence.below(7670));
    const date::year_month_day ymd{any};
    switch (sequence.below(5)) {
    case 0:
        return Day{ymd.year() / ymd.month() / date::last};
    case 1:
        return add_months(Day{date::year{2024} / 2 / 29}, 12 * sequence.between(-8, 8));
    default:
        return any;
    }
}

Period any_period(Sequence& sequence) {
    switch (sequence.below(5)) {
    case 0:
        return {0, 0, 0, static_cast<std::int32_t>(sequence.between(1, 120))};
    case 1:
        return {0, 0, static_cast<std::int32_t>(sequence.between(1, 10)), 0};
    case 2:
        return {0, static_cast<std::int32_t>(sequence.between(1, 30)), 0, 0};
    case 3:
        return {static_cast<std::int32_t>(sequence.between(1, 5)), 0, 0, 0};
    default:
        return {static_cast<std::int32_t>(sequence.between(1, 3)),
                static_cast<std::int32_t>(sequence.below(12)), 0, 0};
    }
}

Notice any_notice(Sequence& sequence) {
    switch (sequence.below(4)) {
    case 0:
        return working(static_cast<int>(sequence.below(40)));
    case 1:
        return {};
    case 2:
        return {{0, static_cast<std::int32_t>(sequence.between(1, 12)), 0, 0}, false};
    default:
        return {{0, 0, 0, static_cast<std::int32_t>(sequence.between(1, 100))}, false};
    }
}

PartialDate any_partial_date(Sequence& sequence) {
    using Precision = PartialDate::Precision;
    if (!sequence.once_in(3)) return exactly(any_day(sequence));
    const int year = static_cast<int>(sequence.between(2015, 2030));
    switch (sequence.below(5)) {
    case 0:
        return {Precision::month, {}, year, static_cast<int>(sequence.between(1, 12))};
    case 1:
        return {Precision::quarter, {}, year, static_cast<int>(sequence.between(1, 4))};
    case 2:
        return {Precision::financial_quarter, {}, year, static_cast<int>(sequence.between(1, 4))};
    case 3:
        return {Precision::year, {}, year, 0};
    default:
        return {Precision::financial_year, {}, year, 0};
    }
}

Charge any_recurring_charge(Sequence& sequence) {
    Charge charge;
    charge.id = "ch";
    add_price(sequence, charge);
    charge.every = any_period(sequence);
    charge.from = any_day(sequence);
    if (sequence.once_in(3)) charge.to = add_days(*charge.from, sequence.below(2500));
    for (std::int64_t i = sequence.below(4); i > 0; --i) {
        PriceRise rise;
        rise.on = add_days(*charge.from, sequence.between(1, 2500));
        if (sequence.once_in(4))
            rise.price = Decimal{sequence.below(1'000'000), static_cast<int>(sequence.below(5))};
        else
            rise.percent = Decimal{sequence.between(-500, 2500), static_cast<int>(sequence.between(1, 2))};
        if (sequence.once_in(2)) rise.rounding = sequence.once_in(2) ? Rounding::up : Rounding::half_up;
        charge.price_rises.push_back(rise);
    }
    constexpr VatBasis bases[] = {VatBasis::exclusive, VatBasis::inclusive, VatBasis::unknown};
    if (!sequence.once_in(4)) {
        charge.vat = Vat{sequence.pick(bases), std::nullopt};
        if (charge.vat->basis != VatBasis::unknown)
            charge.vat->rate = Decimal{sequence.once_in(4) ? 175 : 200, 1};
    }
    return charge;
}

Charge any_charge(Sequence& sequence) {
    if (!sequence.once_in(4)) return any_recurring_charge(sequence);
    Charge charge;
    charge.id = "ch";
    charge.kind = ChargeKind::one_off;
    add_price(sequence, charge);
    charge.on = any_day(sequence);
    return charge;
}

Term any_term(Sequence& sequence, TermKind kind) {
    Term term;
    term.kind = kind;
    if (!sequence.once_in(4)) term.start = any_partial_date(sequence);
    if (kind == perpetual || kind == unknown) return term;
    if (!sequence.once_in(4)) term.notice = any_notice(sequence);
    if (kind == rolling) {
        term.period = any_period(sequence);
        if (!term.start && !term.period->is_in_months()) term.start = any_partial_date(sequence);
        if (sequence.once_in(4)) term.notice_expires = NoticeExpires::any_day;
        return term;
    }
    if (kind == auto_renew) term.renews_for = any_period(sequence);
    if (term.start && sequence.once_in(2)) {
        term.length = any_period(sequence);
    } else {
        term.end = any_partial_date(sequence);
        // An end before the start may not be recorded.
        if (term.start && days_of(*term.end, {}).last < days_of(*term.start, {}).first)
            std::swap(term.start, term.end);
    }
    for (std::int64_t i = sequence.below(3); i > 0; --i) {
        Break option{any_day(sequence), std::nullopt};
        if (sequence.once_in(2)) option.notice = any_notice(sequence);
        term.breaks.push_back(option);
    }
    if (kind == fixed) add_extensions(sequence, term);
    return term;
}

Contract any_untouched_contract(Sequence& sequence) {
    Contract contract;
    contract.id = "c1";
    contract.term = any_term(sequence, sequence.pick(kinds));
    if (sequence.once_in(2)) contract.lead_time = any_period(sequence);
    for (std::int64_t i = sequence.below(3); i > 0; --i) {
        contract.charges.push_back(any_charge(sequence));
        Charge& charge = contract.charges.back();
        charge.id += std::to_string(i);
        // Some begin with the contract.
        if (charge.price_rises.empty() && !charge.to && sequence.once_in(4)) charge.from.reset();
    }
    return contract;
}

Contract any_contract(Sequence& sequence) {
    Contract contract = any_untouched_contract(sequence);
    if (contract.term.kind == fixed && sequence.once_in(2)) exercise_options(sequence, contract.term);
    if (sequence.once_in(2)) add_decisions(sequence, contract);
    return contract;
}

} // namespace telestate::test
