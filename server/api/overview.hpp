#pragma once

// The estate at a glance: what must be decided, what it costs, what is missing.

#include "server/api/estate_view.hpp"

#include <string>

namespace telestate::api {

// Decisions of the 12 months from `on`, soonest first; spend of the financial year of `on` and the next; gaps
// ranked by this year's money behind them.
std::string overview_json(const EstateView& view, Day on);

} // namespace telestate::api
