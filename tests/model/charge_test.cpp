#include "model/charge.hpp"

#include "tests/model/support/documents.hpp"
#include "tests/model/support/values.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace telestate;
using namespace telestate::test;

namespace {

std::string share_of(const Charge& charge, std::string_view first, std::string_view last) {
    return format_money(ChargeSchedule(charge, day("2000-01-01")).share(span(first, last)));
}

struct Problem {
    std::string_view description;
    std::string_view charge;
    std::string_view pointers;
};

void check_problems(const Problem& row) {
    CAPTURE(row.description);
    const auto problems = problems_of(charge_of(row.charge));
    CHECK(pointers_of(problems) == row.pointers);
    for (const FieldError& problem : problems)
        CHECK_FALSE(problem.message.empty());
}

} // namespace

TEST_CASE("the choices of a charge read back as they are named") {
    for (std::string_view name : {"recurring", "one_off"})
        CHECK(name_of(parse_charge_kind(name).value()) == name);
    for (std::string_view name : {"half_up", "up"})
        CHECK(name_of(parse_rounding(name).value()) == name);
    for (std::string_view name : {"exclusive", "inclusive", "unknown"})
        CHECK(name_of(parse_vat_basis(name).value()) == name);
    for (std::string_view text : {"", "Recurring", "one-off", "down", "none", "included"}) {
        CHECK_FALSE(parse_charge_kind(text).has_value());
        CHECK_FALSE(parse_rounding(text).has_value());
        CHECK_FALSE(parse_vat_basis(text).has_value());
    }
}

TEST_CASE("a span of days costs its exact share") {
    struct Row {
        std::string_view description;
        std::string_view charge;
        std::string_view first;
        std::string_view last;
        std::string_view share;
    };
    const Row rows[] = {
        {"a whole month", "{'every': 'P1M', 'amount': '100.00', 'from': '2024-01-01'}", "2024-01-01",
         "2024-01-31", "100.00"},
        {"one day of 31", "{'every': 'P1M', 'amount': '100.00', 'from': '2024-01-01'}", "2024-01-01",
         "2024-01-01", "3.23"},
        {"the second day is the difference of two roundings",
         "{'every': 'P1M', 'amount': '100.00', 'from': '2024-01-01'}", "2024-01-02", "2024-01-02", "3.22"},
        {"fourteen days of one period and fifteen of the next",
         "{'every': 'P1M', 'amount': '100.00', 'from': '2023-01-15'}", "2023-02-01", "2023-03-01",
         "98.73"}, // 14 of 31 days, then 15 of 28
        {"before the charge begins", "{'every': 'P1M', 'amount': '100.00', 'from': '2024-01-15'}",
         "2023-01-01", "2024-01-14", "0.00"},
        {"from before its first day on", "{'every': 'P1M', 'amount': '100.00', 'from': '2024-01-15'}",
         "2023-01-01", "2024-02-14", "100.00"},
        {"no further than its last day",
         "{'every': 'P1M', 'amount': '100.00', 'from': '2024-01-01', 'to': '2024-02-29'}", "2024-01-01",
         "2030-12-31", "200.00"},
        {"a last day inside a month",
         "{'every': 'P1M', 'amount': '310.00', 'from': '2024-01-01', 'to': '2024-01-10'}", "2024-01-01",
         "2024-12-31", "100.00"},
        {"a single day from start to end",
         "{'every': 'P1M', 'amount': '310.00', 'from': '2024-01-01', 'to': '2024-01-01'}", "2020-01-01",
         "2030-01-01", "10.00"},
        {"a year of 366 days", "{'every': 'P1Y', 'amount': '366.00', 'from': '2024-01-01'}", "2024-02-29",
         "2024-02-29", "1.00"},
        {"weeks", "{'every': 'P4W', 'amount': '28.00', 'from': '2024-01-01'}", "2024-01-29", "2024-02-04",
         "7.00"},
        {"a credit", "{'every': 'P1M', 'amount': '-100.00', 'from': '2024-01-01'}", "2024-01-01",
         "2024-01-01", "-3.23"},
        {"nothing is zero", "{'every': 'P1M', 'amount': '0', 'from': '2024-01-01'}", "2024-01-01",
         "2024-12-31", "0.00"},
        {"quantity times price, to the penny",
         "{'every': 'P1M', 'quantity': 3, 'unit_price': '0.335', 'from': '2024-01-01'}", "2024-01-01",
         "2024-01-31", "1.01"}, // 1.005
        {"a credit of half a penny goes away from zero",
         "{'every': 'P1M', 'quantity': 1, 'unit_price': '-0.005', 'from': '2024-01-01'}", "2024-01-01",
         "2024-01-31", "-0.01"},
        {"a quantity with places",
         "{'every': 'P1M', 'quantity': '2.5', 'unit_price': '10', 'from': '2024-01-01'}", "2024-01-01",
         "2024-01-31", "25.00"},
        {"an amount without pence", "{'every': 'P1M', 'amount': '7', 'from': '2024-01-01'}", "2024-01-01",
         "2024-01-31", "7.00"},
        {"a one-off on its day", "{'kind': 'one_off', 'amount': '500.00', 'on': '2024-03-01'}", "2024-03-01",
         "2024-03-01", "500.00"},
        {"a one-off before its day", "{'kind': 'one_off', 'amount': '500.00', 'on': '2024-03-01'}",
         "2024-02-01", "2024-02-29", "0.00"},
        {"a one-off after its day", "{'kind': 'one_off', 'amount': '500.00', 'on': '2024-03-01'}",
         "2024-03-02", "2024-12-31", "0.00"},
        {"a one-off of several things",
         "{'kind': 'one_off', 'quantity': 12, 'unit_price': '19.99', 'on': '2024-03-01'}", "2024-01-01",
         "2024-12-31", "239.88"},
        {"without a first day it runs from the contract's", "{'every': 'P1Y', 'amount': '10.00'}",
         "2000-01-01", "2000-12-31", "10.00"},
        {"an amount that is withheld counts nothing",
         "{'every': 'P1M', 'from': '2024-01-01', 'silences': {'amount': 'withheld'}}", "2024-01-01",
         "2024-12-31", "0.00"},
        {"an empty span", "{'every': 'P1M', 'amount': '100.00', 'from': '2024-01-01'}", "2024-03-02",
         "2024-03-01", "0.00"},
        {"months from the 31st: February", "{'every': 'P1M', 'amount': '100.00', 'from': '2024-01-31'}",
         "2024-02-29", "2024-03-30", "100.00"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        const Charge charge = charge_of(row.charge);
        CHECK(problems_of(charge).empty());
        CHECK(share_of(charge, row.first, row.last) == row.share);
    }
}

TEST_CASE("price rises apply from the first period that starts on or after their day") {
    const Charge charge = charge_of(
        "{'every': 'P1M', 'quantity': 30, 'unit_price': '35.02', 'from': '2021-04-15', 'price_rises': ["
        "{'on': '2022-04-15', 'percent': '9.3'}, {'on': '2022-04-16', 'percent': '10', 'rounding': 'up'}]}");
    const ChargeSchedule schedule(charge, day("2000-01-01"));
    const auto price_on = [&](std::string_view on) {
        return format_decimal(schedule.find_period(day(on)).value().unit_price);
    };
    CHECK(price_on("2022-04-14") == "35.02");
    CHECK(price_on("2022-04-15") == "38.28"); // 38.27686
    CHECK(price_on("2022-05-14") == "38.28");
    CHECK(price_on("2022-05-15") == "42.11"); // 42.108, up
    CHECK(share_of(charge, "2022-04-15", "2022-05-14") == "1148.40");
}

TEST_CASE(
    "price rises are rounded to the price's own places, at least two, and taken in order of their day") {
    struct Row {
        std::string_view description;
        std::string_view unit_price;
        std::string_view rises;
        std::string_view price;
    };
    const Row rows[] = {
        {"four places stay four", "0.3333", "[{'on': '2022-01-01', 'percent': '10'}]", "0.3666"}, // 0.36663
        {"up is away from zero", "0.3333", "[{'on': '2022-01-01', 'percent': '10', 'rounding': 'up'}]",
         "0.3667"},
        {"up of an exact sum adds nothing", "10.00",
         "[{'on': '2022-01-01', 'percent': '10', 'rounding': 'up'}]", "11.00"},
        {"no places become two", "7", "[{'on': '2022-01-01', 'percent': '3.33'}]", "7.23"},   // 7.2331
        {"one place becomes two", "7.5", "[{'on': '2022-01-01', 'percent': '3.3'}]", "7.75"}, // 7.7475
        {"half a penny up", "0.50", "[{'on': '2022-01-01', 'percent': '1'}]", "0.51"},        // 0.505
        {"a credit grows away from zero", "-0.50", "[{'on': '2022-01-01', 'percent': '1'}]", "-0.51"},
        {"a price cut", "100.00", "[{'on': '2022-01-01', 'percent': '-12.5'}]", "87.50"},
        {"down to nothing", "100.00", "[{'on': '2022-01-01', 'percent': '-100'}]", "0.00"},
        {"one on the other, each rounded", "10.05",
         "[{'on': '2021-06-01', 'percent': '5'}, {'on': '2022-01-01', 'percent': '5'}]",
         "11.08"}, // 10.5525; 11.0775
        {"in order of their day, not as listed", "10.00",
         "[{'on': '2022-01-01', 'percent': '10'}, {'on': '2021-06-01', 'price': '20.00'}]", "22.00"},
        {"a stated price as it stands", "10.00", "[{'on': '2022-01-01', 'price': '9.99999'}]", "9.99999"},
        {"a percentage after a stated price goes by the original places", "10.00",
         "[{'on': '2021-06-01', 'price': '9.99999'}, {'on': '2022-01-01', 'percent': '10'}]", "11.00"},
        {"a stated price of fewer places", "1.2345",
         "[{'on': '2021-06-01', 'price': '2'}, {'on': '2022-01-01', 'percent': '1.23456'}]",
         "2.0247"}, // 2.0246912
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        const Charge charge =
            charge_of("{'every': 'P1M', 'from': '2021-01-01', 'quantity': 1, 'unit_price': '" +
                      std::string(row.unit_price) + "', 'price_rises': " + std::string(row.rises) + "}");
        CHECK(problems_of(charge).empty());
        const ChargeSchedule schedule(charge, day("2000-01-01"));
        CHECK(format_decimal(schedule.find_period(day("2022-01-01")).value().unit_price) == row.price);
        CHECK(format_decimal(schedule.find_period(day("2021-01-01")).value().unit_price) == row.unit_price);
    }
}

TEST_CASE("a period of a charge can be found by any of its days") {
    const ChargeSchedule months(
        charge_of("{'every': 'P1M', 'amount': '10.00', 'from': '2024-01-31', 'to': '2024-06-15'}"),
        day("2000-01-01"));
    CHECK(months.is_recurring());
    CHECK(months.first_day() == day("2024-01-31"));
    CHECK(text_of(months.last_day()) == "2024-06-15");
    CHECK(text_of(months.find_period(day("2024-02-28")).value().days) == "2024-01-31..2024-02-28");
    CHECK(text_of(months.find_period(day("2024-02-29")).value().days) == "2024-02-29..2024-03-30");
    CHECK(text_of(months.find_period(day("2024-06-15")).value().days) == "2024-05-31..2024-06-29");
    CHECK(months.find_period(day("2024-02-29")).value().amount == money("10.00"));
    CHECK_FALSE(months.find_period(day("2024-01-30")).has_value());
    CHECK_FALSE(months.find_period(day("2024-06-16")).has_value());

    const ChargeSchedule one_off(charge_of("{'kind': 'one_off', 'amount': '10.00', 'on': '2024-03-01'}"),
                                 day("2000-01-01"));
    CHECK_FALSE(one_off.is_recurring());
    CHECK(one_off.first_day() == day("2024-03-01"));
    CHECK_FALSE(one_off.find_period(day("2024-03-01")).has_value());
    const ChargeSchedule unpriced(charge_of("{'every': 'P1M', 'from': '2024-01-01'}"), day("2000-01-01"));
    CHECK_FALSE(unpriced.find_period(day("2024-03-01")).has_value());
}

TEST_CASE("VAT is added to what excludes it and taken out of what includes it") {
    struct Row {
        std::string_view stated;
        VatBasis basis;
        std::string_view rate;
        std::string_view net;
        std::string_view vat;
        std::string_view gross;
    };
    const Row rows[] = {
        {"100.00", VatBasis::exclusive, "20", "100.00", "20.00", "120.00"},
        {"0.13", VatBasis::exclusive, "20", "0.13", "0.03", "0.16"}, // 0.026
        {"0.10", VatBasis::exclusive, "5", "0.10", "0.01", "0.11"},  // half a penny
        {"-0.10", VatBasis::exclusive, "5", "-0.10", "-0.01", "-0.11"},
        {"100.00", VatBasis::exclusive, "17.5", "100.00", "17.50", "117.50"},
        {"100.00", VatBasis::exclusive, "0", "100.00", "0.00", "100.00"},
        {"100.00", VatBasis::inclusive, "20", "83.33", "16.67", "100.00"},
        {"120.00", VatBasis::inclusive, "20.00", "100.00", "20.00", "120.00"},
        {"-100.00", VatBasis::inclusive, "20", "-83.33", "-16.67", "-100.00"},
        {"100.00", VatBasis::inclusive, "0", "100.00", "0.00", "100.00"},
        {"0.01", VatBasis::inclusive, "20", "0.01", "0.00", "0.01"},
        {"92233720368547758.07", VatBasis::inclusive, "0", "92233720368547758.07", "0.00",
         "92233720368547758.07"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.stated);
        CAPTURE(row.rate);
        const Money stated = std::string(row.stated) == "92233720368547758.07"
                                 ? Money::of_pence(9223372036854775807)
                                 : money(row.stated);
        const auto split = split_vat(stated, {row.basis, decimal(row.rate)});
        REQUIRE(split.has_value());
        CHECK(format_money(split->net) == row.net);
        CHECK(format_money(split->vat) == row.vat);
        CHECK(format_money(split->gross) == row.gross);
    }
    CHECK_FALSE(split_vat(money("100.00"), {VatBasis::unknown, decimal("20")}).has_value());
    CHECK_FALSE(split_vat(money("100.00"), {VatBasis::exclusive, std::nullopt}).has_value());
    CHECK_FALSE(split_vat(money("100.00"), {}).has_value());
}

TEST_CASE("a charge that makes no sense is refused at the field at fault") {
    const Problem rows[] = {
        {"recurring", "{'every': 'P1M', 'amount': '1.00'}", ""},
        {"one-off", "{'kind': 'one_off', 'on': '2024-01-01', 'amount': '1.00'}", ""},
        {"quantity and price", "{'every': 'P1M', 'quantity': 0, 'unit_price': '0.123456789'}", ""},
        {"a credit", "{'every': 'P1M', 'amount': '-1.00'}", ""},
        {"an amount known to be withheld", "{'every': 'P1M', 'silences': {'amount': 'withheld'}}", ""},
        {"an unknown quantity", "{'every': 'P1M', 'unit_price': '1.00', 'silences': {'quantity': 'unknown'}}",
         ""},
        {"a day from start to end",
         "{'every': 'P1M', 'amount': '1.00', 'from': '2024-01-01', 'to': '2024-01-01'}", ""},
        {"a rise the day after the first",
         "{'every': 'P1M', 'amount': '1.00', 'from': '2024-01-01', 'price_rises': [{'on': '2024-01-02', 'percent': "
         "'1'}]}",
         ""},
        {"no VAT rate for an unknown basis",
         "{'every': 'P1M', 'amount': '1.00', 'vat': {'basis': 'unknown'}}", ""},

        {"no way of pricing", "{'every': 'P1M'}", "/amount"},
        {"both ways of pricing", "{'every': 'P1M', 'amount': '1.00', 'quantity': 1, 'unit_price': '1.00'}",
         "/amount"},
        {"an amount and a quantity", "{'every': 'P1M', 'amount': '1.00', 'quantity': 1}", "/amount"},
        {"a quantity without a price", "{'every': 'P1M', 'quantity': 1}", "/unit_price"},
        {"a price without a quantity", "{'every': 'P1M', 'unit_price': '1.00'}", "/quantity"},
        {"an amount with a fraction of a penny", "{'every': 'P1M', 'amount': '1.005'}", "/amount"},
        {"recurring, but how often is not said", "{'amount': '1.00'}", "/every"},
        {"every zero days", "{'every': 'P0D', 'amount': '1.00'}", "/every"},
        {"recurring on one day", "{'every': 'P1M', 'amount': '1.00', 'on': '2024-01-01'}", "/on"},
        {"the last day before the first",
         "{'every': 'P1M', 'amount': '1.00', 'from': '2024-01-02', 'to': '2024-01-01'}", "/to"},
        {"`every` on a one-off", "{'kind': 'one_off', 'on': '2024-01-01', 'amount': '1.00', 'every': 'P1M'}",
         "/every"},
        {"`from` and `to` on a one-off",
         "{'kind': 'one_off', 'on': '2024-01-01', 'amount': '1.00', 'from': '2024-01-01', 'to': '2024-01-01'}",
         "/from /to"},
        {"price rises of a one-off",
         "{'kind': 'one_off', 'on': '2024-01-01', 'amount': '1.00', 'price_rises': [{'on': '2024-02-01', 'percent': "
         "'1'}]}",
         "/price_rises"},
        {"a one-off without a day", "{'kind': 'one_off', 'amount': '1.00'}", "/on"},
        {"a rise on the first day",
         "{'every': 'P1M', 'amount': '1.00', 'from': '2024-01-01', 'price_rises': [{'on': '2024-01-01', 'percent': "
         "'1'}]}",
         "/price_rises/0/on"},
        {"a rise before the first day",
         "{'every': 'P1M', 'amount': '1.00', 'from': '2024-01-01', 'price_rises': [{'on': '2024-06-01', 'percent': "
         "'1'}, {'on': '2023-12-31', 'price': '2.00'}]}",
         "/price_rises/1/on"},
        {"a rise to a price by a percentage",
         "{'every': 'P1M', 'amount': '1.00', 'price_rises': [{'on': '2024-01-01', 'percent': '1', 'price': '2.00'}]}",
         "/price_rises/0"},
        {"a rise by nothing", "{'every': 'P1M', 'amount': '1.00', 'price_rises': [{'on': '2024-01-01'}]}",
         "/price_rises/0"},
        {"a price cut of more than all of it",
         "{'every': 'P1M', 'amount': '1.00', 'price_rises': [{'on': '2024-01-01', 'percent': '-100.1'}]}",
         "/price_rises/0/percent"},
        {"a negative VAT rate",
         "{'every': 'P1M', 'amount': '1.00', 'vat': {'basis': 'exclusive', 'rate': '-20'}}", "/vat/rate"},
        {"more money than can be held",
         "{'every': 'P1M', 'quantity': 999999999999999, 'unit_price': '999999999999999'}", "(whole)"},
        {"several at once", "{'amount': '1.005', 'on': '2024-01-01'}", "/every /on /amount"},
    };
    for (const Problem& row : rows)
        check_problems(row);
}
