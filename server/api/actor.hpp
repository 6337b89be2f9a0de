#pragma once

// Who makes a change, and from where, as the history keeps it.

#include "model/error.hpp"
#include "server/http/request.hpp"
#include "server/storage/history.hpp"

#include <optional>
#include <string>

namespace telestate::api {

struct Actor {
    storage::Origin origin = storage::Origin::api;
    std::optional<std::string> name; // nothing where nobody was named
};

// The actor behind a request: the dashboard says "Telestate-Client: page", all else came through the API. The
// name is that of whoever is signed in; where signing in is switched off, what "Telestate-Person" holds,
// percent-encoded UTF-8 of at most 200 bytes; `malformed` for anything else.
Result<Actor> actor_of(const http::Request& request);

} // namespace telestate::api
