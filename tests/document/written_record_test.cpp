#include "server/document/written_record.hpp"

#include "server/document/json_parser.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

using namespace telestate;
using namespace telestate::document;

namespace {

JsonValue json(std::string_view text) { return parse_json(text).value(); }

WrittenContext context() { return {{}, "GBP", parse_day("2026-02-11")}; }

std::string shape_of(std::string_view typed, std::optional<RecordKind> kind) {
    return format_json(understand_record(json(typed), kind, context()).value);
}

std::string list_of(const std::vector<FieldError>& errors) {
    std::string out;
    for (const FieldError& error : errors)
        out += (out.empty() ? "" : " ") + error.pointer;
    return out;
}

std::string errors_of(std::string_view typed) {
    return list_of(read_written_record<Contract>(json(typed), context()).errors);
}

} // namespace

TEST_CASE("a record typed into a form is taken into document shape") {
    struct Row {
        std::string_view description;
        std::optional<RecordKind> kind;
        std::string_view typed;
        std::string_view shape;
    };
    const Row rows[] = {
        {"a term", RecordKind::contracts,
         R"({"id":"c","term":{"kind":"fixed","start":"Oct 24","length":"3 years","notice":"90 days' notice"}})",
         R"({"id":"c","term":{"kind":"fixed","start":"2024-10","length":"P3Y","notice":"P90D"}})"},
        {"a length whose options have no one unit", RecordKind::contracts,
         R"({"term":{"length":"3 years + 1 + up to 12 months"}})",
         R"({"term":{"length":"3 years + 1 + up to 12 months"}})"},
        {"a length and two options", RecordKind::contracts,
         R"({"term":{"length":"3 years + 1 + 1","kind":"fixed"}})",
         R"({"term":{"length":"P3Y","kind":"fixed","extensions":[{"length":"P1Y"},{"length":"P1Y"}]}})"},
        {"an option of part of its length", RecordKind::contracts,
         R"({"term":{"length":"3 years + up to 24 months","extensions":[{"length":""}]}})",
         R"({"term":{"length":"P3Y","extensions":[{"length":"P24M","up_to":true}]}})"},
        {"a notice of working days", RecordKind::contracts, R"({"term":{"notice":"10 working days"}})",
         R"({"term":{"notice":{"length":"P10D","days":"working"}}})"},
        {"the same from two fields", RecordKind::contracts,
         R"({"term":{"notice":{"length":"10","days":"working"}}})",
         R"({"term":{"notice":{"length":"P10D","days":"working"}}})"},
        {"a notice of calendar days from two fields", RecordKind::contracts,
         R"({"term":{"notice":{"length":"3 months","days":""}}})", R"({"term":{"notice":"P3M"}})"},
        {"no notice from two fields", RecordKind::contracts,
         R"({"term":{"kind":"fixed","notice":{"length":"","days":"working"}}})",
         R"({"term":{"kind":"fixed"}})"},
        {"an option's fields", RecordKind::contracts,
         R"({"term":{"extensions":[{"length":"1y","up_to":"yes","exercised_on":"1/4/21","exercised_length":"6m"}]}})",
         R"({"term":{"extensions":[{"length":"P1Y","up_to":true,"exercised_on":"2021-04-01","exercised_length":"P6M"}]}})"},
        {"charges", RecordKind::contracts,
         R"({"charges":[{"amount":"£14,400","every":"monthly","from":"1 Apr 2021","vat":{"basis":"exclusive","rate":"20%"}},)"
         R"({"quantity":"1,900","unit_price":"5.426p","price_rises":[{"on":"1/4/22","percent":"3.9%"}]}]})",
         R"({"charges":[{"amount":"14400","every":"P1M","from":"2021-04-01","vat":{"basis":"exclusive","rate":"20"}},)"
         R"({"quantity":1900,"unit_price":"0.05426","price_rises":[{"on":"2022-04-01","percent":"3.9"}]}]})"},
        {"amounts that came as numbers", RecordKind::contracts,
         R"({"charges":[{"amount":14400},{"amount":14.50}]})",
         R"({"charges":[{"amount":"14400"},{"amount":"14.50"}]})"},
        {"days before which to alert", RecordKind::contracts, R"({"alert_days":["90",""," 30 ",7]})",
         R"({"alert_days":[90,30,7]})"},
        {"days before which the organisation is alerted", std::nullopt, R"({"alert_days":["60",""," 14 "]})",
         R"({"alert_days":[60,14]})"},
        {"no alerts at all, which is something", RecordKind::contracts, R"({"alert_days":[]})",
         R"({"alert_days":[]})"},
        {"what forms leave behind", RecordKind::contracts,
         R"({"id":" c ","title":"  ","reference":"","framework":{"name":"","lot":" "},"deputies":["",""],)"
         R"("charges":[{"amount":"","vat":{}}],"documents":[null],"owner":null})",
         R"({"id":"c"})"},
        {"today", RecordKind::contracts, R"({"ended_on":"today"})", R"({"ended_on":"2026-02-11"})"},
        {"counts", RecordKind::licences,
         R"({"purchased":"1,900","assigned":"approx 190","in_use":{"value":"200+","as_at":"1 Apr 2021"}})",
         R"({"purchased":1900,"assigned":{"value":190,"qualifier":"approximately","literal":"approx 190"},)"
         R"("in_use":{"value":200,"as_at":"2021-04-01","qualifier":"at_least","literal":"200+"}})"},
        {"a count whose words are given", RecordKind::lines,
         R"({"count":{"value":"190","qualifier":"at_least","as_at":""}})",
         R"({"count":{"value":190,"qualifier":"at_least"}})"},
        {"a count left empty", RecordKind::lines, R"({"id":"l","count":{"value":"","as_at":""}})",
         R"({"id":"l"})"},
        {"a count left empty beside what the form offers", RecordKind::lines,
         R"({"id":"l","count":{"value":"","qualifier":"exact","measure":"lines"}})", R"({"id":"l"})"},
        {"a telephone number", RecordKind::lines, R"({"number":"0300 123 1234"})",
         R"({"number":"+443001231234"})"},
        {"yes and no", RecordKind::numbers, R"({"public_facing":"No"})", R"({"public_facing":false})"},
        {"a frequency", RecordKind::usage, R"({"per":"per month","from":"1/4/21"})",
         R"({"per":"P1M","from":"2021-04-01"})"},
        {"texts, which stay as they are", RecordKind::sites,
         R"({"name":" Oct 24 ","address":"1 High St\n Town\n"})",
         R"({"name":"Oct 24","address":"1 High St\n Town"})"},
        {"a person's telephone, which may be any text", RecordKind::people,
         R"({"phone":"ext. 12","executive":"yes"})", R"({"phone":"ext. 12","executive":true})"},
        {"a field that there is not", RecordKind::sites, R"({"start":"Oct 24"})", R"({"start":"Oct 24"})"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        CAPTURE(row.typed);
        CHECK(shape_of(row.typed, row.kind) == row.shape);
    }
    CHECK(shape_of(R"({"financial_year_start":"1 August","public_body":"yes"})", std::nullopt) ==
          R"({"financial_year_start":"08-01","public_body":true})");
    CHECK(shape_of(R"({"financial_year_start":"04-01"})", std::nullopt) ==
          R"({"financial_year_start":"04-01"})");
}

TEST_CASE("how each field was understood is said with its pointer") {
    const WrittenRecord written = understand_record(
        json(
            R"({"title":"T","term":{"start":"Oct 24","length":"3+1+1","notice":{"length":"10","days":"working"}},)"
            R"("charges":[{},{"amount":"14.4k","every":"P1M"}]})"),
        RecordKind::contracts, context());
    struct Row {
        std::string_view pointer;
        std::string_view value;
        std::string_view text;
    };
    const Row rows[] = {
        {"/term/start", R"("2024-10")", "October 2024 (1 to 31 October 2024)"},
        {"/term/length", R"("P3Y")", "3 years, with options of 1 year and 1 year"},
        {"/term/notice/length", R"({"length":"P10D","days":"working"})", "10 working days"},
        {"/charges/1/amount", R"("14400")", "£14,400.00"},
        {"/charges/1/every", R"("P1M")", "every month"},
    };
    REQUIRE(written.understood.size() == std::size(rows));
    for (std::size_t i = 0; i < std::size(rows); ++i) {
        CHECK(written.understood[i].pointer == rows[i].pointer);
        CHECK(format_json(written.understood[i].value) == rows[i].value);
        CHECK(written.understood[i].text == rows[i].text);
    }
    const WrittenRecord repaired =
        understand_record(json(R"({"number":"3001231234"})"), RecordKind::numbers, context());
    REQUIRE(repaired.understood.size() == 1);
    CHECK(repaired.understood[0].text == "0300 123 1234");
    CHECK(list_of(repaired.warnings) == "/number");
}

TEST_CASE("what is wrong is said once, where it was typed") {
    struct Row {
        std::string_view description;
        std::string_view typed;
        std::string_view pointers;
    };
    const Row rows[] = {
        {"nothing at all",
         R"({"id":"c","title":"T","term":{"kind":"fixed","start":"Oct 24","length":"3+1"}})", ""},
        {"a date that is none",
         R"({"id":"c","title":"T","term":{"kind":"fixed","start":"24 Oct","length":"3y"}})", "/term/start"},
        {"a length that is none",
         R"({"id":"c","title":"T","term":{"kind":"fixed","start":"2024","length":"3"}})", "/term/length"},
        {"a notice that is none",
         R"({"id":"c","title":"T","term":{"kind":"perpetual","notice":{"length":"soon","days":"working"}}})",
         "/term/notice/length"},
        {"working days in months",
         R"({"id":"c","title":"T","term":{"kind":"perpetual","notice":{"length":"1 month","days":"working"}}})",
         "/term/notice/length"},
        {"a renewal that is none, and nothing said of its absence",
         R"({"id":"c","title":"T","term":{"kind":"auto_renew","start":"2024","length":"1y","renews_for":"often"}})",
         "/term/renews_for"},
        {"a renewal that is missing",
         R"({"id":"c","title":"T","term":{"kind":"auto_renew","start":"2024","length":"1y","renews_for":" "}})",
         "/term/renews_for"},
        {"no term, no id and no title", R"({"term":{"kind":""}})", "/id /title /term"},
        {"the second charge, though the first was empty",
         R"({"id":"c","title":"T","term":{"kind":"unknown"},"charges":[{"amount":""},{"kind":"recurring","amount":"lots","every":"P1M"}]})",
         "/charges/1/amount"},
        {"a rule broken by the second charge, though the first was empty",
         R"({"id":"c","title":"T","term":{"kind":"unknown"},"charges":[{},{"kind":"one_off","amount":"5","every":"monthly","on":"1/4/21"}]})",
         "/charges/1/every"},
        {"a price rise after empty ones",
         R"({"id":"c","title":"T","term":{"kind":"unknown"},"charges":[{},{"kind":"recurring","amount":"5","every":"monthly","from":"1/4/21","price_rises":[{},{"on":"1/4/20","percent":"5"}]}]})",
         "/charges/1/price_rises/1/on"},
        {"options in both places",
         R"({"id":"c","title":"T","term":{"kind":"fixed","start":"2024","length":"3+1","extensions":[{"length":"1y"}]}})",
         "/term/length"},
        {"a field there is not", R"({"id":"c","title":"T","term":{"kind":"unknown","strat":"2024"}})",
         "/term/strat"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        CHECK(errors_of(row.typed) == row.pointers);
    }
    CHECK(list_of(read_written_record<Licence>(
                      json(R"({"id":"l","in_use":{"value":"many","as_at":"Oct 24"}})"), context())
                      .errors) == "/in_use/value /in_use/as_at");
    CHECK(list_of(read_written_record<Line>(json(R"({"id":"l","number":"12"})"), context()).errors) ==
          "/number");
    CHECK(list_of(read_written_record<Organisation>(
                      json(R"({"name":"T","financial_year_start":"29 February"})"), context())
                      .errors) == "/financial_year_start");
    CHECK(!read_written_record<Site>(json("[]"), context()).errors.empty());
}

TEST_CASE("a record in document shape stays as it is") {
    const std::string_view contract =
        R"({"id":"c","title":"T","term":{"kind":"fixed","start":"2024-10","length":"P3Y","notice":{"length":"P10D",)"
        R"("days":"working"},"extensions":[{"length":"P1Y","up_to":true,"notice":"P3M"}],"breaks":[{"on":"2026-01-31"}]},)"
        R"("lead_time":"P6M","charges":[{"kind":"recurring","quantity":3,"unit_price":"5.426","every":"P1M","vat":)"
        R"({"basis":"exclusive","rate":"20"}}],"alert_days":[90,30]})";
    const auto draft = read_written_record<Contract>(json(contract), context());
    CHECK(list_of(draft.errors).empty());
    CHECK(format_record(draft.record) == contract);
    CHECK(shape_of(contract, RecordKind::contracts) == contract);
}
