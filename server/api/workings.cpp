#include "server/api/workings.hpp"

#include "model/explanation.hpp"
#include "server/document/workings_json.hpp"

namespace telestate::api {

std::optional<std::string> find_workings_json(const EstateView& view, std::string_view contract_id, Day on) {
    const auto contract = view.reader().find_contract(contract_id);
    if (!contract) return std::nullopt;
    const Rules& rules = view.rules();
    const std::string& currency = view.organisation().currency;
    const ContractSurroundings surroundings = view.surroundings_of(*contract, on);
    const FinancialYear this_year = financial_year_of(on, rules.year_start);

    document::Workings workings;
    workings.on = on;
    workings.position = position_of(*contract, rules, surroundings, on);
    workings.explanation = explain(*contract, rules, surroundings, on, currency);
    workings.open_decisions = open_decisions(*contract, rules, on);
    for (int year = this_year.starts_in - 2; year <= this_year.starts_in + 2; ++year) {
        if (year < first_financial_year || year > last_financial_year) continue;
        SpendTally tally(FinancialYear{year}, on, Grouping::contract, rules);
        tally.add(*contract);
        const SpendReport report = tally.finish();
        workings.spend.push_back(
            {report.year, report.totals, report.mixed_vat_bases, report.rows.front().no_charges});
    }
    workings.spend_steps = explain_spend(*contract, rules, this_year, on, currency);
    workings.warnings = warnings_of(*contract, rules.year_start, rules.calendar);

    std::string out;
    document::JsonWriter json(out);
    document::append_workings(json, document::label_of(*contract), workings);
    return out;
}

} // namespace telestate::api
