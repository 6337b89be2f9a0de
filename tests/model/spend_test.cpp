#include "model/spend.hpp"

#include "tests/model/support/documents.hpp"
#include "tests/model/support/values.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace telestate;
using namespace telestate::test;

namespace {

SpendReport report_of(std::initializer_list<std::string_view> contracts, std::string_view year,
                      std::string_view on, Grouping by = Grouping::contract) {
    SpendTally tally(financial_year(year), day(on), by, rules());
    for (std::string_view text : contracts) {
        const Contract contract = contract_of(text);
        CHECK(pointers_of(problems_of(contract, {})) == "");
        tally.add(contract);
    }
    return tally.finish();
}

std::string text_of(const SpendSums& sums) {
    return format_money(sums.committed) + " + " + format_money(sums.continuing) + " = " +
           format_money(sums.total);
}

std::string vat_of(const SpendSums& sums) {
    return format_money(sums.net) + " + " + format_money(sums.vat) + " = " + format_money(sums.gross) +
           ", unknown " + format_money(sums.unknown_vat_basis);
}

std::string text_of(const std::vector<LeftOut>& left_out) {
    std::string text;
    for (const LeftOut& entry : left_out)
        text.append(text.empty() ? "" : "; ").append(entry.contract).append(": ").append(entry.reason);
    return text;
}

// "1200.00 over 2021-22 2022-23", or "-".
std::string text_of(const std::optional<Average>& average) {
    if (!average) return "-";
    std::string text = format_money(average->value) + " over";
    for (const FinancialYear year : average->years)
        text += " " + format_financial_year(year);
    return text;
}

// "key: total" of each row in order.
std::string rows_of(const SpendReport& report) {
    std::string text;
    for (const SpendRow& row : report.rows)
        text.append(text.empty() ? "" : "; ")
            .append(row.key.value_or("-"))
            .append(": ")
            .append(format_money(row.sums.total));
    return text;
}

} // namespace

TEST_CASE("a grouping has the name that the command takes") {
    for (std::string_view name : {"contract", "supplier", "service", "site", "cost_centre"})
        CHECK(name_of(parse_grouping(name).value()) == name);
    for (std::string_view text : {"", "Supplier", "cost-centre", "account_code"})
        CHECK_FALSE(parse_grouping(text).has_value());
}

TEST_CASE("spend is committed to the end of what money is committed to, and continuing after it") {
    struct Row {
        std::string_view description;
        std::string_view contract;
        std::string_view year;
        std::string_view on;
        std::string_view sums;
    };
    const std::string_view fixed =
        "{'term': {'kind': 'fixed', 'start': '2023-01-01', 'end': '2024-12-31'}, 'charges': [{'id': 'a', "
        "'every': 'P1M', 'amount': '100.00'}]}";
    const std::string_view renewing =
        "{'term': {'kind': 'auto_renew', 'start': '2023-07-01', 'length': 'P1Y', 'renews_for': 'P1Y', 'notice': 'P3M'}, "
        "'charges': [{'id': 'a', 'every': 'P1M', 'amount': '100.00'}]}";
    const std::string_view perpetual =
        "{'term': {'kind': 'perpetual', 'start': '2023-01-01'}, 'charges': [{'id': 'a', 'every': 'P1M', 'amount': '100.00'}]}";
    const std::string_view ended =
        "{'term': {'kind': 'fixed', 'start': '2023-01-01', 'end': '2026-12-31'}, 'ended_on': '2024-06-30', "
        "'charges': [{'id': 'a', 'every': 'P1M', 'amount': '100.00'}, {'id': 'b', 'kind': 'one_off', 'on': "
        "'2024-08-01', 'amount': '50.00'}]}";
    const Row rows[] = {
        {"a fixed contract to its end, a budget figure after", fixed, "2024-25", "2024-05-01",
         "900.00 + 300.00 = 1200.00"},
        {"a whole year before its end", fixed, "2023-24", "2024-05-01", "1200.00 + 0.00 = 1200.00"},
        {"a whole year after its end", fixed, "2026-27", "2024-05-01", "0.00 + 1200.00 = 1200.00"},
        {"an overrun to date", fixed, "2024-25", "2025-01-31", "1000.00 + 200.00 = 1200.00"},
        {"an overrun of years ago", fixed, "2024-25", "2030-01-31", "1200.00 + 0.00 = 1200.00"},
        {"before it starts there is nothing", fixed, "2021-22", "2024-05-01", "0.00 + 0.00 = 0.00"},
        {"the year in which it starts", fixed, "2022-23", "2024-05-01", "300.00 + 0.00 = 300.00"},
        {"renewing, the term still open", renewing, "2024-25", "2024-03-28", "300.00 + 900.00 = 1200.00"},
        {"renewing, committed to the next term", renewing, "2024-25", "2024-04-01",
         "1200.00 + 0.00 = 1200.00"},
        {"perpetual: committed to the day", perpetual, "2024-25", "2024-09-30", "600.00 + 600.00 = 1200.00"},
        {"perpetual: the day counts itself", perpetual, "2024-25", "2024-04-01", "3.33 + 1196.67 = 1200.00"},
        {"perpetual: a year to come is continuing", perpetual, "2025-26", "2024-09-30",
         "0.00 + 1200.00 = 1200.00"},
        {"ended: recurring charges stop, a one-off counts on its day", ended, "2024-25", "2024-05-01",
         "350.00 + 0.00 = 350.00"},
        {"ended long ago", ended, "2025-26", "2030-05-01", "0.00 + 0.00 = 0.00"},
        {"left by a decision",
         "{'term': {'kind': 'auto_renew', 'start': '2023-07-01', 'length': 'P1Y', 'renews_for': 'P1Y', 'notice': 'P3M'}, "
         "'decisions': [{'kind': 'give_notice', 'takes_effect': '2024-06-30', 'outcome': 'leave', 'decided_on': '2024-02-01'}], "
         "'charges': [{'id': 'a', 'every': 'P1M', 'amount': '100.00'}]}",
         "2024-25", "2024-03-28", "300.00 + 0.00 = 300.00"},
        {"the decision not yet taken on the day",
         "{'term': {'kind': 'auto_renew', 'start': '2023-07-01', 'length': 'P1Y', 'renews_for': 'P1Y', 'notice': 'P3M'}, "
         "'decisions': [{'kind': 'give_notice', 'takes_effect': '2024-06-30', 'outcome': 'leave', 'decided_on': '2024-02-01'}], "
         "'charges': [{'id': 'a', 'every': 'P1M', 'amount': '100.00'}]}",
         "2024-25", "2024-01-31", "300.00 + 900.00 = 1200.00"},
        {"an open break shortens what is committed",
         "{'term': {'kind': 'fixed', 'start': '2023-01-01', 'end': '2026-12-31', 'breaks': [{'on': '2024-06-30'}]}, 'charges': "
         "[{'id': 'a', 'every': 'P1M', 'amount': '100.00'}]}",
         "2024-25", "2024-05-01", "300.00 + 900.00 = 1200.00"},
        {"a one-off to come is committed, though beyond the end",
         "{'term': {'kind': 'fixed', 'start': '2023-01-01', 'end': '2024-04-30'}, 'charges': [{'id': 'a', 'kind': 'one_off', "
         "'on': '2025-03-01', 'amount': '75.00'}]}",
         "2024-25", "2024-04-15", "75.00 + 0.00 = 75.00"},
        {"credits are negative",
         "{'term': {'kind': 'fixed', 'start': '2023-01-01', 'end': '2024-12-31'}, 'charges': [{'id': 'a', 'every': 'P1M', "
         "'amount': '100.00'}, {'id': 'b', 'every': 'P1M', 'amount': '-25.00'}]}",
         "2024-25", "2024-05-01", "675.00 + 225.00 = 900.00"},
        {"the spend of an unknown term counts",
         "{'term': {'kind': 'unknown'}, 'charges': [{'id': 'a', 'every': 'P1Y', 'amount': '365.00'}]}",
         "2024-25", "2024-04-30", "30.00 + 335.00 = 365.00"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        const SpendReport report = report_of({row.contract}, row.year, row.on);
        CHECK(text_of(report.totals) == row.sums);
        REQUIRE(report.rows.size() == 1);
        CHECK(report.rows.front().sums == report.totals);
        CHECK(report.year == financial_year(row.year));
        CHECK(report.on == day(row.on));
    }
}

TEST_CASE("VAT is worked out per charge and year, and what has no known basis is shown apart") {
    const SpendReport report = report_of(
        {"{'id': 'c1', 'term': {'kind': 'perpetual', 'start': '2024-04-01'}, 'charges': [{'id': 'a', 'every': 'P1M', 'amount': "
         "'0.13', 'vat': {'basis': 'exclusive', 'rate': '20'}}, {'id': 'b', 'every': 'P1Y', 'amount': '100.00', 'vat': "
         "{'basis': 'inclusive', 'rate': '20'}}, {'id': 'c', 'every': 'P1Y', 'amount': '50.00'}, {'id': 'd', 'every': 'P1Y', "
         "'amount': '7.00', 'vat': {'basis': 'exclusive'}}]}"},
        "2024-25", "2025-03-31");
    // a: 1.56 and 0.31, not twelve times 0.03; b: 83.33 and 16.67; c and d apart.
    CHECK(format_money(report.totals.total) == "158.56");
    CHECK(vat_of(report.totals) == "84.89 + 16.98 = 101.87, unknown 57.00");
    CHECK(report.mixed_vat_bases);
    CHECK(report.rows.front().mixed_vat_bases);
}

TEST_CASE("a row that mixes bases of VAT is flagged, and one that does not is not") {
    const std::string_view exclusive =
        "{'id': 'c1', 'supplier': 's1', 'term': {'kind': 'perpetual', 'start': '2024-04-01'}, "
        "'charges': [{'id': 'a', 'every': 'P1Y', 'amount': '10.00', 'vat': {'basis': 'exclusive', "
        "'rate': '20'}}]}";
    const std::string_view unknown =
        "{'id': 'c2', 'supplier': 's1', 'term': {'kind': 'perpetual', 'start': '2024-04-01'}, 'charges': "
        "[{'id': 'a', 'every': 'P1Y', 'amount': '5.00'}]}";
    const std::string_view inclusive_later =
        "{'id': 'c3', 'supplier': 's2', 'term': {'kind': 'perpetual', 'start': '2024-04-01'}, 'charges': [{'id': 'a', 'every': "
        "'P1Y', 'amount': '10.00', 'to': '2025-03-31', 'vat': {'basis': 'exclusive', 'rate': '20'}}, {'id': 'b', 'every': 'P1Y', "
        "'from': '2025-04-01', 'amount': '10.00', 'vat': {'basis': 'inclusive', 'rate': '20'}}]}";
    const SpendReport by_contract = report_of({exclusive, unknown, inclusive_later}, "2024-25", "2024-05-01");
    CHECK(by_contract.mixed_vat_bases);
    for (const SpendRow& row : by_contract.rows)
        CHECK_FALSE(row.mixed_vat_bases);
    const SpendReport by_supplier =
        report_of({exclusive, unknown, inclusive_later}, "2024-25", "2024-05-01", Grouping::supplier);
    CHECK(rows_of(by_supplier) == "s1: 15.00; s2: 10.00");
    CHECK(by_supplier.rows[0].mixed_vat_bases);
    CHECK_FALSE(
        by_supplier.rows[1].mixed_vat_bases); // what is charged in another year mixes nothing in this one
    CHECK_FALSE(report_of({exclusive}, "2024-25", "2024-05-01").mixed_vat_bases);
}

TEST_CASE("a total says what it leaves out") {
    struct Row {
        std::string_view description;
        std::string_view contract;
        std::string_view left_out;
        bool no_charges;
    };
    const Row rows[] = {
        {"nothing recorded", "{'term': {'kind': 'unknown'}}", "c1: no charges recorded", true},
        {"not known", "{'term': {'kind': 'unknown'}, 'silences': {'charges': 'unknown'}}",
         "c1: charges unknown", true},
        {"withheld", "{'term': {'kind': 'unknown'}, 'silences': {'charges': 'withheld'}}",
         "c1: charges withheld", true},
        {"not held", "{'term': {'kind': 'unknown'}, 'silences': {'charges': 'not_held'}}",
         "c1: charges not held", true},
        {"known to be none", "{'term': {'kind': 'unknown'}, 'silences': {'charges': 'none'}}", "", false},
        {"does not arise", "{'term': {'kind': 'unknown'}, 'silences': {'charges': 'not_applicable'}}", "",
         false},
        {"recorded",
         "{'term': {'kind': 'unknown'}, 'charges': [{'id': 'a', 'every': 'P1M', 'amount': '1.00'}]}", "",
         false},
        {"recorded as nothing",
         "{'term': {'kind': 'unknown'}, 'charges': [{'id': 'a', 'every': 'P1M', 'amount': '0.00'}]}", "",
         false},
        {"an amount withheld",
         "{'term': {'kind': 'unknown'}, 'charges': [{'id': 'a', 'every': 'P1M', 'amount': '1.00'}, {'id': 'b', 'every': 'P1M', "
         "'silences': {'amount': 'withheld'}}]}",
         "c1: charge b: amount withheld", false},
        {"a unit price not known",
         "{'term': {'kind': 'unknown'}, 'charges': [{'id': 'b', 'every': 'P1M', 'quantity': 3, 'silences': {'unit_price': "
         "'unknown'}}]}",
         "c1: charge b: amount unknown", true},
        {"a quantity withheld",
         "{'term': {'kind': 'unknown'}, 'charges': [{'id': 'b', 'every': 'P1M', 'unit_price': '3.00', 'silences': {'quantity': "
         "'withheld'}}]}",
         "c1: charge b: amount withheld", true},
        {"an amount withheld of a known quantity",
         "{'term': {'kind': 'unknown'}, 'charges': [{'id': 'b', 'every': 'P1M', 'quantity': 3, 'silences': {'amount': "
         "'withheld'}}]}",
         "c1: charge b: amount withheld", true},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        const SpendReport report = report_of({row.contract}, "2024-25", "2024-05-01");
        CHECK(text_of(report.left_out) == row.left_out);
        REQUIRE(report.rows.size() == 1);
        CHECK(report.rows.front().no_charges == row.no_charges);
        // It is left out whatever the total is grouped by.
        CHECK(text_of(report_of({row.contract}, "2024-25", "2024-05-01", Grouping::site).left_out) ==
              row.left_out);
    }
}

TEST_CASE("spend is grouped by what the charge names, else the contract") {
    const std::string_view one =
        "{'id': 'c1', 'supplier': 's1', 'service': 'telephony', 'site': 'hq', 'cost_centre': '100', 'term': {'kind': 'perpetual', "
        "'start': '2024-04-01'}, 'charges': [{'id': 'a', 'every': 'P1Y', 'amount': '1000.00'}, {'id': 'b', 'every': 'P1Y', "
        "'amount': '300.00', 'cost_centre': '200', 'site': 'clinic'}]}";
    const std::string_view other =
        "{'id': 'c2', 'supplier': 's1', 'term': {'kind': 'perpetual', 'start': '2024-04-01'}, 'charges': [{'id': 'a', 'every': "
        "'P1Y', 'amount': '50.00'}, {'id': 'b', 'every': 'P1Y', 'amount': '7.00', 'cost_centre': '100', 'site': 'hq'}]}";
    const auto rows = [&](Grouping by) {
        return rows_of(report_of({one, other}, "2024-25", "2024-05-01", by));
    };
    CHECK(rows(Grouping::contract) == "c1: 1300.00; c2: 57.00");
    CHECK(rows(Grouping::supplier) == "s1: 1357.00");
    CHECK(rows(Grouping::service) == "telephony: 1300.00; -: 57.00");
    CHECK(rows(Grouping::site) == "hq: 1007.00; clinic: 300.00; -: 50.00");
    CHECK(rows(Grouping::cost_centre) == "100: 1007.00; 200: 300.00; -: 50.00");
}

TEST_CASE("a contract without a site of its own counts where its platforms and lines stand") {
    const auto rows = [](std::string_view text, std::string_view site) {
        SpendTally tally(financial_year("2024-25"), day("2024-05-01"), Grouping::site, rules());
        tally.add(contract_of(text), site);
        return rows_of(tally.finish());
    };
    const std::string_view nowhere =
        "{'term': {'kind': 'perpetual', 'start': '2024-04-01'}, 'charges': [{'id': 'a', 'every': 'P1Y', 'amount': '1.00'}]}";
    const std::string_view somewhere =
        "{'site': 'hq', 'term': {'kind': 'perpetual', 'start': '2024-04-01'}, 'charges': [{'id': 'a', "
        "'every': 'P1Y', 'amount': '1.00'}]}";
    CHECK(rows(nowhere, "clinic") == "clinic: 1.00");
    CHECK(rows(nowhere, "") == "-: 1.00");
    CHECK(rows(somewhere, "clinic") == "hq: 1.00");
}

TEST_CASE("rows come largest first, and by name where they are equal") {
    const auto contract = [](std::string_view id, std::string_view amount) {
        return "{'id': '" + std::string(id) +
               "', 'term': {'kind': 'perpetual', 'start': '2024-04-01'}, 'charges': [{'id': 'a', " +
               "'every': 'P1Y', 'amount': '" + std::string(amount) + "'}]}";
    };
    SpendTally tally(financial_year("2024-25"), day("2024-05-01"), Grouping::contract, rules());
    for (const auto& [id, amount] :
         {std::pair{"d", "5.00"}, {"b", "7.00"}, {"c", "-3.00"}, {"a", "5.00"}, {"e", "0.00"}})
        tally.add(contract_of(contract(id, amount)));
    CHECK(rows_of(tally.finish()) == "b: 7.00; a: 5.00; d: 5.00; e: 0.00; c: -3.00");
}

TEST_CASE("an average names the years it is taken over, those of the last three that are not nothing") {
    struct Row {
        std::string_view description;
        std::string_view charges;
        std::string_view on;
        std::string_view average;
    };
    const Row rows[] = {
        {"three years", "{'id': 'a', 'every': 'P1Y', 'amount': '1200.00', 'from': '2015-04-01'}",
         "2024-05-01", "1200.00 over 2021-22 2022-23 2023-24"},
        {"the year of the day is none of them",
         "{'id': 'a', 'every': 'P1Y', 'amount': '1200.00', 'from': '2023-04-01'}", "2024-03-31", "-"},
        {"on the first day of a year the one before has ended",
         "{'id': 'a', 'every': 'P1Y', 'amount': '1200.00', 'from': '2023-04-01'}", "2024-04-01",
         "1200.00 over 2023-24"},
        {"years with nothing are not counted",
         "{'id': 'a', 'kind': 'one_off', 'on': '2021-06-01', 'amount': '100.00'}, {'id': 'b', 'kind': 'one_off', 'on': "
         "'2023-06-01', 'amount': '101.01'}",
         "2024-05-01", "100.51 over 2021-22 2023-24"}, // 100.505
        {"a year that comes to nothing is not counted",
         "{'id': 'a', 'every': 'P1Y', 'amount': '10.00', 'from': '2021-04-01'}, {'id': 'b', 'kind': 'one_off', 'on': "
         "'2022-06-01', 'amount': '-10.00'}",
         "2024-05-01", "10.00 over 2021-22 2023-24"},
        {"a part of a year counts as it is",
         "{'id': 'a', 'every': 'P1Y', 'amount': '365.00', 'from': '2024-03-31'}", "2024-05-01",
         "1.00 over 2023-24"},
        {"longer ago than three years",
         "{'id': 'a', 'kind': 'one_off', 'on': '2021-03-31', 'amount': '100.00'}", "2024-05-01", "-"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        const std::string contract =
            "{'term': {'kind': 'perpetual'}, 'charges': [" + std::string(row.charges) + "]}";
        // Whichever year is asked about.
        for (std::string_view year : {"2024-25", "1999-00"}) {
            const SpendReport report = report_of({contract.c_str()}, year, row.on);
            CHECK(text_of(report.average) == row.average);
            CHECK(text_of(report.rows.front().average) == row.average);
        }
    }
    const auto years = years_before(day("2024-07-31"), year_start("08-01"));
    CHECK(format_financial_year(years.front()) == "2020-21");
    CHECK(format_financial_year(years.back()) == "2022-23");
}

TEST_CASE("an average stops where the contract was ended") {
    const SpendReport report =
        report_of({"{'term': {'kind': 'perpetual', 'start': '2021-04-01'}, 'ended_on': '2022-03-31', "
                   "'charges': [{'id': 'a', 'every': 'P1Y', 'amount': '1200.00'}]}"},
                  "2024-25", "2024-05-01");
    CHECK(text_of(report.average) == "1200.00 over 2021-22");
}

TEST_CASE("an estate without contracts spends nothing") {
    const SpendReport report = report_of({}, "2024-25", "2024-05-01");
    CHECK(report.rows.empty());
    CHECK(report.left_out.empty());
    CHECK(report.totals == SpendSums{});
    CHECK_FALSE(report.mixed_vat_bases);
    CHECK_FALSE(report.average.has_value());
}
