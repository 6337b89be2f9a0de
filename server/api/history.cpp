#include "server/api/history.hpp"

#include "server/api/history_changes.hpp"
#include "server/document/count_json.hpp"
#include "server/http/problem.hpp"

namespace telestate::api {

namespace {

using document::JsonWriter;
using storage::HistoryEntry;
using storage::HistoryQuery;
using storage::RecordChange;

constexpr std::int64_t usual_revisions = 50;
constexpr std::int64_t usual_records = 100;
constexpr std::int64_t most_items = 1'000;
constexpr std::int64_t records_shown = 20; // of each revision of a list

std::optional<std::string> parse_kind(std::string_view name) {
    if (name != "organisation" && !parse_record_kind(name)) return std::nullopt;
    return std::string(name);
}

std::optional<std::string> find_day(Parameters& parameters, std::string_view name) {
    const auto day = parameters.choice(name, parse_day, "a day such as 2026-03-31");
    if (!day) return std::nullopt;
    return format_day(*day);
}

storage::Page read_page(Parameters& parameters, std::int64_t usual) {
    storage::Page page;
    page.limit = parameters.integer("limit", 1, most_items).value_or(usual);
    page.offset = parameters.integer("offset", 0, 1'000'000'000).value_or(0);
    return page;
}

void append_record(JsonWriter& json, const RecordChange& record) {
    json.begin_object();
    json.member("kind", record.kind);
    json.member("id", record.id);
    json.member("title", record.title);
    json.member("action", storage::name_of(record.action));
    json.key("changes");
    json.begin_list();
    for (const document::Change& change : changes_of(record))
        document::append_change(json, change);
    json.end_list();
    json.end_object();
}

// Without the brackets around it.
void append_entry(JsonWriter& json, const HistoryEntry& entry, const std::vector<RecordChange>& records) {
    json.member("revision", entry.revision);
    json.member("changed_at", entry.changed_at);
    json.member_or_null("changed_by", entry.changed_by);
    json.member("origin", storage::name_of(entry.origin));
    json.member_or_null("note", entry.note.empty() ? std::nullopt : std::optional(entry.note));
    json.member_or_null("undoes", entry.undoes);
    json.member_or_null("undone_by", entry.undone_by);
    json.member("record_count", entry.record_count);
    json.key("records");
    json.begin_list();
    for (const RecordChange& record : records)
        append_record(json, record);
    json.end_list();
}

} // namespace

HistoryQuery read_history_query(Parameters& parameters) {
    HistoryQuery query;
    query.kind = parameters.choice("kind", parse_kind, "a kind of record such as contracts");
    query.id = parameters.text("id");
    query.person = parameters.text("person");
    query.origin = parameters.choice("origin", storage::parse_origin, "page, api, import, sample or undo");
    query.action = parameters.choice("action", storage::parse_change_action, "added, changed or deleted");
    query.from = find_day(parameters, "from");
    query.until = find_day(parameters, "until");
    return query;
}

http::Response get_history(const http::Request& request, const EstateView& view, Day) {
    Parameters parameters(request);
    HistoryQuery query = read_history_query(parameters);
    query.page = read_page(parameters, usual_revisions);
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    const auto entries = view.reader().list_history(query);
    const auto records = view.reader().list_first_record_changes(entries, query, records_shown);
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    json.key("items");
    json.begin_list();
    for (std::size_t i = 0; i < entries.size(); ++i) {
        json.begin_object();
        append_entry(json, entries[i], records[i]);
        json.end_object();
    }
    json.end_list();
    json.member("total", view.reader().count_history(query));
    json.member("offset", query.page.offset);
    json.member("limit", *query.page.limit);
    json.end_object();
    return http::json(std::move(out));
}

http::Response get_revision(const http::Request& request, const EstateView& view, Day) {
    Parameters parameters(request);
    const storage::Page page = read_page(parameters, usual_records);
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    const std::string& text = request.path_parameter("revision");
    const auto revision = parse_integer(text);
    const std::optional<HistoryEntry> entry = revision ? view.reader().find_history(*revision) : std::nullopt;
    if (!entry) {
        return http::problem(
            Error{ErrorCode::not_found, "there is no history of a revision \"" + text + "\"", {}},
            request.path);
    }
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    append_entry(json, *entry, view.reader().list_record_changes(entry->revision, page));
    json.member("offset", page.offset);
    json.member("limit", *page.limit);
    json.end_object();
    return http::json(std::move(out));
}

template <RecordKind kind>
http::Response get_observations(const http::Request& request, const EstateView& view, Day) {
    Parameters parameters(request);
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    const std::string& id = request.path_parameter("id");
    if (!view.reader().exists(kind, id)) {
        return http::problem(
            Error{ErrorCode::not_found,
                  "there is no " + std::string(singular_of(kind)) + " with the id \"" + id + "\"",
                  {}},
            request.path);
    }
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    json.key("items");
    json.begin_list();
    for (const Observation& observation : view.reader().list_observations(kind, id)) {
        json.begin_object();
        json.member("field", observation.field);
        json.key("count");
        document::append_count(json, observation.count);
        json.end_object();
    }
    json.end_list();
    json.end_object();
    return http::json(std::move(out));
}

template http::Response get_observations<RecordKind::lines>(const http::Request&, const EstateView&, Day);
template http::Response get_observations<RecordKind::licences>(const http::Request&, const EstateView&, Day);
template http::Response get_observations<RecordKind::numbers>(const http::Request&, const EstateView&, Day);
template http::Response get_observations<RecordKind::usage>(const http::Request&, const EstateView&, Day);

} // namespace telestate::api
