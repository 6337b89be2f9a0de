#include "model/milestone.hpp"

#include "tests/model/support/documents.hpp"
#include "tests/model/support/values.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace telestate;
using namespace telestate::test;

namespace {

const std::vector<int> usual_days = {180, 90, 30, 7, 0};

// "decide_by 2024-12-31 (0 7 30)".
std::string text_of(const WantedAlerts& wanted) {
    std::string text(name_of(wanted.kind));
    text += " " + format_day(wanted.on) + " (";
    for (const std::int64_t offset : wanted.offsets)
        text += (text.ends_with('(') ? "" : " ") + std::to_string(offset);
    return text + ")";
}

std::string text_of(const std::vector<WantedAlerts>& all) {
    std::string text;
    for (const WantedAlerts& wanted : all)
        text += (text.empty() ? "" : ", ") + text_of(wanted);
    return text;
}

std::string milestones(std::string_view contract, std::string_view on) {
    const Contract read = contract_of(contract);
    REQUIRE(pointers_of(problems_of(read, {})).empty());
    return text_of(milestones_of(SeenContract(read, rules(), day(on)), usual_days));
}

std::string passed(std::string_view contract, std::string_view on, std::string_view from) {
    const Contract read = contract_of(contract);
    REQUIRE(pointers_of(problems_of(read, {})).empty());
    const SeenContract seen(read, rules(), day(on));
    std::string text;
    for (const Candidate& candidate : passed_decisions(seen, day(from))) {
        text += (text.empty() ? "" : ", ") + std::string(name_of(candidate.kind)) + " " +
                format_day(candidate.decide_by);
        CHECK(has_passed_decision(seen, candidate.decide_by));
    }
    return text;
}

} // namespace

TEST_CASE("a contract's milestones are its open decisions, when to start on them, and its price rises") {
    struct Row {
        std::string_view description;
        std::string_view contract;
        std::string_view on;
        std::string_view milestones;
    };
    const Row rows[] = {
        {"notice of a contract that renews",
         "{'term': {'kind': 'auto_renew', 'end': '2025-03-31', 'renews_for': 'P1Y', 'notice': 'P3M'}}",
         "2024-10-15", "decide_by 2024-12-31 (0 7 30 90 180)"},
        {"on the day itself",
         "{'term': {'kind': 'auto_renew', 'end': '2025-03-31', 'renews_for': 'P1Y', 'notice': 'P3M'}}",
         "2024-12-31", "decide_by 2024-12-31 (0 7 30 90 180)"},
        {"the day after it is the next term's",
         "{'term': {'kind': 'auto_renew', 'end': '2025-03-31', 'renews_for': 'P1Y', 'notice': 'P3M'}}",
         "2025-01-01", "decide_by 2025-12-31 (0 7 30 90 180)"},
        {"decided: the next term's",
         "{'term': {'kind': 'auto_renew', 'end': '2025-03-31', 'renews_for': 'P1Y', 'notice': 'P3M'}, 'decisions': "
         "[{'kind': 'give_notice', 'takes_effect': '2025-03-31', 'outcome': 'renew', 'decided_on': '2024-10-01'}]}",
         "2024-10-15", "decide_by 2025-12-31 (0 7 30 90 180)"},
        {"decided later than the day it is seen from",
         "{'term': {'kind': 'auto_renew', 'end': '2025-03-31', 'renews_for': 'P1Y', 'notice': 'P3M'}, 'decisions': "
         "[{'kind': 'give_notice', 'takes_effect': '2025-03-31', 'outcome': 'renew', 'decided_on': '2024-10-16'}]}",
         "2024-10-15", "decide_by 2024-12-31 (0 7 30 90 180)"},
        {"to be left: nothing more to decide",
         "{'term': {'kind': 'auto_renew', 'end': '2025-03-31', 'renews_for': 'P1Y', 'notice': 'P3M'}, 'decisions': "
         "[{'kind': 'give_notice', 'takes_effect': '2025-03-31', 'outcome': 'leave', 'decided_on': '2024-10-01'}]}",
         "2024-10-15", ""},
        {"with a lead time, and the start still ahead",
         "{'term': {'kind': 'auto_renew', 'end': '2025-03-31', 'renews_for': 'P1Y', 'notice': 'P3M'}, 'lead_time': 'P2M'}",
         "2024-10-31", "start_by 2024-10-31 (0 7 30 90 180), decide_by 2024-12-31 (0 7 30 90 180)"},
        {"with a lead time, and the start gone by",
         "{'term': {'kind': 'auto_renew', 'end': '2025-03-31', 'renews_for': 'P1Y', 'notice': 'P3M'}, 'lead_time': 'P2M'}",
         "2024-11-01", "decide_by 2024-12-31 (0 7 30 90 180)"},
        {"no lead time to speak of: both on one day",
         "{'term': {'kind': 'auto_renew', 'end': '2025-03-31', 'renews_for': 'P1Y', 'notice': 'P3M'}, 'lead_time': 'P0D'}",
         "2024-11-01", "decide_by 2024-12-31 (0 7 30 90 180), start_by 2024-12-31 (0 7 30 90 180)"},
        {"offsets longer than the renewal that the notice closes",
         "{'term': {'kind': 'auto_renew', 'end': '2024-03-31', 'renews_for': 'P3M', 'notice': 'P1M'}}",
         "2024-10-15", "decide_by 2024-11-29 (0 7 30 90)"},
        {"as many days as the term has are kept, one more is not",
         "{'term': {'kind': 'auto_renew', 'end': '2024-03-31', 'renews_for': 'P1M', 'notice': 'P0D'}, 'alert_days': [31, 32]}",
         "2024-12-15", "decide_by 2024-12-31 (31)"},
        {"a first term whose start is not known may have been of any length",
         "{'term': {'kind': 'auto_renew', 'end': '2024-12-31', 'renews_for': 'P1M', 'notice': 'P0D'}}",
         "2024-10-15", "decide_by 2024-12-31 (0 7 30 90 180)"},
        {"a short fixed contract", "{'term': {'kind': 'fixed', 'start': '2024-10-01', 'end': '2024-12-31'}}",
         "2024-10-15", "decide_by 2024-12-31 (0 7 30 90)"},
        {"an option and the end it would move",
         "{'term': {'kind': 'fixed', 'start': '2022-01-01', 'end': '2024-12-31', 'extensions': [{'length': 'P1Y', 'notice': "
         "'P2M'}]}}",
         "2024-10-15", "decide_by 2024-10-31 (0 7 30 90 180), decide_by 2024-12-31 (0 7 30 90 180)"},
        {"an option without notice and the end fall on one day: one milestone",
         "{'term': {'kind': 'fixed', 'start': '2022-01-01', 'end': '2024-12-31', 'extensions': [{'length': 'P1Y'}]}}",
         "2024-10-15", "decide_by 2024-12-31 (0 7 30 90 180)"},
        {"two decisions of one day have the offsets of both",
         "{'term': {'kind': 'fixed', 'start': '2024-10-01', 'end': '2024-12-31', 'breaks': [{'on': '2024-11-29'}, {'on': "
         "'2024-12-31', 'notice': 'P1M'}]}}",
         "2024-10-15", "decide_by 2024-11-29 (0 7 30 90), decide_by 2024-12-31 (0 7 30 90)"},
        {"past its end it causes no alerts of its own, whatever its price does",
         "{'term': {'kind': 'fixed', 'start': '2022-01-01', 'end': '2024-06-30'}, 'charges': [{'id': 'a', 'every': 'P1M', "
         "'amount': '10', 'price_rises': [{'on': '2025-01-01', 'percent': '3'}]}]}",
         "2024-10-15", ""},
        {"ended", "{'term': {'kind': 'fixed', 'end': '2025-03-31'}, 'ended_on': '2024-06-30'}", "2024-07-01",
         ""},
        {"rolling without days of its own: a milestone nobody is alerted of",
         "{'term': {'kind': 'rolling', 'period': 'P1M', 'notice': 'P10D'}, 'lead_time': 'P1D'}", "2024-10-15",
         "start_by 2024-10-20 (), decide_by 2024-10-21 ()"},
        {"rolling with days of its own, no longer than its period",
         "{'term': {'kind': 'rolling', 'period': 'P1M', 'notice': 'P10D'}, 'alert_days': [90, 31, 7]}",
         "2024-10-15", "decide_by 2024-10-21 (7 31)"},
        {"a rolling contract's price rise is news without them",
         "{'term': {'kind': 'rolling', 'period': 'P1M'}, 'charges': [{'id': 'a', 'every': 'P1M', 'amount': '10', "
         "'price_rises': [{'on': '2025-01-01', 'percent': '3'}]}]}",
         "2024-10-15", "price_rise 2025-01-01 (0 7 30 90 180)"},
        {"notice at any day has no day to be decided by",
         "{'term': {'kind': 'rolling', 'period': 'P1M', 'notice': 'P30D', 'notice_expires': 'any_day'}, 'alert_days': [7]}",
         "2024-10-15", ""},
        {"days of its own, in any order and twice",
         "{'term': {'kind': 'fixed', 'end': '2024-12-31'}, 'alert_days': [14, 60, 14]}", "2024-10-15",
         "decide_by 2024-12-31 (14 60)"},
        {"no days at all", "{'term': {'kind': 'fixed', 'end': '2024-12-31'}, 'alert_days': []}", "2024-10-15",
         "decide_by 2024-12-31 ()"},
        {"rises: gone by, today, two of one day, after the charge's last day",
         "{'term': {'kind': 'perpetual'}, 'charges': ["
         "{'id': 'a', 'every': 'P1M', 'amount': '10', 'price_rises': [{'on': '2024-10-14', 'percent': '3'}, {'on': "
         "'2024-10-15', 'percent': '3'}]},"
         "{'id': 'b', 'every': 'P1M', 'amount': '10', 'to': '2024-12-31', 'price_rises': [{'on': '2024-10-15', 'percent': "
         "'3'}, {'on': '2024-12-31', 'percent': '3'}, {'on': '2025-01-01', 'percent': '3'}]}]}",
         "2024-10-15", "price_rise 2024-10-15 (0 7 30 90 180), price_rise 2024-12-31 (0 7 30 90 180)"},
        {"a rise after the day it ends by record is none",
         "{'term': {'kind': 'perpetual'}, 'ended_on': '2024-11-30', 'charges': [{'id': 'a', 'every': 'P1M', 'amount': '10', "
         "'price_rises': [{'on': '2024-11-30', 'percent': '3'}, {'on': '2024-12-01', 'percent': '3'}]}]}",
         "2024-10-15", "price_rise 2024-11-30 (0 7 30 90 180)"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        CHECK(milestones(row.contract, row.on) == row.milestones);
    }
}

TEST_CASE("a decision that passed undecided is missed, the newest first") {
    struct Row {
        std::string_view description;
        std::string_view contract;
        std::string_view on;
        std::string_view from;
        std::string_view passed;
    };
    constexpr std::string_view monthly =
        "{'term': {'kind': 'auto_renew', 'end': '2024-01-31', 'renews_for': 'P1M', 'notice': 'P0D'}}";
    constexpr std::string_view with_option =
        "{'term': {'kind': 'fixed', 'end': '2024-12-31', 'extensions': [{'length': 'P1Y', 'notice': 'P2M'}]}}";
    const Row rows[] = {
        {"not on the day itself", monthly, "2024-01-31", "2024-01-01", ""},
        {"on the day after", monthly, "2024-02-01", "2024-01-31", "give_notice 2024-01-31"},
        {"not what passed before", monthly, "2024-02-01", "2024-02-01", ""},
        {"several", monthly, "2024-05-01", "2024-02-28",
         "give_notice 2024-04-30, give_notice 2024-03-28, give_notice 2024-02-29"},
        {"the option, and not yet the end", with_option, "2024-11-01", "2024-10-31",
         "exercise_option 2024-10-31"},
        {"the option and the end", with_option, "2025-01-01", "2024-01-01",
         "replace 2024-12-31, exercise_option 2024-10-31"},
        {"exercised late: neither",
         "{'term': {'kind': 'fixed', 'end': '2024-12-31', 'extensions': [{'length': 'P1Y', 'notice': 'P2M', 'exercised_on': "
         "'2025-01-10'}]}}",
         "2025-01-10", "2024-01-01", ""},
        {"not exercised yet",
         "{'term': {'kind': 'fixed', 'end': '2024-12-31', 'extensions': [{'length': 'P1Y', 'notice': 'P2M', 'exercised_on': "
         "'2025-01-10'}]}}",
         "2025-01-09", "2024-12-31", "replace 2024-12-31"},
        {"a break",
         "{'term': {'kind': 'fixed', 'end': '2026-12-31', 'breaks': [{'on': '2024-12-31', 'notice': 'P1M'}]}}",
         "2025-01-01", "2024-01-01", "use_break 2024-11-29"},
        {"decided afterwards",
         "{'term': {'kind': 'fixed', 'end': '2024-12-31'}, 'decisions': [{'kind': 'replace', 'takes_effect': '2024-12-31', "
         "'outcome': 'replace', 'decided_on': '2025-01-05'}]}",
         "2025-01-05", "2024-01-01", ""},
        {"decided afterwards, seen from before",
         "{'term': {'kind': 'fixed', 'end': '2024-12-31'}, 'decisions': [{'kind': 'replace', 'takes_effect': '2024-12-31', "
         "'outcome': 'replace', 'decided_on': '2025-01-05'}]}",
         "2025-01-04", "2024-01-01", "replace 2024-12-31"},
        {"ended", "{'term': {'kind': 'fixed', 'end': '2024-12-31'}, 'ended_on': '2024-12-31'}", "2025-01-05",
         "2024-01-01", ""},
        {"will end by record", "{'term': {'kind': 'fixed', 'end': '2024-12-31'}, 'ended_on': '2025-12-31'}",
         "2025-01-05", "2024-01-01", ""},
        {"rolling contracts miss nothing", "{'term': {'kind': 'rolling', 'period': 'P1M', 'notice': 'P10D'}}",
         "2024-10-15", "2024-01-01", ""},
        {"notice not known", "{'term': {'kind': 'auto_renew', 'end': '2024-01-31', 'renews_for': 'P1M'}}",
         "2024-10-15", "2024-01-01", ""},
        {"perpetual", "{'term': {'kind': 'perpetual'}}", "2024-10-15", "2024-01-01", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        CHECK(passed(row.contract, row.on, row.from) == row.passed);
    }
    const Contract rolling = contract_of("{'term': {'kind': 'rolling', 'period': 'P1M', 'notice': 'P10D'}}");
    const SeenContract seen(rolling, rules(), day("2024-10-22"));
    CHECK(has_passed_decision(seen, day("2024-10-21")));
    CHECK_FALSE(has_passed_decision(seen, day("2024-10-22")));
    CHECK_FALSE(has_passed_decision(seen, day("2024-10-18")));
}

TEST_CASE("a platform's milestone is the end of its support") {
    const auto milestone = [](std::string_view platform, std::string_view on) {
        const auto wanted = milestone_of(platform_of(platform), usual_days, day(on));
        return wanted ? text_of(*wanted) : "-";
    };
    CHECK(milestone("{'id': 'f', 'end_of_support': '2025-06-30'}", "2024-01-01") ==
          "end_of_support 2025-06-30 (0 7 30 90 180)");
    CHECK(milestone("{'id': 'f', 'end_of_support': '2025-06-30'}", "2025-06-30") ==
          "end_of_support 2025-06-30 (0 7 30 90 180)");
    CHECK(milestone("{'id': 'f', 'end_of_support': '2025-06-30'}", "2025-07-01") == "-");
    CHECK(milestone("{'id': 'f'}", "2024-01-01") == "-");
}

TEST_CASE("a line's milestone is the switch-off, where it would still be in service") {
    struct Row {
        std::string_view description;
        std::string_view line;
        bool has_one;
    };
    const Row rows[] = {
        {"PSTN", "{'id': 'l', 'technology': 'pstn'}", true},
        {"ISDN2", "{'id': 'l', 'technology': 'isdn2'}", true},
        {"ISDN30", "{'id': 'l', 'technology': 'isdn30'}", true},
        {"ADSL", "{'id': 'l', 'technology': 'adsl'}", true},
        {"FTTC", "{'id': 'l', 'technology': 'fttc'}", true},
        {"SOGEA needs no PSTN line", "{'id': 'l', 'technology': 'sogea'}", false},
        {"SIP", "{'id': 'l', 'technology': 'sip_trunk'}", false},
        {"unknown", "{'id': 'l', 'technology': 'unknown'}", false},
        {"nothing recorded", "{'id': 'l'}", false},
        {"ceases the day before", "{'id': 'l', 'technology': 'pstn', 'ceased_on': '2027-01-30'}", false},
        {"its last day is the switch-off", "{'id': 'l', 'technology': 'pstn', 'ceased_on': '2027-01-31'}",
         true},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        const Day switch_off = day("2027-01-31");
        const auto wanted = milestone_of(line_of(row.line), usual_days, switch_off, day("2024-10-15"));
        CHECK((wanted ? text_of(*wanted) : "-") ==
              (row.has_one ? "pstn_switch_off 2027-01-31 (0 7 30 90 180)" : "-"));
        CHECK_FALSE(milestone_of(line_of(row.line), usual_days, switch_off, day("2027-02-01")).has_value());
    }
}

TEST_CASE("milestones have names that read back") {
    for (const std::string_view name :
         {"decide_by", "start_by", "price_rise", "end_of_support", "pstn_switch_off"})
        CHECK(name_of(parse_milestone_kind(name).value()) == name);
    CHECK_FALSE(parse_milestone_kind("").has_value());
}
