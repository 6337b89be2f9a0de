#pragma once

// What has been alerted about, to whom, and what became of it.

#include "model/milestone.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace telestate {

// What makes an alert this one and no other. Of a missed one `offset_days` is negative: how many days ago the
// milestone was when it was raised.
struct AlertKey {
    Milestone milestone;
    std::int64_t offset_days = 0;

    bool is_missed() const { return offset_days < 0; }

    friend bool operator==(const AlertKey&, const AlertKey&) = default;
};
// "contracts/c1/decide_by/2026-06-26/30".
std::string format_alert_key(const AlertKey& key);

enum class AlertState {
    due,            // has recipients: told, or waiting for the mail server to take their mails
    missed,         // the same, of a decision whose day has passed
    superseded,     // a tighter one was raised in its place
    nobody_to_tell, // will be sent once somebody is named
    ended,          // decided, moved or deleted before anybody else could be told
};
std::string_view name_of(AlertState state);
std::optional<AlertState> parse_alert_state(std::string_view text);

// One address an alert goes to.
struct AlertDelivery {
    std::string address;
    bool is_sent = false; // the mail server has accepted it; else it waits
    bool is_escalation = false;

    friend bool operator==(const AlertDelivery&, const AlertDelivery&) = default;
};

struct LedgerAlert {
    AlertKey key;
    AlertState state = AlertState::due;
    Day raised_on{};
    std::optional<Day> acknowledged_on;
    std::optional<Day> escalated_on;
    std::vector<AlertDelivery> deliveries;

    friend bool operator==(const LedgerAlert&, const LedgerAlert&) = default;
};

// Nothing more is raised for the milestone until that day, on which there is an alert whatever the rules say.
struct Snooze {
    Milestone milestone;
    Day until{};

    friend bool operator==(const Snooze&, const Snooze&) = default;
};

struct AlertLedger {
    std::optional<Day> previous_run_on; // the latest no later than the day of the run
    std::vector<LedgerAlert> alerts;
    std::vector<Snooze> snoozes; // at most one for each milestone
};

} // namespace telestate
