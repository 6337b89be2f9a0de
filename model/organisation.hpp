#pragma once

#include "model/day.hpp"
#include "model/silence.hpp"
#include "model/working_days.hpp"

#include <optional>
#include <string>
#include <vector>

namespace telestate {

// The body whose estate it is. A database holds exactly one.
struct Organisation {
    std::string name;
    std::string address;
    std::string time_zone = "Europe/London"; // an IANA name
    Division bank_holidays = Division::england_and_wales;
    FinancialYearStart financial_year_start;
    std::string currency = "GBP"; // ISO 4217
    std::optional<bool> public_body;
    std::vector<std::string> alert_recipients; // mail addresses
    // Days before a milestone, in place of those configured; empty means no alerts by rule.
    std::optional<std::vector<int>> alert_days;
    std::string notes;
    std::vector<FieldSilence> silences;
    std::vector<Release> releases;

    friend bool operator==(const Organisation&, const Organisation&) = default;
};

} // namespace telestate
