#include "server/api/views.hpp"

#include "server/api/alerts.hpp"
#include "server/api/backup_health.hpp"

#include "server/api/export.hpp"
#include "server/api/import.hpp"
#include "server/api/import_sheet.hpp"
#include "server/api/overview.hpp"
#include "server/api/parameters.hpp"
#include "server/api/records.hpp"
#include "server/api/timeline.hpp"
#include "server/api/today.hpp"
#include "server/api/versions.hpp"
#include "server/api/workings.hpp"
#include "server/document/estate_schema.hpp"
#include "server/http/conditional.hpp"
#include "server/http/media_type.hpp"
#include "server/http/problem.hpp"
#include "server/http/security.hpp"

#include <memory>

namespace telestate::api {

namespace {

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

http::Response get_overview(const http::Request& request, const EstateView& view, Day today) {
    Parameters parameters(request);
    const Day on = parameters.day("on", today);
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    return json_of(request, [&] { return overview_json(view, on); });
}

http::Response get_timeline(const http::Request& request, const EstateView& view, Day today) {
    Parameters parameters(request);
    const TimelineQuery query = read_timeline_query(parameters, view, today);
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    return json_of(request, [&] { return timeline_json(view, query); });
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
    http::Response response = http::json(document::format_record(view.organisation()));
    response.etag = version_of_record(view.organisation());
    return response;
}

http::Response get_names(const http::Request& request, const EstateView& view, Day) {
    Parameters parameters(request);
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    return http::json(names_json(view.reader()));
}

template <RecordKind kind>
http::Response get_record(const http::Request& request, const EstateView& view, Day) {
    Parameters parameters(request);
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    auto record = find_record_json(view.reader(), kind, request.path_parameter("id"));
    if (!record) return no_such(request, kind);
    http::Response response = http::json(std::move(*record));
    response.etag = version_of(response.body_text());
    return response;
}

#define TELESTATE_RECORD_VIEWS(kind)                                                                         \
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
    Parameters parameters(request);
    ImportOptions options;
    options.is_dry_run = parameters.boolean("dry_run");
    const auto kind = parameters.choice("kind", parse_record_kind, "a kind of record such as lines");
    const std::string_view media_type = http::media_type_in(request.find_header("Content-Type").value_or(""));
    const bool is_workbook = http::equals_ignoring_case(media_type, xlsx_media_type);
    const bool is_sheet = is_workbook || http::equals_ignoring_case(media_type, csv_media_type);
    if (is_sheet && !parameters.is_given("kind"))
        parameters.refuse("kind", "given with a sheet: the kind of its records, such as lines");
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    if (kind && !is_sheet) {
        return http::problem(Error{ErrorCode::unsupported,
                                   "a sheet of one kind has to be sent as text/csv or as an XLSX workbook",
                                   {}},
                             request.path);
    }
    // An import changes what the export shows, so it is guarded by the export's tag.
    if (const auto if_match = http::parse_if_match(request)) {
        options.accepts_revision = [&services, if_match = *if_match](std::int64_t revision) {
            return if_match.allows(export_etag(services, revision));
        };
    }
    const auto actor = actor_of(request);
    if (!actor) return http::problem(actor.error(), request.path);
    options.actor.name = actor->name;
    const auto format = is_workbook ? document::SheetFormat::xlsx : document::SheetFormat::csv;
    const auto report = kind ? import_sheet(services, request.body, format, *kind, std::move(options))
                             : import_estate(services, request.body, std::move(options));
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

http::Response get_health(const http::Request& request, const Services& services) {
    try {
        std::string out;
        document::JsonWriter json(out);
        json.begin_object();
        json.member("status", "ok");
        json.member("revision", services.database.read().revision());
        append_alert_health(json, services, request.identity != nullptr);
        append_backup_health(json, services);
        json.end_object();
        return http::json(std::move(out));
    } catch (const std::exception&) {
        return http::json(R"({"status":"database unavailable","alerts_last_checked_at":null})", 503);
    }
}

} // namespace telestate::api
