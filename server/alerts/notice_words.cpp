#include "server/alerts/mail_words.hpp"

#include "model/wording.hpp"

#include <array>

namespace telestate::alerts {

namespace {

constexpr std::int64_t alarm_days = 7;
constexpr std::int64_t warning_days = 30;
constexpr std::size_t most_names = 5;

std::string with_weekday(Day day) {
    constexpr std::array<std::string_view, 7> names = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                       "Thursday", "Friday", "Saturday"};
    return std::string(names[date::weekday{day}.c_encoding()]) + " " + format_long_day(day);
}

std::string with_days_left(Day day, std::int64_t days_left) {
    return with_weekday(day) + " (" + describe_days_left(days_left) + ")";
}

std::string to_supplier(const ContractSection& contract) {
    return contract.supplier.empty() ? "to the supplier" : "to " + contract.supplier;
}

std::string the_contract(const ContractSection& contract) {
    return contract.supplier.empty() ? "the contract" : "the contract with " + contract.supplier;
}

// Writes the rows of one notice of a contract.
class ContractWords {
  public:
    ContractWords(const ContractSection& contract, const Notice& notice, std::string_view currency)
        : contract_(contract), notice_(notice), currency_(currency) {}

    std::vector<Row> rows() {
        if (notice_.is_missed) {
            add_missed();
        } else if (notice_.milestone.kind == MilestoneKind::price_rise) {
            add_price_rise();
        } else if (notice_.decision && notice_.milestone.kind == MilestoneKind::start_by) {
            add_start_by(*notice_.decision);
        } else if (notice_.decision) {
            add("What to do", action_of(*notice_.decision));
            add_day("By");
            add_consequence("Otherwise", *notice_.decision);
        } else {
            add_day("By");
        }
        return std::move(rows_);
    }

  private:
    void add(std::string label, std::string line) { rows_.push_back({std::move(label), {std::move(line)}}); }
    void add_day(std::string label) {
        Row row{std::move(label), {with_days_left(notice_.milestone.on, notice_.days_left)}, Weight::strong};
        if (notice_.days_left < 0) row.lines.emplace_back("This mail could not be delivered in time.");
        rows_.push_back(std::move(row));
    }
    std::string cost(const std::optional<Money>& amount) const {
        return amount ? " and costs " + money_in_words(*amount, currency_) + "."
                      : ". What that costs is not known.";
    }

    std::string action_of(const NextDecision& decision) const;
    void add_consequence(const std::string& label, const NextDecision& decision);
    void add_start_by(const NextDecision& decision);
    void add_price_rise();
    void add_missed();
    std::string missed_day() const;
    std::string missed_now(const MissedDecision& missed) const;

    const ContractSection& contract_;
    const Notice& notice_;
    std::string_view currency_;
    std::vector<Row> rows_;
};

std::string ContractWords::action_of(const NextDecision& decision) const {
    const std::string effect = format_long_day(decision.takes_effect);
    switch (decision.kind) {
    case DecisionKind::give_notice:
        return "Give notice " + to_supplier(contract_) + " if the contract is to end on " + effect +
               ". It has to have arrived by " + format_long_day(decision.decide_by) + ".";
    case DecisionKind::exercise_option:
        return "Exercise the option to extend " + the_contract(contract_) + ", or decide to let it lapse.";
    case DecisionKind::replace:
        return "Have a replacement for " + the_contract(contract_) + " in place, or let it go.";
    case DecisionKind::use_break:
        return "Give notice " + to_supplier(contract_) +
               " if the contract is to end early, at its break on " + effect +
               ". It has to have arrived by " + format_long_day(decision.decide_by) + ".";
    }
    return {};
}

void ContractWords::add_consequence(const std::string& label, const NextDecision& decision) {
    const std::string effect = format_long_day(decision.takes_effect);
    switch (decision.kind) {
    case DecisionKind::give_notice:
        add(label, decision.runs_until ? "It runs until " + format_long_day(*decision.runs_until) +
                                             cost(decision.cost_at_stake)
                                       : "It runs on.");
        return;
    case DecisionKind::exercise_option:
        add(label, "The option lapses and the contract ends on " + effect + ".");
        if (decision.runs_until)
            add("If extended",
                "It runs until " + format_long_day(*decision.runs_until) + cost(decision.cost_at_stake));
        return;
    case DecisionKind::replace:
        add(label, "The contract ends on " + effect +
                       " by itself. If the service is still used after that, it is out of contract.");
        return;
    case DecisionKind::use_break:
        add(label, "The break on " + effect + " is gone and the contract goes on.");
        return;
    }
}

void ContractWords::add_start_by(const NextDecision& decision) {
    const std::string by = format_long_day(decision.decide_by);
    add("What to do", "Start preparing now, so that the decision of " + by + " can be met.");
    add_day("Start by");
    add("To decide", action_of(decision));
    rows_.back().lines.push_back("The day for that is " +
                                 with_days_left(decision.decide_by, decision.days_left) + ".");
    add_consequence("Otherwise", decision);
}

void ContractWords::add_price_rise() {
    add("What to do", "Check the new prices against the contract, and the first bill after the rise.");
    add_day("Rise on");
    if (!notice_.price_rises.empty()) rows_.push_back({"New prices", notice_.price_rises});
}

std::string ContractWords::missed_day() const {
    const std::string day = with_days_left(notice_.milestone.on, notice_.days_left) + ".";
    if (!notice_.missed) return "The decision was due by " + day;
    switch (notice_.missed->kind) {
    case DecisionKind::give_notice:
        return "Notice " + to_supplier(contract_) + " had to have arrived by " + day;
    case DecisionKind::exercise_option:
        return "The option to extend had to be exercised by " + day;
    case DecisionKind::replace:
        return "A replacement had to be in place by " + day;
    case DecisionKind::use_break:
        return "Notice " + to_supplier(contract_) + " to use the break had to have arrived by " + day;
    }
    return {};
}

std::string ContractWords::missed_now(const MissedDecision& missed) const {
    if (missed.out_of_contract_since) {
        const std::string since =
            "It has been out of contract since " + format_long_day(*missed.out_of_contract_since);
        return since +
               (missed.cost ? " and has cost " + money_in_words(*missed.cost, currency_) + " since then."
                            : ". What it has cost since then is not known.") +
               " If it is still used, it runs until somebody ends it.";
    }
    if (!missed.now_runs_until) return "It runs until somebody ends it.";
    const std::string until = format_long_day(*missed.now_runs_until);
    if (missed.kind == DecisionKind::exercise_option)
        return "The option has lapsed and the contract ends on " + until + ".";
    if (missed.kind == DecisionKind::replace) return "The contract ends on " + until + " by itself.";
    return "It now runs until " + until + cost(missed.cost);
}

void ContractWords::add_missed() {
    add("What happened", missed_day() + " No decision is recorded.");
    if (notice_.missed) add("What now", missed_now(*notice_.missed));
    const bool is_out = notice_.missed && notice_.missed->out_of_contract_since;
    rows_.push_back(
        {"What to do",
         {is_out ? "Renew it, replace it, or record the day it ended. Or acknowledge this alert."
                 : "If it was decided in time, record the decision. If not, acknowledge this alert.",
          "It comes again every 7 days until it is acknowledged or a decision is recorded."}});
}

std::vector<Row> rows_of(const PlatformSection& platform) {
    const Notice& notice = platform.notice;
    const std::string product = platform.product.empty() ? "this platform" : platform.product;
    return {
        {"What to do", {"Plan what follows " + product + ": an upgrade, a replacement or longer support."}},
        {"By", {with_days_left(notice.milestone.on, notice.days_left)}, Weight::strong},
        {"Otherwise", {"It goes on without support: faults and security holes in it are no longer mended."}}};
}

std::vector<Row> rows_of(const SwitchOffSection& section) {
    const Notice& notice = section.notice;
    std::string lines = counted(section.line_count, "line", "lines");
    if (section.record_count != section.line_count)
        lines += " in " + counted(section.record_count, "record", "records");
    if (!section.by_technology.empty()) lines += ": " + joined(section.by_technology);
    return {{"What to do", {"Move what hangs on these lines to another service, or have them ceased."}},
            {"By", {with_days_left(notice.milestone.on, notice.days_left)}, Weight::strong},
            {"Lines", {lines + "."}},
            {"Otherwise",
             {"They stop working on that day, when the public switched telephone network is "
              "switched off."}}};
}

Tag tag_of(const Notice& notice) {
    if (notice.is_missed) return {"Missed", Tone::alarm};
    if (notice.days_left < 0) return {"Late", Tone::alarm};
    const Tone tone = notice.days_left <= alarm_days     ? Tone::alarm
                      : notice.days_left <= warning_days ? Tone::warning
                                                         : Tone::calm;
    if (notice.days_left == 0) return {"Today", tone};
    if (notice.days_left == 1) return {"Tomorrow", tone};
    return {counted(notice.days_left, "day", "days") + " left", tone};
}

std::string escalation_of(const Notice& notice) {
    std::vector<std::string> names = notice.told;
    if (names.size() > most_names) {
        const auto more = static_cast<std::int64_t>(names.size() - most_names);
        names.resize(most_names);
        names.push_back(counted(more, "other", "others"));
    }
    std::string out = "You are told because this has not been acknowledged";
    if (!names.empty()) out += " by " + joined(names);
    if (notice.first_told_on) out += " since " + format_long_day(*notice.first_told_on);
    return out + ".";
}

} // namespace

NoticeWords words_of(const Item& item, std::string_view currency) {
    const Notice& notice = *item.notice;
    NoticeWords words;
    words.tags.push_back(tag_of(notice));
    if (item.contract != nullptr) {
        words.rows = ContractWords(*item.contract, notice, currency).rows();
    } else {
        words.rows = item.platform != nullptr ? rows_of(*item.platform) : rows_of(*item.switch_off);
    }
    if (notice.is_escalation) {
        words.tags.push_back({"Not acknowledged", Tone::warning});
        words.rows.push_back({"Why you", {escalation_of(notice)}});
    }
    if (!notice.working.empty()) words.rows.push_back({"Worked out", notice.working, Weight::detail});
    return words;
}

} // namespace telestate::alerts
