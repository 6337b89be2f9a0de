#include "model/decisions.hpp"
#include "model/explanation.hpp"
#include "model/spend.hpp"

#include "tests/model/support/documents.hpp"
#include "tests/model/support/generated.hpp"
#include "tests/model/support/sequence.hpp"
#include "tests/model/support/values.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace telestate;
using namespace telestate::test;

namespace {

Contract rolling(std::string_view start, std::string_view step, std::string_view notice) {
    Contract contract;
    contract.id = "c1";
    contract.term.kind = TermKind::rolling;
    if (!start.empty()) contract.term.start = partial(start);
    contract.term.period = period(step);
    contract.term.notice = Notice{period(notice), false};
    return contract;
}

// Everything that is ever asked about a contract on a day, only that it is answered.
void ask_everything(const Contract& contract, Day on) {
    const Position position = position_of(contract, rules(), {true}, on);
    CHECK(position.committed_until >= first_representable_day);
    CHECK(position.committed_until <= last_representable_day);
    CHECK(open_decisions(contract, rules(), on).size() < 10);
    CHECK_FALSE(explain(contract, rules(), {true}, on, "GBP").sentences.empty());
    warnings_of(contract, {}, rules().calendar);
    const FinancialYear year = financial_year_of(on, {});
    SpendTally tally(year, on, Grouping::contract, rules());
    tally.add(contract);
    const SpendReport report = tally.finish();
    CHECK(report.totals.committed + report.totals.continuing == report.totals.total);
    explain_spend(contract, rules(), year, on, "GBP");
}

} // namespace

TEST_CASE("a contract that rolls day by day is followed for millennia at once") {
    const Contract contract = rolling("0001-01-01", "P1D", "P1D");
    const Position position = position_of(contract, rules(), {}, day("9000-06-15"));
    CHECK(position.term_number == days_between(day("0001-01-01"), day("9000-06-15")) + 1);
    CHECK(text_of(position.term_end) == "9000-06-15");
    // A Sunday, on which no notice arrives.
    CHECK(text_of(position.next_decision) == "give_notice by 9000-06-16 for 9000-06-17");
    CHECK(position_of(rolling("", "P1M", "P0D"), rules(), {}, day("0001-02-10")).term_end ==
          span("0001-02-28", "0001-02-28"));
    CHECK(position_of(rolling("", "P1M", "P0D"), rules(), {}, day("9999-11-10")).term_end ==
          span("9999-11-30", "9999-11-30"));
    CHECK(position_of(rolling("", "P1000Y", "P0D"), rules(), {}, day("0900-01-01")).term_end ==
          span("0969-12-31", "0969-12-31"));
}

TEST_CASE("on the last day there is the current term ends on it") {
    for (std::string_view step : {"P1D", "P1W", "P30D", "P1M", "P3M", "P1Y", "P1000Y"}) {
        CAPTURE(step);
        for (std::string_view start : {"2024-01-01", "0001-01-01", "2024-02-29", "9999-12-31"}) {
            CAPTURE(start);
            const Position position =
                position_of(rolling(start, step, "P1D"), rules(), {}, last_representable_day);
            CHECK(text_of(position.term_end) == "9999-12-31");
            CHECK(position.committed_until == last_representable_day);
        }
    }
}

TEST_CASE("an end on the last day there is, as some write for no end, is the end") {
    const Contract fixed =
        contract_of("{'term': {'kind': 'fixed', 'start': '2024-01-01', 'end': '9999-12-31'}}");
    CHECK(text_of(position_of(fixed, rules(), {}, day("2024-05-01")).term_end) == "9999-12-31");
    CHECK(position_of(fixed, rules(), {}, last_representable_day).status == Status::active);

    const Contract renewing =
        contract_of("{'term': {'kind': 'auto_renew', 'end': '9999-12-31', 'renews_for': 'P1Y', 'notice': "
                    "'P3M'}, 'charges': [{'id': 'a', 'every': 'P1M', 'amount': '1.00', 'from': "
                    "'2024-01-01'}]}");
    for (std::string_view on : {"2024-05-01", "9999-09-30", "9999-10-01", "9999-12-31"}) {
        CAPTURE(on);
        const Position position = position_of(renewing, rules(), {}, day(on));
        CHECK(position.term_number == 1);
        CHECK(text_of(position.term_end) == "9999-12-31");
        CHECK(format_day(position.committed_until) == "9999-12-31");
        if (position.next_decision) CHECK(text_of(position.next_decision->runs_until) == "9999-12-31");
    }
    const TermSchedule schedule(renewing.term, {});
    CHECK(schedule.end_of_term(2) == schedule.end_of_term(1));
}

TEST_CASE("periods of a thousand years are as good as any") {
    const Contract contract = contract_of(
        "{'lead_time': 'P1000Y', 'term': {'kind': 'auto_renew', 'start': '2024-01-01', 'length': 'P1000Y', "
        "'renews_for': 'P1000Y', 'notice': 'P1000Y'}, 'charges': [{'id': 'a', 'every': 'P1000Y', 'amount': "
        "'1000.00'}]}");
    const Position position = position_of(contract, rules(), {}, day("2024-01-01"));
    CHECK(text_of(position.term_end) == "3023-12-31");
    CHECK(text_of(position.next_decision) == "give_notice by 3023-12-31 for 4023-12-31");
    CHECK(text_of(position.next_decision.value().runs_until) == "5023-12-31");
    CHECK(text_of(position.next_decision.value().start_by) == "2023-12-31");
    CHECK(format_money(position.next_decision.value().cost_at_stake.value()) == "1000.00");
}

TEST_CASE("every question is answered on the first and the last day there is") {
    Sequence sequence(19);
    for (int i = 0; i < 400; ++i) {
        const Contract contract = any_contract(sequence);
        CAPTURE(i);
        for (const Day on : {first_representable_day, add_days(first_representable_day, 1), day("1969-12-31"),
                             add_days(last_representable_day, -1), last_representable_day})
            ask_everything(contract, on);
    }
}

TEST_CASE("contracts at the edges of time are answered") {
    const std::string_view contracts[] = {
        "{'term': {'kind': 'rolling', 'start': '9999-12-31', 'period': 'P1D', 'notice': 'P1D'}}",
        "{'term': {'kind': 'rolling', 'start': '9999', 'period': 'P1000Y', 'notice': 'P1000Y'}}",
        "{'term': {'kind': 'rolling', 'start': '0001-01-01', 'period': 'P1D', 'notice': 'P365250D'}}",
        "{'term': {'kind': 'rolling', 'period': 'P1M', 'notice': 'P1000Y'}}",
        "{'term': {'kind': 'rolling', 'period': 'P1000Y', 'notice': {'length': 'P5000D', 'days': 'working'}}}",
        "{'term': {'kind': 'rolling', 'period': 'P1M', 'notice': 'P1000Y', 'notice_expires': 'any_day'}}",
        "{'term': {'kind': 'auto_renew', 'end': '9999', 'renews_for': 'P1D', 'notice': 'P0D'}}",
        "{'term': {'kind': 'auto_renew', 'start': '0001', 'length': 'P1D', 'renews_for': 'P1D', 'notice': 'P1000Y'}}",
        "{'term': {'kind': 'auto_renew', 'start': '0001-01-01', 'length': 'P1M', 'renews_for': 'P1M', 'notice': 'P3M'}, "
        "'decisions': [{'kind': 'give_notice', 'takes_effect': '9999-11-30', 'outcome': 'renew', 'decided_on': '0001-01-01'}]}",
        "{'term': {'kind': 'fixed', 'start': '9999-12-31', 'length': 'P1D', 'extensions': [{'length': 'P1000Y'}], 'breaks': "
        "[{'on': '9999-12-31', 'notice': 'P1000Y'}]}}",
        "{'term': {'kind': 'fixed', 'start': '0001-01-01', 'end': '9999-12-31', 'extensions': [{'length': 'P1D', "
        "'exercised_on': '0001-01-01'}, {'length': 'P1000Y', 'notice': 'P1000Y'}]}, 'ended_on': '9999-12-31'}",
        "{'lead_time': 'P1000Y', 'term': {'kind': 'fixed', 'end': 'FY9998-99-Q4', 'notice': 'P1000Y'}, 'charges': [{'id': 'a', "
        "'every': 'P1D', 'amount': '0.01', 'from': '0001-01-01'}, {'id': 'b', 'every': 'P1000Y', 'amount': "
        "'9999999999999.99', 'from': '9500-01-01'}]}",
    };
    for (const std::string_view text : contracts) {
        CAPTURE(text);
        const Contract contract = contract_of(text);
        CHECK(pointers_of(problems_of(contract, {})) == "");
        for (std::string_view on : {"0001-01-01", "0001-12-31", "1970-01-01", "2024-02-29", "5000-07-01",
                                    "9998-12-31", "9999-12-30", "9999-12-31"}) {
            CAPTURE(on);
            ask_everything(contract, day(on));
        }
    }
}

TEST_CASE("a charge for each day of all time is added up at once, and its parts make the whole") {
    const ChargeSchedule daily(charge_of("{'every': 'P1D', 'amount': '1.00', 'from': '0001-01-01'}"),
                               first_representable_day);
    CHECK(format_money(daily.share(span("0001-01-01", "9999-12-30"))) == "3652058.00");
    Sequence sequence(20);
    for (int i = 0; i < 500; ++i) {
        const Day cut = add_days(first_representable_day, sequence.below(3652058));
        const Money whole = daily.share({first_representable_day, last_representable_day});
        REQUIRE(daily.share({first_representable_day, cut}) +
                    daily.share({cut + Days{1}, last_representable_day}) ==
                whole);
    }
}

TEST_CASE("amounts too large to be held are an error, wherever they come from") {
    const auto schedule_of = [](std::string_view text) {
        return ChargeSchedule(charge_of(text), day("2024-01-01"));
    };
    // Fifteen digits by fifteen digits.
    CHECK_THROWS_AS(
        schedule_of("{'every': 'P1M', 'quantity': 999999999999999, 'unit_price': '999999999999999'}"),
        MoneyOverflow);
    CHECK_THROWS_AS(
        schedule_of("{'every': 'P1M', 'quantity': -999999999999999, 'unit_price': '999999999999999'}"),
        MoneyOverflow);
    // The largest amount that can be written is held, and so is a year of it; a sum of thousands of years is
    // not.
    const ChargeSchedule large =
        schedule_of("{'every': 'P1D', 'amount': '999999999999999', 'from': '2024-01-01'}");
    CHECK(format_money(large.share(span("2024-01-01", "2024-01-01"))) == "999999999999999.00");
    CHECK(format_money(large.share(span("2024-01-01", "2024-03-31"))) == "90999999999999909.00");
    CHECK_THROWS_AS(large.share(span("2024-01-01", "2024-04-30")), MoneyOverflow);
    CHECK_THROWS_AS(large.share(span("2024-01-01", "9999-12-31")), MoneyOverflow);
    const ChargeSchedule credit =
        schedule_of("{'every': 'P1D', 'amount': '-999999999999999', 'from': '2024-01-01'}");
    CHECK_THROWS_AS(credit.share(span("2024-01-01", "9999-12-31")), MoneyOverflow);
    CHECK(format_money(
              schedule_of("{'every': 'P1M', 'quantity': '0.000000001', 'unit_price': '999999999999999'}")
                  .find_period(day("2024-01-01"))
                  .value()
                  .amount) == "1000000.00");

    // Price rises upon price rises.
    Charge rising = charge_of("{'every': 'P1M', 'amount': '999999999999999', 'from': '2024-01-01'}");
    for (int month = 1; month <= 24; ++month)
        rising.price_rises.push_back(
            {add_months(day("2024-01-01"), month), decimal("999999999999"), std::nullopt, std::nullopt});
    CHECK_THROWS_AS(ChargeSchedule(rising, day("2024-01-01")), MoneyOverflow);
    CHECK(pointers_of(problems_of(rising)) == "(whole)");
    Charge doubling = charge_of("{'every': 'P1M', 'amount': '1.00', 'from': '2024-01-01'}");
    for (int month = 1; month <= 56; ++month)
        doubling.price_rises.push_back(
            {add_months(day("2024-01-01"), month), decimal("100"), std::nullopt, std::nullopt});
    CHECK(ChargeSchedule(doubling, day("2024-01-01"))
              .find_period(day("2040-01-01"))
              .value()
              .unit_price.coefficient == (std::int64_t{1} << 56) * 100);
    doubling.price_rises.push_back({day("2030-01-01"), decimal("100"), std::nullopt, std::nullopt});
    CHECK_THROWS_AS(ChargeSchedule(doubling, day("2024-01-01")), MoneyOverflow);

    const Money most = Money::of_pence(INT64_MAX);
    CHECK_THROWS_AS(split_vat(most, {VatBasis::exclusive, decimal("20")}), MoneyOverflow);
    CHECK_THROWS_AS(split_vat(most, {VatBasis::exclusive, decimal("999999999999999")}), MoneyOverflow);
    CHECK(split_vat(most, {VatBasis::inclusive, decimal("20")}).has_value());
}

TEST_CASE("a sum over an estate that is too large is an error and never wraps") {
    const Contract contract =
        contract_of("{'term': {'kind': 'perpetual', 'start': '2024-04-01'}, 'charges': [{'id': 'a', 'every': "
                    "'P1Y', 'amount': '999999999999999'}]}");
    SpendTally tally(financial_year("2024-25"), day("2024-05-01"), Grouping::contract, rules());
    CHECK_THROWS_AS(
        [&] {
            for (int i = 0; i < 100; ++i)
                tally.add(contract);
        }(),
        MoneyOverflow);
}

TEST_CASE("financial years at the edges of time hold their days and no others") {
    for (std::string_view start : {"04-01", "01-01", "12-31"}) {
        CAPTURE(start);
        const FinancialYearStart year = year_start(start);
        for (const Day on : {first_representable_day, last_representable_day}) {
            const Interval days = days_of(financial_year_of(on, year), year);
            CHECK(days.first <= on);
            CHECK(days.last >= on);
            CHECK(days.first >= first_representable_day);
            CHECK(days.last <= last_representable_day);
        }
    }
    // The years before the first have no days, so nothing is counted in them twice.
    Charge charge = charge_of("{'kind': 'one_off', 'on': '0001-02-01', 'amount': '9.00'}");
    const ChargeSchedule schedule(charge, first_representable_day);
    Money sum;
    for (const FinancialYear year : years_before(day("0002-05-01"), {}))
        sum += schedule.share(days_of(year, {}));
    CHECK(format_money(sum) == "9.00");
}
