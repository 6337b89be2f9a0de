#include "model/alert_run.hpp"

#include <algorithm>

namespace telestate {

Addresses AlertChange::recipients() const {
    Addresses all = added;
    add_addresses(all, escalated);
    add_addresses(all, waiting);
    return all;
}

bool AlertChange::is_news() const {
    if (state == AlertState::superseded || state == AlertState::ended) return false;
    return is_new || rearms || !escalated.empty();
}

std::int64_t AlertPlan::news_count() const {
    return std::count_if(alerts.begin(), alerts.end(),
                         [](const AlertChange& change) { return change.is_news(); });
}

AlertPlan plan_alerts(const Estate& estate, const AlertLedger& ledger, const Rules& rules,
                      const std::vector<int>& usual_days, Day on) {
    const Organisation organisation = estate.organisation.value_or(Organisation{});
    AddressBook addresses(organisation);
    for (const Person& person : estate.people)
        addresses.add(person);
    for (const Responsibility& responsibility : estate.responsibilities)
        addresses.add(responsibility);
    AlertRun run(ledger, addresses, rules, organisation.alert_days ? *organisation.alert_days : usual_days,
                 on);
    for (const Contract& contract : estate.contracts)
        run.add(contract);
    for (const Platform& platform : estate.platforms)
        run.add(platform);
    for (const Line& line : estate.lines)
        run.add(line);
    return run.finish();
}

void record(AlertLedger& ledger, const AlertPlan& plan) {
    for (const AlertChange& change : plan.alerts) {
        auto found = std::find_if(ledger.alerts.begin(), ledger.alerts.end(),
                                  [&](const LedgerAlert& alert) { return alert.key == change.key; });
        if (change.is_new) {
            found =
                ledger.alerts.insert(ledger.alerts.end(), {change.key, change.state, plan.on, {}, {}, {}});
        }
        found->state = change.state;
        if (change.rearms) found->raised_on = plan.on;
        if (change.escalates) found->escalated_on = plan.on;
        std::erase_if(found->deliveries, [&](const AlertDelivery& delivery) {
            return !delivery.is_sent && is_among(change.withdrawn, delivery.address);
        });
        for (const std::string& address : change.added)
            found->deliveries.push_back({address, false, false});
        for (const std::string& address : change.escalated)
            found->deliveries.push_back({address, false, true});
    }
    if (!ledger.previous_run_on || *ledger.previous_run_on < plan.on) ledger.previous_run_on = plan.on;
}

} // namespace telestate
