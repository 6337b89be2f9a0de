#pragma once

// Sums of money, percentages and counts as people write them: "£14,400", "14.4k", "(50.00)", "3.9%",
// "approx 190", "200+".

#include "model/count.hpp"
#include "model/decimal.hpp"
#include "model/error.hpp"

#include <string>
#include <string_view>

namespace telestate {

// An amount or a price, with the places it was written with. The currency's sign or code, thousands
// separators, k, m and (for GBP) p for pence are understood, and a minus or brackets for a credit. Refused as
// `invalid`, saying why: another currency, commas elsewhere, more digits than can be held.
Result<Decimal> parse_written_amount(std::string_view text, std::string_view currency = "GBP");
// "£14,400.00", "£0.0345".
std::string describe_written_amount(Decimal amount, std::string_view currency);

// "3.9%", "3.9 per cent", "3.9".
Result<Decimal> parse_written_percent(std::string_view text);
// "3.9%".
std::string describe_written_percent(Decimal percent);

// A quantity, which has no currency: "1,900", "1.5".
Result<Decimal> parse_written_quantity(std::string_view text);

// A whole number, or one with words that say how exact it is; the words are then kept as its literal. "over
// 200" is at least 200 and "under 50" up to 50, which both are true: no figure is made up that nobody wrote.
Result<Count> parse_written_count(std::string_view text);

} // namespace telestate
