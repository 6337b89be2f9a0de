#pragma once

// Positions and renewals as the program and the API answer them: every key always there, null where there is
// nothing.

#include "model/position.hpp"
#include "server/document/json_writer.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace telestate::document {

// What a position says about its contract beside the position itself. Empty texts are written as null.
struct ContractLabel {
    std::string_view id;
    std::string_view title;
    std::string_view supplier; // an id
    std::string_view service;
};

inline ContractLabel label_of(const Contract& contract) {
    return {contract.id, contract.title, contract.supplier, contract.service};
}

void append_position(JsonWriter& json, const ContractLabel& label, const Position& position);
// The same members in an object the caller has open.
void append_position_members(JsonWriter& json, const ContractLabel& label, const Position& position);
void append_next_decision(JsonWriter& json, const NextDecision& decision);
// {"first","last"}.
void append_interval(JsonWriter& json, Interval interval);

// Which part of the positions an answer holds.
struct Page {
    std::int64_t total = 0;
    std::int64_t offset = 0;
    std::int64_t limit = 0;
};

// {"on", "positions": [ ... ]}: positions are appended between the two.
void begin_renewals(JsonWriter& json, Day on);
void end_renewals(JsonWriter& json, const std::optional<Page>& page = std::nullopt);

} // namespace telestate::document
