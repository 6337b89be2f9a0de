#include "model/alert_run_subject.hpp"

namespace telestate {

void AlertRun::follow_missed(Subject& subject, const SeenContract& seen) {
    std::optional<Day> series; // the newest day that was told as missed
    for (const std::size_t position : subject.positions) {
        const AlertKey& key = ledger_.alerts[position].key;
        if (key.is_missed() && (!series || key.milestone.on > *series)) series = key.milestone.on;
    }
    const std::optional<Day>& previous = ledger_.previous_run_on;
    if (!previous && !series) return;
    const Day from = previous && series ? std::min(*previous, *series) : previous ? *previous : *series;
    const std::vector<Candidate> passed = passed_decisions(seen, from);
    const auto newest = std::find_if(passed.begin(), passed.end(), [&](const Candidate& candidate) {
        return candidate.decide_by == series || (previous && candidate.decide_by >= *previous);
    });
    if (newest == passed.end()) return;
    const Milestone milestone{subject.kind, subject.id, MilestoneKind::decide_by, newest->decide_by};
    const AlertKey key{milestone, -days_between(newest->decide_by, on_)};
    const Snooze* const snooze = find_snooze(milestone);
    const LedgerAlert* last = nullptr;
    for (std::size_t i = 0; i < subject.positions.size(); ++i) {
        const LedgerAlert& alert = ledger_.alerts[subject.positions[i]];
        if (alert.key.milestone != milestone || !alert.key.is_missed()) continue;
        subject.mark(i);
        // What was raised while the clock was ahead tells nobody about today.
        if (alert.raised_on > on_) continue;
        if (last == nullptr || alert.raised_on > last->raised_on) last = &alert;
    }
    const bool is_asleep = snooze != nullptr && snooze->until > on_;
    bool is_raised = false;
    if (last == nullptr) {
        if (!is_asleep) raise(subject, key, AlertState::missed);
        return;
    }
    if (last->state == AlertState::nobody_to_tell || last->key == key) {
        // Telling nobody once more tells nobody.
    } else if (snooze != nullptr && snooze->until > last->raised_on) {
        if (!is_asleep) {
            raise(subject, key, AlertState::missed);
            is_raised = true;
        }
    } else if (!last->acknowledged_on && days_between(last->raised_on, on_) >= missed_again_after) {
        raise(subject, key, AlertState::missed, subject.escalation);
        is_raised = true;
    }
    for (const std::size_t position : subject.positions) {
        const LedgerAlert& alert = ledger_.alerts[position];
        if (alert.key.milestone != milestone || !alert.key.is_missed() ||
            alert.state == AlertState::superseded)
            continue;
        const bool is_last = &alert == last && !is_raised;
        if (alert.state == AlertState::ended && is_delivered_to_anybody(alert)) {
            reopen(position);
            continue;
        }
        if (alert.state == AlertState::ended && (!is_last || is_asleep)) continue;
        if (!is_last && subject.has_nobody_for(alert)) {
            end(position, AlertState::superseded);
        } else {
            refresh(subject, position, false);
        }
    }
}

} // namespace telestate
