#include "server/api/spend.hpp"

#include "server/command/commands.hpp"
#include "server/command/text_table.hpp"

#include <ostream>

namespace telestate::command {

namespace {

std::string heading_of(Grouping by) {
    switch (by) {
    case Grouping::contract:
        return "Contract";
    case Grouping::supplier:
        return "Supplier";
    case Grouping::service:
        return "Service";
    case Grouping::site:
        return "Site";
    case Grouping::cost_centre:
        return "Cost centre";
    }
    return {};
}

void show(const SpendReport& report, const std::string& currency, std::ostream& out) {
    const auto money = [&](Money amount) { return format_money_for_people(amount, currency); };
    TextTable table({{heading_of(report.by)},
                     {"Committed", Align::right},
                     {"Continuing", Align::right},
                     {"Total", Align::right},
                     {"Net", Align::right},
                     {"VAT", Align::right},
                     {"Gross", Align::right},
                     {"VAT unknown", Align::right},
                     {"Notes"}});
    const auto add = [&](const std::string& title, const SpendSums& sums, bool is_mixed,
                         bool has_no_charges) {
        if (has_no_charges) {
            table.add_row({title, "", "", "not recorded", "", "", "", "", ""});
            return;
        }
        table.add_row({title, money(sums.committed), money(sums.continuing), money(sums.total),
                       money(sums.net), money(sums.vat), money(sums.gross), money(sums.unknown_vat_basis),
                       is_mixed ? "mixed VAT bases" : ""});
    };
    for (const SpendRow& row : report.rows)
        add(row.title, row.sums, row.mixed_vat_bases, row.no_charges);
    table.add_rule();
    add("Total", report.totals, report.mixed_vat_bases, false);
    out << "Spend in " << format_financial_year(report.year) << ", seen from " << format_long_day(report.on)
        << "\n\n"
        << table.text();
    if (report.average) {
        out << "\nAverage a year over";
        const char* separator = " ";
        for (const FinancialYear year : report.average->years) {
            out << separator << format_financial_year(year);
            separator = ", ";
        }
        out << ": " << money(report.average->value) << '\n';
    }
    if (!report.totals.unknown_vat_basis.is_zero()) {
        out << "\nOf the total, " << money(report.totals.unknown_vat_basis)
            << " is on an unknown VAT basis and is in none of net, VAT and gross.\n";
    }
    if (report.left_out.empty()) return;
    out << "\nLeft out of the total:\n";
    for (const LeftOut& left_out : report.left_out) {
        out << "  " << left_out.contract << ": " << printable(left_out.reason) << '\n';
    }
}

} // namespace

int run(const SpendCommand& command, Streams streams) {
    const auto workspace = Workspace::open(command.common, DatabaseUse::existing);
    if (!workspace) return report(workspace.error(), streams.err);
    const api::EstateView view((*workspace)->services());
    api::SpendQuery query;
    query.on = command.on.value_or((*workspace)->today());
    query.year = command.year.value_or(financial_year_of(query.on, view.rules().year_start));
    query.by = command.by;
    if (command.is_json) {
        streams.out << api::spend_json(view, query) << '\n';
    } else {
        show(api::report_spend(view, query), view.organisation().currency, streams.out);
    }
    return done;
}

} // namespace telestate::command
