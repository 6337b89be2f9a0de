#include "server/alerts/mail_parts.hpp"
#include "server/alerts/mail_words.hpp"

#include <tuple>

namespace telestate::alerts {

namespace {

// A subject is read in a list of mails, where there is room for little.
constexpr std::size_t longest_name = 60;

// What can still be done within so many days is told before what was missed.
constexpr std::int64_t pressing_days = 30;

std::string on_day(const Notice& notice) {
    const std::string day = format_long_day(notice.milestone.on);
    if (notice.days_left == 0) return "today, " + day;
    return (notice.days_left == 1 ? "tomorrow, " : "on ") + day;
}

std::string by_day(const Notice& notice) {
    const std::string day = format_long_day(notice.milestone.on);
    if (notice.days_left == 0) return "today, " + day;
    return (notice.days_left == 1 ? "by tomorrow, " : "by ") + day;
}

// How the contract is spoken of: by its supplier, else by its title.
struct Names {
    explicit Names(const ContractSection& contract) {
        const std::string supplier = clean_text(contract.supplier, longest_name);
        const std::string title = "“" + clean_text(contract.title, longest_name) + "”";
        name = supplier.empty() ? title : supplier;
        notice = supplier.empty() ? "for " + title : "to " + supplier;
        option = "the option " + (supplier.empty() ? "of " + title : "with " + supplier);
        the_contract = "the contract " + (supplier.empty() ? title : "with " + supplier);
    }

    std::string name;         // "BT", "“Broadband”"
    std::string notice;       // "to BT", "for “Broadband”"
    std::string option;       // "the option with BT"
    std::string the_contract; // "the contract with BT"
};

Headline headline_of_decision(const ContractSection& contract, const Notice& notice,
                              std::string_view currency) {
    const NextDecision& decision = *notice.decision;
    const Names names(contract);
    const bool is_late = notice.days_left < 0;
    const std::string due = "was due by " + format_long_day(notice.milestone.on);
    const std::string effect = format_long_day(decision.takes_effect);
    const std::string at_stake =
        decision.cost_at_stake ? ": " + money_in_words(*decision.cost_at_stake, currency) + " at stake" : "";
    if (notice.milestone.kind == MilestoneKind::start_by) {
        const std::string stake = decision.kind == DecisionKind::give_notice ? at_stake : "";
        if (is_late) return {"The start of preparing for " + names.the_contract, due, stake};
        return {"Start preparing for " + names.the_contract, by_day(notice), stake};
    }
    switch (decision.kind) {
    case DecisionKind::give_notice:
        if (is_late) return {"Notice " + names.notice, due, at_stake};
        return {"Give notice " + names.notice, by_day(notice), at_stake};
    case DecisionKind::exercise_option:
        if (is_late) return {"Exercising " + names.option, due, ", the contract ends on " + effect};
        return {"Exercise " + names.option, by_day(notice), " or the contract ends on " + effect};
    case DecisionKind::replace:
        if (is_late) return {"A replacement for " + names.the_contract, due, ", it ends on " + effect};
        return {"Replace " + names.the_contract, by_day(notice), " or let it go: it ends on " + effect};
    case DecisionKind::use_break:
        if (is_late) return {"Notice " + names.notice, due, " to use the break on " + effect};
        return {"Give notice " + names.notice, by_day(notice), " to use the break on " + effect};
    }
    return {};
}

Headline headline_of_missed(const ContractSection& contract, const Notice& notice,
                            std::string_view currency) {
    const Names names(contract);
    const std::string due = "was due by " + format_long_day(notice.milestone.on);
    if (!notice.missed) return {"Missed: the decision on " + names.name, due, ""};
    const MissedDecision& missed = *notice.missed;
    if (missed.out_of_contract_since && missed.kind == DecisionKind::replace) {
        return {"Missed: " + names.name + " is out of contract",
                "since " + format_long_day(*missed.out_of_contract_since),
                missed.cost ? ", " + money_in_words(*missed.cost, currency) + " so far" : ""};
    }
    const std::string cost = missed.cost ? ", now costs " + money_in_words(*missed.cost, currency) : "";
    switch (missed.kind) {
    case DecisionKind::give_notice:
        return {"Missed: notice " + names.notice, due, cost};
    case DecisionKind::exercise_option:
        return {"Missed: " + names.option, "lapsed after " + format_long_day(notice.milestone.on),
                missed.now_runs_until ? ", the contract ends on " + format_long_day(*missed.now_runs_until)
                                      : ""};
    case DecisionKind::replace:
        return {"Missed: a replacement for " + names.the_contract, due, ""};
    case DecisionKind::use_break:
        return {"Missed: notice " + names.notice, due, " to use the break" + cost};
    }
    return {};
}

Headline headline_of_contract(const ContractSection& contract, const Notice& notice,
                              std::string_view currency) {
    if (notice.is_missed) return headline_of_missed(contract, notice, currency);
    const Names names(contract);
    if (notice.milestone.kind == MilestoneKind::price_rise)
        return {"Prices of " + names.name + (notice.days_left < 0 ? " rose" : " rise"), on_day(notice), ""};
    if (notice.decision) return headline_of_decision(contract, notice, currency);
    return {"Decide about " + names.the_contract, by_day(notice), ""};
}

// Our own words begin it, so its first letter is one byte.
std::string in_mid_sentence(std::string text) {
    if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] - 'A' + 'a');
    return text;
}

// The smaller, the more urgent: decisions that press, then what was missed or is late, then what else
// presses, then the rest; of these the decisions before what only leads to one or follows by itself; each by
// day.
auto urgency_of(const Notice& notice) {
    const bool has_passed = notice.is_missed || notice.days_left < 0;
    const bool is_decision = notice.milestone.kind == MilestoneKind::decide_by;
    const bool presses = notice.days_left <= pressing_days;
    const int rank = has_passed ? 1 : !presses ? 3 : is_decision ? 0 : 2;
    // Of what has passed the latest counts: it may still be mended.
    return std::tuple(rank, !is_decision, has_passed ? -notice.days_left : notice.days_left);
}

} // namespace

Headline headline_of(const Item& item, std::string_view currency) {
    const Notice& notice = *item.notice;
    const bool is_late = notice.days_left < 0;
    if (item.contract != nullptr) {
        Headline headline = headline_of_contract(*item.contract, notice, currency);
        if (notice.is_escalation) headline.what = "Not acknowledged: " + in_mid_sentence(headline.what);
        return headline;
    }
    if (item.platform != nullptr) {
        const std::string product =
            item.platform->product.empty() ? item.platform->title : item.platform->product;
        return {"Support for " + clean_text(product, longest_name) + (is_late ? " ended" : " ends"),
                on_day(notice), ""};
    }
    const std::int64_t count = item.switch_off->line_count;
    return {counted(count, "line", "lines") +
                (is_late      ? " stopped"
                 : count == 1 ? " stops"
                              : " stop") +
                " working",
            on_day(notice), ": PSTN switch-off"};
}

std::string subject_of(const MailContent& content) {
    const std::vector<Item> items = items_of(content);
    if (items.empty()) return "Renewal alerts of " + format_long_day(content.on);
    const Item* first = &items.front();
    for (const Item& item : items) {
        if (urgency_of(*item.notice) < urgency_of(*first->notice)) first = &item;
    }
    std::string subject = headline_of(*first, content.currency).text();
    if (items.size() > 1) subject += " (+" + std::to_string(items.size() - 1) + ")";
    return subject;
}

} // namespace telestate::alerts
