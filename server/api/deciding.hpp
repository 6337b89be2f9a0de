#pragma once

// Recording what was decided about a contract.

#include "server/api/endpoint.hpp"

namespace telestate::api {

// POST /contracts/{id}/decisions, under If-Match: renew, leave or replace is kept as a decision about the
// next open decision or the one named; extend exercises the next option; leave with a day, where nothing is
// open, records the day the contract ends. Answers with the contract and what follows from it, beside what
// was; `dry_run` changes nothing.
http::Response post_decision(const http::Request& request, const Services& services);

} // namespace telestate::api
