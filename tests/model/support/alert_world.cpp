#include "tests/model/support/alert_world.hpp"

#include "tests/model/support/documents.hpp"
#include "tests/model/support/values.hpp"

#include <algorithm>

namespace telestate::test {

namespace {

constexpr std::string_view lengths[] = {"P1M", "P3M", "P6M", "P1Y", "P18M", "P60D", "P13W"};
constexpr std::string_view notices[] = {"P0D", "P10D", "P30D", "P1M", "P3M", "P6M"};
constexpr std::string_view services[] = {"telephony", "broadband", ""};
constexpr LineTechnology technologies[] = {LineTechnology::pstn, LineTechnology::isdn30, LineTechnology::fttc,
                                           LineTechnology::sip_trunk};

template <typename Record>
void take_out(std::vector<Record>& from, std::size_t position, std::vector<Record>& to) {
    to.push_back(from[position]);
    from.erase(from.begin() + static_cast<std::ptrdiff_t>(position));
}

template <typename Record>
std::size_t position_in(Sequence& sequence, const std::vector<Record>& records) {
    return static_cast<std::size_t>(sequence.below(static_cast<std::int64_t>(records.size())));
}

template <typename Record>
void delete_or_restore_one(Sequence& sequence, std::vector<Record>& records, std::vector<Record>& deleted) {
    if (!deleted.empty() && (records.empty() || sequence.once_in(2))) {
        take_out(deleted, position_in(sequence, deleted), records);
    } else if (!records.empty()) {
        take_out(records, position_in(sequence, records), deleted);
    }
}

} // namespace

AlertWorld::AlertWorld(std::uint64_t seed, Day first_day)
    : sequence(seed), switch_off(add_days(first_day, 500)), on_(first_day) {
    Organisation& organisation = estate.organisation.emplace();
    if (!sequence.once_in(3)) organisation.alert_recipients = {"office@example.org"};
    for (int i = 0; i < 6; ++i) {
        Person person;
        person.id = "p" + std::to_string(i);
        // The last two share an address, and one has none.
        if (i > 0)
            person.email = i < 4    ? person.id + "@example.org"
                           : i == 4 ? "Shared@example.org"
                                    : "shared@example.org";
        estate.people.push_back(person);
    }
    estate.responsibilities.push_back({"telephony", "manager", "p2", {}});
    estate.responsibilities.push_back({"telephony", "deputy", "p4", {}});
    for (int i = 0; i < 5; ++i)
        estate.contracts.push_back(any_contract_near("c" + std::to_string(i), first_day));
    for (int i = 0; i < 2; ++i) {
        Platform platform;
        platform.id = "f" + std::to_string(i);
        platform.service = sequence.pick(services);
        if (sequence.once_in(2)) platform.contract = "c" + std::to_string(i);
        if (!sequence.once_in(3)) platform.end_of_support = near(first_day);
        estate.platforms.push_back(platform);
    }
    for (int i = 0; i < 3; ++i) {
        Line line;
        line.id = "l" + std::to_string(i);
        if (sequence.once_in(2)) line.platform = "f" + std::to_string(sequence.below(2));
        if (sequence.once_in(2)) line.contract = "c" + std::to_string(sequence.below(5));
        line.technology = sequence.pick(technologies);
        estate.lines.push_back(line);
    }
}

Rules AlertWorld::rules() const { return {{}, bank_holidays().england_and_wales, switch_off}; }

AlertPlan AlertWorld::plan(Day on) const { return plan_alerts(estate, ledger, rules(), usual_days, on); }

Day AlertWorld::near(Day on) { return add_days(on, sequence.between(-40, 420)); }

std::optional<std::vector<int>> AlertWorld::any_alert_days() {
    switch (sequence.below(6)) {
    case 0:
        return std::vector<int>{};
    case 1:
        return std::vector<int>{static_cast<int>(sequence.below(200)), static_cast<int>(sequence.below(40))};
    case 2:
        return std::vector<int>{30, 7, 7, 0};
    default:
        return std::nullopt;
    }
}

std::string AlertWorld::any_person() { return "p" + std::to_string(sequence.below(7)); } // p6 is nobody

void AlertWorld::name_owner(Contract& contract) {
    contract.owner = sequence.once_in(3) ? std::string() : any_person();
    contract.deputies.clear();
    for (std::int64_t i = sequence.below(3); i > 0; --i)
        contract.deputies.push_back(any_person());
}

Contract AlertWorld::any_contract_near(const std::string& id, Day on) {
    constexpr TermKind kinds[] = {TermKind::fixed,      TermKind::fixed,      TermKind::fixed,
                                  TermKind::auto_renew, TermKind::auto_renew, TermKind::auto_renew,
                                  TermKind::rolling,    TermKind::perpetual,  TermKind::unknown};
    while (true) {
        Contract contract;
        contract.id = id;
        contract.service = sequence.pick(services);
        contract.alert_days = any_alert_days();
        name_owner(contract);
        if (sequence.once_in(2)) contract.lead_time = period(sequence.pick(notices));
        Term& term = contract.term;
        term.kind = sequence.pick(kinds);
        const auto any_notice = [&]() -> std::optional<Notice> {
            if (sequence.once_in(6)) return std::nullopt;
            if (sequence.once_in(6)) return working(static_cast<int>(sequence.below(30)));
            return Notice{period(sequence.pick(notices)), false};
        };
        if (term.kind != TermKind::perpetual && term.kind != TermKind::unknown) term.notice = any_notice();
        if (term.kind == TermKind::rolling) {
            term.period = period(sequence.pick(lengths));
            if (!term.period->is_in_months() || sequence.once_in(2))
                term.start = exactly(add_days(on, -sequence.below(500)));
            if (sequence.once_in(4)) term.notice_expires = NoticeExpires::any_day;
        } else if (term.kind == TermKind::fixed || term.kind == TermKind::auto_renew) {
            if (term.kind == TermKind::auto_renew) term.renews_for = period(sequence.pick(lengths));
            if (sequence.once_in(2)) {
                term.start = exactly(add_days(on, sequence.between(-400, 60)));
                term.length = period(sequence.pick(lengths));
            } else if (sequence.once_in(4)) {
                term.end = partial(sequence.once_in(2) ? "2024-Q4" : "2025-05");
            } else {
                term.end = exactly(near(on));
            }
            for (std::int64_t i = sequence.below(3); i > 0; --i)
                term.breaks.push_back({near(on), any_notice()});
            if (term.kind == TermKind::fixed) {
                for (std::int64_t i = sequence.below(3); i > 0; --i)
                    term.extensions.push_back({period(sequence.pick(lengths)), {}, any_notice(), {}, {}});
            }
        }
        if (sequence.once_in(2)) {
            Charge charge;
            charge.id = "a";
            charge.amount = decimal("10.00");
            charge.every = period("P1M");
            charge.from = add_days(on, -500);
            if (sequence.once_in(3)) charge.to = near(on);
            for (std::int64_t i = sequence.below(3); i > 0; --i)
                charge.price_rises.push_back({near(on), decimal("3"), {}, {}});
            contract.charges.push_back(charge);
        }
        if (problems_of(contract, {}).empty()) return contract;
    }
}

void AlertWorld::change_term(Contract& contract, Day on) {
    // Now and then the dates only slip a little.
    if (contract.term.end && sequence.once_in(2)) {
        contract.term.end =
            exactly(add_days(days_of(*contract.term.end, {}).first, sequence.between(-30, 60)));
        if (problems_of(contract, {}).empty()) return;
    }
    contract = any_contract_near(contract.id, on);
}

void AlertWorld::decide(Contract& contract, Day on) {
    if (!contract.decisions.empty() && sequence.once_in(2)) {
        contract.decisions.erase(contract.decisions.begin() +
                                 static_cast<std::ptrdiff_t>(position_in(sequence, contract.decisions)));
        return;
    }
    // What is open now, or what passed a while ago.
    const Day seen_on = add_days(on, -sequence.below(40));
    const std::vector<NextDecision> open = open_decisions(contract, rules(), seen_on);
    if (open.empty()) return;
    const NextDecision& next = sequence.once_in(3) ? sequence.pick(open) : open.front();
    if (next.kind == DecisionKind::exercise_option && sequence.once_in(2)) {
        for (Extension& option : contract.term.extensions) {
            if (!option.exercised_on) {
                option.exercised_on = on;
                return;
            }
        }
    }
    const Outcome outcome = sequence.once_in(6) ? Outcome::leave : Outcome::renew;
    contract.decisions.push_back({next.kind,
                                  next.takes_effect,
                                  outcome,
                                  sequence.once_in(8) ? add_days(on, 3) : on,
                                  std::nullopt,
                                  {}});
}

void AlertWorld::change_contract(Contract& contract, Day on) {
    const auto same = [&](const Contract& earlier) { return earlier.id == contract.id; };
    const auto earlier = std::find_if(earlier_versions_.begin(), earlier_versions_.end(), same);
    if (earlier == earlier_versions_.end()) {
        earlier_versions_.push_back(contract);
    } else if (sequence.once_in(3)) {
        std::swap(*earlier, contract); // it was a mistake
        return;
    } else {
        *earlier = contract;
    }
    switch (sequence.below(8)) {
    case 0:
        change_term(contract, on);
        break;
    case 1:
        contract.alert_days = any_alert_days();
        break;
    case 2:
        if (contract.ended_on) {
            contract.ended_on.reset();
        } else if (sequence.once_in(2)) {
            contract.ended_on = add_days(on, sequence.between(-5, 60));
        }
        break;
    case 3:
    case 4:
        name_owner(contract);
        break;
    default:
        decide(contract, on);
        break;
    }
}

void AlertWorld::change_people() {
    Person& person = estate.people[position_in(sequence, estate.people)];
    switch (sequence.below(4)) {
    case 0:
        person.email = person.email.empty() ? person.id + "@example.org" : "";
        break;
    case 1:
        person.email = person.id + (sequence.once_in(2) ? "@example.org" : "@EXAMPLE.org");
        break;
    case 2:
        if (estate.responsibilities.size() > 2) {
            estate.responsibilities.pop_back();
        } else {
            estate.responsibilities.push_back({"broadband", "manager", any_person(), {}});
        }
        break;
    default: {
        Addresses& office = estate.organisation->alert_recipients;
        office = office.empty() ? Addresses{"office@example.org", "Office@example.org", "p1@example.org"}
                                : Addresses{};
        break;
    }
    }
}

void AlertWorld::change_item(Day on) {
    if (sequence.once_in(10)) {
        switch_off = add_days(switch_off, sequence.between(-60, 60));
    } else if (!estate.platforms.empty() && sequence.once_in(2)) {
        Platform& platform = estate.platforms[position_in(sequence, estate.platforms)];
        platform.end_of_support = sequence.once_in(4) ? std::nullopt : std::optional(near(on));
        if (sequence.once_in(2)) platform.contract = "c" + std::to_string(sequence.below(6));
    } else if (!estate.lines.empty()) {
        Line& line = estate.lines[position_in(sequence, estate.lines)];
        line.technology = sequence.pick(technologies);
        line.ceased_on = sequence.once_in(2) ? std::optional(near(on)) : std::nullopt;
    }
}

void AlertWorld::delete_or_restore() {
    switch (sequence.below(4)) {
    case 0:
        return delete_or_restore_one(sequence, estate.platforms, deleted_platforms_);
    case 1:
        return delete_or_restore_one(sequence, estate.lines, deleted_lines_);
    default:
        return delete_or_restore_one(sequence, estate.contracts, deleted_contracts_);
    }
}

void AlertWorld::answer(Day on) {
    if (ledger.alerts.empty()) return;
    const std::size_t count = ledger.alerts.size();
    const std::size_t recent = count > 12 ? count - 12 : 0;
    const LedgerAlert& about =
        ledger.alerts[recent +
                      static_cast<std::size_t>(sequence.below(static_cast<std::int64_t>(count - recent)))];
    const Milestone milestone = about.key.milestone;
    const bool is_missed = about.key.is_missed();
    const auto same = [&](const Snooze& snooze) { return snooze.milestone == milestone; };
    if (std::erase_if(ledger.snoozes, same) > 0 && sequence.once_in(2)) return;
    for (LedgerAlert& alert : ledger.alerts) {
        if (alert.key.milestone == milestone && !alert.acknowledged_on) alert.acknowledged_on = on;
    }
    if (sequence.once_in(2)) return;
    const std::int64_t longest = is_missed ? 92 : days_between(on, milestone.on);
    if (longest > 0) ledger.snoozes.push_back({milestone, add_days(on, sequence.between(1, longest))});
}

void AlertWorld::change(Day on) {
    switch (sequence.below(9)) {
    case 0:
        return change_people();
    case 1:
        return change_item(on);
    case 2:
        return delete_or_restore();
    case 3:
    case 4:
        return answer(on);
    case 5:
        if (!sequence.once_in(4)) return;
        if (sequence.once_in(2)) {
            estate.organisation->alert_days = any_alert_days();
        } else {
            usual_days = any_alert_days().value_or(std::vector<int>{180, 90, 30, 7, 0});
        }
        return;
    default:
        if (!estate.contracts.empty())
            change_contract(estate.contracts[position_in(sequence, estate.contracts)], on);
    }
}

void AlertWorld::name_everybody() {
    if (estate.organisation->alert_recipients.empty())
        estate.organisation->alert_recipients = {"office@example.org"};
}

void FakeMailServer::begin_day(bool is_repaired) {
    is_reliable_ = is_repaired || down_once_in_ == 0;
    if (is_reliable_) return;
    if (days_down_ > 0) {
        --days_down_;
    } else if (sequence_.once_in(down_once_in_)) {
        days_down_ = sequence_.below(sequence_.once_in(3) ? 60 : 6);
    }
    is_reliable_ = days_down_ == 0 && sequence_.once_in(2);
}

bool FakeMailServer::accepts() {
    if (is_reliable_) return true;
    return days_down_ == 0 && !sequence_.once_in(4);
}

} // namespace telestate::test
