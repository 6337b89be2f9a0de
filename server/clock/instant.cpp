#include "server/clock/instant.hpp"

#include <date/tz.h>

#include <sstream>

namespace telestate::clock {

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

std::optional<Instant> parse_instant(std::string_view text) {
    std::istringstream in{std::string(text)};
    date::sys_seconds instant;
    in >> date::parse("%FT%TZ", instant);
    if (in.fail() || in.peek() != std::istringstream::traits_type::eof()) return std::nullopt;
    return instant;
}

Instant instant_at(const std::string& zone, Day day, std::chrono::minutes time) {
    const date::time_zone* found = find_zone(zone);
    const date::local_days local{day.time_since_epoch()};
    if (found == nullptr) return day + time;
    return found->to_sys(local + time, date::choose::earliest);
}

} // namespace telestate::clock
