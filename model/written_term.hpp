#pragma once

// The terms of contracts as people write them: "3 years + 1 + 1".

#include "model/error.hpp"
#include "model/period.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace telestate {

// How long a contract runs, and by what it may be extended.
struct WrittenTerm {
    struct Option {
        Period length;
        bool up_to = false;

        friend bool operator==(const Option&, const Option&) = default;
    };
    Period length;
    std::vector<Option> options;

    friend bool operator==(const WrittenTerm&, const WrittenTerm&) = default;
};

inline constexpr std::size_t most_written_options = 20;

// A period, or one with options: "3 years + 1 + 1", "3 years + 2 x 1 year", "2 years plus up to 12 months",
// "3 years with options to extend by 1 year + 1 year". A number without a unit takes the one unit there is
// beside it, and is in years where there is none at all.
Result<WrittenTerm> parse_written_term(std::string_view text);
// "3 years, with options of 1 year and 1 year".
std::string describe_written_term(const WrittenTerm& term);

} // namespace telestate
