#pragma once

// How a contract's position and spend were worked out.

#include "model/error.hpp"
#include "model/explanation.hpp"
#include "server/document/json_writer.hpp"
#include "server/document/position_json.hpp"

#include <vector>

namespace telestate::document {

// A contract's spend in one year.
struct YearSpend {
    FinancialYear year;
    SpendSums sums;
    bool mixed_vat_bases = false;
    bool no_charges = false;
};

struct Workings {
    Day on{};
    Position position;
    Explanation explanation;
    std::vector<NextDecision> open_decisions; // soonest first
    std::vector<YearSpend> spend;
    std::vector<Step> spend_steps;
    std::vector<FieldError> warnings;
};

void append_workings(JsonWriter& json, const ContractLabel& label, const Workings& workings);

// {"financial_year", the sums, "flags"}.
void append_year_spend(JsonWriter& json, const YearSpend& spend);
// {"about","title","working","result"}.
void append_step(JsonWriter& json, const Step& step);

} // namespace telestate::document
