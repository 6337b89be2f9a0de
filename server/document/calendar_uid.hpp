#pragma once

// What an event is known by in people's calendars, the same wherever it comes from: the feed and the mails.

#include "model/decisions.hpp"
#include "model/milestone.hpp"

#include <string>
#include <string_view>

namespace telestate::document {

// Of a decision: "bt-lines-decide_by-give_notice-2@0123456789abcdef.telestate", where the number is that of
// the term, of the option or of the break, counted from 1, and of `replace` that of the options exercised
// before it. It stays when the day moves. `identity` is that of the estate.
std::string calendar_uid(std::string_view identity, const SeenContract& seen, const Candidate& candidate,
                         MilestoneKind what);

// Of the price rises of one day: "bt-lines-price_rise-2@0123456789abcdef.telestate", the second day on which
// one of the contract's prices rises.
std::string price_rise_uid(std::string_view identity, const Contract& contract, Day on);

// Of what a record has only one of: "pbx-end_of_support@0123456789abcdef.telestate". The switch-off is one
// event for all lines; their id is "lines".
std::string calendar_uid(std::string_view identity, std::string_view id, MilestoneKind what);

} // namespace telestate::document
