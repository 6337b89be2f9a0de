#pragma once

// What a mail has to tell one recipient, gathered from the estate.

#include "model/address_book.hpp"
#include "model/alert_ledger.hpp"
#include "model/alert_run.hpp"
#include "model/position.hpp"
#include "server/alerts/mail_text.hpp"
#include "server/document/icalendar.hpp"
#include "server/storage/reader.hpp"

#include <optional>
#include <string>
#include <vector>

namespace telestate::alerts {

struct GatherContext {
    Rules rules;
    Day on{};
    const AddressBook& addresses;
    std::string public_url; // of the start page; empty: the mail has no links
    std::string recipient;  // the address
    const std::vector<AlertPlan::Overrun>& overruns;
};

struct MailAlert {
    AlertKey key;
    bool is_escalation = false;
    std::optional<Day> first_told_on; // of an escalation
    std::vector<std::string> told;    // of an escalation: the addresses told first
};

// Several alerts of one milestone are told once, as missed where one of them is. Left out is what is no
// longer there to be told: records that were deleted, decisions that were taken, price rises that were moved.
MailContent gather_mail(const storage::Reader& reader, const GatherContext& context,
                        const std::vector<MailAlert>& alerts);

// The days the mail tells of that are still to come, as events for a calendar.
document::Calendar calendar_of(const MailContent& content);

} // namespace telestate::alerts
