#include "server/api/views.hpp"

#include "server/api/export.hpp"
#include "server/api/import.hpp"
#include "server/api/overview.hpp"
#include "server/api/parameters.hpp"
#include "server/api/records.hpp"
#include "server/api/renewals.hpp"
#include "server/api/spend.hpp"
#include "server/api/today.hpp"
#include "server/api/workings.hpp"
#include "server/document/estate_schema.hpp"
#include "server/document/organisation_json.hpp"
#include "server/http/conditional.hpp"
#include "server/http/problem.hpp"
#include "server/http/security.hpp"

#include <memory>

namespace telestate::api {

namespace {

constexpr std::int64_t most_rows = 1'000;

std::optional<Status> parse_status(std::string_view text) {
    for (const Status status : {Status::pending, Status::active, Status::overrun, Status::ended}) {
        if (name_of(status) == text) return status;
    }
    return std::nullopt;
}

// An amount past all sense in the estate is the estate's fault, and said so.
template <typename Make>
http::Response json_of(const http::Request& request, Make make) {
    try {
        return http::json(make());
    } catch (const MoneyOverflow& overflow) {
        return http::problem(Error{ErrorCode::conflict, overflow.what(), {}}, request.path);
    }
}

http::Response no_such(const http::Request& request, RecordKind kind) {
    return http::problem(Error{ErrorCode::not_found,
                               "there is no " + std::string(singular_of(kind)) + " with the id \"" +
                                   request.path_parameter("id") + "\"",
                               {}},
                         request.path);
}

// The export says when it was made, so its tag goes by the estate alone: what changed is what counts.
std::string export_etag(const Services& services, std::int64_t revision) {
    return http::etag_of(services.edition + "-" + std::to_string(revision) + "-export");
}

} // namespace

http::Response get_renewals(const http::Request& request, const EstateView& view, Day today) {
    Parameters parameters(request);
    RenewalsQuery query;
    query.on = parameters.day("on", today);
    query.status = parameters.choice("status", parse_status, "pending, active, overrun or ended");
    query.limit = parameters.integer("limit", 1, most_rows);
    query.offset = parameters.integer("offset", 0, 1'000'000'000).value_or(0);
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    return json_of(request, [&] { return renewals_json(view, query); });
}

http::Response get_spend(const http::Request& request, const EstateView& view, Day today) {
    Parameters parameters(request);
    SpendQuery query;
    query.on = parameters.day("on", today);
    query.by = parameters.choice("by", parse_grouping, "contract, supplier, service, site or cost_centre")
                   .value_or(Grouping::contract);
    query.year = parameters.choice("financial_year", parse_financial_year, "a financial year such as 2021-22")
                     .value_or(financial_year_of(query.on, view.rules().year_start));
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    return json_of(request, [&] { return spend_json(view, query); });
}

http::Response get_overview(const http::Request& request, const EstateView& view, Day today) {
    Parameters parameters(request);
    const Day on = parameters.day("on", today);
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    return json_of(request, [&] { return overview_json(view, on); });
}

http::Response get_workings(const http::Request& request, const EstateView& view, Day today) {
    Parameters parameters(request);
    const Day on = parameters.day("on", today);
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    std::optional<std::string> workings;
    http::Response response = json_of(request, [&] {
        workings = find_workings_json(view, request.path_parameter("id"), on);
        return workings.value_or(std::string());
    });
    if (response.status == 200 && !workings) return no_such(request, RecordKind::contracts);
    return response;
}

http::Response get_organisation(const http::Request& request, const EstateView& view, Day) {
    Parameters parameters(request);
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    std::string out;
    document::JsonWriter json(out);
    document::append_organisation(json, view.organisation());
    return http::json(std::move(out));
}

http::Response get_names(const http::Request& request, const EstateView& view, Day) {
    Parameters parameters(request);
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    return http::json(names_json(view.reader()));
}

template <RecordKind kind>
http::Response list_records(const http::Request& request, const EstateView& view, Day) {
    Parameters parameters(request);
    ListQuery query;
    query.limit = parameters.integer("limit", 1, most_rows).value_or(query.limit);
    query.offset = parameters.integer("offset", 0, 1'000'000'000).value_or(0);
    if constexpr (kind == RecordKind::contracts) {
        query.supplier = parameters.text("supplier");
        query.service = parameters.text("service");
    } else if constexpr (kind == RecordKind::platforms || kind == RecordKind::lines ||
                         kind == RecordKind::licences || kind == RecordKind::numbers ||
                         kind == RecordKind::usage) {
        query.contract = parameters.text("contract");
    }
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    return http::json(list_json(view.reader(), kind, query));
}

template <RecordKind kind>
http::Response get_record(const http::Request& request, const EstateView& view, Day) {
    Parameters parameters(request);
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    auto record = find_record_json(view.reader(), kind, request.path_parameter("id"));
    if (!record) return no_such(request, kind);
    return http::json(std::move(*record));
}

#define TELESTATE_RECORD_VIEWS(kind)                                                                         \
    template http::Response list_records<RecordKind::kind>(const http::Request&, const EstateView&, Day);    \
    template http::Response get_record<RecordKind::kind>(const http::Request&, const EstateView&, Day);
TELESTATE_RECORD_VIEWS(sites)
TELESTATE_RECORD_VIEWS(people)
TELESTATE_RECORD_VIEWS(responsibilities)
TELESTATE_RECORD_VIEWS(suppliers)
TELESTATE_RECORD_VIEWS(contracts)
TELESTATE_RECORD_VIEWS(platforms)
TELESTATE_RECORD_VIEWS(lines)
TELESTATE_RECORD_VIEWS(licences)
TELESTATE_RECORD_VIEWS(numbers)
TELESTATE_RECORD_VIEWS(usage)
#undef TELESTATE_RECORD_VIEWS

http::Response get_export(const http::Request& request, const Services& services) {
    Parameters parameters(request);
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    storage::Reader reader = services.database.read();
    const std::string etag = export_etag(services, reader.revision());
    const auto stream = std::make_shared<ExportStream>(std::move(reader), format_instant(services.now()));
    http::Response response = http::content(
        "application/json", http::Producer([stream](std::string& chunk) { return stream->next(chunk); }));
    response.etag = etag;
    response.set_header("Content-Disposition", "attachment; filename=\"telestate.json\"");
    return response;
}

http::Response post_import(const http::Request& request, const Services& services) {
    if (!http::is_same_origin(request)) {
        return http::problem(Error{ErrorCode::forbidden,
                                   "an import has to come from this server's own pages or a program",
                                   {}},
                             request.path);
    }
    Parameters parameters(request);
    ImportOptions options;
    options.is_dry_run = parameters.boolean("dry_run");
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    // An import changes what the export shows, so it is guarded by the export's tag.
    if (const auto if_match = http::parse_if_match(request)) {
        options.accepts_revision = [&services, if_match = *if_match](std::int64_t revision) {
            return if_match.allows(export_etag(services, revision));
        };
    }
    const auto report = import_estate(services, request.body, options);
    if (!report) return http::problem(report.error(), request.path);
    std::string out;
    document::JsonWriter json(out);
    document::append_import_report(json, *report);
    return http::json(std::move(out));
}

http::Response get_schema(const http::Request& request, const Services& services) {
    Parameters parameters(request);
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    http::Response response =
        http::content("application/schema+json", std::string(document::estate_schema()));
    response.etag = http::etag_of(services.edition + "-schema");
    return response;
}

http::Response get_openapi(const http::Request& request, const Services& services) {
    Parameters parameters(request);
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    http::Response response = http::json(openapi_json(all_endpoints()));
    response.etag = http::etag_of(services.edition + "-openapi");
    return response;
}

http::Response get_health(const http::Request&, const Services& services) {
    std::string out;
    document::JsonWriter json(out);
    json.begin_object();
    int status = 200;
    try {
        const std::int64_t revision = services.database.read().revision();
        json.member("status", "ok");
        json.member("revision", revision);
    } catch (const std::exception&) {
        status = 503;
        json.member("status", "database unavailable");
    }
    // Nothing sends alerts yet, so nothing has checked them.
    json.null_member("alerts_last_checked_at");
    json.end_object();
    return http::json(std::move(out), status);
}

} // namespace telestate::api
