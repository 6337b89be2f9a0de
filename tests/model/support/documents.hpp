#pragma once

// Contracts and small estates read from JSON for the tests: small and strict. Whether what is read makes
// sense is for the model to say; an unknown field or a text that is not of its format fails the test.

#include "model/contract.hpp"
#include "model/estate.hpp"
#include "model/position.hpp"
#include "model/working_days.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>

namespace telestate::test {

Contract read_contract(const nlohmann::json& json);
Charge read_charge(const nlohmann::json& json);
// A text of JSON, with ' for " so that tests stay readable. Without an id the contract is "c1".
Contract contract_of(std::string_view text);
Charge charge_of(std::string_view text);
Platform platform_of(std::string_view text);
Line line_of(std::string_view text);
// Only what alerts are made of: the organisation, people, responsibilities, contracts, platforms and lines.
Estate estate_of(std::string_view text);

// A file under tests/.
nlohmann::json read_test_file(const std::string& path);

// The bank holidays the product is delivered with.
const BankHolidays& bank_holidays();
// What England and Wales work to, the financial year from 1 April, the switch-off on 31 January 2027.
const Rules& rules();

} // namespace telestate::test
