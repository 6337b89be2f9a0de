#include "server/document/position_json.hpp"
#include "server/document/spend_json.hpp"
#include "server/document/workings_json.hpp"

#include <doctest/doctest.h>

#include <initializer_list>

using namespace telestate;
using namespace telestate::document;

namespace {

Day day(const char* text) { return *parse_day(text); }

Position sample_position() {
    Position position;
    position.status = Status::active;
    position.term_number = 2;
    position.term_end = Interval{day("2026-08-27"), day("2026-08-27")};
    position.committed_until = day("2026-08-27");
    position.next_decision = NextDecision{DecisionKind::give_notice, day("2026-06-26"), 135,
                                          day("2026-08-27"),         day("2025-12-26"), day("2027-08-27"),
                                          Money::of_pence(1440000)};
    return position;
}

constexpr std::string_view sample_json =
    R"({"contract":"c1","title":"8x8 \"cloud\"","supplier":"s1","service":"telephony","status":"active","term_number":2,)"
    R"("term_end":{"first":"2026-08-27","last":"2026-08-27"},"last_possible_end":null,"committed_until":"2026-08-27",)"
    R"("next_decision":{"kind":"give_notice","decide_by":"2026-06-26","days_left":135,"takes_effect":"2026-08-27",)"
    R"("start_by":"2025-12-26","runs_until":"2027-08-27","cost_at_stake":"14400.00"},"flags":[]})";

} // namespace

TEST_CASE("a position is written with every key") {
    std::string out;
    JsonWriter json(out);
    append_position(json, {"c1", "8x8 \"cloud\"", "s1", "telephony"}, sample_position());
    CHECK(out == sample_json);
}

TEST_CASE("what a position does not have is null") {
    Position position;
    position.status = Status::ended;
    position.committed_until = day("2024-01-31");
    position.flags.set(Flag::no_charges);
    position.flags.set(Flag::end_unknown);
    std::string out;
    JsonWriter json(out);
    append_position(json, {"c1", "T", "", ""}, position);
    CHECK(
        out ==
        R"({"contract":"c1","title":"T","supplier":null,"service":null,"status":"ended","term_number":null,)"
        R"("term_end":null,"last_possible_end":null,"committed_until":"2024-01-31","next_decision":null,)"
        R"("flags":["end_unknown","no_charges"]})");
    out.clear();
    JsonWriter again(out);
    append_next_decision(again, {DecisionKind::replace, day("2024-01-01"), 0, day("2024-01-01"), {}, {}, {}});
    CHECK(out == R"({"kind":"replace","decide_by":"2024-01-01","days_left":0,"takes_effect":"2024-01-01",)"
                 R"("start_by":null,"runs_until":null,"cost_at_stake":null})");
}

TEST_CASE("renewals say their day, and their page only where one was asked for") {
    std::string out;
    JsonWriter json(out);
    begin_renewals(json, day("2026-02-11"));
    end_renewals(json);
    CHECK(out == R"({"on":"2026-02-11","positions":[]})");

    out.clear();
    JsonWriter paged(out);
    begin_renewals(paged, day("2026-02-11"));
    append_position(paged, {"c1", "8x8 \"cloud\"", "s1", "telephony"}, sample_position());
    append_position(paged, {"c1", "8x8 \"cloud\"", "s1", "telephony"}, sample_position());
    end_renewals(paged, Page{10, 0, 2});
    CHECK(out == R"({"on":"2026-02-11","positions":[)" + std::string(sample_json) + "," +
                     std::string(sample_json) + R"(],"total":10,"offset":0,"limit":2})");
}

TEST_CASE("spend is written with every key") {
    SpendReport report;
    report.year = {2021};
    report.on = day("2021-11-08");
    report.by = Grouping::supplier;
    SpendRow row;
    row.key = "8x8";
    row.title = "8x8";
    row.sums.committed = Money::of_pence(30857978);
    row.sums.continuing = Money::of_pence(15302522);
    row.sums.total = Money::of_pence(46160500);
    row.sums.unknown_vat_basis = Money::of_pence(46160500);
    row.mixed_vat_bases = true;
    row.average = Average{Money::of_pence(46160500), {{2018}, {2019}, {2020}}};
    SpendRow nowhere;
    nowhere.title = "Not recorded";
    nowhere.no_charges = true;
    report.rows = {row, nowhere};
    report.totals = row.sums;
    report.mixed_vat_bases = true;
    report.left_out = {{"bt-non-geographic", "charges unknown"}};
    report.average = row.average;
    std::string out;
    JsonWriter json(out);
    append_spend(json, report, "GBP");
    CHECK(
        out ==
        R"({"financial_year":"2021-22","on":"2021-11-08","by":"supplier","currency":"GBP","rows":[)"
        R"({"key":"8x8","title":"8x8","committed":"308579.78","continuing":"153025.22","total":"461605.00",)"
        R"("net":"0.00","vat":"0.00","gross":"0.00","unknown_vat_basis":"461605.00","flags":["mixed_vat_bases"],)"
        R"("average":{"value":"461605.00","years":["2018-19","2019-20","2020-21"]}},)"
        R"({"key":null,"title":"Not recorded","committed":"0.00","continuing":"0.00","total":"0.00",)"
        R"("net":"0.00","vat":"0.00","gross":"0.00","unknown_vat_basis":"0.00","flags":["no_charges"],"average":null}],)"
        R"("totals":{"committed":"308579.78","continuing":"153025.22","total":"461605.00",)"
        R"("net":"0.00","vat":"0.00","gross":"0.00","unknown_vat_basis":"461605.00","flags":["mixed_vat_bases"]},)"
        R"("left_out":[{"contract":"bt-non-geographic","reason":"charges unknown"}],)"
        R"("average":{"value":"461605.00","years":["2018-19","2019-20","2020-21"]}})");
}

TEST_CASE("workings are written with every key") {
    Workings workings;
    workings.on = day("2026-02-11");
    workings.position = sample_position();
    workings.explanation.sentences = {"The contract is active."};
    workings.explanation.steps = {{"term_end", "End of term 2", "1 April 2021 + 2 years", "31 March 2023"}};
    workings.open_decisions = {*workings.position.next_decision};
    workings.spend = {{{2025}, {}, false, true}};
    workings.spend_steps = {{"spend", "Rent", "12 x 100.00", "1200.00"}};
    workings.warnings = {{"/term/end", "disagrees"}};
    std::string out;
    JsonWriter json(out);
    append_workings(json, {"c1", "8x8 \"cloud\"", "s1", "telephony"}, workings);
    CHECK(
        out ==
        R"({"on":"2026-02-11","position":)" + std::string(sample_json) +
            R"(,"sentences":["The contract is active."],)"
            R"("steps":[{"about":"term_end","title":"End of term 2","working":"1 April 2021 + 2 years","result":"31 March 2023"}],)"
            R"("open_decisions":[{"kind":"give_notice","decide_by":"2026-06-26","days_left":135,"takes_effect":"2026-08-27",)"
            R"("start_by":"2025-12-26","runs_until":"2027-08-27","cost_at_stake":"14400.00"}],)"
            R"("spend":[{"financial_year":"2025-26","committed":"0.00","continuing":"0.00","total":"0.00","net":"0.00",)"
            R"("vat":"0.00","gross":"0.00","unknown_vat_basis":"0.00","flags":["no_charges"]}],)"
            R"("spend_steps":[{"about":"spend","title":"Rent","working":"12 x 100.00","result":"1200.00"}],)"
            R"("warnings":[{"pointer":"/term/end","message":"disagrees"}]})");
}
