#include "server/document/sheet.hpp"

#include "server/document/record_json.hpp"
#include "server/document/sheet_columns.hpp"

#include <doctest/doctest.h>

using namespace telestate;
using namespace telestate::document;

namespace {

std::vector<std::string> find_ids(RecordKind kind, std::string_view text) {
    if (kind == RecordKind::suppliers && (text == "BT" || text == "bt")) return {"bt"};
    if (kind == RecordKind::sites && text == "Town Hall") return {"town-hall"};
    if (kind == RecordKind::sites && text == "Depot") return {"depot-2", "depot-1"};
    if (kind == RecordKind::people && text == "Jo") return {"jo"};
    return {};
}

SheetReading sheet_of(RecordKind kind, std::string_view text) {
    auto sheet = read_sheet(text, kind, find_ids, {});
    REQUIRE(sheet.has_value());
    return std::move(sheet.value());
}

// "pointer detail", one a line.
std::string problems_of(RecordKind kind, std::string_view text) {
    std::string out;
    for (const FieldError& problem : sheet_of(kind, text).reading.problems)
        out += problem.pointer + " " + problem.message + "\n";
    return out;
}

} // namespace

TEST_CASE("a heading is known by its dotted name and by what people call it") {
    struct Case {
        RecordKind kind;
        const char* heading;
        const char* field;
    };
    const Case cases[] = {
        {RecordKind::contracts, "term.start", "term.start"},
        {RecordKind::contracts, "Start date", "term.start"},
        {RecordKind::contracts, "START", "term.start"},
        {RecordKind::contracts, "Cost-Centre", "cost_centre"},
        {RecordKind::contracts, "notice_period", "term.notice"},
        {RecordKind::contracts, "charges.amount", "charges.amount"},
        {RecordKind::contracts, "Supplier", "supplier"},
        {RecordKind::contracts, "VAT rate", "charges.vat.rate"},
        {RecordKind::lines, "Count as at", "count.as_at"},
        {RecordKind::numbers, "First number", "first"},
        {RecordKind::people, "Job title", "job_title"},
        {RecordKind::contracts, "colour", nullptr},
        {RecordKind::suppliers, "email", nullptr}, // of two contacts
    };
    for (const Case& c : cases) {
        CAPTURE(c.heading);
        const SheetColumn* column = find_column(c.kind, c.heading);
        if (c.field == nullptr) {
            CHECK(column == nullptr);
        } else {
            REQUIRE(column != nullptr);
            CHECK(column->field == c.field);
        }
    }
}

TEST_CASE("a row becomes a record in document shape") {
    struct Case {
        const char* description;
        RecordKind kind;
        const char* text;
        const char* record;
    };
    const Case cases[] = {
        {"a site, its id made from its name", RecordKind::sites, "Name,Postcode\nKing's Café,ME14 1XQ\n",
         R"({"id":"kings-cafe","name":"King's Café","postcode":"ME14 1XQ"})"},
        {"a contract with its first charge", RecordKind::contracts,
         "Title,Supplier,Site,Term kind,Start,Length,charges.amount,charges.every,VAT\n"
         "Telephones,BT,Town Hall,Fixed,2024-04-01,P3Y,14400.00,P1Y,excluding\n",
         R"({"id":"telephones","title":"Telephones","supplier":"bt","site":"town-hall","term":{"kind":"fixed",)"
         R"("start":"2024-04-01","length":"P3Y"},"charges":[{"kind":"recurring","amount":"14400.00","every":"P1Y",)"
         R"("vat":{"basis":"exclusive"}}]})"},
        {"a contract of which only the title is known", RecordKind::contracts, "title\nPagers\n",
         R"({"id":"pagers","title":"Pagers","term":{"kind":"unknown"}})"},
        {"a line, its cells as people write them", RecordKind::lines,
         "Number,Technology,How many,Count as at,Features\n01622 211900,SIP trunk,30,2024-03-01,divert; hunt\n",
         R"({"id":"01622-211900","technology":"sip_trunk","number":"+441622211900","features":["divert","hunt"],)"
         R"("count":{"value":30,"qualifier":"exact","as_at":"2024-03-01"}})"},
        {"a number", RecordKind::numbers, "number,Public facing\n0300 123 1234,yes\n",
         R"({"id":"0300-123-1234","number":"+443001231234","public_facing":true})"},
        {"a person", RecordKind::people, "id;name;executive\njo;Jo;no\n",
         R"({"id":"jo","name":"Jo","executive":false})"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.description);
        const SheetReading sheet = sheet_of(c.kind, c.text);
        for (const FieldError& problem : sheet.reading.problems)
            FAIL_CHECK(problem.pointer, " ", problem.message);
        const Estate& estate = sheet.reading.parsed.estate;
        std::string found;
        for (const Site& record : estate.sites)
            found += format_record(record);
        for (const Contract& record : estate.contracts)
            found += format_record(record);
        for (const Line& record : estate.lines)
            found += format_record(record);
        for (const NumberRange& record : estate.numbers)
            found += format_record(record);
        for (const Person& record : estate.people)
            found += format_record(record);
        // The id is made from the number as it was understood.
        if (c.kind == RecordKind::lines || c.kind == RecordKind::numbers) {
            CHECK(found.substr(found.find(',')) ==
                  std::string(c.record).substr(std::string(c.record).find(',')));
        } else {
            CHECK(found == c.record);
        }
    }
}

TEST_CASE("rows without an id get the same ids every time, each its own") {
    const char* const text = "Technology,Site\npstn,Town Hall\npstn,Town Hall\nadsl,\n";
    for (int i = 0; i < 2; ++i) {
        const auto lines = sheet_of(RecordKind::lines, text).reading.parsed.estate.lines;
        REQUIRE(lines.size() == 3);
        CHECK(lines[0].id == "pstn-town-hall");
        CHECK(lines[1].id == "pstn-town-hall-2");
        CHECK(lines[2].id == "adsl");
    }
}

TEST_CASE("what is wrong with a sheet is said by row and column, all at once") {
    struct Case {
        const char* description;
        RecordKind kind;
        const char* text;
        const char* problems;
    };
    const Case cases[] = {
        {"an unknown column", RecordKind::sites, "Name,Postcde\nHall,X\n",
         "/rows/1/Postcde row 1, column \"Postcde\": there is no such field of a site; did you mean \"postcode\"?\n"},
        {"two columns of one field", RecordKind::sites, "Name,name\nHall,X\n",
         "/rows/1/name row 1, column \"name\": means the same field as another column\n"},
        {"a name nobody has", RecordKind::contracts, "title,Supplier\nA,Vodafone\n",
         "/rows/2/supplier row 2, column \"Supplier\": no supplier has the id or the name \"Vodafone\"\n"},
        {"a name that two have", RecordKind::contracts, "title,Site\nA,Depot\n",
         "/rows/2/site row 2, column \"Site\": more than one site is called \"Depot\"; give the id of one: "
         "depot-1, depot-2\n"},
        {"two rows with one id", RecordKind::sites, "id,name\na,A\nb,B\na,C\n",
         "/rows/4/id row 4, column \"id\": \"a\" is the id of row 2 already; an id is used once in its list\n"},
        {"a cell beside the table", RecordKind::sites, "name\nHall,x\n",
         "/rows/2 row 2: \"x\" stands in a column without a heading\n"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.description);
        CHECK(problems_of(c.kind, c.text) == c.problems);
    }
    const std::string several =
        problems_of(RecordKind::contracts,
                    "Title,Kind of term,Notice\nA,rolling,soon\n\nB,auto renew,P3M\nC,never,P1M\n");
    CHECK(several.find("/rows/2/term.notice row 2, column \"Notice\": ") != std::string::npos);
    CHECK(several.find("/rows/4/term.renews_for row 4, field \"term.renews_for\": ") != std::string::npos);
    CHECK(several.find("/rows/5/term.kind row 5, column \"Kind of term\": ") != std::string::npos);
}
