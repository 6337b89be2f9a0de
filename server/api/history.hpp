#pragma once

// The handlers of what was changed in the estate, and of the counts that were kept of its records.

#include "server/api/endpoint.hpp"
#include "server/api/parameters.hpp"
#include "server/storage/history.hpp"

namespace telestate::api {

// The parameters kind, id, person, origin, action, from and until.
storage::HistoryQuery read_history_query(Parameters& parameters);

// Newest first: {"items","total","offset","limit"}. Of each revision the first records the query asks for.
http::Response get_history(const http::Request& request, const EstateView& view, Day today);
// One revision with a page of its records.
http::Response get_revision(const http::Request& request, const EstateView& view, Day today);

// {"items":[{"field","count"}]}: every count ever kept of a record, by field, then oldest first.
template <RecordKind kind>
http::Response get_observations(const http::Request& request, const EstateView& view, Day today);

} // namespace telestate::api
