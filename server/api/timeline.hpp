#pragma once

// Contracts laid out in time between two days.

#include "model/timeline.hpp"
#include "server/api/estate_view.hpp"
#include "server/api/parameters.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace telestate::api {

enum class TimelineOrder { decide_by, title, supplier, end };
std::optional<TimelineOrder> parse_timeline_order(std::string_view name);

struct TimelineQuery {
    Day on{};
    Interval window{};
    std::optional<std::string> q; // part of the title, id, reference or supplier's name, whatever its case
    std::optional<std::string> supplier; // its id
    std::optional<std::string> service;
    std::optional<Status> status;
    TimelineOrder order = TimelineOrder::decide_by;
    bool is_descending = false;
    std::int64_t limit = 100;
    std::int64_t offset = 0;
};

// The years a window holds where it is not said, from the year before the day's financial year on, and the
// most it may hold.
inline constexpr int years_shown = 6;
inline constexpr int most_years_shown = 20;

// Takes all parameters of the address. What is wrong is left with `parameters`.
TimelineQuery read_timeline_query(Parameters& parameters, const EstateView& view, Day today);

// {"on","from","until","total","offset","limit","items"}. What the contracts are sorted by and lack comes
// last either way.
std::string timeline_json(const EstateView& view, const TimelineQuery& query);

} // namespace telestate::api
