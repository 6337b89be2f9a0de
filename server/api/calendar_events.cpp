#include "server/api/calendar_events.hpp"

#include "model/count.hpp"
#include "model/decision_note.hpp"
#include "model/decisions.hpp"
#include "model/milestone.hpp"
#include "server/alerts/contract_notices.hpp"
#include "server/document/calendar_uid.hpp"
#include "server/document/record_titles.hpp"

#include <algorithm>

namespace telestate::api {

namespace {

using document::CalendarEvent;

// What cannot be added up is left out: one contract's sums do not take the others' dates away.
NextDecision priced(const SeenContract& seen, const Candidate& candidate) {
    try {
        return seen.decision_of(candidate);
    } catch (const MoneyOverflow&) {
        return {candidate.kind,
                candidate.decide_by,
                days_between(seen.on(), candidate.decide_by),
                candidate.takes_effect,
                seen.start_by_of(candidate),
                candidate.runs_until,
                std::nullopt};
    }
}

// "to BT: Managed telephony", ": Managed telephony" where no supplier is recorded.
std::string with_supplier(std::string_view link, const std::string& supplier, const std::string& title) {
    if (supplier.empty()) return ": " + title;
    return " " + std::string(link) + " " + supplier + ": " + title;
}

std::string summary_of(const NextDecision& decision, const std::string& supplier, const std::string& title,
                       std::string_view currency) {
    const std::string cost =
        decision.cost_at_stake ? format_money_for_people(*decision.cost_at_stake, currency) : std::string();
    switch (decision.kind) {
    case DecisionKind::give_notice:
        return "Give notice" + with_supplier("to", supplier, title) +
               (cost.empty() ? "" : " (" + cost + " at stake)");
    case DecisionKind::exercise_option:
        return "Exercise the option" + with_supplier("with", supplier, title) +
               (cost.empty() ? "" : " (" + cost + " if it is taken up)");
    case DecisionKind::replace:
        return "Replace the contract" + with_supplier("with", supplier, title);
    case DecisionKind::use_break:
        return "Use the break" + with_supplier("with", supplier, title);
    }
    return {};
}

storage::RecordVersion version_in(const storage::IdMap<storage::RecordVersion>& versions,
                                  const std::string& id) {
    const auto found = versions.find(id);
    return found == versions.end() ? storage::RecordVersion{} : found->second;
}

} // namespace

struct CalendarEvents::Parts {
    std::string uid;
    Day on{};
    std::string summary;
    std::string description;
    std::string page; // its path
    std::string_view category;
    storage::RecordVersion version;
};

CalendarEvents::CalendarEvents(const EstateView& view, std::string_view public_url, Day today)
    : view_(view), base_url_(public_url), today_(today), identity_(view.reader().identity()),
      estate_changed_at_(view.reader().find_changed_at().value_or("1970-01-01T00:00:00Z")),
      suppliers_(view.reader().names_of(RecordKind::suppliers)),
      contract_versions_(view.reader().versions_of(RecordKind::contracts)),
      platform_versions_(view.reader().versions_of(RecordKind::platforms)) {
    while (base_url_.ends_with('/'))
        base_url_.pop_back();
}

std::string CalendarEvents::supplier_of(const Contract& contract) const {
    const auto found = suppliers_.find(contract.supplier);
    return found == suppliers_.end() ? contract.supplier : found->second;
}

void CalendarEvents::add_event(Parts parts) {
    CalendarEvent event;
    event.uid = std::move(parts.uid);
    event.sequence = std::max<std::int64_t>(parts.version.change_count - 1, 0);
    event.changed_at =
        parts.version.changed_at.empty() ? estate_changed_at_ : std::move(parts.version.changed_at);
    event.on = parts.on;
    event.summary = std::move(parts.summary);
    event.description = std::move(parts.description);
    if (!base_url_.empty()) {
        event.url = base_url_ + parts.page;
        event.description += (event.description.empty() ? "" : "\n") + event.url;
    }
    event.categories = parts.category;
    events_.push_back(std::move(event));
}

std::string CalendarEvents::describe(const Contract& contract, std::string_view first) const {
    std::string description(first);
    const auto add = [&](std::string_view label, const std::string& value) {
        if (value.empty()) return;
        description.append(description.empty() ? "" : "\n").append(label).append(": ").append(value);
    };
    add("Contract", document::title_of(contract));
    add("Supplier", supplier_of(contract));
    add("Reference", contract.reference);
    return description;
}

void CalendarEvents::add_decision(const SeenContract& seen, const Candidate& candidate) {
    const Contract& contract = seen.contract();
    const NextDecision decision = priced(seen, candidate);
    const std::string& currency = view_.organisation().currency;
    const std::string title = document::title_of(contract);
    const std::string what = describe_next_decision(decision, currency);
    const std::string page = "/contracts/" + contract.id;
    const storage::RecordVersion version = version_in(contract_versions_, contract.id);
    const std::string prepare = decision.start_by
                                    ? "\nStart preparing by " + format_long_day(*decision.start_by) + "."
                                    : std::string();
    add_event({document::calendar_uid(identity_, seen, candidate, MilestoneKind::decide_by),
               decision.decide_by, summary_of(decision, supplier_of(contract), title, currency),
               describe(contract, what + prepare), page, "Decide by", version});
    if (!decision.start_by) return;
    add_event({document::calendar_uid(identity_, seen, candidate, MilestoneKind::start_by),
               *decision.start_by,
               "Start preparing for the contract" + with_supplier("with", supplier_of(contract), title),
               describe(contract, what), page, "Start by", version});
}

void CalendarEvents::add_price_rises(const SeenContract& seen) {
    const Contract& contract = seen.contract();
    const alerts::NoticeContext context{seen.rules(), today_, view_.organisation().currency, identity_};
    for (const WantedAlerts& milestone : milestones_of(seen, {})) {
        if (milestone.kind != MilestoneKind::price_rise) continue;
        alerts::Notice told;
        told.milestone = {RecordKind::contracts, contract.id, milestone.kind, milestone.on};
        std::string rises;
        for (const alerts::Notice& notice : alerts::notices_of(contract, told, context)) {
            for (const std::string& rise : notice.price_rises)
                rises += (rises.empty() ? "" : "\n") + rise;
        }
        add_event({document::price_rise_uid(identity_, contract, milestone.on), milestone.on,
                   "Price rise" + with_supplier("by", supplier_of(contract), document::title_of(contract)),
                   describe(contract, rises), "/contracts/" + contract.id, "Price rise",
                   version_in(contract_versions_, contract.id)});
    }
}

void CalendarEvents::add_last_day(const SeenContract& seen) {
    if (!seen.end_by_record() || *seen.end_by_record() < today_) return;
    const Contract& contract = seen.contract();
    add_event({contract.id + "-last_day@" + identity_ + ".telestate", *seen.end_by_record(),
               "Last day of the contract" +
                   with_supplier("with", supplier_of(contract), document::title_of(contract)),
               describe(contract, "It ends on " + format_long_day(*seen.end_by_record()) + ", by record."),
               "/contracts/" + contract.id, "Last day", version_in(contract_versions_, contract.id)});
}

void CalendarEvents::add(const Contract& contract) {
    const SeenContract seen(contract, view_.rules(), today_);
    for (const Candidate& candidate : seen.open_candidates())
        add_decision(seen, candidate);
    add_price_rises(seen);
    add_last_day(seen);
}

void CalendarEvents::add(const Platform& platform) {
    if (!platform.end_of_support || *platform.end_of_support < today_) return;
    std::string title = document::title_of(platform);
    if (!platform.version.empty()) title += " " + platform.version;
    add_event({document::calendar_uid(identity_, platform.id, MilestoneKind::end_of_support),
               *platform.end_of_support, "Support ends: " + title,
               "After " + format_long_day(*platform.end_of_support) + " its maker no longer supports it.",
               "/inventory/platforms/" + platform.id, "End of support",
               version_in(platform_versions_, platform.id)});
}

void CalendarEvents::add(const Line& line) { switch_off_.add(line, view_.rules().pstn_switch_off); }

void CalendarEvents::add_switch_off() {
    const Day on = view_.rules().pstn_switch_off;
    const LinesOfTechnology totals = switch_off_.totals();
    if (totals.record_count == 0 || on < today_) return;
    const std::string lines =
        describe_count({totals.line_count, {}, {}, {}, {}}) + (totals.line_count == 1 ? " line" : " lines");
    // Any line that comes, goes or changes may change how many are hit.
    storage::RecordVersion version;
    for (const auto& [id, line] : view_.reader().versions_of(RecordKind::lines)) {
        version.change_count += line.change_count;
        version.changed_at = std::max(version.changed_at, line.changed_at);
    }
    std::string description = "In service on " + format_long_day(on) +
                              " and stopping with the PSTN: " + lines + " in " +
                              describe_count({totals.record_count, {}, {}, {}, {}}) +
                              (totals.record_count == 1 ? " record." : " records.");
    if (totals.uncounted_count > 0) description += " A record without a count is taken for one line.";
    add_event({document::calendar_uid(identity_, "lines", MilestoneKind::pstn_switch_off), on,
               "PSTN switch-off: " + lines + " in service", std::move(description),
               "/inventory/lines?at_risk=true", "PSTN switch-off", std::move(version)});
}

std::vector<CalendarEvent> CalendarEvents::finish() {
    add_switch_off();
    std::sort(events_.begin(), events_.end(), [](const CalendarEvent& a, const CalendarEvent& b) {
        return a.on != b.on ? a.on < b.on : a.uid < b.uid;
    });
    // The same break recorded twice is one decision.
    events_.erase(std::unique(events_.begin(), events_.end(),
                              [](const CalendarEvent& a, const CalendarEvent& b) { return a.uid == b.uid; }),
                  events_.end());
    return std::move(events_);
}

} // namespace telestate::api
