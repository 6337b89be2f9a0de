#pragma once

// Licences bought against licences used, and what those that lie idle cost.

#include "model/inventory.hpp"
#include "model/spend.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace telestate {

// How many are in use; where that is not recorded, how many are assigned.
const std::optional<Count>& used_of(const Licence& licence);
// Bought but not used, never below zero; nothing unless both are known.
std::optional<std::int64_t> unused_of(const Licence& licence);

struct UnusedCost {
    std::optional<Money> cost;
    std::string_view basis; // what it was worked out from, or why it is not known; always there
};

// What the unused part costs over `year`. `seen` is the contract the licence is paid for by, null where none
// is recorded. It is the share of the one charge for as many as were bought; else of the whole contract,
// where the licence `is_only_use` of it.
UnusedCost cost_of_unused(const Licence& licence, const SeenContract* seen, bool is_only_use, Interval year);

} // namespace telestate
