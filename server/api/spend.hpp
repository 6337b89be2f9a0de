#pragma once

// What is spent in a financial year, grouped, with the rows named.

#include "model/spend.hpp"
#include "server/api/estate_view.hpp"

#include <string>

namespace telestate::api {

struct SpendQuery {
    FinancialYear year;
    Grouping by = Grouping::contract;
    Day on{};
};

// The key of what serves several sites; no id can be the same, since ids have no underscores.
inline constexpr std::string_view several_sites = "several_sites";

SpendReport report_spend(const EstateView& view, const SpendQuery& query);

std::string spend_json(const EstateView& view, const SpendQuery& query);

// The rows as a table for spreadsheets, and a last one of the totals.
std::string spend_csv(const EstateView& view, const SpendQuery& query);

// Gives the rows of a report the titles people know their keys by.
void name_rows(const storage::Reader& reader, SpendReport& report);

} // namespace telestate::api
