#pragma once

// Reads an estate document ("telestate/1").

#include "model/estate.hpp"
#include "server/document/json_parser.hpp"

#include <string_view>
#include <vector>

namespace telestate::document {

struct ParsedEstate {
    Estate estate;
    std::vector<FieldError> warnings; // what is kept but odd, and what was repaired
};

struct EstateLimits {
    JsonLimits json;
    std::size_t problems = 1'000; // listed; the rest are counted
};

// A document as far as it could be read, and all that is wrong with it.
struct EstateReading {
    // Every record of the document at its place in it, one that is wrong as far as it could be read. A field
    // that was refused is empty, one that names another record included, so that
    // dangling_references(parsed.estate) finds only what is not reported already, with the right pointers.
    ParsedEstate parsed;
    // No more than the limit, and then an entry that counts the rest. Nothing is wrong when this is empty.
    std::vector<FieldError> problems;
    std::size_t problem_count = 0; // of all, those beyond the limit included
};

// What can be read of `bytes`. An error only when the whole cannot be: malformed, too large, no object at the
// top, or no format, or another one, than "telestate/1".
//
// `year_start` is the organisation's as already recorded; one in the document comes before it. Records are
// read one at a time, so that beside the estate itself no more than one is held. Whether the ids that records
// name one another by exist is not looked at here: see references.hpp.
Result<EstateReading> read_estate(std::string_view bytes, FinancialYearStart year_start = {},
                                  const EstateLimits& limits = {});

// The estate in `bytes`, or every problem at once, each with an RFC 6901 JSON pointer and a reason.
Result<ParsedEstate> parse_estate(std::string_view bytes, FinancialYearStart year_start = {},
                                  const EstateLimits& limits = {});

} // namespace telestate::document
