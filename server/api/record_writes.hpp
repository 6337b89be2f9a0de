#pragma once

// The handlers that create, replace and delete records. Each write is one revision of the estate, with its
// history.

#include "model/record_kind.hpp"
#include "server/api/endpoint.hpp"

namespace telestate::api {

// 201 with the record; 409 for an id that is taken. Without an id the record gets one.
template <RecordKind kind>
http::Response post_record(const http::Request& request, const Services& services);
// Replaces the record as a whole under If-Match, or creates it under "If-None-Match: *".
template <RecordKind kind>
http::Response put_record(const http::Request& request, const Services& services);
// 204. Refuses with 409 and the referrers while others refer to the record, unless `move_to` names the one
// they shall refer to instead, or `unlink` empties their fields.
template <RecordKind kind>
http::Response delete_record(const http::Request& request, const Services& services);
// What refers to the record.
template <RecordKind kind>
http::Response get_referrers(const http::Request& request, const EstateView& view, Day today);

http::Response put_organisation(const http::Request& request, const Services& services);

// Responsibilities go by /{service}/{role}/{person}.
http::Response get_responsibility(const http::Request& request, const EstateView& view, Day today);
http::Response put_responsibility(const http::Request& request, const Services& services);
http::Response delete_responsibility(const http::Request& request, const Services& services);

// Forgets one of the counts kept of a record: `field`, and `as_at` where it is dated.
template <RecordKind kind>
http::Response delete_observation(const http::Request& request, const Services& services);

} // namespace telestate::api
