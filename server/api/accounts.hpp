#pragma once

// Everybody's accounts, for administrators, and tokens of the API; and figures for Prometheus.

#include "server/api/endpoint.hpp"

namespace telestate::api {

http::Response get_accounts(const http::Request& request, const Services& services);
http::Response post_account(const http::Request& request, const Services& services);
http::Response put_account(const http::Request& request, const Services& services);
http::Response delete_account(const http::Request& request, const Services& services);
http::Response post_invitation(const http::Request& request, const Services& services);
http::Response get_account_events(const http::Request& request, const Services& services);

// One's own; administrators see and revoke everybody's.
http::Response get_tokens(const http::Request& request, const Services& services);
http::Response post_token(const http::Request& request, const Services& services);
http::Response delete_token(const http::Request& request, const Services& services);

http::Response get_metrics(const http::Request& request, const Services& services);

} // namespace telestate::api
