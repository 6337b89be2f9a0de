#include "server/document/changes.hpp"
#include "tests/document/random_estate.hpp"
#include "tests/document/test_files.hpp"

#include <doctest/doctest.h>

using namespace telestate;
using namespace telestate::document;

namespace {

std::string describe(const std::vector<Change>& changes) {
    std::string out;
    for (const Change& change : changes) {
        out += change.field + ": " + change.before.value_or("-") + " > " + change.after.value_or("-") + "\n";
    }
    return out;
}

Contract contract_of(const std::string& members) {
    const auto parsed = parse_record<Contract>(R"({"id": "c", "title": "C", )" + members + "}");
    REQUIRE_MESSAGE(parsed.has_value(), list_fields(parsed.has_value() ? Error{} : parsed.error()));
    return parsed->record;
}

} // namespace

TEST_CASE("equal records have no changes") {
    const Estate estate = random_estate(1, 1, 1);
    CHECK(changes_between(estate.contracts[0], estate.contracts[0]).empty());
    CHECK(changes_between(*estate.organisation, *estate.organisation).empty());
}

TEST_CASE("changes name the field and both sides") {
    struct Row {
        std::string description;
        std::string before;
        std::string after;
        std::string changes;
    };
    const Row rows[] = {
        {"a field added", R"("term": {"kind": "fixed"})", R"("term": {"kind": "fixed"}, "supplier": "bt")",
         "/supplier: - > \"bt\"\n"},
        {"a field taken away", R"("term": {"kind": "fixed"}, "notes": "x")", R"("term": {"kind": "fixed"})",
         "/notes: \"x\" > -\n"},
        {"a nested field", R"("term": {"kind": "fixed", "end": "2024"})",
         R"("term": {"kind": "fixed", "end": "2024-10"})", "/term/end: \"2024\" > \"2024-10\"\n"},
        {"a field that changed its shape", R"("term": {"kind": "fixed", "notice": "P10D"})",
         R"("term": {"kind": "fixed", "notice": {"length": "P10D", "days": "working"}})",
         "/term/notice: \"P10D\" > {\"length\":\"P10D\",\"days\":\"working\"}\n"},
        {"charges are matched by id",
         R"("term": {"kind": "fixed"}, "charges": [{"id": "a", "kind": "one_off", "on": "2024-01-01", "amount": "1.00"}, {"id": "b", "kind": "one_off", "on": "2024-01-01", "amount": "2.00"}])",
         R"("term": {"kind": "fixed"}, "charges": [{"id": "b", "kind": "one_off", "on": "2024-01-01", "amount": "3.00"}, {"id": "c", "kind": "one_off", "on": "2024-01-01", "amount": "4.00"}])",
         "/charges/0: {\"id\":\"a\",\"kind\":\"one_off\",\"amount\":\"1.00\",\"on\":\"2024-01-01\"} > -\n"
         "/charges/0/amount: \"2.00\" > \"3.00\"\n"
         "/charges/1: - > {\"id\":\"c\",\"kind\":\"one_off\",\"amount\":\"4.00\",\"on\":\"2024-01-01\"}\n"},
        {"charges in another order",
         R"("term": {"kind": "fixed"}, "charges": [{"id": "a", "kind": "one_off", "on": "2024-01-01", "amount": "1.00"}, {"id": "b", "kind": "one_off", "on": "2024-01-01", "amount": "1.00"}])",
         R"("term": {"kind": "fixed"}, "charges": [{"id": "b", "kind": "one_off", "on": "2024-01-01", "amount": "1.00"}, {"id": "a", "kind": "one_off", "on": "2024-01-01", "amount": "1.00"}])",
         R"(/charges: [{"id":"a","kind":"one_off","amount":"1.00","on":"2024-01-01"},{"id":"b","kind":"one_off","amount":"1.00","on":"2024-01-01"}] > [{"id":"b","kind":"one_off","amount":"1.00","on":"2024-01-01"},{"id":"a","kind":"one_off","amount":"1.00","on":"2024-01-01"}])"
         "\n"},
        {"options are matched by their order",
         R"("term": {"kind": "fixed", "extensions": [{"length": "P1Y"}]})",
         R"("term": {"kind": "fixed", "extensions": [{"length": "P1Y", "exercised_on": "2024-01-01"}, {"length": "P2Y"}]})",
         "/term/extensions/0/exercised_on: - > \"2024-01-01\"\n/term/extensions/1: - > {\"length\":\"P2Y\"}\n"},
        {"a list of plain values is one value", R"("term": {"kind": "fixed"}, "alert_days": [30])",
         R"("term": {"kind": "fixed"}, "alert_days": [30, 7])", "/alert_days: [30] > [30,7]\n"},
        {"silences by the field they are about",
         R"("term": {"kind": "fixed"}, "silences": {"term.end": "unknown"})",
         R"("term": {"kind": "fixed"}, "silences": {"term.end": "none", "owner": "unknown"})",
         "/silences/term.end: \"unknown\" > \"none\"\n/silences/owner: - > \"unknown\"\n"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        CHECK(describe(changes_between(contract_of(row.before), contract_of(row.after))) == row.changes);
    }
}

TEST_CASE("records that differ always have changes") {
    for (std::uint32_t seed = 0; seed < 40; ++seed) {
        CAPTURE(seed);
        const Estate a = random_estate(seed, 0.7, 1);
        const Estate b = random_estate(seed + 1000, 0.7, 1);
        CHECK(changes_between(a.contracts[0], b.contracts[0]).empty() == (a.contracts[0] == b.contracts[0]));
        CHECK(changes_between(a.suppliers[0], b.suppliers[0]).empty() == (a.suppliers[0] == b.suppliers[0]));
        CHECK(changes_between(a.lines[0], b.lines[0]).empty() == (a.lines[0] == b.lines[0]));
    }
}

TEST_CASE("an import report is written as the API promises") {
    ImportReport report;
    report.is_dry_run = true;
    report.added_count = 1;
    report.changed_count = 1;
    report.left_alone_count = 3;
    report.records = {{"contracts",
                       "x",
                       ImportAction::changed,
                       {{"/title", "\"A\"", "\"B\""}, {"/owner", std::nullopt, "\"jo\""}}},
                      {"sites", "y", ImportAction::added, {}}};
    report.warnings = {{"/numbers/0/number", "A zero was put back."}};
    report.revision = 7;
    std::string out;
    JsonWriter json(out);
    append_import_report(json, report);
    CHECK(
        out ==
        R"({"dry_run":true,"added":1,"changed":1,"unchanged":0,"left_alone":3,"records":[)"
        R"({"kind":"contracts","id":"x","action":"changed","changes":[{"field":"/title","before":"A","after":"B"},{"field":"/owner","before":null,"after":"jo"}]},)"
        R"({"kind":"sites","id":"y","action":"added","changes":[]}],)"
        R"("warnings":[{"pointer":"/numbers/0/number","message":"A zero was put back."}],"revision":7})");
}
