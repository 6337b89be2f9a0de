#pragma once

// The handlers behind undoing, and behind the sample estate that comes and goes as one revision.

#include "server/api/endpoint.hpp"

namespace telestate::api {

// POST /history/{revision}/undo: {"revision","dry_run","records":[{"kind","id","title","action","changes"}]}.
http::Response post_undo(const http::Request& request, const Services& services);

// GET /setup: whether anything is recorded, and the sample while it is loaded.
http::Response get_setup(const http::Request& request, const EstateView& view, Day today);
// POST /sample fills an empty database with the sample estate.
http::Response post_sample(const http::Request& request, const Services& services);
// DELETE /sample deletes what the sample brought, edited or not; 409 names the records of one's own that
// refer to it.
http::Response delete_sample(const http::Request& request, const Services& services);

} // namespace telestate::api
