#pragma once

// What lies ahead of one contract: where it stands, what must be decided, and what it costs this financial
// year and the next.

#include "model/position.hpp"
#include "server/document/json_writer.hpp"

#include <string_view>

namespace telestate::api {

// The members "position", "spend" ("this_year" and "next_year"), "sentences" (the position in plain words,
// the most important first) and "decision_note" (what is to be decided next, or null) of an object the caller
// has open. The contract is one that problems_of() accepts. Throws MoneyOverflow for amounts past all sense.
void append_outlook(document::JsonWriter& json, const Contract& contract, const Rules& rules,
                    const ContractSurroundings& surroundings, std::string_view currency, Day on);

// The same of a contract whose charges are not known yet: where it stands, and no sums.
void append_outlook_without_charges(document::JsonWriter& json, const Contract& contract, const Rules& rules,
                                    const ContractSurroundings& surroundings, std::string_view currency,
                                    Day on);

// The same members as null, and no sentences: it cannot be worked out.
void append_no_outlook(document::JsonWriter& json);

} // namespace telestate::api
