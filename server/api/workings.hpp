#pragma once

// How one contract's position and spend were worked out.

#include "server/api/estate_view.hpp"

#include <optional>
#include <string>

namespace telestate::api {

// Nothing for an unknown id. The spend is of the last two financial years, the present one and the next two.
std::optional<std::string> find_workings_json(const EstateView& view, std::string_view contract_id, Day on);

} // namespace telestate::api
