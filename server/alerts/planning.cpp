#include "server/alerts/planning.hpp"

namespace telestate::alerts {

AddressBook read_addresses(const storage::Reader& reader, const Organisation& organisation) {
    AddressBook addresses(organisation);
    reader.for_each_person([&](const Person& person) { addresses.add(person); });
    reader.for_each_responsibility(
        [&](const Responsibility& responsibility) { addresses.add(responsibility); });
    return addresses;
}

AlertPlan plan_alerts(const storage::Reader& reader, const Organisation& organisation,
                      const AddressBook& addresses, const Rules& rules, const std::vector<int>& usual_days,
                      Day on) {
    const AlertLedger ledger = reader.read_alert_ledger(on);
    AlertRun run(ledger, addresses, rules, organisation.alert_days ? *organisation.alert_days : usual_days,
                 on);
    reader.for_each_contract(storage::Projection::alerting,
                             [&](const Contract& contract) { run.add(contract); });
    reader.for_each_platform([&](const Platform& platform) { run.add(platform); });
    reader.for_each_line([&](const Line& line) { run.add(line); });
    return run.finish();
}

} // namespace telestate::alerts
