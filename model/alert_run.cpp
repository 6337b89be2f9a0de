#include "model/alert_run_subject.hpp"

#include "model/switch_off.hpp"

#include <algorithm>

namespace telestate {

namespace {

std::string subject_key(RecordKind kind, std::string_view id) {
    return std::string(telestate::name_of(kind)) + "/" + std::string(id);
}

std::string milestone_key(const Milestone& milestone) { return format_alert_key({milestone, 0}); }

bool is_delivery_of(const LedgerAlert& alert, std::string_view address) {
    return std::any_of(alert.deliveries.begin(), alert.deliveries.end(),
                       [&](const AlertDelivery& delivery) { return is_among({delivery.address}, address); });
}

// Whether it was told, and nobody acknowledged it for so long that more people are to hear of it.
bool is_left_unanswered(const LedgerAlert& alert, Day on) {
    return alert.key.milestone.kind == MilestoneKind::decide_by &&
           alert.state != AlertState::nobody_to_tell && alert.key.offset_days <= escalated_offset &&
           !alert.acknowledged_on && !alert.escalated_on &&
           days_between(alert.raised_on, on) >= escalation_after;
}

Addresses without(const Addresses& addresses, const Addresses& those) {
    Addresses rest;
    for (const std::string& address : addresses) {
        if (!is_among(those, address)) rest.push_back(address);
    }
    return rest;
}

} // namespace

AlertRun::AlertRun(const AlertLedger& ledger, const AddressBook& addresses, const Rules& rules,
                   const std::vector<int>& usual_days, Day on)
    : ledger_(ledger), addresses_(addresses), rules_(rules), usual_days_(usual_days), on_(on) {
    plan_.on = on;
    for (std::size_t i = 0; i < ledger.alerts.size(); ++i) {
        const Milestone& milestone = ledger.alerts[i].key.milestone;
        by_subject_[subject_key(milestone.subject_kind, milestone.subject)].push_back(i);
    }
    for (std::size_t i = 0; i < ledger.snoozes.size(); ++i)
        snooze_of_[milestone_key(ledger.snoozes[i].milestone)] = i;
}

AlertRun::Subject AlertRun::begin_subject(RecordKind kind, const std::string& id, Addresses targets) {
    Subject subject{kind, id, std::move(targets), {}, {}, {}, {}};
    const auto found = by_subject_.find(subject_key(kind, id));
    if (found != by_subject_.end()) {
        subject.positions = std::move(found->second);
        by_subject_.erase(found);
    }
    subject.is_settled.resize(subject.positions.size());
    return subject;
}

const Snooze* AlertRun::find_snooze(const Milestone& milestone) const {
    if (snooze_of_.empty()) return nullptr;
    const auto found = snooze_of_.find(milestone_key(milestone));
    return found == snooze_of_.end() ? nullptr : &ledger_.snoozes[found->second];
}

void AlertRun::raise(const Subject& subject, const AlertKey& key, AlertState state, Addresses escalated) {
    AlertChange change{key, true, state, {}, {}, {}, {}, false, false};
    if (state != AlertState::superseded) {
        change.added = subject.targets;
        change.escalates = !escalated.empty();
        change.escalated = without(escalated, subject.targets);
        if (change.added.empty() && change.escalated.empty()) change.state = AlertState::nobody_to_tell;
    }
    plan_.alerts.push_back(std::move(change));
}

void AlertRun::end(std::size_t position, AlertState state) {
    const LedgerAlert& alert = ledger_.alerts[position];
    AlertChange change{alert.key, false, state, {}, {}, {}, {}, false, false};
    for (const AlertDelivery& delivery : alert.deliveries) {
        if (!delivery.is_sent) change.withdrawn.push_back(delivery.address);
    }
    plan_.alerts.push_back(std::move(change));
}

void AlertRun::refresh(Subject& subject, std::size_t position, bool escalates) {
    const LedgerAlert& alert = ledger_.alerts[position];
    const bool comes_back = !is_delivered_to_anybody(alert) &&
                            (alert.state == AlertState::ended || alert.state == AlertState::superseded);
    const bool is_unfinished = comes_back || is_unsettled(alert);
    const bool is_open = is_unfinished || escalates;
    AlertChange change{alert.key, false, alert.state, {}, {}, {}, {}, escalates, comes_back};
    Addresses wanted = subject.targets;
    if (escalates || alert.escalated_on) add_addresses(wanted, subject.escalation);
    for (const AlertDelivery& delivery : alert.deliveries) {
        if (!delivery.is_sent)
            (is_among(wanted, delivery.address) ? change.waiting : change.withdrawn)
                .push_back(delivery.address);
    }
    for (const std::string& address : wanted) {
        if (!is_open || is_delivery_of(alert, address)) continue;
        // Who became a deputy after everybody had been told hears of it because nobody acknowledged it.
        const bool is_usual =
            is_among(subject.targets, address) && (is_unfinished || !is_among(subject.escalation, address));
        (is_usual ? change.added : change.escalated).push_back(address);
    }
    const bool reaches_somebody = is_delivered_to_anybody(alert) || !change.recipients().empty();
    change.state = !reaches_somebody       ? AlertState::nobody_to_tell
                   : alert.key.is_missed() ? AlertState::missed
                                           : AlertState::due;
    // Nobody could have acted on it so far: what follows from its age is counted from now on.
    if (alert.state == AlertState::nobody_to_tell && reaches_somebody) change.rearms = true;
    if (is_open) plan_.alerts.push_back(std::move(change));
}

void AlertRun::follow(Subject& subject, const WantedAlerts& wanted) {
    const Milestone milestone{subject.kind, subject.id, wanted.kind, wanted.on};
    std::vector<std::int64_t> due;
    const Snooze* const snooze = find_snooze(milestone);
    const bool is_asleep = snooze != nullptr && snooze->until > on_;
    if (!is_asleep) {
        for (const std::int64_t offset : wanted.offsets) {
            if (days_between(on_, wanted.on) <= offset) due.push_back(offset);
        }
        if (snooze != nullptr && snooze->until <= wanted.on)
            due.push_back(days_between(snooze->until, wanted.on));
        std::sort(due.begin(), due.end());
        due.erase(std::unique(due.begin(), due.end()), due.end());
    }
    // The tightest that was raised or is to be. What ended unsent may be due again, and so may what it had
    // superseded.
    std::optional<std::int64_t> tightest;
    if (!due.empty()) tightest = due.front();
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < subject.positions.size(); ++i) {
        const LedgerAlert& alert = ledger_.alerts[subject.positions[i]];
        if (alert.key.milestone != milestone || alert.key.is_missed()) continue;
        subject.mark(i);
        rows.push_back(subject.positions[i]);
        const bool is_out = alert.state == AlertState::ended || alert.state == AlertState::superseded;
        const bool is_raised = !is_out || is_delivered_to_anybody(alert);
        if (is_raised && (!tightest || alert.key.offset_days < *tightest)) tightest = alert.key.offset_days;
    }
    for (const std::int64_t offset : due) {
        const bool is_known = std::any_of(rows.begin(), rows.end(), [&](std::size_t row) {
            return ledger_.alerts[row].key.offset_days == offset;
        });
        if (!is_known)
            raise(subject, {milestone, offset},
                  offset == *tightest ? AlertState::due : AlertState::superseded);
    }
    for (const std::size_t row : rows) {
        const LedgerAlert& alert = ledger_.alerts[row];
        const bool is_wider = tightest && alert.key.offset_days > *tightest;
        if (is_wider && subject.has_nobody_for(alert)) {
            end(row, AlertState::superseded);
        } else if (!is_delivered_to_anybody(alert) &&
                   (alert.state == AlertState::ended || alert.state == AlertState::superseded)) {
            const bool is_due = std::find(due.begin(), due.end(), alert.key.offset_days) != due.end();
            if (is_due && !is_wider) refresh(subject, row, false);
        } else {
            const bool escalates = !is_asleep && is_left_unanswered(alert, on_);
            if (alert.state == AlertState::ended && !escalates) {
                reopen(row);
            } else {
                refresh(subject, row, escalates);
            }
        }
    }
}

void AlertRun::reopen(std::size_t position) {
    const AlertKey& key = ledger_.alerts[position].key;
    const AlertState state = key.is_missed() ? AlertState::missed : AlertState::due;
    plan_.alerts.push_back({key, false, state, {}, {}, {}, {}, false, false});
}

void AlertRun::settle(Subject& subject) {
    for (std::size_t i = 0; i < subject.positions.size(); ++i) {
        const LedgerAlert& alert = ledger_.alerts[subject.positions[i]];
        if (subject.is_settled[i] || alert.state == AlertState::superseded ||
            alert.state == AlertState::ended)
            continue;
        const bool has_passed = alert.key.milestone.on < on_;
        // A mail server that was down is no reason for not telling them now.
        if (has_passed && is_waiting(alert) && !subject.has_nobody_for(alert) &&
            subject.still_holds(alert.key.milestone)) {
            refresh(subject, subject.positions[i], false);
        } else if (!has_passed || alert.key.is_missed() || is_unsettled(alert)) {
            end(subject.positions[i], AlertState::ended);
        }
    }
}

void AlertRun::add(const Contract& contract) {
    Subject subject = begin_subject(RecordKind::contracts, contract.id, addresses_.of_contract(contract));
    subject.escalation = addresses_.of_escalation(contract);
    const SeenContract seen(contract, rules_, on_);
    subject.still_holds = [&](const Milestone& milestone) {
        if (seen.status() == Status::ended) return false;
        if (milestone.kind == MilestoneKind::decide_by) return has_passed_decision(seen, milestone.on);
        if (milestone.kind == MilestoneKind::price_rise) return has_price_rise_on(seen, milestone.on);
        const std::vector<Candidate> open = seen.open_candidates();
        return std::any_of(open.begin(), open.end(), [&](const Candidate& candidate) {
            return seen.start_by_of(candidate) == milestone.on;
        });
    };
    for (const WantedAlerts& wanted : milestones_of(seen, usual_days_))
        follow(subject, wanted);
    follow_missed(subject, seen);
    settle(subject);
    if (seen.status() == Status::overrun) plan_.overruns.push_back({contract.id, subject.targets});
    Contract& kept = contracts_[contract.id];
    kept.owner = contract.owner;
    kept.deputies = contract.deputies;
    kept.service = contract.service;
}

Addresses AlertRun::targets_of_item(const std::string& contract, const std::string& service) const {
    const auto found = contracts_.find(contract);
    return addresses_.of_item(found == contracts_.end() ? nullptr : &found->second, service);
}

void AlertRun::add(const Platform& platform) {
    platforms_[platform.id] = {platform.contract, platform.service};
    const auto wanted = milestone_of(platform, usual_days_, on_);
    const bool is_known = by_subject_.contains(subject_key(RecordKind::platforms, platform.id));
    if (!wanted && !is_known) return;
    Subject subject = begin_subject(RecordKind::platforms, platform.id,
                                    targets_of_item(platform.contract, platform.service));
    subject.still_holds = [&](const Milestone& milestone) { return platform.end_of_support == milestone.on; };
    if (wanted) follow(subject, *wanted);
    settle(subject);
}

void AlertRun::add(const Line& line) {
    const auto wanted = milestone_of(line, usual_days_, rules_.pstn_switch_off, on_);
    const bool is_known = by_subject_.contains(subject_key(RecordKind::lines, line.id));
    if (!wanted && !is_known) return;
    const auto platform = platforms_.find(line.platform);
    const bool has_platform = platform != platforms_.end();
    const std::string& contract =
        line.contract.empty() && has_platform ? platform->second.contract : line.contract;
    Subject subject =
        begin_subject(RecordKind::lines, line.id,
                      targets_of_item(contract, has_platform ? platform->second.service : std::string()));
    subject.still_holds = [&](const Milestone& milestone) {
        return milestone.on == rules_.pstn_switch_off &&
               milestone_of(line, usual_days_, milestone.on, milestone.on).has_value();
    };
    if (wanted) follow(subject, *wanted);
    settle(subject);
}

AlertPlan AlertRun::finish() {
    // What is left belongs to records that are no longer there.
    std::vector<std::size_t> left;
    for (const auto& [key, positions] : by_subject_)
        left.insert(left.end(), positions.begin(), positions.end());
    std::sort(left.begin(), left.end());
    for (const std::size_t position : left) {
        const LedgerAlert& alert = ledger_.alerts[position];
        if (alert.state == AlertState::superseded || alert.state == AlertState::ended) continue;
        if (alert.key.milestone.on >= on_ || alert.key.is_missed() || is_unsettled(alert))
            end(position, AlertState::ended);
    }
    std::stable_sort(
        plan_.alerts.begin(), plan_.alerts.end(),
        [](const AlertChange& a, const AlertChange& b) { return a.key.milestone.on < b.key.milestone.on; });
    return std::move(plan_);
}

} // namespace telestate
