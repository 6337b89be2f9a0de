#pragma once

// Contracts in document shape; read_X and append_X promise what they do in organisation_json.hpp.

#include "model/contract.hpp"
#include "server/document/json_value.hpp"
#include "server/document/json_writer.hpp"
#include "server/document/problems.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace telestate::document {

// Reads what is written and no more: whether the fields make sense together is for the model to say.
Contract read_contract(const JsonValue& value, const Path& path, Problems& problems);
void append_contract(JsonWriter& json, const Contract& contract);

// Adds to `problems` what the model refuses about a contract, under `pointer`. `broken` holds the pointers,
// relative to the contract, of what could not be read: what the model would say about those parts only
// follows from that, and is passed over.
void check_contract(const Contract& contract, FinancialYearStart year_start, std::string_view pointer,
                    const std::vector<std::string>& broken, Problems& problems);

// The pointers, relative to the contract at `pointer`, of what was reported since `problems` held
// `error_count` errors. The contract as a whole ("") where some were counted and no longer kept.
std::vector<std::string> broken_parts(const Problems& problems, std::size_t error_count,
                                      std::string_view pointer);

} // namespace telestate::document
