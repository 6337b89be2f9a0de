#pragma once

// A calendar that somebody subscribes to.

#include <cstdint>
#include <optional>
#include <string>

namespace telestate::storage {

struct CalendarFeed {
    std::int64_t feed = 0;            // its number, never given to another
    std::optional<std::string> owner; // a person's id; nothing for the feed of everything
    std::string secret;               // 43 characters of base64url: whoever knows it may read the feed
    std::string created_at;           // UTC instants
    std::optional<std::string> renewed_at;
};

} // namespace telestate::storage
