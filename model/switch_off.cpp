#include "model/switch_off.hpp"

#include <algorithm>

namespace telestate {

bool is_in_service(const Line& line, Day on) { return !line.ceased_on || *line.ceased_on >= on; }

bool SwitchOffTally::add(const Line& line, Day on) {
    if (!line.technology || !rides_on_pstn(*line.technology) || !is_in_service(line, on)) return false;
    auto row = std::lower_bound(
        rows_.begin(), rows_.end(), *line.technology,
        [](const LinesOfTechnology& a, LineTechnology technology) { return a.technology < technology; });
    if (row == rows_.end() || row->technology != *line.technology)
        row = rows_.insert(row, {*line.technology, 0, 0, 0});
    row->line_count += line.count ? line.count->value : 1;
    ++row->record_count;
    if (!line.count) ++row->uncounted_count;
    return true;
}

LinesOfTechnology SwitchOffTally::totals() const {
    LinesOfTechnology totals;
    for (const LinesOfTechnology& row : rows_) {
        totals.line_count += row.line_count;
        totals.record_count += row.record_count;
        totals.uncounted_count += row.uncounted_count;
    }
    return totals;
}

} // namespace telestate
