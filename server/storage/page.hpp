#pragma once

#include <cstdint>
#include <optional>

namespace telestate::storage {

// A part of a list, in the order of the list.
struct Page {
    std::optional<std::int64_t> limit; // no limit where absent
    std::int64_t offset = 0;
};

} // namespace telestate::storage
