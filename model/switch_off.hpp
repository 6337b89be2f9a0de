#pragma once

// The lines that stop working when the public switched telephone network is switched off.

#include "model/inventory.hpp"

#include <cstdint>
#include <vector>

namespace telestate {

// Whether a line is in service on a day; the day it ceases is its last.
bool is_in_service(const Line& line, Day on);

struct LinesOfTechnology {
    LineTechnology technology = LineTechnology::unknown;
    std::int64_t line_count = 0;      // as counted, a record without a count taken for one line
    std::int64_t record_count = 0;    // how many records that is
    std::int64_t uncounted_count = 0; // those of them without a count

    friend bool operator==(const LinesOfTechnology&, const LinesOfTechnology&) = default;
};

// Adds up an estate one line at a time.
class SwitchOffTally {
  public:
    // Whether the line counts: it rides on the network and is in service on `on`.
    bool add(const Line& line, Day on);

    // In the order technologies are declared in; only those with a line.
    const std::vector<LinesOfTechnology>& by_technology() const { return rows_; }
    LinesOfTechnology totals() const; // its technology says nothing

  private:
    std::vector<LinesOfTechnology> rows_;
};

} // namespace telestate
