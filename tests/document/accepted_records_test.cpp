#include "server/document/record_json.hpp"
#include "tests/document/test_files.hpp"

#include <doctest/doctest.h>

using namespace telestate;
using namespace telestate::document;

namespace {

struct Row {
    std::string description;
    std::string given;
    std::string written;
};

// Reads each record and writes it again; nothing may be refused.
template <typename Record>
void check_written(const std::vector<Row>& rows) {
    for (const Row& row : rows) {
        CAPTURE(row.description);
        const auto parsed = parse_record<Record>(row.given);
        REQUIRE_MESSAGE(parsed.has_value(), list_fields(parsed.has_value() ? Error{} : parsed.error()));
        CHECK(format_record(parsed->record) == row.written);
        const auto again = parse_record<Record>(row.written);
        REQUIRE(again.has_value());
        CHECK(again->record == parsed->record);
    }
}

} // namespace

TEST_CASE("an organisation says what it left to the defaults") {
    check_written<Organisation>({
        {"a name alone", R"({"name": "X"})",
         R"({"name":"X","time_zone":"Europe/London","bank_holidays":"england-and-wales","financial_year_start":"04-01","currency":"GBP"})"},
        {"everything",
         R"({"currency": "EUR", "public_body": false, "name": "X", "address": "a\nb", "time_zone": "Europe/Dublin",
            "bank_holidays": "northern-ireland", "financial_year_start": "08-06", "alert_recipients": ["a@b"], "alert_days": [60, 0], "notes": "n",
            "silences": {"address": "none"}, "release": {"name": {"withhold": ["s31"], "reason": "r"}}})",
         R"({"name":"X","address":"a\nb","time_zone":"Europe/Dublin","bank_holidays":"northern-ireland","financial_year_start":"08-06","currency":"EUR","public_body":false,"alert_recipients":["a@b"],"alert_days":[60,0],"notes":"n","silences":{"address":"none"},"release":{"name":{"withhold":["s31"],"neither_confirm_nor_deny":false,"reason":"r"}}})"},
        {"no alerts by rule, which is not silence about them", R"({"name": "X", "alert_days": []})",
         R"({"name":"X","time_zone":"Europe/London","bank_holidays":"england-and-wales","financial_year_start":"04-01","currency":"GBP","alert_days":[]})"},
    });
}

TEST_CASE("a name need not be stated where it is said what kind of nothing it is") {
    check_written<Organisation>({
        {"an organisation", R"({"silences": {"name": "withheld"}})",
         R"({"time_zone":"Europe/London","bank_holidays":"england-and-wales","financial_year_start":"04-01","currency":"GBP","silences":{"name":"withheld"}})"},
    });
    check_written<Site>({
        {"a site", R"({"id": "a", "silences": {"name": "unknown"}})",
         R"({"id":"a","silences":{"name":"unknown"}})"},
    });
    check_written<Supplier>({
        {"a supplier", R"({"id": "a", "silences": {"name": "not_held"}})",
         R"({"id":"a","silences":{"name":"not_held"}})"},
    });
    check_written<Contract>({
        {"a contract", R"({"id": "c", "term": {"kind": "unknown"}, "silences": {"title": "unknown"}})",
         R"({"id":"c","term":{"kind":"unknown"},"silences":{"title":"unknown"}})"},
    });
    // A silence about something else does not excuse it, and an unknown kind of nothing is all that is wrong.
    CHECK(parse_record<Site>(R"({"id": "a", "silences": {"address": "unknown"}})").has_error());
    const auto misspelt = parse_record<Site>(R"({"id": "a", "silences": {"name": "unknwon"}})");
    REQUIRE(misspelt.has_error());
    REQUIRE_MESSAGE(misspelt.error().fields.size() == 1, list_fields(misspelt.error()));
    CHECK(misspelt.error().fields[0].pointer == "/silences/name");
}

TEST_CASE("a contact is written in its shortest form") {
    check_written<Supplier>({
        {"a name", R"({"id": "a", "name": "A", "support": "Service desk"})",
         R"({"id":"a","name":"A","support":"Service desk"})"},
        {"an object of a name", R"({"id": "a", "name": "A", "support": {"name": "Service desk"}})",
         R"({"id":"a","name":"A","support":"Service desk"})"},
        {"an object of more",
         R"({"id": "a", "name": "A", "account_manager": {"phone": "1", "name": "Jo", "email": "jo@x"}})",
         R"({"id":"a","name":"A","account_manager":{"name":"Jo","email":"jo@x","phone":"1"}})"},
    });
}

TEST_CASE("a count is written in its shortest form") {
    check_written<Line>({
        {"a number", R"({"id": "l", "count": 12})", R"({"id":"l","count":12})"},
        {"zero is a number", R"({"id": "l", "count": 0})", R"({"id":"l","count":0})"},
        {"an object of a number", R"({"id": "l", "count": {"value": 12, "qualifier": "exact"}})",
         R"({"id":"l","count":12})"},
        {"an object of more", R"({"id": "l", "count": {"value": 12, "as_at": "2021-08-23"}})",
         R"({"id":"l","count":{"value":12,"qualifier":"exact","as_at":"2021-08-23"}})"},
    });
}

TEST_CASE("telephone numbers are written in E.164, short ones as they are dialled") {
    check_written<NumberRange>({
        {"national", R"({"id": "n", "number": "0300 123 1234"})", R"({"id":"n","number":"+443001231234"})"},
        {"international with its zero", R"({"id": "n", "number": "+44 (0)1622 211900"})",
         R"({"id":"n","number":"+441622211900"})"},
        {"a short code", R"({"id": "n", "number": "111"})", R"({"id":"n","number":"111"})"},
        {"Childline", R"({"id": "n", "number": "0800 1111"})", R"({"id":"n","number":"08001111"})"},
        {"a block", R"({"id": "n", "first": "01622 211900", "last": "01622 211999"})",
         R"({"id":"n","first":"+441622211900","last":"+441622211999"})"},
    });
}

TEST_CASE("a contract keeps dates and periods as they are written, and the rest in its shortest form") {
    check_written<Contract>({
        {"as little as may be", R"({"title": "C", "id": "c", "term": {"kind": "unknown"}})",
         R"({"id":"c","title":"C","term":{"kind":"unknown"}})"},
        {"imprecise dates and a year of twelve months",
         R"({"id": "c", "title": "C", "term": {"kind": "auto_renew", "start": "FY2020-21-Q4", "end": "2024", "renews_for": "P12M", "notice": "P0D"}})",
         R"({"id":"c","title":"C","term":{"kind":"auto_renew","start":"FY2020-21-Q4","end":"2024","renews_for":"P12M","notice":"P0D"}})"},
        {"notice in working days",
         R"({"id": "c", "title": "C", "term": {"kind": "fixed", "notice": {"days": "working", "length": "P10D"}}})",
         R"({"id":"c","title":"C","term":{"kind":"fixed","notice":{"length":"P10D","days":"working"}}})"},
        {"documents",
         R"({"id": "c", "title": "C", "term": {"kind": "fixed"}, "documents": ["Signed", "https://x.y/z", {"title": "T"}, {"url": "http://x"}, {"url": "http://x", "title": "T"}, {"title": "http://x"}]})",
         R"({"id":"c","title":"C","term":{"kind":"fixed"},"documents":["Signed","https://x.y/z","T","http://x",{"title":"T","url":"http://x"},{"title":"http://x"}]})"},
        {"no alerts is not the usual alerts",
         R"({"id": "c", "title": "C", "term": {"kind": "fixed"}, "alert_days": []})",
         R"({"id":"c","title":"C","term":{"kind":"fixed"},"alert_days":[]})"},
        {"empty lists are nothing",
         R"({"id": "c", "title": "C", "term": {"kind": "fixed", "breaks": [], "extensions": []}, "charges": [], "deputies": []})",
         R"({"id":"c","title":"C","term":{"kind":"fixed"}})"},
        {"an option in full",
         R"({"id": "c", "title": "C", "term": {"kind": "fixed", "start": "2021-04-01", "length": "P1Y", "extensions": [{"length": "P1Y", "up_to": true, "notice": "P1M", "exercised_on": "2022-01-01", "exercised_length": "P6M"}]}})",
         R"({"id":"c","title":"C","term":{"kind":"fixed","start":"2021-04-01","length":"P1Y","extensions":[{"length":"P1Y","up_to":true,"notice":"P1M","exercised_on":"2022-01-01","exercised_length":"P6M"}]}})"},
    });
}

TEST_CASE("a charge keeps the places of its decimals, and a whole quantity is a whole number") {
    const auto charge = [](const std::string& given) {
        const auto parsed = parse_record<Contract>(
            R"({"id": "c", "title": "C", "term": {"kind": "unknown"}, "charges": [)" + given + "]}");
        REQUIRE_MESSAGE(parsed.has_value(), list_fields(parsed.has_value() ? Error{} : parsed.error()));
        std::string out;
        JsonWriter json(out);
        append_charge(json, parsed->record.charges.at(0));
        return out;
    };
    CHECK(charge(R"({"kind": "one_off", "on": "2024-01-01", "amount": "-65441.3"})") ==
          R"({"kind":"one_off","amount":"-65441.3","on":"2024-01-01"})");
    CHECK(charge(R"({"kind": "one_off", "on": "2024-01-01", "quantity": "1277", "unit_price": "0.4412"})") ==
          R"({"kind":"one_off","quantity":1277,"unit_price":"0.4412","on":"2024-01-01"})");
    CHECK(charge(R"({"kind": "one_off", "on": "2024-01-01", "quantity": "2.50", "unit_price": "3"})") ==
          R"({"kind":"one_off","quantity":"2.50","unit_price":"3","on":"2024-01-01"})");
    CHECK(charge(R"({"kind": "recurring", "every": "P1M", "silences": {"amount": "withheld"}, "vat": {}})") ==
          R"({"kind":"recurring","every":"P1M","vat":{"basis":"unknown"},"silences":{"amount":"withheld"}})");
}

TEST_CASE("one record is refused with pointers of its own") {
    const auto site = parse_record<Site>(R"({"id": "A"})");
    REQUIRE(site.has_error());
    CHECK(list_fields(site.error().fields).find("/id: ") == 0);
    const auto contract = parse_record<Contract>(R"({"id": "c", "title": "C", "term": {"kind": "rolling"}})");
    REQUIRE(contract.has_error());
    CHECK(contract.error().fields.at(0).pointer == "/term/period");
    const auto not_json = parse_record<Site>("{");
    REQUIRE(not_json.has_error());
    CHECK(not_json.error().code == ErrorCode::malformed);
    const auto not_object = parse_record<Site>("[]");
    REQUIRE(not_object.has_error());
    REQUIRE(not_object.error().fields.size() == 1);
    CHECK(not_object.error().fields[0].message == "must be a site, an object { … }, not a list");
}
