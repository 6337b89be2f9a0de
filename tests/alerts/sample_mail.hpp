#pragma once

// Mails to try the wording on.

#include "server/alerts/mail_text.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace telestate::alerts {

Day day(const char* text);
Money pounds(std::int64_t amount);
bool contains(std::string_view text, std::string_view part);
std::size_t count_of(std::string_view text, std::string_view part);

// A decision due on 26 June 2026, seen from so many days before it; it takes effect on 27 August 2026 and
// what runs on runs until 27 August 2027 and costs £14,400.
Notice notice_of(DecisionKind kind, std::int64_t days_left = 31);
Notice start_by_of(DecisionKind kind, std::int64_t days_left = 31); // to start on 26 March 2026
Notice missed_of(DecisionKind kind, std::int64_t days_ago = 7);
Notice price_rise_of(std::int64_t days_left = 31); // on 1 April 2026
Notice escalated(Notice notice);

ContractSection contract_of(std::vector<Notice> notices, std::string supplier = "BT");
PlatformSection platform_of(std::int64_t days_left = 31); // on 26 June 2026
SwitchOffSection switch_off_of(std::int64_t line_count, std::int64_t days_left = 31);
// In pounds, seen from 26 May 2026.
MailContent mail_of(std::vector<ContractSection> contracts = {});
// One of everything, with awkward texts left out.
MailContent full_mail();

} // namespace telestate::alerts
