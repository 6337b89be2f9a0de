#pragma once

// How each date and sum of a position was worked out, in plain words, step by step.

#include "model/position.hpp"
#include "model/spend.hpp"

#include <string>
#include <vector>

namespace telestate {

// One step: what is sought, how it follows from what is recorded, and what comes out.
struct Step {
    std::string
        about; // the field it leads to: "status", "term_end", "decide_by", "cost_at_stake", "spend", ...
    std::string title;   // "End of term 2"
    std::string working; // "1 April 2021 + 2 years + 1 year - 1 day"
    std::string result;  // "31 March 2024"

    friend bool operator==(const Step&, const Step&) = default;
};

struct Explanation {
    std::vector<std::string> sentences; // the position in plain words
    std::vector<Step> steps;
};

Explanation explain(const Contract& contract, const Rules& rules, const ContractSurroundings& surroundings,
                    Day on, std::string_view currency);

// How the contract's spend in `year` adds up, charge by charge.
std::vector<Step> explain_spend(const Contract& contract, const Rules& rules, FinancialYear year, Day on,
                                std::string_view currency);

} // namespace telestate
