#pragma once

// The handler of the search over records of every kind.

#include "server/api/endpoint.hpp"

namespace telestate::api {

// {"q","items":[{"kind","id","title","detail"}],"total"}, the best first.
http::Response get_search(const http::Request& request, const EstateView& view, Day today);

} // namespace telestate::api
