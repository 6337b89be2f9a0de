#pragma once

// Bank holidays in the shape GOV.UK publishes them: https://www.gov.uk/bank-holidays.json.

#include "model/error.hpp"
#include "model/working_days.hpp"

#include <string_view>

namespace telestate::document {

// The calendars of the three divisions and of the whole United Kingdom. Each division and each event's date
// has to be there; everything else in the file is passed over.
Result<BankHolidays> parse_bank_holidays(std::string_view bytes);

} // namespace telestate::document
