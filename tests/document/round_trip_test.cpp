#include "server/document/estate_reader.hpp"
#include "server/document/estate_writer.hpp"
#include "tests/document/random_estate.hpp"
#include "tests/document/test_files.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace telestate;
using namespace telestate::document;

namespace {

constexpr std::string_view instant = "2026-11-22T09:00:00Z";

void check_round_trip(const Estate& estate) {
    const std::string written = format_estate(estate, instant);
    const auto parsed = parse_estate(written);
    REQUIRE_MESSAGE(parsed.has_value(), list_fields(parsed.has_value() ? Error{} : parsed.error()));
    CHECK((parsed->estate == estate));
    CHECK(format_estate(parsed->estate, instant) == written);
}

} // namespace

TEST_CASE("the sample estate comes back as it went out") {
    const auto parsed = parse_estate(read_test_file("estates/kchft-2021.json"));
    REQUIRE(parsed.has_value());
    check_round_trip(parsed->estate);
}

TEST_CASE("any estate comes back as it went out") {
    for (std::uint32_t seed = 0; seed < 150; ++seed) {
        CAPTURE(seed);
        const double density = (seed % 6) * 0.2;
        check_round_trip(random_estate(seed, density, 1 + static_cast<int>(seed % 4)));
    }
}

TEST_CASE("an empty estate is a document with empty lists") {
    CHECK(format_estate({}, instant) == R"({
  "format": "telestate/1",
  "exported_at": "2026-11-22T09:00:00Z",
  "sites": [],
  "people": [],
  "responsibilities": [],
  "suppliers": [],
  "contracts": [],
  "platforms": [],
  "lines": [],
  "licences": [],
  "numbers": [],
  "usage": []
}
)");
}

TEST_CASE("each record stands on a line of its own") {
    Estate estate;
    estate.organisation = Organisation{};
    estate.organisation->name = "X";
    estate.sites = {{"a", "A", "", "", {}}, {"b", "B", "", "", {}}};
    estate.usage = {{"u", "", "", "", {}, {}, {}, {}, {}}};
    estate.observations = {{"usage", "u", "count", Count{}}};
    CHECK(format_estate(estate, instant) == R"({
  "format": "telestate/1",
  "exported_at": "2026-11-22T09:00:00Z",
  "organisation": {"name": "X", "time_zone": "Europe/London", "bank_holidays": "england-and-wales", "financial_year_start": "04-01", "currency": "GBP"},
  "sites": [
    {"id": "a", "name": "A"},
    {"id": "b", "name": "B"}
  ],
  "people": [],
  "responsibilities": [],
  "suppliers": [],
  "contracts": [],
  "platforms": [],
  "lines": [],
  "licences": [],
  "numbers": [],
  "usage": [
    {"id": "u"}
  ],
  "observations": [
    {"kind": "usage", "record": "u", "field": "count", "count": 0}
  ]
}
)");
}

TEST_CASE("a large estate is written in pieces") {
    std::size_t longest = 0;
    std::size_t pieces = 0;
    std::string whole;
    const EstateWriter::Sink sink = [&](std::string_view piece) {
        longest = std::max(longest, piece.size());
        ++pieces;
        whole += piece;
    };
    EstateWriter writer(sink, instant);
    Site site;
    site.name = "A site of many";
    for (int i = 0; i < 10'000; ++i) {
        site.id = "site-" + std::to_string(i);
        writer.write(site);
    }
    writer.finish();
    CHECK(pieces > 5);
    CHECK(longest < 70'000);
    const auto parsed = parse_estate(whole);
    REQUIRE(parsed.has_value());
    CHECK(parsed->estate.sites.size() == 10'000);
}

TEST_CASE("records come in the order of their lists") {
    EstateWriter writer([](std::string_view) {}, instant);
    writer.write(Person{});
    writer.write(Person{});
    CHECK_THROWS_AS(writer.write(Site{}), std::logic_error);
    CHECK_THROWS_AS(writer.write(Organisation{}), std::logic_error);
}
