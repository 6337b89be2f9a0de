#include "server/document/estate_reader.hpp"
#include "tests/document/test_files.hpp"

#include <doctest/doctest.h>

using namespace telestate;
using namespace telestate::document;

namespace {

// One record with one thing wrong: where the importer points, and part of what it says.
struct Row {
    std::string description;
    std::string record;
    std::string pointer; // relative to the record
    std::string message;
};

void check_refused(std::string_view list, const std::vector<Row>& rows) {
    for (const Row& row : rows) {
        CAPTURE(row.description);
        const auto parsed = parse_estate(document_of("\"" + std::string(list) + "\": [" + row.record + "]"));
        REQUIRE(parsed.has_error());
        REQUIRE_MESSAGE(parsed.error().fields.size() == 1, list_fields(parsed.error()));
        CHECK(parsed.error().fields[0].pointer == "/" + std::string(list) + "/0" + row.pointer);
        CHECK_MESSAGE(parsed.error().fields[0].message.find(row.message) != std::string::npos,
                      parsed.error().fields[0].message);
    }
}

std::string contract_with(const std::string& members) {
    return R"({"id": "c", "title": "C", )" + members + "}";
}
std::string with_term(const std::string& members) { return contract_with(R"("term": {)" + members + "}"); }
std::string with_charge(const std::string& members) {
    return contract_with(R"("term": {"kind": "unknown"}, "charges": [{)" + members + "}]");
}
std::string with_other(const std::string& members) {
    return contract_with(R"("term": {"kind": "unknown"}, )" + members);
}

} // namespace

TEST_CASE("a site, and what every record has in common") {
    check_refused(
        "sites",
        {
            {"no id", R"({"name": "A"})", "/id", "is missing: every record has an id"},
            {"an id in capitals", R"({"id": "HQ", "name": "A"})", "/id",
             "must be lower-case letters, digits and hyphens, at most 100 of them, not \"HQ\""},
            {"an empty id", R"({"id": "", "name": "A"})", "/id", "must be lower-case letters"},
            {"an id that is a number", R"({"id": 7, "name": "A"})", "/id", "not a whole number"},
            {"an id that is too long", R"({"id": ")" + std::string(101, 'a') + R"(", "name": "A"})", "/id",
             "at most 100"},
            {"no name", R"({"id": "a"})", "/name", "is missing: the name of the site"},
            {"an empty name", R"({"id": "a", "name": ""})", "/name", "is empty; leave the field out"},
            {"a blank name", R"({"id": "a", "name": " \t"})", "/name", "is empty"},
            {"null", R"({"id": "a", "name": "A", "postcode": null})", "/postcode",
             "is null; leave the field out, and say in \"silences\""},
            {"a number where a text is wanted", R"({"id": "a", "name": "A", "postcode": 12})", "/postcode",
             "must be a text in quotation marks, not a whole number"},
            {"a list where a text is wanted", R"({"id": "a", "name": ["A"]})", "/name", "not a list"},
            {"a line break in a line", R"({"id": "a", "name": "A\nB"})", "/name", "must be one line"},
            {"a control character", R"({"id": "a", "name": "A", "address": "x\u0007"})", "/address",
             "holds a control character"},
            {"a return in a text of several lines", R"({"id": "a", "name": "A", "address": "x\r\ny"})",
             "/address", "only tabs and line feeds"},
            {"a line that is too long", R"({"id": "a", "name": ")" + std::string(1001, 'x') + R"("})",
             "/name", "is longer than 1000 characters"},
            {"notes that are too long",
             R"({"id": "a", "name": "A", "notes": ")" + std::string(100'001, 'x') + R"("})", "/notes",
             "is longer than 100000 characters"},
            {"an unknown field", R"({"id": "a", "name": "A", "postcoed": "x"})", "/postcoed",
             "there is no field \"postcoed\" here; did you mean \"postcode\"?"},
            {"an unknown field that needs escaping", R"({"id": "a", "name": "A", "x/y": 1})", "/x~1y",
             "there is no field \"x/y\" here"},
            {"an unknown field that is null", R"({"id": "a", "name": "A", "colour": null})", "/colour",
             "there is no field \"colour\" here"},
            {"a field twice", R"({"id": "a", "name": "A", "name": "A"})", "",
             "the field \"name\" is given twice"},
        });
}

TEST_CASE("silences and releases") {
    check_refused(
        "sites",
        {
            {"silences that are no object", R"({"id": "a", "name": "A", "silences": ["address"]})",
             "/silences", "must be an object such as"},
            {"a silence about no field", R"({"id": "a", "name": "A", "silences": {"adress": "unknown"}})",
             "/silences/adress",
             "there is no field \"adress\" that could be meant; did you mean \"address\"?"},
            {"a silence of no kind", R"({"id": "a", "name": "A", "silences": {"address": "secret"}})",
             "/silences/address",
             "\"secret\" is not one of unknown, none, not_applicable, not_held, withheld"},
            {"a silence that is null", R"({"id": "a", "name": "A", "silences": {"address": null}})",
             "/silences/address", "must be one of"},
            {"a path that ends in a dot", R"({"id": "a", "name": "A", "silences": {"address.": "unknown"}})",
             "/silences/address.", "is no name of a field"},
            {"a release about no field",
             R"({"id": "a", "name": "A", "release": {"colour": {"withhold": ["s31"], "reason": "x"}}})",
             "/release/colour", "there is no field \"colour\""},
            {"a release that is a text", R"({"id": "a", "name": "A", "release": {"name": "s31"}})",
             "/release/name", "must be what is withheld and why, an object"},
            {"no exemption", R"({"id": "a", "name": "A", "release": {"name": {"reason": "x"}}})",
             "/release/name/withhold", "is missing: a list of the exemptions"},
            {"an empty list of exemptions",
             R"({"id": "a", "name": "A", "release": {"name": {"withhold": [], "reason": "x"}}})",
             "/release/name/withhold", "name at least one exemption"},
            {"no reason", R"({"id": "a", "name": "A", "release": {"name": {"withhold": ["s31"]}}})",
             "/release/name/reason", "is missing: why the field is withheld"},
            {"null for a list",
             R"({"id": "a", "name": "A", "release": {"name": {"withhold": null, "reason": "x"}}})",
             "/release/name/withhold", "is null"},
            {"a word for true",
             R"({"id": "a", "name": "A", "release": {"name": {"withhold": ["s31"], "reason": "x", "neither_confirm_nor_deny": "yes"}}})",
             "/release/name/neither_confirm_nor_deny", "must be true or false"},
        });
}

TEST_CASE("people, responsibilities and suppliers") {
    check_refused("people",
                  {
                      {"no mail address", R"({"id": "a", "email": "jo smith@nhs.net"})", "/email",
                       "is no mail address"},
                      {"a mail address with a header in it", R"({"id": "a", "email": "a@b.c\r\nBcc: d@e.f"})",
                       "/email", "is no mail address"},
                      {"a word for true", R"({"id": "a", "executive": "yes"})", "/executive",
                       "must be true or false, without quotation marks, not a text"},
                  });
    check_refused(
        "responsibilities",
        {
            {"no person", R"({"service": "s", "role": "r"})", "/person", "is missing: the id of a person"},
            {"a person's name", R"({"service": "s", "role": "r", "person": "Gordon Flack"})", "/person",
             "\"Gordon Flack\" cannot be the id of a person"},
            {"no service", R"({"role": "r", "person": "p"})", "/service", "is missing"},
            {"silences, which it has not", R"({"service": "s", "role": "r", "person": "p", "silences": {}})",
             "/silences", "there is no field"},
        });
    check_refused("suppliers",
                  {
                      {"a name twice", R"({"id": "a", "name": "A", "also_known_as": ["B", "B"]})",
                       "/also_known_as/1", "is in this list already"},
                      {"a text for a list", R"({"id": "a", "name": "A", "also_known_as": "B"})",
                       "/also_known_as", "must be a list [ … ], not a text"},
                      {"nobody", R"({"id": "a", "name": "A", "support": {}})", "/support",
                       "is empty; leave the field out"},
                      {"a contact's mail address", R"({"id": "a", "name": "A", "support": {"email": "x"}})",
                       "/support/email", "is no mail address"},
                      {"a contact's unknown field", R"({"id": "a", "name": "A", "support": {"mail": "x@y"}})",
                       "/support/mail", "did you mean \"email\"?"},
                      {"a contact that is a number", R"({"id": "a", "name": "A", "support": 1622})",
                       "/support", "must be a name, or, an object"},
                  });
}

TEST_CASE("the organisation") {
    struct OrganisationRow {
        std::string description;
        std::string members;
        std::string pointer;
        std::string message;
    };
    const OrganisationRow rows[] = {
        {"a time zone that leads elsewhere", R"("time_zone": "../etc/passwd")", "/time_zone",
         "is no name of a time zone"},
        {"a division of no country", R"("bank_holidays": "england")", "/bank_holidays",
         "is not one of england-and-wales, scotland, northern-ireland"},
        {"29 February", R"("financial_year_start": "02-29")", "/financial_year_start",
         "is no day of every year"},
        {"a day of no month", R"("financial_year_start": "4-1")", "/financial_year_start",
         "such as \"04-01\""},
        {"a sign for a currency", R"("currency": "£")", "/currency", "such as \"GBP\""},
        {"a bad recipient", R"("alert_recipients": ["a@b", "c"])", "/alert_recipients/1",
         "is no mail address"},
        {"a recipient twice", R"("alert_recipients": ["a@b", "a@b"])", "/alert_recipients/1",
         "is in this list already"},
        {"alert days below zero", R"("alert_days": [30, -1])", "/alert_days/1",
         "a whole number of days from 0 to 36525"},
        {"alert days twice", R"("alert_days": [30, 30])", "/alert_days/1", "is in this list already"},
        {"alert days as a text", R"("alert_days": ["30"])", "/alert_days/0", "such as 90"},
        {"alert days that are no list", R"("alert_days": 30)", "/alert_days", "must be a list"},
        {"an id, which it has not", R"("id": "x")", "/id", "there is no field"},
    };
    for (const OrganisationRow& row : rows) {
        CAPTURE(row.description);
        const auto parsed =
            parse_estate(document_of(R"("organisation": {"name": "X", )" + std::string(row.members) + "}"));
        REQUIRE(parsed.has_error());
        REQUIRE_MESSAGE(parsed.error().fields.size() == 1, list_fields(parsed.error()));
        CHECK(parsed.error().fields[0].pointer == "/organisation" + std::string(row.pointer));
        CHECK_MESSAGE(parsed.error().fields[0].message.find(row.message) != std::string::npos,
                      parsed.error().fields[0].message);
    }
}

TEST_CASE("contracts and their terms") {
    check_refused(
        "contracts",
        {
            {"no term", R"({"id": "c", "title": "C"})", "/term",
             "write { \"kind\": \"unknown\" } where it is not known"},
            {"no title", R"({"id": "c", "term": {"kind": "unknown"}})", "/title", "is missing"},
            {"no kind", with_term(R"("start": "2024-01-01")"), "/term/kind", "is missing: fixed, auto_renew"},
            {"a kind nearly right", with_term(R"("kind": "auto-renew", "renews_for": "P1Y")"), "/term/kind",
             "did you mean \"auto_renew\"?"},
            {"a date as people in Britain write it", with_term(R"("kind": "fixed", "start": "31/03/2024")"),
             "/term/start", "\"31/03/2024\" is no date; write \"2024-10-15\""},
            {"a day that never was", with_term(R"("kind": "fixed", "start": "2023-02-29")"), "/term/start",
             "is no date"},
            {"a quarter that never was", with_term(R"("kind": "fixed", "end": "2024-Q5")"), "/term/end",
             "is no date"},
            {"a financial year of two years", with_term(R"("kind": "fixed", "end": "FY2020-22")"),
             "/term/end", "is no date"},
            {"a year as a number", with_term(R"("kind": "fixed", "end": 2024)"), "/term/end",
             "must be a text in quotation marks"},
            {"a period in words", with_term(R"("kind": "fixed", "length": "3 years")"), "/term/length",
             "\"3 years\" is no period; write \"P3Y\""},
            {"months and days in one period", with_term(R"("kind": "fixed", "length": "P1M10D")"),
             "/term/length", "is no period"},
            {"a period of no time", with_term(R"("kind": "fixed", "length": "P0D")"), "/term/length", ""},
            {"an end before the start",
             with_term(R"("kind": "fixed", "start": "2024-01-01", "end": "2023-12-31")"), "/term/end",
             "before the start"},
            {"no renewal", with_term(R"("kind": "auto_renew", "start": "2024-01-01", "length": "P1Y")"),
             "/term/renews_for", ""},
            {"a rolling period in days without a start", with_term(R"("kind": "rolling", "period": "P30D")"),
             "/term/start", ""},
            {"notice as a number", with_term(R"("kind": "unknown", "notice": 30)"), "/term/notice",
             "must be a text"},
            {"working days without their length",
             with_term(R"("kind": "unknown", "notice": {"days": "working"})"), "/term/notice/length",
             "is missing"},
            {"calendar days as an object", with_term(R"("kind": "unknown", "notice": {"length": "P10D"})"),
             "/term/notice/days", "written as a plain period"},
            {"weeks of working days",
             with_term(R"("kind": "unknown", "notice": {"length": "P2W", "days": "working"})"),
             "/term/notice/length", "working days are counted as a number of days"},
            {"days of another sort",
             with_term(R"("kind": "unknown", "notice": {"length": "P2D", "days": "clear"})"),
             "/term/notice/days", "is not one of working"},
            {"an unknown field", with_term(R"("kind": "fixed", "renews": "P1Y")"), "/term/renews",
             "did you mean \"renews_for\"?"},
            {"an option without length", with_term(R"("kind": "fixed", "extensions": [{"up_to": true}])"),
             "/term/extensions/0/length", "is missing"},
            {"an option exercised in a month",
             with_term(R"("kind": "fixed", "extensions": [{"length": "P1Y", "exercised_on": "2024-10"}])"),
             "/term/extensions/0/exercised_on", "is no full day such as \"2024-10-15\""},
            {"exercised for longer than the option",
             with_term(
                 R"("kind": "fixed", "extensions": [{"length": "P1Y", "up_to": true, "exercised_on": "2024-10-01", "exercised_length": "P2Y"}])"),
             "/term/extensions/0/exercised_length", ""},
            {"a break on no day", with_term(R"("kind": "fixed", "breaks": [{"notice": "P3M"}])"),
             "/term/breaks/0/on", "is missing"},
            {"a break that is a date alone", with_term(R"("kind": "fixed", "breaks": ["2024-10-15"])"),
             "/term/breaks/0", "must be a break, an object"},
            {"a silence about an unknown part of the term",
             contract_with(R"("term": {"kind": "fixed"}, "silences": {"term.notise": "none"})"),
             "/silences/term.notise",
             "there is no field \"notise\" in \"term\" that could be meant; did you mean \"notice\"?"},
        });
}

TEST_CASE("what else a contract has") {
    check_refused(
        "contracts",
        {
            {"a supplier's name", with_other(R"("supplier": "BT")"), "/supplier",
             "\"BT\" cannot be the id of a supplier"},
            {"a deputy twice", with_other(R"("deputies": ["a", "a"])"), "/deputies/1",
             "is in this list already"},
            {"alert days below zero", with_other(R"("alert_days": [30, -1])"), "/alert_days/1",
             "must be a whole number of days from 0"},
            {"alert days twice", with_other(R"("alert_days": [30, 30])"), "/alert_days/1",
             "30 is in this list already"},
            {"alert days as a text", with_other(R"("alert_days": ["30"])"), "/alert_days/0", "such as 90"},
            {"alert days with a fraction", with_other(R"("alert_days": [1.5])"), "/alert_days/0",
             "must be a whole number"},
            {"a document that runs",
             with_other(R"("documents": [{"title": "x", "url": "javascript:alert"}])"), "/documents/0/url",
             "is no web address"},
            {"a web address that is none", with_other(R"("documents": ["https:// x"])"), "/documents/0",
             "is no web address"},
            {"an empty document", with_other(R"("documents": [{}])"), "/documents/0",
             "must have a \"title\", a \"url\" or both"},
            {"an empty framework", with_other(R"("framework": {})"), "/framework", "is empty"},
            {"a decision without its day",
             with_other(
                 R"("decisions": [{"kind": "replace", "takes_effect": "2024-01-01", "outcome": "leave"}])"),
             "/decisions/0/decided_on", "is missing"},
            {"a decision of no outcome",
             with_other(
                 R"("decisions": [{"kind": "replace", "takes_effect": "2024-01-01", "outcome": "stay", "decided_on": "2023-01-01"}])"),
             "/decisions/0/outcome", "is not one of renew, leave, replace"},
            {"ended in a month", with_other(R"("ended_on": "2024-10")"), "/ended_on", "is no full day"},
            {"a lead time in words", with_other(R"("lead_time": "six months")"), "/lead_time",
             "is no period"},
        });
}

TEST_CASE("charges") {
    check_refused(
        "contracts",
        {
            {"no kind", with_charge(R"("amount": "1.00", "every": "P1M")"), "/charges/0/kind", "is missing"},
            {"an amount as a number",
             with_charge(R"("kind": "recurring", "every": "P1M", "amount": 14400.00)"), "/charges/0/amount",
             "is a JSON number; write it as text, such as \"14400.00\""},
            {"an amount with commas",
             with_charge(R"("kind": "recurring", "every": "P1M", "amount": "14,400.00")"),
             "/charges/0/amount", "no thousands separators"},
            {"an amount with a sign",
             with_charge(R"("kind": "recurring", "every": "P1M", "amount": "£14400")"), "/charges/0/amount",
             "no currency sign"},
            {"an amount of tenths of pence",
             with_charge(R"("kind": "recurring", "every": "P1M", "amount": "1.005")"), "/charges/0/amount",
             "two decimal places"},
            {"both ways of pricing",
             with_charge(
                 R"("kind": "recurring", "every": "P1M", "amount": "1.00", "quantity": 1, "unit_price": "1.00")"),
             "/charges/0/amount", "not both"},
            {"neither way of pricing", with_charge(R"("kind": "recurring", "every": "P1M")"),
             "/charges/0/amount", "has an \"amount\", or a \"quantity\""},
            {"half of the second way", with_charge(R"("kind": "recurring", "every": "P1M", "quantity": 3)"),
             "/charges/0/unit_price", ""},
            {"a quantity as a fraction",
             with_charge(R"("kind": "recurring", "every": "P1M", "quantity": 1.5, "unit_price": "1.00")"),
             "/charges/0/quantity", "write it as text, such as \"1.5\""},
            {"a quantity past 15 digits",
             with_charge(
                 R"("kind": "recurring", "every": "P1M", "quantity": 1000000000000000, "unit_price": "1.00")"),
             "/charges/0/quantity", "more than 15 digits"},
            {"a quantity past 64 bits",
             with_charge(
                 R"("kind": "recurring", "every": "P1M", "quantity": 99999999999999999999, "unit_price": "1.00")"),
             "/charges/0/quantity", "is too large"},
            {"an amount past 15 digits",
             with_charge(R"("kind": "recurring", "every": "P1M", "amount": "99999999999999.00")"),
             "/charges/0/amount", "has too many digits"},
            {"an amount of ten decimal places",
             with_charge(R"("kind": "recurring", "every": "P1M", "amount": "-1.0123456789")"),
             "/charges/0/amount", "has too many decimal places"},
            {"a long amount that is no number",
             with_charge(R"("kind": "recurring", "every": "P1M", "amount": "1.2.34567890123456")"),
             "/charges/0/amount", "is no decimal number"},
            {"a recurring charge that never recurs", with_charge(R"("kind": "recurring", "amount": "1.00")"),
             "/charges/0/every", ""},
            {"a one-off that recurs",
             with_charge(R"("kind": "one_off", "on": "2024-01-01", "amount": "1.00", "every": "P1M")"),
             "/charges/0/every", ""},
            {"to before from",
             with_charge(
                 R"("kind": "recurring", "every": "P1M", "amount": "1.00", "from": "2024-01-01", "to": "2023-01-01")"),
             "/charges/0/to", ""},
            {"a rise by nothing",
             with_charge(
                 R"("kind": "recurring", "every": "P1M", "amount": "1.00", "price_rises": [{"on": "2024-01-01"}])"),
             "/charges/0/price_rises/0", "must have either \"percent\" or \"price\""},
            {"a rise in both ways",
             with_charge(
                 R"("kind": "recurring", "every": "P1M", "amount": "1.00", "price_rises": [{"on": "2024-01-01", "percent": "3", "price": "2.00"}])"),
             "/charges/0/price_rises/0", "and not both"},
            {"a rise on no day",
             with_charge(
                 R"("kind": "recurring", "every": "P1M", "amount": "1.00", "price_rises": [{"percent": "3"}])"),
             "/charges/0/price_rises/0/on", "is missing"},
            {"VAT of no basis",
             with_charge(
                 R"("kind": "recurring", "every": "P1M", "amount": "1.00", "vat": {"basis": "plus"})"),
             "/charges/0/vat/basis", "is not one of exclusive, inclusive, unknown"},
            {"a rate as a number",
             with_charge(
                 R"("kind": "recurring", "every": "P1M", "amount": "1.00", "vat": {"basis": "exclusive", "rate": 20})"),
             "/charges/0/vat/rate", "such as \"20\""},
            {"VAT as a rate alone",
             with_charge(R"("kind": "recurring", "every": "P1M", "amount": "1.00", "vat": "20")"),
             "/charges/0/vat", "must be a basis and a rate of VAT"},
            {"the same id twice",
             contract_with(
                 R"("term": {"kind": "unknown"}, "charges": [{"id": "a", "kind": "one_off", "on": "2024-01-01", "amount": "1.00"}, {"id": "a", "kind": "one_off", "on": "2024-01-01", "amount": "1.00"}])"),
             "/charges/1/id", ""},
        });
}

TEST_CASE("the inventory") {
    check_refused("platforms", {
                                   {"support until a month", R"({"id": "p", "end_of_support": "2026-10"})",
                                    "/end_of_support", "is no full day"},
                                   {"a maker's name", R"({"id": "p", "maker": "Mitel"})", "/maker",
                                    "cannot be the id of a supplier"},
                               });
    check_refused(
        "lines",
        {
            {"a technology nobody knows", R"({"id": "l", "technology": "ISDN30"})", "/technology",
             "\"ISDN30\" is not one of pstn, isdn2"},
            {"a purpose nobody knows", R"({"id": "l", "purpose": "phone"})", "/purpose",
             "is not one of voice"},
            {"a number as a number", R"({"id": "l", "number": 1622211900})", "/number",
             "write it as text, or zeros at its beginning are lost"},
            {"a number with letters", R"({"id": "l", "number": "ext. 12"})", "/number", "digits"},
            {"a count below zero", R"({"id": "l", "count": -1})", "/count", "counts go from 0"},
            {"a count past all counts", R"({"id": "l", "count": 1000000000001})", "/count",
             "is too large; counts go from 0 to 1000000000000"},
            {"a count past 64 bits", R"({"id": "l", "count": {"value": 18446744073709551616}})",
             "/count/value", "is too large; counts go from 0 to 1000000000000"},
            {"a count below 64 bits", R"({"id": "l", "count": -18446744073709551616})", "/count",
             "is below zero; counts go from 0"},
            {"a count in quotes", R"({"id": "l", "count": "12"})", "/count",
             "must be a whole number, not a text; write it without quotation marks"},
            {"a count with a fraction", R"({"id": "l", "count": 1.0})", "/count",
             "must be a whole number, not a number"},
            {"a count without its value", R"({"id": "l", "count": {"measure": "lines"}})", "/count/value",
             "is missing: how many there are"},
            {"a count of no exactness", R"({"id": "l", "count": {"value": 1, "qualifier": "about"}})",
             "/count/qualifier", "is not one of exact, approximately, at_least, up_to"},
            {"a feature twice", R"({"id": "l", "features": ["call_waiting", "call_waiting"]})", "/features/1",
             "is in this list already"},
        });
    check_refused("licences",
                  {
                      {"a count of no day", R"({"id": "l", "in_use": {"value": 1, "as_at": "2021-13-01"}})",
                       "/in_use/as_at", "is no full day"},
                  });
    check_refused(
        "numbers",
        {
            {"half a block", R"({"id": "n", "first": "01622 211900"})", "/last",
             "is missing: a block of numbers has a \"first\" and a \"last\""},
            {"the other half", R"({"id": "n", "last": "01622 211900"})", "/first", "is missing"},
            {"a number and a block",
             R"({"id": "n", "number": "01622 211900", "first": "01622 211900", "last": "01622 211909"})",
             "/number", "and not both"},
            {"a block the wrong way round", R"({"id": "n", "first": "01622 211909", "last": "01622 211900"})",
             "/last", "before the first"},
            {"too few digits", R"({"id": "n", "number": "01622 2119"})", "/number", "digits"},
        });
    check_refused("usage", {
                               {"per no time", R"({"id": "u", "per": "P0D"})", "/per", "a period of no time"},
                               {"to before from", R"({"id": "u", "from": "2021-10-31", "to": "2021-01-01"})",
                                "/to", "before the first"},
                           });
    check_refused(
        "observations",
        {
            {"no record", R"({"kind": "lines", "field": "count", "count": 1})", "/record", "is missing"},
            {"of a kind that is not counted",
             R"({"kind": "contracts", "record": "c", "field": "count", "count": 1})", "/kind",
             "is not one of lines"},
            {"a field that lines have not",
             R"({"kind": "lines", "record": "l", "field": "in_use", "count": 1})", "/field",
             "have only a \"count\""},
            {"a field that licences have not",
             R"({"kind": "licences", "record": "l", "field": "count", "count": 1})", "/field",
             "purchased, assigned or in_use"},
            {"no count", R"({"kind": "lines", "record": "l", "field": "count"})", "/count", "is missing"},
        });
}
