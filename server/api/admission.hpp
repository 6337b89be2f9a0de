#pragma once

// Who may do what: the one place where every route is asked.

#include "server/auth/gate.hpp"
#include "server/http/router.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace telestate::api {

// What Route::access may say beside the name of the least role that may ask.
inline constexpr std::string_view access_anyone = "anyone"; // known or not
inline constexpr std::string_view access_file =
    "file"; // the same, and nobody is looked for: files of the page

// Finds out who asks and fills in the request's identity. Where they may not have what they ask for, the
// answer is 401 or 403: also for a route that does not say who may, and for a change that another site's page
// had the browser make. `public_url` is where people reach this server, when that is known.
std::optional<http::Response> admit(http::Request& request, const http::Route& route, auth::Gate& gate,
                                    std::string_view public_url);

} // namespace telestate::api
