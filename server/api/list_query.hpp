#pragma once

// What part of a list is asked for, and in which order.

#include "model/record_kind.hpp"
#include "server/api/parameters.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace telestate::api {

struct ListQuery {
    Day on{};
    bool is_as_at = false; // `on` lies in the past: counts are given as at it
    std::optional<std::string> q;
    std::string sort; // a field; empty for the order in which records were first stored
    bool is_descending = false;
    std::vector<std::pair<std::string_view, std::string>> filters; // a field and what it has to be
    bool wants_facets = false;                                     // also of a long list
    std::int64_t limit = 100;
    std::int64_t offset = 0;

    // Whether any row is left out or moved.
    bool is_plain() const { return !q && sort.empty() && filters.empty(); }
};

inline constexpr std::int64_t most_rows = 1'000; // of one answer

// Takes `q`, `sort`, `on` and the filters of a kind of record. What is wrong is left with `parameters`.
ListQuery read_list_query(Parameters& parameters, RecordKind kind, Day today);
// `limit` and `offset` as well.
void read_page(Parameters& parameters, ListQuery& query);
// What narrows and orders contracts wherever they are listed: q, supplier, service, status, sort, on.
ListQuery read_contract_query(Parameters& parameters, Day today);

// The same parameters as the API's description shows them: of a list of a kind, of its CSV, and of contracts
// wherever they are listed.
std::vector<QueryParameter> list_parameters(RecordKind kind);
std::vector<QueryParameter> csv_parameters(RecordKind kind);
std::vector<QueryParameter> contract_parameters();

} // namespace telestate::api
