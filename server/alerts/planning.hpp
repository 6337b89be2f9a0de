#pragma once

// Feeding a run of the alerts from the database.

#include "model/alert_run.hpp"
#include "server/storage/reader.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace telestate::alerts {

AddressBook read_addresses(const storage::Reader& reader, const Organisation& organisation);

// One pass over contracts, platforms and lines. The organisation's own alert_days come before `usual_days`.
AlertPlan plan_alerts(const storage::Reader& reader, const Organisation& organisation,
                      const AddressBook& addresses, const Rules& rules, const std::vector<int>& usual_days,
                      Day on);

} // namespace telestate::alerts
