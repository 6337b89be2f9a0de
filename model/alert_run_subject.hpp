#pragma once

// What a run knows of the record it is at. Inside the run only.

#include "model/alert_run.hpp"

#include <algorithm>
#include <functional>

namespace telestate {

inline bool is_delivered_to_anybody(const LedgerAlert& alert) {
    return std::any_of(alert.deliveries.begin(), alert.deliveries.end(),
                       [](const AlertDelivery& delivery) { return delivery.is_sent; });
}

inline bool is_waiting(const LedgerAlert& alert) {
    return std::any_of(alert.deliveries.begin(), alert.deliveries.end(),
                       [](const AlertDelivery& delivery) { return !delivery.is_sent; });
}

// Whether it still has to reach somebody.
inline bool is_unsettled(const LedgerAlert& alert) {
    return alert.state == AlertState::nobody_to_tell || is_waiting(alert);
}

// One record with what the ledger holds of it.
struct AlertRun::Subject {
    RecordKind kind = RecordKind::contracts;
    const std::string& id;
    Addresses targets;
    Addresses escalation;               // of contracts
    std::vector<std::size_t> positions; // in the ledger
    std::vector<bool> is_settled;       // by position
    // Whether a milestone that has passed is still what the estate says.
    std::function<bool(const Milestone&)> still_holds;

    // Whether an alert had nobody to tell, or has lost those it was waiting to tell.
    bool has_nobody_for(const LedgerAlert& alert) const {
        if (alert.state == AlertState::nobody_to_tell) return true;
        const bool is_open = alert.state == AlertState::due || alert.state == AlertState::missed;
        return is_open && targets.empty() && !is_delivered_to_anybody(alert);
    }
    void mark(std::size_t index) { is_settled[index] = true; }
};

} // namespace telestate
