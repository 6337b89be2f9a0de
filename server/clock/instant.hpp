#pragma once

// Instants as files and people write them, and what they are in the organisation's time zone.

#include "model/day.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace telestate::clock {

using Instant = std::chrono::system_clock::time_point;

// Whether the system knows the IANA time zone.
bool is_known_time_zone(const std::string& zone);

// The civil day of `now` in the zone; in UTC where the zone is not known.
Day day_in(const std::string& zone, Instant now);

// "2026-11-22T09:00:00Z".
std::string format_instant(Instant instant);
// Written just so; nothing for any other text.
std::optional<Instant> parse_instant(std::string_view text);

// The instant at which clocks in the zone show this time of the day. Of a time that a clock change skips, the
// instant of the change; of one that comes twice, the first.
Instant instant_at(const std::string& zone, Day day, std::chrono::minutes time);

} // namespace telestate::clock
