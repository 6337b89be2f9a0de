#pragma once

// One thing the API offers: how it is reached, what it answers, and how it is described.

#include "server/api/estate_view.hpp"
#include "server/http/request.hpp"
#include "server/http/response.hpp"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace telestate::api {

struct QueryParameter {
    std::string_view name;
    std::string_view description;
    std::string_view schema; // JSON Schema
    bool is_required = false;
};

// Answers from one moment of the estate. Its answers are kept and revalidated by the estate's revision and
// the day.
using ViewHandler = http::Response (*)(const http::Request& request, const EstateView& view, Day today);
// Anything else.
using ActionHandler = http::Response (*)(const http::Request& request, const Services& services);

inline constexpr std::string_view csv_media_type = "text/csv";
inline constexpr std::string_view xlsx_media_type =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
inline constexpr std::array sheet_media_types = {csv_media_type, xlsx_media_type};

struct Endpoint {
    std::string_view method;
    std::string_view pattern; // with {name} segments
    std::string_view access;  // the least role that may ask, or access_anyone
    std::string_view summary;
    std::vector<QueryParameter> parameters;
    std::string_view media_type;      // of the answer
    std::string_view response_schema; // JSON Schema of the answer, for JSON
    ViewHandler view = nullptr;       // exactly one of the two
    ActionHandler action = nullptr;
    std::string_view request_schema = {}; // of a body, where one is taken
    std::size_t body_limit = 0;           // bytes, where a body is taken
    bool takes_sheets = false;            // sheet_media_types as well as JSON
    bool is_slow = false;                 // hashes a password; see http::RouteOptions
};

// Every endpoint, in the order they are described.
const std::vector<Endpoint>& all_endpoints();

// The OpenAPI 3.1 description of the endpoints, as JSON.
std::string openapi_json(const std::vector<Endpoint>& endpoints);

} // namespace telestate::api
