#include "server/api/undoing.hpp"

#include "server/api/estate_editor.hpp"
#include "server/api/import.hpp"
#include "server/api/undo.hpp"
#include "server/api/write_request.hpp"
#include "server/document/json_parser.hpp"

#include <algorithm>

namespace telestate::api {

namespace {

using storage::HistoryEntry;
using storage::RecordChange;

bool is_empty(const storage::Reader& reader) {
    if (reader.find_organisation()) return false;
    return std::all_of(all_record_kinds.begin(), all_record_kinds.end(),
                       [&](RecordKind kind) { return reader.count_records(kind) == 0; });
}

// Whether what a revision did still stands: nobody took it back, or that was taken back itself.
bool is_in_force(const storage::Reader& reader, const HistoryEntry& entry) {
    if (!entry.undone_by) return true;
    const auto undoing = reader.find_history(*entry.undone_by);
    return undoing && !is_in_force(reader, *undoing);
}

// The revision the sample came in, unless it was cleared since.
std::optional<HistoryEntry> find_sample(const storage::Reader& reader) {
    storage::HistoryQuery query;
    query.origin = storage::Origin::sample;
    query.page.limit = 1;
    auto entries = reader.list_history(query);
    if (entries.empty() || !is_in_force(reader, entries.front())) return std::nullopt;
    return std::move(entries.front());
}

Error conflict(std::string message, std::vector<FieldError> fields = {}) {
    return {ErrorCode::conflict, std::move(message), std::move(fields)};
}

// Deletes what the sample brought; what stands against it.
std::vector<FieldError> clear_sample(EstateEditor& editor, std::int64_t revision) {
    std::vector<FieldError> problems;
    std::vector<RecordChange> changes = editor.reader().list_record_changes(revision);
    std::reverse(changes.begin(), changes.end());
    for (const RecordChange& change : changes) {
        if (!change.after) continue;
        const auto text = document::parse_json(*change.after);
        if (!text) throw std::logic_error("the history holds a record that is no JSON");
        // One's own organisation stays.
        if (change.kind == "organisation") {
            if (find_history_text(editor.reader(), Organisation{}) != change.after) continue;
        }
        const auto removed = editor.remove_restored(change.kind, *text);
        if (!removed && removed.error().code != ErrorCode::not_found) {
            problems.push_back({"/" + change.kind + "/" + change.id, removed.error().message});
        }
    }
    return problems;
}

} // namespace

http::Response post_undo(const http::Request& request, const Services& services) {
    WriteRequest write(request);
    UndoQuery query;
    query.is_dry_run = write.parameters().boolean("dry_run");
    query.kind = write.parameters().text("kind");
    query.id = write.parameters().text("id");
    const bool names_one = query.kind && *query.kind != "organisation";
    if (query.id.has_value() != names_one)
        write.parameters().refuse("id", "given together with kind, to name one record");
    if (auto problem = write.find_problem()) return std::move(*problem);
    const std::string& text = request.path_parameter("revision");
    const auto revision = parse_integer(text);
    if (!revision) return write.refuse({ErrorCode::not_found, "there is no revision \"" + text + "\"", {}});
    query.revision = *revision;
    const auto report = undo_revision(services, query, {storage::Origin::undo, write.actor().name});
    if (!report) return write.refuse(report.error());
    std::string out;
    document::JsonWriter json(out);
    json.begin_object();
    json.member("revision", report->revision);
    json.member("dry_run", query.is_dry_run);
    json.key("records");
    json.begin_list();
    for (const UndoneRecord& record : report->records) {
        json.begin_object();
        json.member("kind", record.kind);
        json.member("id", record.id);
        json.member("title", record.title);
        json.member("action", storage::name_of(record.action));
        json.key("changes");
        json.begin_list();
        for (const document::Change& change : record.changes)
            document::append_change(json, change);
        json.end_list();
        json.end_object();
    }
    json.end_list();
    json.end_object();
    http::Response response = http::json(std::move(out));
    response.set_header("Telestate-Revision", std::to_string(report->revision));
    return response;
}

http::Response get_setup(const http::Request& request, const EstateView& view, Day) {
    Parameters parameters(request);
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    std::string out;
    document::JsonWriter json(out);
    json.begin_object();
    json.member("is_empty", is_empty(view.reader()));
    json.key("sample");
    if (const auto sample = find_sample(view.reader())) {
        json.begin_object();
        json.member("revision", sample->revision);
        json.member("record_count", sample->record_count);
        json.end_object();
    } else {
        json.null();
    }
    json.end_object();
    return http::json(std::move(out));
}

http::Response post_sample(const http::Request& request, const Services& services) {
    WriteRequest write(request);
    if (auto problem = write.find_problem()) return std::move(*problem);
    ImportOptions options;
    options.actor = {storage::Origin::sample, write.actor().name};
    options.note = "The sample estate";
    // Looked at under the writer's lock, by the revision that was seen to be empty.
    std::int64_t empty_revision = -1;
    {
        const storage::Reader reader = services.database.read();
        if (!is_empty(reader)) {
            return write.refuse(
                conflict("the sample goes into an empty database only, and this one holds records"));
        }
        empty_revision = reader.revision();
    }
    options.accepts_revision = [empty_revision](std::int64_t revision) { return revision == empty_revision; };
    const auto report = import_estate(services, services.sample_estate, std::move(options));
    if (!report) return write.refuse(report.error());
    std::string out;
    document::JsonWriter json(out);
    document::append_import_report(json, *report);
    return http::json(std::move(out), 201);
}

http::Response delete_sample(const http::Request& request, const Services& services) {
    WriteRequest write(request);
    if (auto problem = write.find_problem()) return std::move(*problem);
    auto begun = services.database.write();
    if (!begun) return write.refuse(begun.error());
    EstateEditor editor(std::move(begun.value()));
    const auto sample = find_sample(editor.reader());
    if (!sample) return write.refuse({ErrorCode::not_found, "the sample estate is not loaded", {}});
    std::vector<FieldError> problems = clear_sample(editor, sample->revision);
    if (!problems.empty()) {
        return write.refuse(conflict("records of your own refer to the sample; change or delete them first",
                                     std::move(problems)));
    }
    const std::int64_t revision = editor.commit(services, {storage::Origin::undo, write.actor().name},
                                                "The sample estate was cleared", sample->revision);
    http::Response response = http::no_content();
    response.set_header("Telestate-Revision", std::to_string(revision));
    return response;
}

} // namespace telestate::api
