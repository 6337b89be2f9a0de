#pragma once

// One JSON line for each event.

#include "server/api/services.hpp"
#include "server/app/app.hpp"
#include "server/http/server.hpp"

#include <string>
#include <string_view>

namespace telestate {

// A request that was answered. Its route stands for the path where there is one, since a
// path may hold a secret.
std::string format_log_line(api::Instant at, LogLevel level, const http::AccessRecord& record);
// Anything else.
std::string format_log_line(api::Instant at, LogLevel level, std::string_view request_id,
                            std::string_view message);

// "debug", "info", "warning" or "error".
LogLevel log_level_of(std::string_view text);

} // namespace telestate
