#include "server/api/today.hpp"

#include <date/tz.h>

namespace telestate::api {

namespace {

const date::time_zone* find_zone(const std::string& zone) {
    try {
        return date::locate_zone(zone);
    } catch (const std::runtime_error&) {
        return nullptr;
    }
}

} // namespace

bool is_known_time_zone(const std::string& zone) { return find_zone(zone) != nullptr; }

Day day_in(const std::string& zone, Instant now) {
    const date::time_zone* found = find_zone(zone);
    if (found == nullptr) return date::floor<Days>(now);
    return Day{date::floor<Days>(found->to_local(now)).time_since_epoch()};
}

std::string format_instant(Instant instant) {
    return date::format("%FT%TZ", date::floor<std::chrono::seconds>(instant));
}

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
