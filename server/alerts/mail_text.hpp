#pragma once

// What an alert mail says. Everything it is made from is handed in: no estate, no clock.

#include "model/alert_ledger.hpp"
#include "model/exposure.hpp"
#include "model/position.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace telestate::alerts {

// What a milestone is to people's calendars.
struct CalendarMark {
    std::string uid;           // empty: it is no event there
    std::int64_t sequence = 0; // rises with every change of the record
    std::string changed_at;    // the UTC instant of the last one
};

// One milestone of one contract, platform or group of lines, as the mail tells it.
struct Notice {
    Milestone milestone;
    std::int64_t days_left = 0; // negative: so many days ago
    bool is_missed = false;
    bool is_escalation = false;           // the reader is told because nobody acknowledged it
    std::optional<Day> first_told_on;     // of an escalation
    std::vector<std::string> told;        // of an escalation: the names or addresses of those told first
    std::optional<NextDecision> decision; // decide_by and start_by not missed
    std::optional<MissedDecision> missed; // of a missed one
    std::vector<std::string> working;     // how the date was worked out, a step in a line
    std::vector<std::string> price_rises; // "Line rental: £12.00 to £13.50 every month", of price_rise
    CalendarMark calendar;
};

// A contract with everything about it that the reader is told.
struct ContractSection {
    std::string id;
    std::string title;
    std::string reference;
    std::string supplier;        // its name
    std::string owner;           // a name; empty where nobody is named
    std::string url;             // of its page
    std::vector<Notice> notices; // the most urgent first
};

struct PlatformSection {
    std::string id;
    std::string title;
    std::string product; // with its version
    std::string url;
    Notice notice;
};

// All the lines that stop on one day, told together.
struct SwitchOffSection {
    Notice notice;               // its subject is the first of them
    std::int64_t line_count = 0; // as counted, a record without a count taken for one
    std::int64_t record_count = 0;
    std::vector<std::string> by_technology; // "1,204 ISDN30"
    std::string url;
};

struct OverrunLine {
    std::string title;
    std::string supplier;
    Day since{};               // the first day out of contract
    std::optional<Money> cost; // since then
    std::string url;
};

struct MailContent {
    Day on{};
    std::string organisation;
    std::string currency;                   // ISO 4217
    std::string recipient_name;             // empty where it is not known
    std::vector<ContractSection> contracts; // soonest first
    std::vector<PlatformSection> platforms;
    std::vector<SwitchOffSection> switch_offs;
    std::vector<OverrunLine> overruns;
    std::string alerts_url;       // of the dashboard's page about alerts
    std::string calendar_url;     // of the page that offers the calendar feed; empty: not mentioned
    std::string organisation_url; // of the page where its recipients are changed; empty: not mentioned
};

struct MailText {
    std::string subject;
    std::string plain; // lines ended by LF, none longer than 76 characters where words allow
    std::string html; // a whole document with styles inline, tables for layout, nothing fetched from anywhere
};

// The subject says the most urgent thing and how many more: "Give notice to BT by 26 June 2026: £14,400 at
// stake
// (+2)".
MailText compose_mail(const MailContent& content);

} // namespace telestate::alerts
