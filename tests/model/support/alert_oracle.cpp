#include "tests/model/support/alert_oracle.hpp"

#include "tests/model/support/values.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>

namespace telestate::test {

namespace {

std::string text_of_key(const AlertKey& key) { return format_alert_key(key); }
std::string text_of_key(const Milestone& milestone) { return format_alert_key({milestone, 0}); }
const std::string& text_of_key(const std::string& text) { return text; }

template <typename About>
void expect(bool holds, std::string_view what, const About& about) {
    if (!holds) FAIL(what, ": ", text_of_key(about));
}

std::string lower(std::string text) {
    for (char& c : text)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

void add_person(AddressSet& to, const Estate& estate, const std::string& id) {
    for (const Person& person : estate.people) {
        if (person.id == id && !person.email.empty()) to.insert(lower(person.email));
    }
}

void add_office(AddressSet& to, const Estate& estate) {
    for (const std::string& address : estate.organisation->alert_recipients)
        to.insert(lower(address));
}

AddressSet escalation_of(const Estate& estate, const Contract& contract) {
    AddressSet addresses;
    for (const std::string& deputy : contract.deputies)
        add_person(addresses, estate, deputy);
    add_office(addresses, estate);
    return addresses;
}

template <typename Record>
const Record* find(const std::vector<Record>& records, const std::string& id) {
    for (const Record& record : records) {
        if (record.id == id) return &record;
    }
    return nullptr;
}

AddressSet recipients_of(const Estate& estate, const Milestone& milestone) {
    std::string contract;
    std::string service;
    if (milestone.subject_kind == RecordKind::contracts) {
        contract = milestone.subject;
    } else if (milestone.subject_kind == RecordKind::platforms) {
        const Platform* platform = find(estate.platforms, milestone.subject);
        if (platform == nullptr) return {};
        contract = platform->contract;
        service = platform->service;
    } else {
        const Line* line = find(estate.lines, milestone.subject);
        if (line == nullptr) return {};
        const Platform* platform = find(estate.platforms, line->platform);
        contract = line->contract.empty() && platform != nullptr ? platform->contract : line->contract;
        if (platform != nullptr) service = platform->service;
    }
    const Contract* found = find(estate.contracts, contract);
    if (found == nullptr && milestone.subject_kind == RecordKind::contracts) return {};
    return recipients_by_definition(estate, found, service);
}

// As it is known `on` a day, whatever the day it is then seen from.
Contract as_known(const Contract& contract, Day on) {
    Contract known = contract;
    known.decisions.clear();
    for (Decision decision : contract.decisions) {
        if (decision.decided_on > on) continue;
        decision.decided_on = add_days(decision.decided_on, -20000);
        known.decisions.push_back(decision);
    }
    for (Extension& option : known.term.extensions) {
        if (!option.exercised_on) continue;
        if (*option.exercised_on <= on) {
            option.exercised_on = add_days(*option.exercised_on, -20000);
        } else {
            option.exercised_on.reset();
        }
    }
    return known;
}

// The end of a term, straight from the definition.
Interval end_of(const Contract& contract, int number) {
    const Term& term = contract.term;
    const auto both = [](Interval days, auto move) { return Interval{move(days.first), move(days.last)}; };
    if (term.kind == TermKind::rolling) {
        const Interval anchor =
            term.start ? days_of(*term.start, {}) : Interval{day("1970-01-01"), day("1970-01-01")};
        return both(anchor, [&](Day from) { return add_days(add_periods(from, *term.period, number), -1); });
    }
    const bool is_in_months = term.length && term.length->is_in_months();
    if (!term.end && is_in_months && term.renews_for && term.renews_for->is_in_months()) {
        const std::int64_t months =
            term.length->total_months() + (number - 1) * term.renews_for->total_months();
        return both(days_of(*term.start, {}),
                    [&](Day from) { return add_days(add_months(from, months), -1); });
    }
    const Interval end = term.end ? days_of(*term.end, {}) : both(days_of(*term.start, {}), [&](Day from) {
        return add_days(add_periods(from, *term.length, 1), -1);
    });
    if (number == 1) return end;
    return both(end, [&](Day last) {
        return add_days(add_periods(add_days(last, 1), *term.renews_for, number - 1), -1);
    });
}

// The days of the term that a decision closes, nothing where its start is not known.
std::optional<std::int64_t> days_closed_by(const Contract& contract, const NextDecision& decision,
                                           const Rules& rules, Day on) {
    const bool is_break = decision.kind == DecisionKind::use_break;
    std::optional<Day> first;
    if (contract.term.start) first = days_of(*contract.term.start, {}).first;
    if (contract.term.kind == TermKind::fixed) {
        if (!first) return std::nullopt;
        const Day last = position_of(contract, rules, {}, on).term_end->last;
        return days_between(*first, last) + 1;
    }
    int number = 1;
    while (is_break ? end_of(contract, number).last < decision.takes_effect
                    : end_of(contract, number).first < decision.takes_effect)
        ++number;
    if (number > 1) first = add_days(end_of(contract, number - 1).first, 1);
    if (!first) return std::nullopt;
    return days_between(*first, end_of(contract, number).last) + 1;
}

bool is_too_late(const Contract& contract, const Charge& charge, Day rise, Day on) {
    const auto end = end_by_record(contract, on);
    return (charge.to && rise > *charge.to) || (end && rise > *end);
}

bool has_rise(const Contract& contract, Day rise_on, Day on) {
    for (const Charge& charge : contract.charges) {
        for (const PriceRise& rise : charge.price_rises) {
            if (rise.on == rise_on && !is_too_late(contract, charge, rise.on, on)) return true;
        }
    }
    return false;
}

bool rides_on(const Line& line, Day switch_off) {
    const auto technology = line.technology.value_or(LineTechnology::unknown);
    const bool is_affected = technology == LineTechnology::pstn || technology == LineTechnology::isdn2 ||
                             technology == LineTechnology::isdn30 || technology == LineTechnology::adsl ||
                             technology == LineTechnology::fttc;
    return is_affected && (!line.ceased_on || *line.ceased_on >= switch_off);
}

// Whether what has passed is still what the estate says.
bool still_holds(const Estate& estate, const Rules& rules, const Milestone& milestone, Day on) {
    if (const Contract* contract = find(estate.contracts, milestone.subject);
        contract != nullptr && milestone.subject_kind == RecordKind::contracts) {
        const Contract known = as_known(*contract, on);
        if (position_of(known, rules, {}, on).status == Status::ended) return false;
        if (milestone.kind == MilestoneKind::decide_by)
            return was_left_undecided(*contract, rules, milestone.on, on);
        if (milestone.kind == MilestoneKind::price_rise) return has_rise(*contract, milestone.on, on);
        for (const NextDecision& decision : open_decisions(*contract, rules, on)) {
            if (decision.start_by == milestone.on) return true;
        }
        return false;
    }
    if (const Platform* platform = find(estate.platforms, milestone.subject);
        platform != nullptr && milestone.subject_kind == RecordKind::platforms)
        return platform->end_of_support == milestone.on;
    const Line* line = find(estate.lines, milestone.subject);
    return line != nullptr && milestone.subject_kind == RecordKind::lines &&
           milestone.on == rules.pstn_switch_off && rides_on(*line, milestone.on);
}

} // namespace

AddressSet set_of(const Addresses& addresses) {
    AddressSet set;
    for (const std::string& address : addresses)
        expect(set.insert(lower(address)).second, "an address is there twice", address);
    return set;
}

AddressSet recipients_by_definition(const Estate& estate, const Contract* contract,
                                    const std::string& service) {
    AddressSet addresses;
    if (contract != nullptr) {
        add_person(addresses, estate, contract->owner);
        for (const std::string& deputy : contract->deputies)
            add_person(addresses, estate, deputy);
    }
    // A service nobody answers for leaves the contract's own.
    for (const std::string& of : {service, contract != nullptr ? contract->service : std::string()}) {
        if (!addresses.empty()) break;
        for (const Responsibility& responsibility : estate.responsibilities) {
            if (!of.empty() && responsibility.service == of)
                add_person(addresses, estate, responsibility.person);
        }
    }
    if (addresses.empty()) add_office(addresses, estate);
    return addresses;
}

bool was_left_undecided(const Contract& contract, const Rules& rules, Day day, Day on) {
    for (const NextDecision& decision : open_decisions(as_known(contract, on), rules, day)) {
        if (decision.decide_by == day) return day < on;
    }
    return false;
}

std::vector<AheadMilestone> milestones_by_definition(const Estate& estate, const Rules& rules,
                                                     const std::vector<int>& usual_days, Day on) {
    std::map<Milestone, AheadMilestone, Before> ahead;
    const auto add = [&](RecordKind kind, const std::string& id, MilestoneKind what, Day day,
                         const std::vector<int>& days, std::optional<std::int64_t> longest) {
        if (day < on) return;
        const Milestone milestone{kind, id, what, day};
        AheadMilestone& to = ahead[milestone];
        to.milestone = milestone;
        for (const int offset : days) {
            if (!longest || offset <= *longest) to.offsets.insert(offset);
        }
    };
    const std::vector<int>& usual =
        estate.organisation->alert_days ? *estate.organisation->alert_days : usual_days;
    for (const Contract& contract : estate.contracts) {
        const std::vector<int>& days = contract.alert_days ? *contract.alert_days : usual;
        const bool is_quiet = contract.term.kind == TermKind::rolling && !contract.alert_days;
        for (const NextDecision& decision : open_decisions(contract, rules, on)) {
            const auto longest = is_quiet ? -1 : days_closed_by(contract, decision, rules, on);
            add(RecordKind::contracts, contract.id, MilestoneKind::decide_by, decision.decide_by, days,
                longest);
            if (decision.start_by)
                add(RecordKind::contracts, contract.id, MilestoneKind::start_by, *decision.start_by, days,
                    longest);
        }
        const Status status = position_of(contract, rules, {}, on).status;
        if (status == Status::ended || status == Status::overrun) continue;
        for (const Charge& charge : contract.charges) {
            for (const PriceRise& rise : charge.price_rises) {
                if (!is_too_late(contract, charge, rise.on, on))
                    add(RecordKind::contracts, contract.id, MilestoneKind::price_rise, rise.on, days, {});
            }
        }
    }
    for (const Platform& platform : estate.platforms) {
        if (platform.end_of_support)
            add(RecordKind::platforms, platform.id, MilestoneKind::end_of_support, *platform.end_of_support,
                usual, {});
    }
    for (const Line& line : estate.lines) {
        if (rides_on(line, rules.pstn_switch_off))
            add(RecordKind::lines, line.id, MilestoneKind::pstn_switch_off, rules.pstn_switch_off, usual, {});
    }
    std::vector<AheadMilestone> list;
    for (auto& [key, milestone] : ahead)
        list.push_back(std::move(milestone));
    return list;
}

struct AlertOracle::Today {
    struct Ahead {
        AheadMilestone wanted;
        AddressSet recipients;
        bool is_asleep = false;
        std::set<std::int64_t> due; // the tightest first
    };

    const AlertWorld& world;
    const AlertLedger& before;
    const AlertPlan& plan;
    Rules rules;
    Day on;
    std::map<Milestone, Ahead, Before> ahead;
    std::map<AlertKey, std::size_t, Before> rows; // their positions in the ledger after it

    const Ahead* find_ahead(const Milestone& milestone) const {
        const auto found = ahead.find(milestone);
        return found == ahead.end() ? nullptr : &found->second;
    }
    const LedgerAlert* find_before(const AlertKey& key) const {
        const auto found = rows.find(key);
        const bool was_there = found != rows.end() && found->second < before.alerts.size();
        return was_there ? &before.alerts[found->second] : nullptr;
    }
    const Snooze* find_snooze(const Milestone& milestone) const {
        for (const Snooze& snooze : before.snoozes) {
            if (snooze.milestone == milestone) return &snooze;
        }
        return nullptr;
    }
    // Raised, or gone out after all: told for the first time in this run.
    bool goes_out(const AlertChange& change) const {
        return (change.is_new || change.rearms) &&
               (change.state == AlertState::due || change.state == AlertState::missed ||
                change.state == AlertState::nobody_to_tell);
    }
};

void AlertOracle::check_run(const AlertWorld& world, const AlertLedger& before, const AlertPlan& plan,
                            Day on) {
    Today today{world, before, plan, world.rules(), on, {}, {}};
    for (std::size_t i = 0; i < world.ledger.alerts.size(); ++i) {
        const AlertKey& key = world.ledger.alerts[i].key;
        expect(today.rows.emplace(key, i).second, "a row is there twice", key);
        expect(i >= before.alerts.size() || before.alerts[i].key == key, "a row is gone", key);
    }
    for (AheadMilestone& wanted : milestones_by_definition(world.estate, today.rules, world.usual_days, on)) {
        Today::Ahead ahead;
        ahead.recipients = recipients_of(world.estate, wanted.milestone);
        const Snooze* snooze = today.find_snooze(wanted.milestone);
        ahead.is_asleep = snooze != nullptr && snooze->until > on;
        if (!ahead.is_asleep) {
            const std::int64_t left = days_between(on, wanted.milestone.on);
            for (const std::int64_t offset : wanted.offsets) {
                if (offset >= left) ahead.due.insert(offset);
            }
            if (snooze != nullptr) ahead.due.insert(days_between(snooze->until, wanted.milestone.on));
        }
        ahead.wanted = std::move(wanted);
        const Milestone milestone = ahead.wanted.milestone;
        today.ahead.emplace(milestone, std::move(ahead));
    }
    check_ahead(today);
    check_raised(today);
    check_deliveries(today);
    check_escalation(today);
    for (const Contract& contract : world.estate.contracts)
        check_missed(today, contract.id);
    settle_owed(today);
    std::size_t overruns = 0;
    for (const Contract& contract : world.estate.contracts) {
        if (position_of(contract, today.rules, {}, on).status != Status::overrun) continue;
        expect(overruns < plan.overruns.size() && plan.overruns[overruns].contract == contract.id,
               "an overrun is not listed", contract.id);
        const Milestone any{RecordKind::contracts, contract.id, MilestoneKind::decide_by, on};
        expect(set_of(plan.overruns[overruns].recipients) == recipients_of(world.estate, any),
               "an overrun is shown to others", contract.id);
        ++overruns;
    }
    expect(overruns == plan.overruns.size(), "more overruns are listed than there are", format_day(on));
}

// Nothing that is ahead is lost, and only the tightest goes out.
void AlertOracle::check_ahead(const Today& today) {
    for (const auto& [milestone, ahead] : today.ahead) {
        if (ahead.due.empty()) continue;
        const std::int64_t tightest = *ahead.due.begin();
        bool is_covered = false;
        for (const LedgerAlert& alert : today.world.ledger.alerts) {
            if (alert.key.milestone != milestone || alert.key.is_missed()) continue;
            const bool is_open = alert.state == AlertState::due || alert.state == AlertState::nobody_to_tell;
            if (is_open && alert.key.offset_days <= tightest) is_covered = true;
            expect(alert.state != AlertState::nobody_to_tell || alert.key.offset_days <= tightest,
                   "a wider alert still waits for somebody to tell", alert.key);
        }
        expect(is_covered, "an alert that is due was not raised", AlertKey{milestone, tightest});
        for (const std::int64_t offset : ahead.due)
            expect(today.rows.contains({milestone, offset}), "an alert that is due is not recorded",
                   AlertKey{milestone, offset});
    }
}

void AlertOracle::check_raised(const Today& today) {
    Day last{};
    for (const AlertChange& change : today.plan.alerts) {
        expect(change.key.milestone.on >= last, "the plan is not in order", change.key);
        last = change.key.milestone.on;
        const LedgerAlert* row = today.find_before(change.key);
        expect(change.is_new == (row == nullptr), "what is new is not said", change.key);
        if (change.key.is_missed()) continue;
        const auto* ahead = today.find_ahead(change.key.milestone);
        const bool is_named_now = row != nullptr && row->state == AlertState::nobody_to_tell;
        if (change.is_new && change.state == AlertState::superseded) {
            ++tally["superseded"];
            expect(ahead != nullptr && ahead->due.contains(change.key.offset_days),
                   "superseded without being due", change.key);
        }
        if (change.state == AlertState::ended) ++tally["ended"];
        if (is_named_now && change.state == AlertState::due) ++tally["somebody named"];
        if (!today.goes_out(change)) continue;
        expect(ahead != nullptr, "raised for a milestone that is not ahead", change.key);
        if (is_named_now) continue;
        expect(!ahead->due.empty() && *ahead->due.begin() == change.key.offset_days,
               "not the tightest that is due", change.key);
        expect(!was_sent(change.key.milestone, change.key.offset_days), "raised after a tighter one was sent",
               change.key);
        expect(set_of(change.added) == ahead->recipients, "raised for other recipients", change.key);
        expect(change.escalated.empty() || row != nullptr, "raised and escalated at once", change.key);
        expect((change.state == AlertState::nobody_to_tell) == ahead->recipients.empty(),
               "the state does not fit the recipients", change.key);
        ++tally[change.state == AlertState::nobody_to_tell ? "nobody to tell"
                : change.is_new                            ? "raised"
                                                           : "armed again"];
    }
}

void AlertOracle::check_deliveries(const Today& today) {
    std::map<AlertKey, const AlertChange*, Before> changes;
    for (const AlertChange& change : today.plan.alerts)
        expect(changes.emplace(change.key, &change).second, "the plan has it twice", change.key);
    for (std::size_t i = 0; i < today.world.ledger.alerts.size(); ++i) {
        const LedgerAlert& alert = today.world.ledger.alerts[i];
        AddressSet waiting;
        AddressSet all;
        for (const AlertDelivery& delivery : alert.deliveries) {
            expect(all.insert(lower(delivery.address)).second, "told twice", alert.key);
            if (!delivery.is_sent) waiting.insert(lower(delivery.address));
        }
        const auto change = changes.find(alert.key);
        const AddressSet planned =
            change == changes.end() ? AddressSet{} : set_of(change->second->recipients());
        expect(planned == waiting, "the plan does not say who waits", alert.key);
        if (i < today.before.alerts.size()) {
            for (const AlertDelivery& delivery : today.before.alerts[i].deliveries)
                expect(!delivery.is_sent || std::find(alert.deliveries.begin(), alert.deliveries.end(),
                                                      delivery) != alert.deliveries.end(),
                       "what was sent is forgotten", alert.key);
        }
        const Milestone& milestone = alert.key.milestone;
        const bool is_ahead = today.find_ahead(milestone) != nullptr && !alert.key.is_missed();
        const bool is_open = alert.state == AlertState::due || alert.state == AlertState::missed;
        if (waiting.empty()) {
            if (alert.state == AlertState::nobody_to_tell) {
                expect(alert.deliveries.empty(), "nobody to tell, yet told", alert.key);
                expect(recipients_of(today.world.estate, milestone).empty(), "somebody could be told",
                       alert.key);
                expect(is_ahead || alert.key.is_missed(), "nobody was told, and it has passed", alert.key);
            }
            expect(!is_open || milestone.on < today.on || is_ahead || alert.key.is_missed(),
                   "it is not ahead any more, yet goes on", alert.key);
            expect(!is_open || !all.empty(), "due to nobody", alert.key);
            continue;
        }
        expect(is_open, "it waits without being due", alert.key);
        expect(is_ahead || (milestone.on < today.on &&
                            still_holds(today.world.estate, today.rules, milestone, today.on)),
               "it waits for nothing", alert.key);
        const AddressSet recipients = recipients_of(today.world.estate, milestone);
        for (const std::string& address : recipients)
            expect(all.contains(address), "a recipient is left out", alert.key);
        const Contract* contract = find(today.world.estate.contracts, milestone.subject);
        const AddressSet more =
            alert.escalated_on ? escalation_of(today.world.estate, *contract) : AddressSet{};
        for (const std::string& address : waiting)
            expect(recipients.contains(address) || more.contains(address), "it waits for somebody else",
                   alert.key);
    }
}

void AlertOracle::check_escalation(const Today& today) {
    for (const LedgerAlert& row : today.before.alerts) {
        const Milestone& milestone = row.key.milestone;
        if (milestone.kind != MilestoneKind::decide_by || row.key.is_missed()) continue;
        const auto* ahead = today.find_ahead(milestone);
        // Also what was told, had ended and is ahead again.
        const auto sent = sent_.find(milestone);
        const bool was_told = sent != sent_.end() && sent->second.contains(row.key.offset_days);
        const bool is_told = row.state == AlertState::due || (row.state == AlertState::ended && was_told);
        const bool is_late = is_told && row.key.offset_days <= 30 && !row.acknowledged_on &&
                             !row.escalated_on && days_between(row.raised_on, today.on) >= 7;
        const LedgerAlert& alert = today.world.ledger.alerts[today.rows.at(row.key)];
        if (!is_late || ahead == nullptr || ahead->is_asleep) {
            expect(alert.escalated_on == row.escalated_on, "escalated for no reason", row.key);
            continue;
        }
        ++tally["escalated"];
        expect(alert.escalated_on == today.on, "not escalated", row.key);
        const Contract& contract = *find(today.world.estate.contracts, milestone.subject);
        for (const std::string& address : escalation_of(today.world.estate, contract)) {
            const bool is_reached =
                std::any_of(alert.deliveries.begin(), alert.deliveries.end(),
                            [&](const AlertDelivery& d) { return lower(d.address) == address; });
            expect(is_reached, "the escalation leaves somebody out", row.key);
        }
    }
}

void AlertOracle::check_missed(const Today& today, const std::string& id) {
    const Contract& contract = *find(today.world.estate.contracts, id);
    const auto known = series_.find(id);
    std::optional<Day> newest;
    const bool counts = contract.term.kind == TermKind::fixed || contract.term.kind == TermKind::auto_renew;
    if (counts && known != series_.end() &&
        was_left_undecided(contract, today.rules, known->second.milestone_on, today.on))
        newest = known->second.milestone_on;
    if (counts && today.before.previous_run_on) {
        for (Day day = *today.before.previous_run_on; day < today.on; day += Days{1}) {
            if ((!newest || day > *newest) && was_left_undecided(contract, today.rules, day, today.on))
                newest = day;
        }
    }
    std::vector<const AlertChange*> raised;
    for (const AlertChange& change : today.plan.alerts) {
        if (change.key.milestone.subject_kind == RecordKind::contracts &&
            change.key.milestone.subject == id && change.key.is_missed() && today.goes_out(change))
            raised.push_back(&change);
    }
    expect(raised.size() <= 1, "more than one missed alert at once", id);
    expect(newest || raised.empty(), "missed without having passed", id);
    if (!newest) return;
    const Milestone milestone{RecordKind::contracts, id, MilestoneKind::decide_by, *newest};
    const Snooze* snooze = today.find_snooze(milestone);
    const bool is_asleep = snooze != nullptr && snooze->until > today.on;
    const AddressSet recipients = recipients_of(today.world.estate, milestone);
    bool is_expected = false;
    bool is_repeat = false;
    if (known == series_.end() || known->second.milestone_on != *newest) {
        is_expected = !is_asleep;
    } else {
        const LedgerAlert& last = *today.find_before(known->second.last);
        const bool has_slept = snooze != nullptr && snooze->until > known->second.raised_on;
        if (last.state == AlertState::nobody_to_tell) {
            is_expected = !recipients.empty();
        } else if (!is_asleep && known->second.raised_on != today.on) {
            const auto sent = sent_.find(milestone);
            const bool was_told = sent != sent_.end() && sent->second.contains(last.key.offset_days);
            is_repeat =
                !has_slept && !last.acknowledged_on && days_between(known->second.raised_on, today.on) >= 7;
            is_expected = has_slept || is_repeat || (last.state == AlertState::ended && !was_told);
        }
    }
    expect(is_expected == !raised.empty(),
           is_expected ? "a missed decision is not told" : "told as missed too often", milestone);
    if (raised.empty()) return;
    const AlertChange& change = *raised.front();
    ++tally[is_repeat ? "missed again" : "missed"];
    expect(change.key.milestone == milestone, "not the newest of the missed", change.key);
    expect(!change.is_new || change.key.offset_days == -days_between(*newest, today.on),
           "a missed alert says another day", change.key);
    if (change.is_new) {
        expect(set_of(change.added) == recipients, "a missed alert goes to others", change.key);
        AddressSet more = is_repeat ? escalation_of(today.world.estate, contract) : AddressSet{};
        for (const std::string& address : recipients)
            more.erase(address);
        expect(set_of(change.escalated) == more, "a missed alert is escalated to others", change.key);
    }
    series_[id] = {*newest, today.on, change.key};
}

void AlertOracle::settle_owed(const Today& today) {
    for (const auto& [milestone, ahead] : today.ahead) {
        if (ahead.due.empty() || ahead.recipients.empty()) continue;
        const auto [owed, is_new] = owed_.try_emplace(milestone, *ahead.due.begin());
        owed->second = std::min(owed->second, *ahead.due.begin());
    }
    std::erase_if(owed_, [&](const auto& owed) {
        const Milestone& milestone = owed.first;
        if (recipients_of(today.world.estate, milestone).empty()) return true;
        if (today.ahead.contains(milestone)) return false;
        return milestone.on >= today.on || !still_holds(today.world.estate, today.rules, milestone, today.on);
    });
}

bool AlertOracle::was_sent(const Milestone& milestone, std::int64_t widest) const {
    const auto found = sent_.find(milestone);
    if (found == sent_.end()) return false;
    return std::any_of(found->second.begin(), found->second.end(),
                       [&](const auto& sent) { return sent.first >= 0 && sent.first <= widest; });
}

void AlertOracle::check_again(const AlertPlan& plan) {
    for (const AlertChange& change : plan.alerts) {
        expect(!change.is_new && !change.rearms && !change.escalates && change.added.empty() &&
                   change.escalated.empty() && change.withdrawn.empty() &&
                   (!change.waiting.empty() || change.state == AlertState::nobody_to_tell),
               "planned again on the same day it is news", change.key);
    }
}

void AlertOracle::note_sent(const AlertKey& key, const std::string& address) {
    ++sent_count_;
    AddressSet& told = sent_[key.milestone][key.offset_days];
    expect(told.insert(lower(address)).second, "sent twice to " + address, key);
}

void AlertOracle::check_all_sent(const AlertWorld& world) const {
    for (const LedgerAlert& alert : world.ledger.alerts) {
        for (const AlertDelivery& delivery : alert.deliveries)
            expect(delivery.is_sent, "still waiting", alert.key);
    }
    for (const auto& [milestone, offset] : owed_)
        expect(was_sent(milestone, offset), "never sent", AlertKey{milestone, offset});
}

} // namespace telestate::test
