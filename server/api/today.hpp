#pragma once

// Instants as people and files write them, and the day an instant falls on somewhere.

#include "server/api/services.hpp"

#include <mutex>
#include <string>
#include <string_view>

namespace telestate::api {

// Whether the system knows the IANA time zone.
bool is_known_time_zone(const std::string& zone);

// The civil day of `now` in the zone; in UTC where the zone is not known.
Day day_in(const std::string& zone, Instant now);

// "2026-11-22T09:00:00Z".
std::string format_instant(Instant instant);

// Today in the organisation's zone, remembered until the day or the estate changes, since every request asks
// for it.
class Today {
  public:
    explicit Today(const Services& services) : services_(services) {}
    // `revision` is the estate's at present.
    Day at(std::int64_t revision);

  private:
    const Services& services_;
    std::mutex mutex_;
    std::int64_t revision_ = -1;
    std::string zone_;
    Instant good_until_{};
    Day day_{};
};

} // namespace telestate::api
