#include "server/api/today.hpp"

#include <date/date.h>

namespace telestate::api {

Day Today::at(std::int64_t revision) {
    const Instant now = services_.now();
    const std::scoped_lock lock(mutex_);
    if (revision != revision_) {
        const auto organisation = services_.database.read().find_organisation();
        zone_ = organisation ? organisation->time_zone : Organisation{}.time_zone;
        revision_ = revision;
        good_until_ = {};
    }
    if (now >= good_until_ || now + std::chrono::minutes(1) < good_until_) {
        day_ = day_in(zone_, now);
        // Every zone's days begin on a whole minute of UTC, so a minute's answer holds to its end.
        good_until_ = date::floor<std::chrono::minutes>(now) + std::chrono::minutes(1);
    }
    return day_;
}

} // namespace telestate::api
