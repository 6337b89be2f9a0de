#include "server/document/estate_reader.hpp"

#include "server/document/estate_writer.hpp"
#include "server/document/references.hpp"
#include "tests/document/test_files.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

using namespace telestate;
using namespace telestate::document;

TEST_CASE("the sample estate is read with nothing wrong") {
    const auto parsed = parse_estate(read_test_file("estates/kchft-2021.json"));
    REQUIRE_MESSAGE(parsed.has_value(), list_fields(parsed.error()));
    CHECK(list_fields(parsed->warnings).empty());
    const Estate& estate = parsed->estate;
    CHECK(estate.organisation->name == "Kent Community Health NHS Foundation Trust");
    CHECK(estate.sites.size() == 1);
    CHECK(estate.people.size() == 5);
    CHECK(estate.responsibilities.size() == 6);
    CHECK(estate.suppliers.size() == 9);
    CHECK(estate.contracts.size() == 6);
    CHECK(estate.platforms.size() == 15);
    CHECK(estate.lines.size() == 1);
    CHECK(estate.licences.size() == 2);
    CHECK(estate.numbers.size() == 1);
    CHECK(estate.usage.size() == 3);
    CHECK(estate.people[0].executive == true);
    CHECK(estate.contracts[0].term.period == parse_period("P1M"));
    CHECK(find_silence(estate.contracts[0].silences, "term.notice") == Silence::unknown);
    CHECK(estate.contracts[0].charges[0].amount == parse_decimal("461605.00"));
    CHECK(estate.contracts[1].term.end == parse_partial_date("2024-10"));
    CHECK(estate.platforms[7].annotations.releases[0].neither_confirm_nor_deny);
    CHECK(estate.licences[1].purchased->literal == "approximately 190 licenses for the patient facing lines");
}

TEST_CASE("every contract of the worked cases is read") {
    const auto cases = parse_json(read_test_file("vectors/contracts.json"));
    REQUIRE(cases.has_value());
    std::size_t count = 0;
    for (const JsonValue& item : cases->find("cases")->items) {
        const auto parsed = parse_record<Contract>(format_json(*item.find("contract")));
        CHECK_MESSAGE(parsed.has_value(), list_fields(parsed.has_value() ? Error{} : parsed.error()));
        ++count;
    }
    CHECK(count > 0);
}

TEST_CASE("a document may hold as little as its format") {
    const auto parsed = parse_estate(R"({"format": "telestate/1"})");
    REQUIRE(parsed.has_value());
    CHECK(parsed->estate == Estate{});
    CHECK(parse_estate(R"({"sites": [], "format": "telestate/1", "exported_at": "2026-11-22T09:00:00Z"})")
              .has_value());
}

TEST_CASE("a document that is no estate is refused as a whole") {
    struct Row {
        std::string description;
        std::string document;
        ErrorCode code;
        std::string pointer;
        std::string message;
    };
    const Row rows[] = {
        {"nothing at all", "", ErrorCode::malformed, "", "is empty"},
        {"a list", "[]", ErrorCode::invalid, "", "must be an object"},
        {"no format", "{}", ErrorCode::invalid, "/format",
         "is missing: an estate document says \"format\": \"telestate/1\""},
        {"another version, whatever else is wrong", R"({"format": "telestate/2", "colour": 1})",
         ErrorCode::invalid, "/format",
         "\"telestate/2\" is not a format this program reads; it reads \"telestate/1\""},
        {"a format that is no text", R"({"format": 1})", ErrorCode::invalid, "/format",
         "must be \"telestate/1\", not a whole number"},
        {"a format that is null", R"({"format": null})", ErrorCode::invalid, "/format",
         "is null; leave the field out"},
        {"a list nobody knows", document_of(R"("sitez": [{"id": 1}])"), ErrorCode::invalid, "/sitez",
         "there is no field \"sitez\" here; did you mean \"sites\"?"},
        {"a field nobody knows", document_of(R"("colour": "red")"), ErrorCode::invalid, "/colour",
         "there is no field \"colour\" here"},
        {"a list that is an object", document_of(R"("sites": {"id": "a"})"), ErrorCode::invalid, "/sites",
         "must be a list [ … ], not an object"},
        {"a list that is null", document_of(R"("sites": null)"), ErrorCode::invalid, "/sites",
         "is null; leave the field out"},
        {"an organisation that is a list", document_of(R"("organisation": [])"), ErrorCode::invalid,
         "/organisation", "must be an object"},
        {"the same list twice", document_of(R"("sites": [], "sites": [{"id": 7}])"), ErrorCode::invalid, "",
         "the field \"sites\" is given twice"},
        {"a record that is no object", document_of(R"("sites": ["a"])"), ErrorCode::invalid, "/sites/0",
         "must be a site, an object { … }, not a text"},
        {"a bad instant", document_of(R"("exported_at": "yesterday")"), ErrorCode::invalid, "/exported_at",
         "must be an instant in UTC"},
        {"the same id twice",
         document_of(
             R"("sites": [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}, {"id": "a", "name": "C"}])"),
         ErrorCode::invalid, "/sites/2/id", "\"a\" is the id of /sites/0 already"},
        {"the same responsibility twice",
         document_of(
             R"("responsibilities": [{"service": "s", "role": "r", "person": "p"}, {"service": "s", "role": "r", "person": "p"}])"),
         ErrorCode::invalid, "/responsibilities/1", "says the same as /responsibilities/0"},
        {"blocks of numbers that overlap",
         document_of(R"("numbers": [{"id": "a", "first": "01622 211900", "last": "01622 211999"},
                                    {"id": "b", "first": "01622 211950", "last": "01622 212049"}])"),
         ErrorCode::invalid, "/numbers/1/first", "01622 211950 belongs to /numbers/0 already"},
        {"the same number twice",
         document_of(
             R"("numbers": [{"id": "a", "number": "01622 211900"}, {"id": "b", "number": "+441622211900"}])"),
         ErrorCode::invalid, "/numbers/1/number", "01622 211900 belongs to /numbers/0 already"},
        {"two counts of one day",
         document_of(
             R"("observations": [{"kind": "lines", "record": "l", "field": "count", "count": {"value": 1, "as_at": "2021-01-01"}},
                                 {"kind": "lines", "record": "l", "field": "count", "count": {"value": 2, "as_at": "2021-01-01"}}])"),
         ErrorCode::invalid, "/observations/1",
         "says again what /observations/0 says, how many there were on 2021-01-01"},
        {"a count of the day of the record's own, stated ahead of the record",
         document_of(
             R"("observations": [{"kind": "licences", "record": "m", "field": "assigned", "count": {"value": 1, "as_at": "2021-01-01"}}],
                "licences": [{"id": "l", "assigned": {"value": 1, "as_at": "2021-01-01"}},
                             {"id": "m", "purchased": {"value": 3, "as_at": "2020-01-01"},
                              "assigned": {"value": 2, "as_at": "2021-01-01"}}])"),
         ErrorCode::invalid, "/observations/0", "says again what /licences/1/assigned says"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        const auto parsed = parse_estate(row.document);
        REQUIRE(parsed.has_error());
        CHECK(parsed.error().code == row.code);
        REQUIRE_MESSAGE(parsed.error().fields.size() == 1, list_fields(parsed.error()));
        CHECK(parsed.error().fields[0].pointer == row.pointer);
        CHECK_MESSAGE(parsed.error().fields[0].message.find(row.message) != std::string::npos,
                      parsed.error().fields[0].message);
    }
}

TEST_CASE("a number may have its own record inside a block") {
    const auto parsed = parse_estate(document_of(
        R"("numbers": [{"id": "a", "first": "01622 211900", "last": "01622 211999"}, {"id": "b", "number": "01622 211950"}])"));
    CHECK_MESSAGE(parsed.has_value(), list_fields(parsed.has_value() ? Error{} : parsed.error()));
}

TEST_CASE("the same id may stand in two different lists") {
    CHECK(parse_estate(
              document_of(R"("sites": [{"id": "a", "name": "A"}], "suppliers": [{"id": "a", "name": "A"}])"))
              .has_value());
}

TEST_CASE("every problem of a document is listed at once") {
    const auto parsed = parse_estate(document_of(R"(
        "organisation": {"name": "", "currency": "pounds"},
        "sites": [{"id": "A B", "name": "x"}, {"id": "ok", "name": "x", "colour": 1}],
        "contracts": [
          {"id": "c", "title": "C", "term": {"kind": "auto_renew", "start": "31/03/2024", "notice": 3},
           "charges": [{"kind": "recurring", "every": "P1M", "amount": 14400.00}, {"kind": "one_off", "amount": "1.00"}]},
          {"id": "d", "title": "D", "term": {"kind": "fixed", "start": "2024-01-01", "end": "2023-01-01"}}
        ])"));
    REQUIRE(parsed.has_error());
    CHECK(parsed.error().message == "There are 10 problems.");
    std::vector<std::string> pointers;
    for (const FieldError& field : parsed.error().fields)
        pointers.push_back(field.pointer);
    std::sort(pointers.begin(), pointers.end());
    const std::vector<std::string> expected = {"/contracts/0/charges/0/amount",
                                               "/contracts/0/charges/1/on",
                                               "/contracts/0/term/notice",
                                               "/contracts/0/term/renews_for",
                                               "/contracts/0/term/start",
                                               "/contracts/1/term/end",
                                               "/organisation/currency",
                                               "/organisation/name",
                                               "/sites/0/id",
                                               "/sites/1/colour"};
    CHECK(pointers == expected);
}

TEST_CASE("counts that differ in anything of where and when they are of stand side by side") {
    const auto observation = [](const char* kind, const char* record, const char* field, const char* count) {
        return std::string(R"({"kind": ")") + kind + R"(", "record": ")" + record + R"(", "field": ")" +
               field + R"(", "count": )" + count + "}";
    };
    const std::string first_day = R"({"value": 1, "as_at": "2021-01-01"})";
    const std::string second_day = R"({"value": 1, "as_at": "2021-01-02"})";
    const auto parsed = parse_estate(document_of(
        R"("lines": [{"id": "a", "count": 3}, {"id": "b", "count": {"value": 2, "as_at": "2021-01-03"}}], "observations": [)" +
        observation("lines", "a", "count", first_day.c_str()) + "," +
        observation("lines", "a", "count", second_day.c_str()) + "," +
        observation("lines", "b", "count", first_day.c_str()) + "," +
        observation("usage", "a", "count", first_day.c_str()) + "," +
        observation("licences", "a", "purchased", first_day.c_str()) + "," +
        observation("licences", "a", "assigned", first_day.c_str()) + "," +
        // Of which days these are nobody knows.
        observation("lines", "a", "count", "3") + "," + observation("lines", "a", "count", "4") + "]"));
    CHECK_MESSAGE(parsed.has_value(), list_fields(parsed.has_value() ? Error{} : parsed.error()));
}

TEST_CASE("a document with problems is read as far as it can be, every record in its place") {
    const auto reading = read_estate(document_of(R"(
        "sites": [{"id": "A B", "name": "x"}, 7, {"id": "hq"}],
        "suppliers": [{"id": "bt", "name": 3}],
        "lines": [{"id": "l0", "site": "hq", "provider": "bt", "count": "many"},
                  {"id": "l1", "site": "A B"},
                  {"id": "l2", "site": "nowhere"}],
        "observations": [{"kind": "line", "record": "l9", "field": "count", "count": 1},
                         {"kind": "lines", "record": "l8", "field": "count", "count": 1}])"));
    REQUIRE(reading.has_value());
    const Estate& estate = reading->parsed.estate;
    CHECK(estate.sites.size() == 3);
    CHECK(estate.lines.size() == 3);
    CHECK(estate.lines[0].site == "hq");
    CHECK(estate.lines[1].site.empty());
    CHECK(estate.observations.size() == 2);
    std::vector<std::string> pointers;
    for (const FieldError& problem : reading->problems)
        pointers.push_back(problem.pointer);
    const std::vector<std::string> expected = {"/sites/0/id",         "/sites/1",       "/sites/2/name",
                                               "/suppliers/0/name",   "/lines/0/count", "/lines/1/site",
                                               "/observations/0/kind"};
    CHECK(pointers == expected);
    CHECK(reading->problem_count == expected.size());
    // A record that is wrong is there all the same, so that only these lead nowhere.
    const auto dangling = dangling_references(estate, [](RecordKind, std::string_view) { return false; });
    CHECK(list_fields(dangling) == "/lines/2/site: no site has the id \"nowhere\"\n"
                                   "/observations/1/record: no line has the id \"l8\"\n");
}

TEST_CASE("a document with nothing wrong is read without problems") {
    const std::string sample = read_test_file("estates/kchft-2021.json");
    const auto reading = read_estate(sample);
    REQUIRE(reading.has_value());
    CHECK(reading->problems.empty());
    CHECK(reading->problem_count == 0);
    CHECK(reading->parsed.estate == parse_estate(sample)->estate);
}

TEST_CASE("what is no estate document at all has no problems to list beside that") {
    for (const char* document :
         {"", "[]", "{", "{}", R"({"format": 1})", R"({"format": "telestate/2", "sites": 3})",
          R"({"format": null, "sites": 3})", R"({"format": [], "sites": 3})"}) {
        CAPTURE(document);
        CHECK(read_estate(document).has_error());
    }
    EstateLimits limits;
    limits.json.bytes = 10;
    CHECK(read_estate(document_of("\"sites\": []"), {}, limits).error().code == ErrorCode::too_large);
}

TEST_CASE("what only follows from something unreadable is not reported") {
    struct Row {
        std::string description;
        std::string contract;
        std::string only_pointer;
    };
    const Row rows[] = {
        {"a renewal that cannot be read is not missing as well",
         R"({"id": "c", "title": "C", "term": {"kind": "auto_renew", "renews_for": "a year"}})",
         "/contracts/0/term/renews_for"},
        {"without its kind nothing is said about the rest of a charge",
         R"({"id": "c", "title": "C", "term": {"kind": "fixed"}, "charges": [{"kind": "once", "on": "2024-01-01", "amount": "1.00"}]})",
         "/contracts/0/charges/0/kind"},
        {"a unit price that cannot be read is not missing",
         R"({"id": "c", "title": "C", "term": {"kind": "fixed"}, "charges": [{"kind": "one_off", "on": "2024-01-01", "quantity": 3, "unit_price": 4}]})",
         "/contracts/0/charges/0/unit_price"},
        {"a term that is no object", R"({"id": "c", "title": "C", "term": "rolling"})", "/contracts/0/term"},
        {"a contract that is no object", "7", "/contracts/0"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        const auto parsed = parse_estate(document_of(R"("contracts": [)" + std::string(row.contract) + "]"));
        REQUIRE(parsed.has_error());
        REQUIRE_MESSAGE(parsed.error().fields.size() == 1, list_fields(parsed.error()));
        CHECK(parsed.error().fields[0].pointer == row.only_pointer);
    }
}

TEST_CASE("imprecise dates are checked against the organisation's own financial year") {
    // FY2020-21 from 1 January is over before 1 March 2021; from 1 April it is not.
    const std::string contracts =
        R"("contracts": [{"id": "c", "title": "C", "term": {"kind": "fixed", "start": "2021-03-01", "end": "FY2020-21"}}])";
    CHECK(parse_estate(document_of(contracts)).has_value());
    CHECK(parse_estate(document_of(contracts), FinancialYearStart{1, 1}).has_error());
    // The organisation may come after its contracts and counts all the same.
    CHECK(parse_estate(
              document_of(contracts + R"(, "organisation": {"name": "X", "financial_year_start": "01-01"})"))
              .has_error());
    CHECK(
        parse_estate(document_of(R"("organisation": {"name": "X"}, )" + contracts), FinancialYearStart{1, 1})
            .has_value());
}

TEST_CASE("no more than the stated number of problems is listed") {
    std::string sites;
    for (int i = 0; i < 1'500; ++i)
        sites += std::string(i == 0 ? "" : ",") + R"({"id": "X"})";
    const auto parsed = parse_estate(document_of("\"sites\": [" + sites + "]"));
    REQUIRE(parsed.has_error());
    CHECK(parsed.error().message == "There are 3000 problems.");
    REQUIRE(parsed.error().fields.size() == 1'001);
    CHECK(parsed.error().fields.back().message == "and 2000 more problems");
    const auto reading = read_estate(document_of("\"sites\": [" + sites + "]"));
    REQUIRE(reading.has_value());
    CHECK(reading->problems == parsed.error().fields);
    CHECK(reading->problem_count == 3'000);
    CHECK(reading->parsed.estate.sites.size() == 1'500);
}

TEST_CASE("limits of size are kept") {
    EstateLimits limits;
    limits.json.bytes = 100;
    const auto large = parse_estate(document_of("\"sites\": [" + std::string(100, ' ') + "]"), {}, limits);
    REQUIRE(large.has_error());
    CHECK(large.error().code == ErrorCode::too_large);

    limits = {};
    limits.json.records = 2;
    const auto many = parse_estate(
        document_of(
            R"("sites": [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}, {"id": "c", "name": "C"}, {}])"),
        {}, limits);
    REQUIRE(many.has_error());
    CHECK(list_fields(many.error().fields) == "/sites: has more than 2 items\n");
}

TEST_CASE("numbers are taken into E.164 and repairs are told") {
    const auto parsed = parse_estate(document_of(
        R"("numbers": [{"id": "a", "number": "0300 123 1234"}, {"id": "b", "number": "1622211900"}],
           "lines": [{"id": "l", "number": "(01622) 211901"}])"));
    REQUIRE_MESSAGE(parsed.has_value(), list_fields(parsed.has_value() ? Error{} : parsed.error()));
    CHECK(parsed->estate.numbers[0].number == "+443001231234");
    CHECK(parsed->estate.numbers[1].number == "+441622211900");
    CHECK(parsed->estate.lines[0].number == "+441622211901");
    REQUIRE(parsed->warnings.size() == 1);
    CHECK(parsed->warnings[0].pointer == "/numbers/1/number");
}

TEST_CASE("silences that contradict the record are kept and told") {
    const auto parsed = parse_estate(document_of(
        R"("sites": [{"id": "a", "name": "A", "silences": {"name": "unknown", "address": "withheld", "postcode": "withheld"},
                      "release": {"postcode": {"withhold": ["s31"], "reason": "Security."}}}])"));
    REQUIRE(parsed.has_value());
    CHECK(parsed->estate.sites[0].annotations.silences.size() == 3);
    REQUIRE(parsed->warnings.size() == 2);
    CHECK(parsed->warnings[0].pointer == "/sites/0/silences/name");
    CHECK(parsed->warnings[1].pointer == "/sites/0/silences/address");
}

TEST_CASE("a damaged document is refused or read, and never brings the reader down") {
    const std::string sample = read_test_file("estates/kchft-2021.json");
    std::mt19937 random(20211108);
    const auto below = [&](std::size_t count) {
        return std::uniform_int_distribution<std::size_t>(0, count - 1)(random);
    };
    constexpr std::string_view damage = "{}[]\",:\\0-e.\n\x80\xC3 tfn";
    for (int i = 0; i < 400; ++i) {
        CAPTURE(i);
        std::string document = sample;
        for (std::size_t k = 0; k <= below(3); ++k) {
            const std::size_t at = below(document.size());
            if (below(2) == 0) {
                document[at] = damage[below(damage.size())];
            } else {
                document.erase(at, below(20));
            }
        }
        const auto parsed = parse_estate(document);
        if (parsed.has_value()) continue;
        REQUIRE_FALSE(parsed.error().fields.empty());
        CHECK(list_fields(parsed.error()).find("json.exception") == std::string::npos);
    }
}
