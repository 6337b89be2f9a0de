#pragma once

// The years and quarters that dates are written with.

#include "model/error.hpp"
#include "model/written_text.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace telestate {

// A year of four digits, or of two: 2000 to 2079 and 1980 to 1999. 0 for any other number.
int year_of_digits(std::string_view digits);

struct WrittenYear {
    int year = 0;
    bool is_financial = false; // then `year` is the one it starts in
};

// A calendar year or a financial one; one of two digits only where `may_be_short`, beside a quarter. Nothing
// where neither comes next, an error for a financial year that is none.
std::optional<Result<WrittenYear>> take_written_year(WrittenReader& reader, bool may_be_short);

// "Q4", "quarter 4", "4th quarter"; 0 where none comes next, 5 or more where there is no such quarter.
std::int64_t take_written_quarter(WrittenReader& reader);

} // namespace telestate
