#pragma once

// Counts of one document that contradict one another.

#include "model/error.hpp"
#include "model/estate.hpp"

#include <vector>

namespace telestate::document {

// `/observations/5`: `says again what /lines/3/count says …`, for every observation of a field and day that
// an earlier observation, or the record itself, has a count of already. In the order of the observations.
// Counts without a day are each of a day of their own.
std::vector<FieldError> contradicting_counts(const Estate& estate);

} // namespace telestate::document
