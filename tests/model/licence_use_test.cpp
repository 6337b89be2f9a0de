#include "model/licence_use.hpp"
#include "model/switch_off.hpp"

#include "tests/model/support/documents.hpp"
#include "tests/model/support/values.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace telestate;
using namespace telestate::test;

namespace {

std::optional<Count> count_of(std::int64_t value) {
    if (value < 0) return std::nullopt;
    Count count;
    count.value = value;
    return count;
}

Licence licence(std::int64_t purchased, std::int64_t assigned, std::int64_t in_use) {
    Licence licence;
    licence.id = "l1";
    licence.purchased = count_of(purchased);
    licence.assigned = count_of(assigned);
    licence.in_use = count_of(in_use);
    return licence;
}

std::string text_of(const UnusedCost& unused) {
    return (unused.cost ? format_money(*unused.cost) : "-") + ", " + std::string(unused.basis);
}

// A year of it costs 12 times the quantities times their prices.
Contract contract_with(const std::string& charges) {
    return contract_of("{'term': {'kind': 'perpetual', 'start': '2020-04-01'}, 'charges': [" + charges +
                       "]}");
}
std::string monthly(std::string_view id, std::string_view quantity, std::string_view price) {
    return "{'id': '" + std::string(id) + "', 'kind': 'recurring', 'every': 'P1M', 'quantity': '" +
           std::string(quantity) + "', 'unit_price': '" + std::string(price) + "'}";
}

} // namespace

TEST_CASE("unused is what was bought less what is in use, else assigned, and never negative") {
    struct Row {
        std::string_view description;
        std::int64_t purchased, assigned, in_use; // -1 is not recorded
        std::optional<std::int64_t> unused;
    };
    const Row rows[] = {
        {"in use wins over assigned", 100, 90, 60, 40},
        {"assigned where use is not known", 100, 90, -1, 10},
        {"more used than bought", 100, -1, 120, 0},
        {"nothing known of use", 100, -1, -1, std::nullopt},
        {"nothing known of purchase", -1, 90, 60, std::nullopt},
        {"none used is no silence", 100, -1, 0, 100},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        CHECK(unused_of(licence(row.purchased, row.assigned, row.in_use)) == row.unused);
    }
}

TEST_CASE("what lies idle costs its part of its own charge, else of a contract that pays for nothing else") {
    struct Row {
        std::string_view description;
        Licence licence;
        std::string charges;
        bool is_only_use;
        std::string_view cost;
    };
    const Row rows[] = {
        // 100 at 3.00 a month are 3,600 a year; 40 of 100 are idle.
        {"its own charge", licence(100, -1, 60),
         monthly("a", "100", "3.00") + "," + monthly("b", "5", "9.00"), false, "1440.00, its charge"},
        {"written with places", licence(100, -1, 60), monthly("a", "100.00", "3.00"), false,
         "1440.00, its charge"},
        // A third of 12 x 0.05 x 3 = 1.80 is 0.60; two thirds of 0.12 x 3 = 0.36 are 0.24.
        {"a part that divides", licence(3, -1, 1), monthly("a", "3", "0.01"), false, "0.24, its charge"},
        // 12 x 7 x 0.01 = 0.84; 4 of 7 are 0.48.
        {"sevenths", licence(7, -1, 3), monthly("a", "7", "0.01"), false, "0.48, its charge"},
        {"halves go away from zero: half of 12 x 0.0125, which is 0.12 to the penny by month 0.01",
         licence(2, -1, 1), monthly("a", "2", "0.005"), false, "0.06, its charge"},
        {"two charges for as many: nobody knows which", licence(100, -1, 60),
         monthly("a", "100", "3.00") + "," + monthly("b", "100", "9.00"), false,
         "-, the contract pays for other things too"},
        // (100 x 3 + 100 x 9) x 12 = 14,400.
        {"the same, but the contract pays for nothing else", licence(100, -1, 60),
         monthly("a", "100", "3.00") + "," + monthly("b", "100", "9.00"), true,
         "5760.00, the contract's only use"},
        {"no charge for as many", licence(100, -1, 60), monthly("a", "5", "9.00"), false,
         "-, the contract pays for other things too"},
        {"no charge at all", licence(100, -1, 60), "", true, "-, no charge of its contract is recorded"},
        {"all used", licence(100, -1, 100), "", false, "0.00, none is unused"},
        {"nobody knows how many are used", licence(100, -1, -1), "", true,
         "-, how many are used is not recorded"},
        {"nobody knows how many were bought", licence(-1, -1, 5), "", true,
         "-, how many were bought is not recorded"},
        {"counts of any size", licence(900'000'000'000'000, -1, 0), monthly("a", "5", "9.00"), true,
         "540.00, the contract's only use"},
    };
    const Interval year = span("2025-04-01", "2026-03-31");
    for (const Row& row : rows) {
        CAPTURE(row.description);
        const Contract contract = contract_with(row.charges);
        const SeenContract seen(contract, rules(), day("2025-06-01"));
        CHECK(text_of(cost_of_unused(row.licence, &seen, row.is_only_use, year)) == row.cost);
    }
    CHECK(text_of(cost_of_unused(licence(100, -1, 60), nullptr, false, year)) ==
          "-, its contract is not recorded");
}

TEST_CASE("lines stop with the PSTN by their technology while they are in service") {
    const auto line = [](std::optional<LineTechnology> technology, std::int64_t count,
                         std::string_view ceased_on = "") {
        Line made;
        made.technology = technology;
        made.count = count_of(count);
        made.ceased_on = maybe_day(ceased_on);
        return made;
    };
    SwitchOffTally tally;
    const Day on = day("2025-06-01");
    CHECK(tally.add(line(LineTechnology::pstn, 12), on));
    CHECK(tally.add(line(LineTechnology::pstn, -1), on));
    CHECK(tally.add(line(LineTechnology::isdn30, 30, "2025-06-01"), on)); // its last day
    CHECK_FALSE(tally.add(line(LineTechnology::isdn30, 30, "2025-05-31"), on));
    CHECK_FALSE(tally.add(line(LineTechnology::fttp, 5), on));
    CHECK_FALSE(tally.add(line(std::nullopt, 5), on));
    CHECK(tally.add(line(LineTechnology::fttc, -1), on));
    const std::vector<LinesOfTechnology> expected = {{LineTechnology::pstn, 13, 2, 1},
                                                     {LineTechnology::isdn30, 30, 1, 0},
                                                     {LineTechnology::fttc, 1, 1, 1}};
    CHECK(tally.by_technology() == expected);
    CHECK(tally.totals() == LinesOfTechnology{LineTechnology::unknown, 44, 4, 2});
}
