#pragma once

// Who asks.

#include "server/auth/role.hpp"

#include <cstdint>
#include <string>

namespace telestate::auth {

// How it is known.
enum class Via {
    session, // a cookie of a browser that signed in
    token,   // a token of the API
    proxy,   // the header of a trusted reverse proxy
    no_one,  // signing in is switched off: anybody may do anything
};

struct Identity {
    Role role = Role::viewer;
    Via via = Via::session;
    std::int64_t account = 0; // 0: none
    std::int64_t session = 0;
    std::int64_t token = 0;
    std::string name = {};  // as the history names them; empty where nobody is known
    std::string email = {}; // empty of tokens without an account

    // Whether a browser adds to any request what shows who asks, so that another site's page could have one
    // made.
    bool is_carried_by_browser() const { return via == Via::session || via == Via::proxy; }
};

} // namespace telestate::auth
