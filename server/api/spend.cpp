#include "server/api/spend.hpp"

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

} // namespace telestate::api
