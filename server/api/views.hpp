#pragma once

// The handlers behind the API's addresses. Each takes its parameters, asks, and answers; nothing is worked
// out here.

#include "server/api/endpoint.hpp"

namespace telestate::api {

http::Response get_renewals(const http::Request& request, const EstateView& view, Day today);
http::Response get_spend(const http::Request& request, const EstateView& view, Day today);
http::Response get_overview(const http::Request& request, const EstateView& view, Day today);
http::Response get_timeline(const http::Request& request, const EstateView& view, Day today);
http::Response get_workings(const http::Request& request, const EstateView& view, Day today);
http::Response get_organisation(const http::Request& request, const EstateView& view, Day today);
http::Response get_names(const http::Request& request, const EstateView& view, Day today);

// The list is named by the address: /api/v1/{kind}.
template <RecordKind kind>
http::Response list_records(const http::Request& request, const EstateView& view, Day today);
// The same as a table to download, whole: /api/v1/{kind}.csv.
template <RecordKind kind>
http::Response list_records_csv(const http::Request& request, const EstateView& view, Day today);
http::Response get_renewals_csv(const http::Request& request, const EstateView& view, Day today);
http::Response get_spend_csv(const http::Request& request, const EstateView& view, Day today);
template <RecordKind kind>
http::Response get_record(const http::Request& request, const EstateView& view, Day today);

http::Response get_export(const http::Request& request, const Services& services);
http::Response post_import(const http::Request& request, const Services& services);
http::Response get_schema(const http::Request& request, const Services& services);
http::Response get_openapi(const http::Request& request, const Services& services);
// 200 when the database answers.
http::Response get_health(const http::Request& request, const Services& services);

} // namespace telestate::api
