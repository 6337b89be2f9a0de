#pragma once

// What it costs that nobody acted: a decision that passed, a service that goes on out of contract, one that
// rolls on from period to period.

#include "model/decisions.hpp"

#include <cstdint>
#include <optional>

namespace telestate {

// A decision whose day passed without anybody taking it.
struct MissedDecision {
    DecisionKind kind = DecisionKind::give_notice;
    Day decide_by{};
    std::int64_t days_ago = 0; // before the day asked about
    // Until when it now runs: auto_renew to the end it can no longer be kept from reaching, a fixed contract
    // whose option lapsed to its end. Nothing once it is out of contract: it runs until somebody ends it.
    std::optional<Day> now_runs_until;
    std::optional<Day> out_of_contract_since; // the first day past the end
    // auto_renew: the charges from the day after the current term to `now_runs_until`. Out of contract: those
    // since the end, the day asked about included. Nothing for a lapsed option, or without charges.
    std::optional<Money> cost;

    friend bool operator==(const MissedDecision&, const MissedDecision&) = default;
};

// Nothing for what was decided, has ended or will end by record. Of an auto_renew contract it is the notice
// day of the current term; of a fixed one out of contract the day by which it had to be replaced; of a fixed
// one still running its lapsed option.
std::optional<MissedDecision> missed_decision_of(const SeenContract& seen);

// What a fixed contract out of contract has cost since its end, the day asked about included; nothing where
// it is not out of contract or has no charges.
std::optional<Money> cost_since_end(const SeenContract& seen);

// What the charges come to over the 12 months from the day asked about, no further than an end by record;
// nothing without charges.
std::optional<Money> cost_of_next_year(const SeenContract& seen);

} // namespace telestate
