// JSON of any kind: refused, or written so that it reads the same.

#include "server/document/json_parser.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace telestate::document;
using telestate::fuzz::require;

FUZZ_TARGET("json") {
    const auto parsed = parse_json(bytes);
    if (!parsed) return;
    const auto again = parse_json(format_json(*parsed));
    require(again.has_value(), "what was written is read");
    require(*again == *parsed, "a value comes back as it went out");
}
