#pragma once

// Contracts and suppliers as lists show them, with what is worked out for each on the day.

#include "server/api/list_fields.hpp"
#include "server/api/list_query.hpp"

#include <functional>
#include <vector>

namespace telestate::api {

// Visits every contract of the query with its position and its spend in the financial year of `on`, in one
// pass. Without `wants_spend` none is worked out.
void for_each_contract_row(const EstateView& view, const storage::ContractQuery& query, Day on,
                           const std::function<void(const ContractRow&)>& visit, bool wants_spend = true);

// What the contracts of each supplier come to; a supplier without contracts is absent.
storage::IdMap<SupplierSummary> summarise_suppliers(const EstateView& view, Day on);

// A contract with what tells it from others.
struct ListedContract {
    std::string id;
    std::string title;
    std::string supplier; // an id
    std::string service;
    TermKind term = TermKind::unknown;
    Position position;
    std::optional<Money> spend;
};

// The contracts that a list query asks for, whole and in its order; in the order records were first stored
// where it names none. Its limit and offset are left aside.
std::vector<ListedContract> list_contracts_of(const EstateView& view, const ListQuery& query);

} // namespace telestate::api
