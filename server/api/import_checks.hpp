#pragma once

// What an estate document is held against beyond itself: what is recorded already, and this system.

#include "model/estate.hpp"
#include "model/working_days.hpp"
#include "server/storage/reader.hpp"

#include <vector>

namespace telestate::api {

// The time zone has to exist, and a financial year that begins on another day may not make recorded
// contracts, which the document leaves alone, impossible: imprecise dates would come to mean other days.
void check_organisation(const storage::Reader& reader, const Estate& estate,
                        FinancialYearStart recorded_start, std::vector<FieldError>& problems);

// Every reference has to lead somewhere, in the document or in what is recorded.
void check_references(const storage::Reader& reader, const Estate& estate, std::vector<FieldError>& problems);

// Blocks of numbers may not overlap, and no number may have two records, wherever each of them is recorded.
void check_numbers(const storage::Reader& reader, const Estate& estate, std::vector<FieldError>& problems);

// What is kept about the document's contracts but odd.
void add_contract_warnings(const Estate& estate, FinancialYearStart year_start,
                           const WorkingCalendar& calendar, std::vector<FieldError>& warnings);

} // namespace telestate::api
