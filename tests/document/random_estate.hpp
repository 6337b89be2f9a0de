#pragma once

#include "model/estate.hpp"

#include <cstdint>

namespace telestate::document {

// An estate that the importer accepts, the same for the same seed. Every optional field of every kind of
// record is filled with the given probability, so that 1 fills all of them. `records` is how many there are
// of each kind.
Estate random_estate(std::uint32_t seed, double density, int records);

} // namespace telestate::document
