#include "server/api/routes.hpp"

#include "server/api/endpoint.hpp"
#include "server/api/schemas.hpp"
#include "server/api/today.hpp"
#include "server/api/views.hpp"
#include "server/http/conditional.hpp"

namespace telestate::api {

namespace {

constexpr std::string_view json = "application/json";
constexpr std::size_t import_limit = std::size_t{256} * 1024 * 1024; // what a document may have

const QueryParameter on{"on", "The day the answer is worked out for; today where left out.", schemas::day};
const QueryParameter at_most{"limit", "The most items to answer with.", schemas::limit};
const QueryParameter passing{"offset", "How many items to pass over.", schemas::offset};
const QueryParameter with_status{"status", "Only positions with this status.", schemas::status};
const QueryParameter year{"financial_year", "The present one where left out.", schemas::financial_year};
const QueryParameter by{"by", "What to group by; contract where left out.", schemas::grouping};
const QueryParameter of_supplier{"supplier", "Only contracts with this supplier's id.", schemas::text};
const QueryParameter for_service{"service", "Only contracts for this service.", schemas::text};
const QueryParameter of_contract{"contract", "Only what hangs on the contract with this id.", schemas::text};
const QueryParameter dry_run{"dry_run", "Say what would be done and change nothing.", schemas::boolean};

using enum RecordKind;

} // namespace

// Every address of the API on one screen.
const std::vector<Endpoint>& all_endpoints() {
    namespace schema = schemas;
    // clang-format off
    static const std::vector<Endpoint> endpoints = {
        {"GET", "/api/v1/overview", "The estate at a glance", {on}, json, schema::any_object, get_overview},
        {"GET", "/api/v1/renewals", "Every contract's position, soonest decision first", {on, with_status, at_most, passing}, json, schema::renewals, get_renewals},
        {"GET", "/api/v1/spend", "Spend in a financial year", {year, by, on}, json, schema::spend, get_spend},
        {"GET", "/api/v1/organisation", "The organisation", {}, json, schema::organisation, get_organisation},
        {"GET", "/api/v1/names", "Display names by id", {}, json, schema::any_object, get_names},
        {"GET", "/api/v1/sites", "Sites", {at_most, passing}, json, schema::list_of_sites, list_records<sites>},
        {"GET", "/api/v1/sites/{id}", "One site", {}, json, schema::site, get_record<sites>},
        {"GET", "/api/v1/people", "People", {at_most, passing}, json, schema::list_of_people, list_records<people>},
        {"GET", "/api/v1/people/{id}", "One person", {}, json, schema::person, get_record<people>},
        {"GET", "/api/v1/responsibilities", "Who answers for which service", {at_most, passing}, json, schema::list_of_responsibilities, list_records<responsibilities>},
        {"GET", "/api/v1/suppliers", "Suppliers", {at_most, passing}, json, schema::list_of_suppliers, list_records<suppliers>},
        {"GET", "/api/v1/suppliers/{id}", "One supplier", {}, json, schema::supplier, get_record<suppliers>},
        {"GET", "/api/v1/contracts", "Contracts", {of_supplier, for_service, at_most, passing}, json, schema::list_of_contracts, list_records<contracts>},
        {"GET", "/api/v1/contracts/{id}", "One contract", {}, json, schema::contract, get_record<contracts>},
        {"GET", "/api/v1/contracts/{id}/workings", "A contract's position and how it was worked out", {on}, json, schema::any_object, get_workings},
        {"GET", "/api/v1/platforms", "Platforms", {of_contract, at_most, passing}, json, schema::list_of_platforms, list_records<platforms>},
        {"GET", "/api/v1/platforms/{id}", "One platform", {}, json, schema::platform, get_record<platforms>},
        {"GET", "/api/v1/lines", "Lines", {of_contract, at_most, passing}, json, schema::list_of_lines, list_records<lines>},
        {"GET", "/api/v1/lines/{id}", "One line", {}, json, schema::line, get_record<lines>},
        {"GET", "/api/v1/licences", "Licences", {of_contract, at_most, passing}, json, schema::list_of_licences, list_records<licences>},
        {"GET", "/api/v1/licences/{id}", "One licence", {}, json, schema::licence, get_record<licences>},
        {"GET", "/api/v1/numbers", "Telephone numbers and blocks", {of_contract, at_most, passing}, json, schema::list_of_numbers, list_records<numbers>},
        {"GET", "/api/v1/numbers/{id}", "One number or block", {}, json, schema::number_range, get_record<numbers>},
        {"GET", "/api/v1/usage", "Usage", {of_contract, at_most, passing}, json, schema::list_of_usage, list_records<usage>},
        {"GET", "/api/v1/usage/{id}", "One usage record", {}, json, schema::usage, get_record<usage>},
        {"GET", "/api/v1/export", "The whole estate as an estate document", {}, json, schema::estate, nullptr, get_export},
        {"POST", "/api/v1/import", "Take in an estate document, all or nothing", {dry_run}, json, schema::any_object, nullptr, post_import, schema::estate, import_limit},
        {"GET", "/api/v1/estate-document.schema.json", "The JSON Schema of the estate document", {}, "application/schema+json", schema::any_object, nullptr, get_schema},
        {"GET", "/api/v1/openapi.json", "This description", {}, json, schema::any_object, nullptr, get_openapi},
        {"GET", "/healthz", "Whether the database answers, and when alerts were last checked", {}, json, schema::health, nullptr, get_health},
    };
    // clang-format on
    return endpoints;
}

namespace {

std::string etag_of(const Services& services, std::int64_t revision, Day today) {
    return http::etag_of(services.edition + "-" + std::to_string(revision) + "-" + format_day(today));
}

http::Response answer_view(const http::Request& request, const Services& services, Today& clock,
                           ViewHandler handler) {
    const EstateView view(services);
    const Day day = clock.at(view.reader().revision());
    const std::string etag = etag_of(services, view.reader().revision(), day);
    const auto held = request.find_header("If-None-Match");
    // Still what the client holds: spare the work. Whether the record exists does not change without the
    // revision.
    if (held && *held != "*" && http::if_none_match_names(*held, etag)) {
        http::Response response;
        response.status = 304;
        // The tag of the form the client holds, which may be the compressed one.
        response.etag =
            held->find(http::gzip_etag_of(etag)) != std::string_view::npos ? http::gzip_etag_of(etag) : etag;
        response.set_header("Vary", "Accept-Encoding");
        return response;
    }
    http::Response response = handler(request, view, day);
    if (response.status == 200) {
        response.etag = etag;
        response.cacheable = true;
    }
    return response;
}

} // namespace

void add_routes(http::Router& router, const Services& services, Today& today) {
    for (const Endpoint& endpoint : all_endpoints()) {
        http::RouteOptions options;
        if (endpoint.body_limit != 0) options.body_limit = endpoint.body_limit;
        if (endpoint.view != nullptr) {
            router.add(
                endpoint.method, endpoint.pattern,
                [&services, &today, handler = endpoint.view](const http::Request& request) {
                    return answer_view(request, services, today, handler);
                },
                options);
        } else {
            router.add(
                endpoint.method, endpoint.pattern,
                [&services, handler = endpoint.action](const http::Request& request) {
                    return handler(request, services);
                },
                options);
        }
    }
}

std::optional<std::string> cache_key_of(const http::Request& request, const Services& services,
                                        Today& today) {
    if (!request.target.starts_with("/api/v1/")) return std::nullopt;
    const std::int64_t revision = services.database.revision();
    return std::to_string(revision) + " " + std::to_string(today.at(revision).time_since_epoch().count()) +
           " " + request.target;
}

} // namespace telestate::api
