#include "server/api/renewals.hpp"
#include "server/command/commands.hpp"
#include "server/command/text_table.hpp"

#include <ostream>

namespace telestate::command {

namespace {

std::string describe_decision(DecisionKind kind) {
    switch (kind) {
    case DecisionKind::give_notice:
        return "Give notice";
    case DecisionKind::exercise_option:
        return "Exercise option";
    case DecisionKind::replace:
        return "Replace";
    case DecisionKind::use_break:
        return "Use break";
    }
    return {};
}

std::string describe_status(Status status) {
    switch (status) {
    case Status::pending:
        return "Not started";
    case Status::active:
        return "Active";
    case Status::overrun:
        return "Out of contract";
    case Status::ended:
        return "Ended";
    }
    return {};
}

// What there is none of and what is not known are told apart.
std::string describe_end(const api::Renewal& renewal) {
    const Position& position = renewal.position;
    if (position.term_end) {
        const Interval& end = *position.term_end;
        if (end.first == end.last) return format_long_day(end.first);
        return format_long_day(end.first) + " – " + format_long_day(end.last);
    }
    if (position.status == Status::ended) return "ended " + format_long_day(position.committed_until);
    return renewal.term == TermKind::perpetual ? "no end" : "not known";
}

std::string describe_cost(const std::optional<NextDecision>& next, const std::string& currency) {
    if (!next || !next->runs_until) return {};
    return next->cost_at_stake ? format_money_for_people(*next->cost_at_stake, currency) : "not known";
}

std::string describe_flags(const Flags& flags) {
    std::string text;
    for (const Flag flag : flags.list()) {
        if (flag == Flag::overrun) continue; // the status says so
        std::string name(name_of(flag));
        for (char& c : name) {
            if (c == '_') c = ' ';
        }
        text += (text.empty() ? "" : ", ") + name;
    }
    return text;
}

std::string describe_days(std::int64_t days) {
    if (days == 0) return "today";
    return std::to_string(days) + (days == 1 ? " day" : " days");
}

std::string table_of(const std::vector<api::Renewal>& renewals, const std::string& currency) {
    TextTable table({{"Act by"},
                     {"In", Align::right},
                     {"What"},
                     {"Contract"},
                     {"Supplier", Align::left, 28},
                     {"Status"},
                     {"Term ends", Align::left, 40},
                     {"At stake", Align::right},
                     {"Notes", Align::left, 60}});
    for (const api::Renewal& renewal : renewals) {
        const Position& position = renewal.position;
        const auto& next = position.next_decision;
        table.add_row({next ? format_long_day(next->decide_by) : "–",
                       next ? describe_days(next->days_left) : "", next ? describe_decision(next->kind) : "",
                       renewal.title.empty() ? renewal.contract : renewal.title, renewal.supplier,
                       describe_status(position.status), describe_end(renewal), describe_cost(next, currency),
                       describe_flags(position.flags)});
    }
    return table.text();
}

} // namespace

int run(const RenewalsCommand& command, Streams streams) {
    const auto workspace = Workspace::open(command.common, DatabaseUse::existing);
    if (!workspace) return report(workspace.error(), streams.err);
    const api::EstateView view((*workspace)->services());
    api::RenewalsQuery query;
    query.on = command.on.value_or((*workspace)->today());
    if (command.is_json) {
        streams.out << api::renewals_json(view, query) << '\n';
        return done;
    }
    const auto renewals = api::list_renewals(view, query);
    streams.out << "Renewals as at " << format_long_day(query.on) << "\n\n";
    if (renewals.empty()) {
        streams.out << "No contracts are recorded.\n";
    } else {
        streams.out << table_of(renewals, view.organisation().currency);
    }
    return done;
}

} // namespace telestate::command
