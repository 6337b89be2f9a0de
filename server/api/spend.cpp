#include "server/api/spend.hpp"

#include "server/document/csv_writer.hpp"
#include "server/document/spend_json.hpp"

namespace telestate::api {

namespace {

std::string_view title_without_key(Grouping by) {
    switch (by) {
    case Grouping::contract:
        return "No contract recorded";
    case Grouping::supplier:
        return "No supplier recorded";
    case Grouping::service:
        return "No service recorded";
    case Grouping::site:
        return "No site recorded";
    case Grouping::cost_centre:
        return "No cost centre recorded";
    }
    return {};
}

// "non_geographic_numbers" as people say it: "Non geographic numbers".
std::string describe_service(std::string_view service) {
    std::string text(service);
    for (char& c : text) {
        if (c == '_' || c == '-') c = ' ';
    }
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

} // namespace

void name_rows(const storage::Reader& reader, SpendReport& report) {
    storage::IdMap<std::string> names;
    switch (report.by) {
    case Grouping::contract:
        names = reader.names_of(storage::RecordKind::contracts);
        break;
    case Grouping::supplier:
        names = reader.names_of(storage::RecordKind::suppliers);
        break;
    case Grouping::site:
        names = reader.names_of(storage::RecordKind::sites);
        break;
    case Grouping::service:
    case Grouping::cost_centre:
        break;
    }
    for (SpendRow& row : report.rows) {
        if (!row.key) {
            row.title = title_without_key(report.by);
        } else if (report.by == Grouping::site && *row.key == several_sites) {
            row.title = "Several sites";
        } else if (report.by == Grouping::service) {
            row.title = describe_service(*row.key);
        } else {
            const auto name = names.find(*row.key);
            row.title = name == names.end() ? *row.key : name->second;
        }
    }
}

SpendReport report_spend(const EstateView& view, const SpendQuery& query) {
    SpendTally tally(query.year, query.on, query.by, view.rules());
    storage::IdMap<storage::ContractSite> sites;
    if (query.by == Grouping::site) sites = view.reader().site_of_contracts();
    view.reader().for_each_contract(storage::Projection::computed, [&](const Contract& contract) {
        std::string_view site;
        if (query.by == Grouping::site) {
            const auto found = sites.find(contract.id);
            if (found != sites.end())
                site = found->second.several ? several_sites : std::string_view(found->second.site);
        }
        try {
            tally.add(contract, site);
        } catch (const MoneyOverflow&) {
            throw MoneyOverflow(contract.id);
        }
    });
    SpendReport report = tally.finish();
    name_rows(view.reader(), report);
    return report;
}

std::string spend_json(const EstateView& view, const SpendQuery& query) {
    std::string out;
    document::JsonWriter json(out);
    document::append_spend(json, report_spend(view, query), view.organisation().currency);
    return out;
}

std::string spend_csv(const EstateView& view, const SpendQuery& query) {
    const SpendReport report = report_spend(view, query);
    std::string out(document::csv_byte_order_mark);
    document::CsvWriter csv(out);
    for (const char* const heading :
         {"Financial year", "Title", "Committed", "Continuing", "Total", "Net", "VAT", "Gross",
          "VAT basis unknown", "Average of earlier years", "Averaged years", "ID"}) {
        csv.cell(heading);
    }
    csv.end_row();
    const auto add_row = [&](std::string_view title, const SpendSums& sums,
                             const std::optional<Average>& average, std::string_view key) {
        csv.cell(format_financial_year(report.year));
        csv.cell(title);
        for (const Money sum : {sums.committed, sums.continuing, sums.total, sums.net, sums.vat, sums.gross,
                                sums.unknown_vat_basis}) {
            csv.cell(format_money(sum));
        }
        csv.cell(average ? format_money(average->value) : std::string());
        std::string years;
        if (average) {
            for (const FinancialYear year : average->years)
                years += (years.empty() ? "" : "; ") + format_financial_year(year);
        }
        csv.cell(years);
        csv.cell(key);
        csv.end_row();
    };
    for (const SpendRow& row : report.rows)
        add_row(row.title, row.sums, row.average, row.key.value_or(std::string()));
    add_row("Total", report.totals, report.average, {});
    return out;
}

} // namespace telestate::api
