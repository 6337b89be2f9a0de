#pragma once

#include "server/api/services.hpp"
#include "server/http/router.hpp"

#include <optional>
#include <string>

namespace telestate::api {

class Today;

// Puts every endpoint into the router. The services and the clock have to outlive it.
void add_routes(http::Router& router, const Services& services, Today& today);

// The key under which a finished answer to this request may be kept: what it depends on besides the address
// is the estate's revision and the day. Nothing for what is not an answer of the API.
std::optional<std::string> cache_key_of(const http::Request& request, const Services& services, Today& today);

} // namespace telestate::api
