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

// The estate in `bytes`, or every problem at once, each with an RFC 6901 JSON pointer and a reason.
//
// `year_start` is the organisation's as already recorded; one in the document comes before it. Records are
// read one at a time, so that beside the estate itself no more than one is held. Whether the ids that records
// name one another by exist is not looked at here: see references.hpp.
Result<ParsedEstate> parse_estate(std::string_view bytes, FinancialYearStart year_start = {},
                                  const EstateLimits& limits = {});

} // namespace telestate::document
