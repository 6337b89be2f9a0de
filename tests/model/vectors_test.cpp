#include "model/position.hpp"
#include "model/spend.hpp"
#include "model/working_days.hpp"

#include "tests/model/support/documents.hpp"
#include "tests/model/support/values.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <set>
#include <string>
#include <string_view>

// The worked cases of tests/vectors. Compared as JSON, so that a key too many or too few is a failure as
// well.

using namespace telestate;
using namespace telestate::test;
using nlohmann::json;

namespace {

json json_of(const std::optional<Interval>& days) {
    if (!days) return nullptr;
    return {{"first", format_day(days->first)}, {"last", format_day(days->last)}};
}

json json_of(const std::optional<Day>& value) { return value ? json(format_day(*value)) : json(nullptr); }

json json_of(const std::optional<NextDecision>& decision) {
    if (!decision) return nullptr;
    return {{"kind", name_of(decision->kind)},
            {"decide_by", format_day(decision->decide_by)},
            {"days_left", decision->days_left},
            {"takes_effect", format_day(decision->takes_effect)},
            {"start_by", json_of(decision->start_by)},
            {"runs_until", json_of(decision->runs_until)},
            {"cost_at_stake",
             decision->cost_at_stake ? json(format_money(*decision->cost_at_stake)) : json(nullptr)}};
}

json json_of(const Position& position, const std::string& contract) {
    return {{"contract", contract},
            {"status", name_of(position.status)},
            {"term_number", position.term_number ? json(*position.term_number) : json(nullptr)},
            {"term_end", json_of(position.term_end)},
            {"last_possible_end", json_of(position.last_possible_end)},
            {"committed_until", format_day(position.committed_until)},
            {"next_decision", json_of(position.next_decision)}};
}

json json_of(const SpendReport& report) {
    return {{"financial_year", format_financial_year(report.year)},
            {"committed", format_money(report.totals.committed)},
            {"continuing", format_money(report.totals.continuing)},
            {"total", format_money(report.totals.total)}};
}

std::string text_at(const json& object, std::string_view key) { return object.at(key).get<std::string>(); }

// A field that no test looks at would be a case only half checked.
void require_keys(const json& object, const std::set<std::string>& expected) {
    std::set<std::string> keys;
    for (const auto& [key, value] : object.items())
        keys.insert(key);
    REQUIRE(keys == expected);
}

} // namespace

TEST_CASE("the worked positions and their spend come out as worked") {
    const json file = read_test_file("vectors/contracts.json");
    require_keys(file, {"about", "cases"});
    int count = 0;
    for (const json& worked : file.at("cases")) {
        require_keys(worked, {"contract", "on", "position", "spend"});
        const Contract contract = read_contract(worked.at("contract"));
        const Day on = day(text_at(worked, "on"));
        INFO(contract.id, " on ", format_day(on));
        CHECK(pointers_of(problems_of(contract, {})) == "");
        CHECK(json_of(position_of(contract, rules(), {}, on), contract.id) == worked.at("position"));

        const FinancialYear year = financial_year(text_at(worked.at("spend"), "financial_year"));
        SpendTally tally(year, on, Grouping::contract, rules());
        tally.add(contract);
        CHECK(json_of(tally.finish()) == worked.at("spend"));
        ++count;
    }
    CHECK(count >= 212);
}

TEST_CASE("the worked dates come out as worked") {
    const json file = read_test_file("vectors/dates.json");
    require_keys(file, {"about", "partial_dates", "not_dates", "foi"});
    for (const json& worked : file.at("partial_dates")) {
        require_keys(worked, {"text", "first", "last"});
        const std::string text = text_at(worked, "text");
        CAPTURE(text);
        const PartialDate date = partial(text);
        CHECK(json_of(days_of(date, {})) == json{{"first", worked.at("first")}, {"last", worked.at("last")}});
        CHECK(format_partial_date(date) == text);
    }
    for (const json& text : file.at("not_dates")) {
        CAPTURE(text.get<std::string>());
        CHECK_FALSE(parse_partial_date(text.get<std::string>()).has_value());
    }
    for (const json& worked : file.at("foi")) {
        require_keys(worked, {"received", "foi_due"});
        CAPTURE(text_at(worked, "received"));
        CHECK(format_day(foi_due_on(day(text_at(worked, "received")), bank_holidays())) ==
              text_at(worked, "foi_due"));
    }
}

TEST_CASE("the worked sums of months come out as worked") {
    const json file = read_test_file("vectors/months.json");
    require_keys(file, {"about", "cases"});
    for (const json& worked : file.at("cases")) {
        require_keys(worked, {"start", "months", "sum", "last_day"});
        const Day start = day(text_at(worked, "start"));
        const auto months = worked.at("months").get<std::int64_t>();
        CAPTURE(format_day(start));
        CAPTURE(months);
        CHECK(format_day(add_months(start, months)) == text_at(worked, "sum"));
        CHECK(format_day(add_days(add_months(start, months), -1)) == text_at(worked, "last_day"));
        if (months > 0) {
            const Period length{0, static_cast<std::int32_t>(months), 0, 0};
            CHECK(format_day(last_day_of(start, length)) == text_at(worked, "last_day"));
        }
    }
}

TEST_CASE("the worked shares of charges and splits of VAT come out as worked") {
    const json file = read_test_file("vectors/money.json");
    require_keys(file, {"about", "shares", "vat"});
    for (const json& worked : file.at("shares")) {
        require_keys(worked, {"charge", "from", "to", "share"});
        const Charge charge = read_charge(worked.at("charge"));
        CAPTURE(worked.dump());
        CHECK(problems_of(charge).empty());
        const Interval days = span(text_at(worked, "from"), text_at(worked, "to"));
        CHECK(format_money(ChargeSchedule(charge, charge.from.value()).share(days)) ==
              text_at(worked, "share"));
    }
    for (const json& worked : file.at("vat")) {
        require_keys(worked, {"stated", "basis", "rate", "net", "vat", "gross"});
        CAPTURE(worked.dump());
        const Vat vat{parse_vat_basis(text_at(worked, "basis")).value(), decimal(text_at(worked, "rate"))};
        const auto split = split_vat(money(text_at(worked, "stated")), vat);
        REQUIRE(split.has_value());
        CHECK(format_money(split->net) == text_at(worked, "net"));
        CHECK(format_money(split->vat) == text_at(worked, "vat"));
        CHECK(format_money(split->gross) == text_at(worked, "gross"));
    }
}
