#include "model/spend.hpp"

#include "tests/model/support/documents.hpp"
#include "tests/model/support/generated.hpp"
#include "tests/model/support/sequence.hpp"
#include "tests/model/support/values.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

using namespace telestate;
using namespace telestate::test;

namespace {

constexpr std::array groupings = {Grouping::contract, Grouping::supplier, Grouping::service, Grouping::site,
                                  Grouping::cost_centre};

std::vector<Contract> any_estate(Sequence& sequence) {
    constexpr std::array names = {"", "a", "b", "c"};
    std::vector<Contract> contracts;
    for (std::int64_t i = sequence.below(7); i > 0; --i) {
        Contract contract = any_contract(sequence);
        contract.id = "c" + std::to_string(i);
        contract.supplier = sequence.pick(names);
        contract.service = sequence.pick(names);
        contract.site = sequence.pick(names);
        contract.cost_centre = sequence.pick(names);
        for (Charge& charge : contract.charges) {
            charge.site = sequence.pick(names);
            charge.cost_centre = sequence.pick(names);
        }
        contracts.push_back(std::move(contract));
    }
    return contracts;
}

SpendReport report_of(const std::vector<Contract>& contracts, FinancialYear year, Day on, Grouping by,
                      const Rules& with) {
    SpendTally tally(year, on, by, with);
    for (const Contract& contract : contracts)
        tally.add(contract);
    return tally.finish();
}

} // namespace

TEST_CASE("committed and continuing make the total, in every row and whatever it is grouped by") {
    Sequence sequence(16);
    const FinancialYearStart starts[] = {{4, 1}, {8, 1}, {12, 31}, {2, 28}};
    for (int i = 0; i < 700; ++i) {
        const auto contracts = any_estate(sequence);
        const Rules with{sequence.pick(starts), rules().calendar, rules().pstn_switch_off};
        const FinancialYear year{static_cast<int>(sequence.between(2014, 2034))};
        const Day on = any_day(sequence);
        const SpendSums totals = report_of(contracts, year, on, Grouping::contract, with).totals;
        CAPTURE(i);
        for (const Grouping by : groupings) {
            const SpendReport report = report_of(contracts, year, on, by, with);
            REQUIRE(report.totals == totals);
            SpendSums sum;
            Money previous = Money::of_pence(INT64_MAX);
            for (const SpendRow& row : report.rows) {
                REQUIRE(row.sums.committed + row.sums.continuing == row.sums.total);
                REQUIRE(row.sums.net + row.sums.vat == row.sums.gross);
                REQUIRE(row.sums.total <= previous);
                REQUIRE((!row.average || !row.average->years.empty()));
                previous = row.sums.total;
                sum += row.sums;
            }
            REQUIRE(sum == totals);
        }
        REQUIRE(report_of(contracts, year, on, Grouping::contract, with).rows.size() == contracts.size());
    }
}

TEST_CASE("the years of a charge add up to all of it, and its VAT basis takes the whole total or none") {
    Sequence sequence(17);
    for (int i = 0; i < 1500; ++i) {
        const Charge charge = any_charge(sequence);
        const ChargeSchedule schedule(charge, day("2015-01-01"));
        const Day committed_until = any_day(sequence);
        Money total;
        Money committed;
        for (int starts_in = 2014; starts_in <= 2036; ++starts_in) {
            const Interval year = days_of(FinancialYear{starts_in}, {});
            const SpendSums sums = spend_of(charge, schedule, year, committed_until, std::nullopt);
            REQUIRE(sums.committed + sums.continuing == sums.total);
            REQUIRE(sums.total == schedule.share(year));
            const bool is_known = charge.vat && charge.vat->rate;
            if (is_known)
                REQUIRE(sums.unknown_vat_basis.is_zero());
            else
                REQUIRE(sums.unknown_vat_basis == sums.total);
            if (is_known)
                REQUIRE((charge.vat->basis == VatBasis::exclusive ? sums.net : sums.gross) == sums.total);
            total += sums.total;
            committed += sums.committed;
        }
        REQUIRE(total == schedule.share(span("2014-04-01", "2037-03-31")));
        const Money expected =
            charge.kind == ChargeKind::one_off ? total : schedule.share({day("2014-04-01"), committed_until});
        REQUIRE(committed == expected);
    }
}

TEST_CASE("an average is the mean of the totals of the years it names") {
    Sequence sequence(18);
    for (int i = 0; i < 300; ++i) {
        const auto contracts = any_estate(sequence);
        const Day on = any_day(sequence);
        const SpendReport report = report_of(contracts, {2024}, on, Grouping::supplier, rules());
        Money sum;
        std::vector<FinancialYear> years;
        for (const FinancialYear year : years_before(on, {})) {
            REQUIRE(days_of(year, {}).last < on);
            // On the day itself, for what ended by record is known then.
            const Money total = report_of(contracts, year, on, Grouping::supplier, rules()).totals.total;
            if (total.is_zero()) continue;
            sum += total;
            years.push_back(year);
        }
        CAPTURE(i);
        REQUIRE(report.average.has_value() == !years.empty());
        if (years.empty()) continue;
        REQUIRE(report.average->years == years);
        REQUIRE(report.average->value.pence() == static_cast<std::int64_t>(divide_half_up(
                                                     sum.pence(), static_cast<std::int64_t>(years.size()))));
    }
}
