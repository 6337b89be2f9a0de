#include "tests/alerts/sample_mail.hpp"

namespace telestate::alerts {

Day day(const char* text) { return parse_day(text).value(); }
Money pounds(std::int64_t amount) { return Money::of_pence(amount * 100); }
bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

std::size_t count_of(std::string_view text, std::string_view part) {
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string_view::npos;
         at = text.find(part, at + part.size()))
        ++count;
    return count;
}

namespace {

Notice milestone_of(RecordKind subject_kind, MilestoneKind kind, const char* on, std::int64_t days_left) {
    Notice notice;
    notice.milestone = {subject_kind, "c1", kind, day(on)};
    notice.days_left = days_left;
    return notice;
}

NextDecision decision_of(DecisionKind kind, std::int64_t days_left) {
    NextDecision decision;
    decision.kind = kind;
    decision.decide_by = day("2026-06-26");
    decision.days_left = days_left;
    decision.takes_effect = day("2026-08-27");
    if (kind == DecisionKind::give_notice || kind == DecisionKind::exercise_option) {
        decision.runs_until = day("2027-08-27");
        decision.cost_at_stake = pounds(14'400);
    }
    return decision;
}

} // namespace

Notice notice_of(DecisionKind kind, std::int64_t days_left) {
    Notice notice = milestone_of(RecordKind::contracts, MilestoneKind::decide_by, "2026-06-26", days_left);
    notice.decision = decision_of(kind, days_left);
    notice.working = {
        "End of term 2: 27 August 2026 (28 August 2023 + 2 years + 1 year - 1 day).",
        "Day by which notice has to have arrived: 26 June 2026 (27 August 2026 - 2 months = 27 June "
        "2026, a Saturday; the working day before is Friday)."};
    notice.calendar.uid = "c1-decide_by-" + std::string(name_of(kind)) + "-2@0123456789abcdef.telestate";
    return notice;
}

Notice start_by_of(DecisionKind kind, std::int64_t days_left) {
    Notice notice = milestone_of(RecordKind::contracts, MilestoneKind::start_by, "2026-03-26", days_left);
    notice.decision = decision_of(kind, days_left + 92);
    notice.calendar.uid = "c1-start_by-" + std::string(name_of(kind)) + "-2@0123456789abcdef.telestate";
    return notice;
}

Notice missed_of(DecisionKind kind, std::int64_t days_ago) {
    Notice notice = milestone_of(RecordKind::contracts, MilestoneKind::decide_by, "2026-06-26", -days_ago);
    notice.is_missed = true;
    MissedDecision missed{kind, day("2026-06-26"), days_ago, day("2027-08-27"), std::nullopt, std::nullopt};
    if (kind == DecisionKind::give_notice || kind == DecisionKind::use_break) missed.cost = pounds(14'400);
    if (kind == DecisionKind::replace) {
        missed.now_runs_until.reset();
        missed.out_of_contract_since = day("2026-06-27");
        missed.cost = Money::of_pence(27'616);
    }
    notice.missed = missed;
    return notice;
}

Notice price_rise_of(std::int64_t days_left) {
    Notice notice = milestone_of(RecordKind::contracts, MilestoneKind::price_rise, "2026-04-01", days_left);
    notice.price_rises = {"Line rental: £12.00 to £13.50 every month"};
    return notice;
}

Notice escalated(Notice notice) {
    notice.is_escalation = true;
    notice.first_told_on = day("2026-05-19");
    notice.told = {"Jane Smith", "bob@example.org"};
    return notice;
}

ContractSection contract_of(std::vector<Notice> notices, std::string supplier) {
    return {"c1",
            "Broadband for schools",
            "ABC-123",
            std::move(supplier),
            "Jane Smith",
            "https://telestate.example.org/contracts/c1",
            std::move(notices)};
}

PlatformSection platform_of(std::int64_t days_left) {
    return {"p1", "Switchboard", "Cisco CUCM 11.5", "https://telestate.example.org/inventory/platforms/p1",
            milestone_of(RecordKind::platforms, MilestoneKind::end_of_support, "2026-06-26", days_left)};
}

SwitchOffSection switch_off_of(std::int64_t line_count, std::int64_t days_left) {
    SwitchOffSection section;
    section.notice = milestone_of(RecordKind::lines, MilestoneKind::pstn_switch_off, "2027-01-31", days_left);
    section.line_count = line_count;
    section.record_count = 1;
    section.by_technology = {"4 PSTN", "1,200 ISDN30"};
    section.url = "https://telestate.example.org/inventory/lines?at_risk=true";
    return section;
}

MailContent mail_of(std::vector<ContractSection> contracts) {
    MailContent content;
    content.on = day("2026-05-26");
    content.organisation = "Kent Community Health NHS Foundation Trust";
    content.currency = "GBP";
    content.recipient_name = "Jane Smith";
    content.contracts = std::move(contracts);
    content.alerts_url = "https://telestate.example.org/alerts";
    content.calendar_url = "https://telestate.example.org/alerts#calendar";
    content.organisation_url = "https://telestate.example.org/organisation";
    return content;
}

MailContent full_mail() {
    MailContent content =
        mail_of({contract_of({missed_of(DecisionKind::give_notice)}, "Virgin Media Business"),
                 contract_of({escalated(notice_of(DecisionKind::give_notice, 23)), price_rise_of(60)}),
                 contract_of({notice_of(DecisionKind::exercise_option)}, "Gamma"),
                 contract_of({start_by_of(DecisionKind::replace, 75)}, "Vodafone")});
    content.contracts[0].title = "WAN circuits, 14 sites";
    content.contracts[2].title = "SIP trunks";
    content.contracts[3].title = "Mobile voice and data";
    content.platforms = {platform_of(90)};
    content.switch_offs = {switch_off_of(1204, 250)};
    content.overruns = {
        {"Contact centre", "Mitel", day("2026-04-01"), Money::of_pence(1'234'050),
         "https://telestate.example.org/contracts/c9"},
        {"Pagers", "", day("2025-12-01"), std::nullopt, "https://telestate.example.org/contracts/c10"}};
    return content;
}

} // namespace telestate::alerts
