#include "server/api/estate_view.hpp"

namespace telestate::api {

EstateView::EstateView(const Services& services) : EstateView(services, services.database.read()) {}

EstateView::EstateView(const Services& services, storage::Reader reader)
    : reader_(std::move(reader)), organisation_(reader_.find_organisation().value_or(Organisation{})),
      rules_{organisation_.financial_year_start, services.holidays.of(organisation_.bank_holidays),
             services.pstn_switch_off} {}

void EstateView::for_each_position(const storage::ContractQuery& query, Day on,
                                   const std::function<void(const Contract&, const Position&)>& visit) const {
    const storage::IdSet on_pstn = reader_.contracts_with_lines_on_pstn(on);
    reader_.for_each_contract(query, [&](const Contract& contract) {
        const ContractSurroundings surroundings{!on_pstn.empty() && on_pstn.contains(contract.id)};
        Position position;
        try {
            position = position_of(contract, rules_, surroundings, on);
        } catch (const MoneyOverflow&) {
            throw MoneyOverflow(contract.id);
        }
        visit(contract, position);
    });
}

ContractSurroundings EstateView::surroundings_of(const Contract& contract, Day on) const {
    return {reader_.contracts_with_lines_on_pstn(on).contains(contract.id)};
}

} // namespace telestate::api
