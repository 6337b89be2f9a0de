#pragma once

// The days that alerts are about (SEMANTICS 7): what comes up for a contract, a platform and a line, and how
// many days ahead somebody wants to be told.

#include "model/decisions.hpp"
#include "model/inventory.hpp"
#include "model/record_kind.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace telestate {

enum class MilestoneKind { decide_by, start_by, price_rise, end_of_support, pstn_switch_off };
std::string_view name_of(MilestoneKind kind);
std::optional<MilestoneKind> parse_milestone_kind(std::string_view text);

// What an alert is about. A contract's are decide_by, start_by and price_rise, a platform's end_of_support, a
// line's pstn_switch_off.
struct Milestone {
    RecordKind subject_kind = RecordKind::contracts;
    std::string subject; // its id
    MilestoneKind kind = MilestoneKind::decide_by;
    Day on{};

    friend bool operator==(const Milestone&, const Milestone&) = default;
};

// A milestone of one record and the days before it at which an alert is wanted, smallest first, none twice.
struct WantedAlerts {
    MilestoneKind kind = MilestoneKind::decide_by;
    Day on{};
    std::vector<std::int64_t> offsets;

    friend bool operator==(const WantedAlerts&, const WantedAlerts&) = default;
};

// The milestones of a contract that have not passed on the day it is seen from, by day; several of one kind
// on one day are one. `usual_days` holds where the contract states no `alert_days` of its own. A milestone
// without any offset left is among them too.
std::vector<WantedAlerts> milestones_of(const SeenContract& seen, const std::vector<int>& usual_days);
// The end of a platform's support; nothing where none is recorded or it has passed.
std::optional<WantedAlerts> milestone_of(const Platform& platform, const std::vector<int>& usual_days,
                                         Day on);
// The switch-off, of a line that rides on the PSTN and will be in service on the day it happens; nothing
// else.
std::optional<WantedAlerts> milestone_of(const Line& line, const std::vector<int>& usual_days, Day switch_off,
                                         Day on);

// The decisions of a fixed or auto_renew contract whose `decide_by` lies in [from, the day it is seen from),
// with nothing decided about them: the newest first. None once the contract has ended or will end by record.
std::vector<Candidate> passed_decisions(const SeenContract& seen, Day from);

// Whether a decision had to be taken by that day, which has passed, and nothing was decided about it. Of
// every kind of term. Never once the contract has ended or will end by record.
bool has_passed_decision(const SeenContract& seen, Day decide_by);

// A price rise of a charge that takes effect: not after the charge's last day nor the contract's end by
// record.
bool has_price_rise_on(const SeenContract& seen, Day day);

} // namespace telestate
