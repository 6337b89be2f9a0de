#pragma once

// What must be decided next about a contract, in one sentence.

#include "model/position.hpp"

#include <string>
#include <string_view>

namespace telestate {

// "Give notice by 26 June 2026 or it renews to 27 August 2027 at a cost of £14,400.00."
std::string describe_next_decision(const NextDecision& decision, std::string_view currency);

} // namespace telestate
