// An estate document: refused, or taken in and written so that it reads the same.

#include "server/document/estate_reader.hpp"
#include "server/document/estate_writer.hpp"
#include "server/document/references.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace telestate;
using namespace telestate::document;
using telestate::fuzz::require;

FUZZ_TARGET("estate_document") {
    const auto reading = read_estate(bytes);
    const auto parsed = parse_estate(bytes);
    require(parsed.has_value() == (reading.has_value() && reading->problem_count == 0),
            "a document without a problem is one that is taken");
    if (reading)
        dangling_references(reading->parsed.estate, [](RecordKind, std::string_view) { return false; });
    if (!parsed) {
        require(!parsed.error().message.empty(), "a refusal says why");
        return;
    }
    const std::string written = format_estate(parsed->estate, "2026-11-22T09:00:00Z");
    const auto again = parse_estate(written);
    require(again.has_value(), "what was written is read");
    require(again->estate == parsed->estate, "an estate comes back as it went out");
    require(format_estate(again->estate, "2026-11-22T09:00:00Z") == written, "and is written the same");
}
