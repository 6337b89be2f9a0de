#pragma once

// Periods and notices as people write them: "3 years", "18m", "10 working days", "90 days' notice".

#include "model/error.hpp"
#include "model/period.hpp"

#include <string_view>

namespace telestate {

// The canonical form and what people write: a number or a number word with years, months, weeks, fortnights
// or days ("m" is months), halves of years, and words such as "monthly" or "annual". Kept as it was written:
// 36 months stay P36M. Months and days together are refused, and so is a number without a unit. Refused as
// `invalid`, saying what is expected.
Result<Period> parse_written_period(std::string_view text);

// The same for a notice, which may also be of working days, "none" or "no notice".
Result<Notice> parse_written_notice(std::string_view text);

} // namespace telestate
