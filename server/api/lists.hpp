#pragma once

// Lists of records: searched, narrowed, sorted, in pages, and as CSV.

#include "server/api/list_query.hpp"
#include "server/http/response.hpp"

#include <string>

namespace telestate::api {

// {"items","total","offset","limit","facets"}; of contracts also {"positions","spend"}, of suppliers
// {"summary"}, by the ids of the items. The facets of a long list that is neither narrowed nor sorted are
// left empty unless they are wanted, so that a page of it costs no more than itself.
std::string list_json(const EstateView& view, RecordKind kind, const ListQuery& query);

// The whole list as a file to download, a row for each record.
http::Response list_csv(const EstateView& view, RecordKind kind, const ListQuery& query);

} // namespace telestate::api
