#pragma once

// Signing in and out, and what people do with their own account.

#include "server/api/endpoint.hpp"
#include "server/auth/accounts.hpp"
#include "server/auth/refusal.hpp"

namespace telestate::api {

http::Response get_session(const http::Request& request, const Services& services);
http::Response post_session(const http::Request& request, const Services& services);
http::Response delete_session(const http::Request& request, const Services& services);
http::Response post_set_up(const http::Request& request, const Services& services);
http::Response post_acceptance(const http::Request& request, const Services& services);

http::Response get_own_account(const http::Request& request, const Services& services);
http::Response put_own_account(const http::Request& request, const Services& services);
http::Response put_own_password(const http::Request& request, const Services& services);
http::Response post_second_factor(const http::Request& request, const Services& services);
http::Response put_second_factor(const http::Request& request, const Services& services);
http::Response delete_second_factor(const http::Request& request, const Services& services);
http::Response post_recovery_codes(const http::Request& request, const Services& services);
http::Response delete_own_sessions(const http::Request& request, const Services& services);
http::Response delete_own_session(const http::Request& request, const Services& services);

// Where a request comes from that shows a password or a code.
auth::Caller caller_of(const http::Request& request);
// Who does it, for the account events; of a request that was let in.
auth::Doer doer_of(const http::Request& request);
// A refusal with what belongs to it: Retry-After, and whether a second factor is wanted.
http::Response refuse(const auth::Refusal& refusal, const http::Request& request);

} // namespace telestate::api
