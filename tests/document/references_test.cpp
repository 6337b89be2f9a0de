#include "server/document/estate_reader.hpp"
#include "server/document/references.hpp"
#include "tests/document/test_files.hpp"

#include <doctest/doctest.h>

using namespace telestate;
using namespace telestate::document;

namespace {

bool knows_nothing(RecordKind, std::string_view) { return false; }

} // namespace

TEST_CASE("every reference of the sample leads somewhere") {
    const auto parsed = parse_estate(read_test_file("estates/kchft-2021.json"));
    REQUIRE(parsed.has_value());
    CHECK(references_of(parsed->estate).size() > 30);
    CHECK(list_fields(dangling_references(parsed->estate, knows_nothing)).empty());
}

TEST_CASE("a reference that leads nowhere is told with its place") {
    const auto parsed = parse_estate(document_of(R"(
        "sites": [{"id": "hq", "name": "HQ"}],
        "responsibilities": [{"service": "s", "role": "r", "person": "p1"}],
        "contracts": [{"id": "c", "title": "C", "supplier": "bt", "site": "hq", "owner": "p2", "deputies": ["p3", "p4"],
                       "term": {"kind": "unknown"},
                       "charges": [{"kind": "one_off", "on": "2024-01-01", "amount": "1.00", "site": "s1"}]}],
        "platforms": [{"id": "p", "maker": "m", "contract": "c", "site": "s2"}],
        "lines": [{"id": "l", "platform": "p", "contract": "c1", "site": "hq", "provider": "s3"}],
        "licences": [{"id": "l", "platform": "p2", "contract": "c", "site": "s4"}],
        "numbers": [{"id": "n", "platform": "p3", "contract": "c2", "provider": "s5", "site": "s6"}],
        "usage": [{"id": "u", "platform": "p4", "contract": "c3"}],
        "observations": [{"kind": "lines", "record": "l", "field": "count", "count": 1},
                         {"kind": "usage", "record": "u2", "field": "count", "count": 1}])"));
    REQUIRE_MESSAGE(parsed.has_value(), list_fields(parsed.has_value() ? Error{} : parsed.error()));
    const IsKnown knows_some = [](RecordKind kind, std::string_view id) {
        return (kind == RecordKind::people && id == "p3") || (kind == RecordKind::suppliers && id == "bt");
    };
    CHECK(list_fields(dangling_references(parsed->estate, knows_some)) ==
          "/responsibilities/0/person: no person has the id \"p1\"\n"
          "/contracts/0/charges/0/site: no site has the id \"s1\"\n"
          "/contracts/0/owner: no person has the id \"p2\"\n"
          "/contracts/0/deputies/1: no person has the id \"p4\"\n"
          "/platforms/0/maker: no supplier has the id \"m\"\n"
          "/platforms/0/site: no site has the id \"s2\"\n"
          "/lines/0/contract: no contract has the id \"c1\"\n"
          "/lines/0/provider: no supplier has the id \"s3\"\n"
          "/licences/0/platform: no platform has the id \"p2\"\n"
          "/licences/0/site: no site has the id \"s4\"\n"
          "/numbers/0/platform: no platform has the id \"p3\"\n"
          "/numbers/0/contract: no contract has the id \"c2\"\n"
          "/numbers/0/site: no site has the id \"s6\"\n"
          "/numbers/0/provider: no supplier has the id \"s5\"\n"
          "/usage/0/platform: no platform has the id \"p4\"\n"
          "/usage/0/contract: no contract has the id \"c3\"\n"
          "/observations/1/record: no usage record has the id \"u2\"\n");
}

TEST_CASE("one record's references are told relative to it") {
    Line line;
    line.id = "l";
    line.site = "hq";
    line.provider = "bt";
    const IsKnown knows_sites = [](RecordKind kind, std::string_view) { return kind == RecordKind::sites; };
    CHECK(list_fields(dangling_references(line, knows_sites)) ==
          "/provider: no supplier has the id \"bt\"\n");
    CHECK(references_of(Site{}).empty());
}
