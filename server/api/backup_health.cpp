#include "server/api/backup_health.hpp"

#include <optional>
#include <string>

namespace telestate::api {

void append_backup_health(document::JsonWriter& json, const Services& services) {
    const backups::Health health = services.backups.health();
    std::optional<std::string> last_at;
    if (health.last_at) last_at = clock::format_instant(*health.last_at);
    json.key("backups");
    json.begin_object();
    json.member("enabled", health.is_scheduled);
    json.member_or_null("last_at", last_at);
    json.member("is_late", health.is_late);
    json.member("is_failing", health.error.has_value());
    json.end_object();
}

} // namespace telestate::api
