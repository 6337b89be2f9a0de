// The handlers of what is listed: records, renewals and spend, as JSON and as tables to download.

#include "server/api/csv_response.hpp"
#include "server/api/lists.hpp"
#include "server/api/parameters.hpp"
#include "server/api/renewals.hpp"
#include "server/api/spend.hpp"
#include "server/api/views.hpp"
#include "server/http/problem.hpp"

namespace telestate::api {

namespace {

// An amount past all sense in the estate is the estate's fault, and said so.
template <typename Make>
http::Response answer_of(const http::Request& request, Make make) {
    try {
        return make();
    } catch (const MoneyOverflow& overflow) {
        return http::problem(Error{ErrorCode::conflict, overflow.what(), {}}, request.path);
    }
}

RenewalsQuery read_renewals_query(Parameters& parameters, Day today) {
    RenewalsQuery query;
    query.contracts = read_contract_query(parameters, today);
    query.on = query.contracts.on;
    return query;
}

SpendQuery read_spend_query(Parameters& parameters, const EstateView& view, Day today) {
    SpendQuery query;
    query.on = parameters.day("on", today);
    query.by = parameters.choice("by", parse_grouping, "contract, supplier, service, site or cost_centre")
                   .value_or(Grouping::contract);
    query.year = parameters.choice("financial_year", parse_financial_year, "a financial year such as 2021-22")
                     .value_or(financial_year_of(query.on, view.rules().year_start));
    return query;
}

} // namespace

http::Response get_renewals(const http::Request& request, const EstateView& view, Day today) {
    Parameters parameters(request);
    RenewalsQuery query = read_renewals_query(parameters, today);
    query.limit = parameters.integer("limit", 1, most_rows);
    query.offset = parameters.integer("offset", 0, 1'000'000'000).value_or(0);
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    return answer_of(request, [&] { return http::json(renewals_json(view, query)); });
}

http::Response get_renewals_csv(const http::Request& request, const EstateView& view, Day today) {
    Parameters parameters(request);
    const RenewalsQuery query = read_renewals_query(parameters, today);
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    return answer_of(request, [&] { return csv_response(renewals_csv(view, query), "renewals", query.on); });
}

http::Response get_spend(const http::Request& request, const EstateView& view, Day today) {
    Parameters parameters(request);
    const SpendQuery query = read_spend_query(parameters, view, today);
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    return answer_of(request, [&] { return http::json(spend_json(view, query)); });
}

http::Response get_spend_csv(const http::Request& request, const EstateView& view, Day today) {
    Parameters parameters(request);
    const SpendQuery query = read_spend_query(parameters, view, today);
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    const std::string name = "spend-" + format_financial_year(query.year);
    return answer_of(request, [&] { return csv_response(spend_csv(view, query), name, query.on); });
}

template <RecordKind kind>
http::Response list_records(const http::Request& request, const EstateView& view, Day today) {
    Parameters parameters(request);
    ListQuery query = read_list_query(parameters, kind, today);
    read_page(parameters, query);
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    return answer_of(request, [&] { return http::json(list_json(view, kind, query)); });
}

template <RecordKind kind>
http::Response list_records_csv(const http::Request& request, const EstateView& view, Day today) {
    Parameters parameters(request);
    const ListQuery query = read_list_query(parameters, kind, today);
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    return answer_of(request, [&] { return list_csv(view, kind, query); });
}

#define TELESTATE_LIST_VIEWS(kind)                                                                           \
    template http::Response list_records<RecordKind::kind>(const http::Request&, const EstateView&, Day);    \
    template http::Response list_records_csv<RecordKind::kind>(const http::Request&, const EstateView&, Day);
TELESTATE_LIST_VIEWS(sites)
TELESTATE_LIST_VIEWS(people)
TELESTATE_LIST_VIEWS(responsibilities)
TELESTATE_LIST_VIEWS(suppliers)
TELESTATE_LIST_VIEWS(contracts)
TELESTATE_LIST_VIEWS(platforms)
TELESTATE_LIST_VIEWS(lines)
TELESTATE_LIST_VIEWS(licences)
TELESTATE_LIST_VIEWS(numbers)
TELESTATE_LIST_VIEWS(usage)
#undef TELESTATE_LIST_VIEWS

} // namespace telestate::api
