#pragma once

// Spend as the program and the API answer it: every key always there, null where there is nothing.

#include "model/spend.hpp"
#include "server/document/json_writer.hpp"

#include <optional>
#include <string_view>

namespace telestate::document {

// The whole answer: {"financial_year","on","by","currency","rows","totals","left_out","average"}.
void append_spend(JsonWriter& json, const SpendReport& report, std::string_view currency);

void append_spend_row(JsonWriter& json, const SpendRow& row);
// The same members in an object the caller has open.
void append_spend_row_members(JsonWriter& json, const SpendRow& row);
// The members "committed" to "unknown_vat_basis" of an object the caller has open.
void append_spend_sums(JsonWriter& json, const SpendSums& sums);
// The member "flags" of an object the caller has open.
void append_spend_flags(JsonWriter& json, bool mixed_vat_bases, bool no_charges);
// {"value","years"}, or null.
void append_average(JsonWriter& json, const std::optional<Average>& average);

} // namespace telestate::document
