#pragma once

// The estate at a glance: what must be decided, what it costs, what is missing.

#include "server/api/estate_view.hpp"

#include <string>

namespace telestate::api {

// Decisions of the 12 months from `on`, soonest first; decisions missed, the latest first; what is out of
// contract or rolls on, and what that costs; spend of the financial year of `on` and the next; licences that
// lie idle; lines that stop with the PSTN; gaps ranked by this year's money behind them. Counts are the
// current ones.
std::string overview_json(const EstateView& view, Day on);

} // namespace telestate::api
