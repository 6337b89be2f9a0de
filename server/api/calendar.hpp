#pragma once

// Calendars that people subscribe to from Outlook, Google or a telephone, and the addresses they stand at.
// Whoever knows the secret in the address may read the calendar: programs that fetch calendars cannot sign
// in.

#include "server/api/endpoint.hpp"

namespace telestate::api {

// The feeds there are, with their addresses.
http::Response get_calendar_feeds(const http::Request& request, const Services& services);
// A feed of everything, or of what one person owns or deputises for.
http::Response post_calendar_feed(const http::Request& request, const Services& services);
// Gives a feed a new secret; its old address is one of nothing from then on.
http::Response post_calendar_renewal(const http::Request& request, const Services& services);
http::Response delete_calendar_feed(const http::Request& request, const Services& services);

// The calendar of a secret. An unknown one is answered as if there were nothing.
http::Response get_calendar(const http::Request& request, const Services& services);
// Everything else beside it.
http::Response no_calendar(const http::Request& request, const Services& services);

} // namespace telestate::api
