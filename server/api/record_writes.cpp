#include "server/api/record_writes.hpp"

#include "server/api/addresses.hpp"
#include "server/api/record_checks.hpp"
#include "server/api/records.hpp"
#include "server/api/reference_moving.hpp"
#include "server/api/versions.hpp"
#include "server/api/write_request.hpp"

namespace telestate::api {

namespace {

using document::format_record;

constexpr std::int64_t referrers_named = 100;

std::string quoted(RecordKind kind, std::string_view id) {
    return std::string(singular_of(kind)) + " \"" + std::string(id) + "\"";
}

Error no_such(RecordKind kind, std::string_view id) {
    return {ErrorCode::not_found,
            "there is no " + std::string(singular_of(kind)) + " with the id \"" + std::string(id) + "\"",
            {}};
}

template <typename Record>
std::string address_of(const Record& record) {
    const std::string list = "/api/v1/" + std::string(kind_name_of<Record>()) + "/";
    if constexpr (std::is_same_v<Record, Responsibility>) {
        return list + format_segment(record.service) + "/" + format_segment(record.role) + "/" +
               format_segment(record.person);
    } else {
        return list + record.id;
    }
}

template <typename Record>
http::Response commit_put(const WriteRequest& write, const Services& services, EstateEditor& editor,
                          const Record& record, std::string location = {}) {
    const auto put = editor.put(record);
    if (!put) return write.refuse(put.error());
    // What is as it was already moves no revision.
    const std::int64_t before = editor.reader().revision();
    std::string stored = format_record(*find_same(editor.reader(), record));
    const std::int64_t revision = editor.has_changes() ? editor.commit(services, write.actor()) : before;
    return written_response(std::move(stored), revision, std::move(location));
}

void append_referrers(document::JsonWriter& json, std::string_view name,
                      const std::vector<storage::Referrer>& list) {
    json.key(name);
    json.begin_list();
    for (const storage::Referrer& referrer : list) {
        json.begin_object();
        json.member("kind", name_of(referrer.kind));
        json.member("id", referrer.id);
        json.member("title", document::title_in_words(referrer.kind, referrer.id, referrer.title));
        json.member("field", referrer.field);
        json.end_object();
    }
    json.end_list();
}

http::Response refuse_deletion(const WriteRequest& write, const storage::Reader& reader, const Error& error,
                               RecordKind kind, std::string_view id) {
    storage::Page page;
    page.limit = referrers_named;
    const auto referrers = reader.list_referrers(kind, id, page);
    if (referrers.empty()) return write.refuse(error);
    std::string members;
    document::JsonWriter json(members);
    append_referrers(json, "referrers", referrers);
    json.member("referrer_count", reader.count_referrers(kind, id));
    return http::problem_with(error, write.request().path, members);
}

http::Response deleted_response(const Services& services, EstateEditor& editor, const WriteRequest& write) {
    const std::int64_t revision = editor.commit(services, write.actor());
    http::Response response = http::no_content();
    response.set_header("Telestate-Revision", std::to_string(revision));
    return response;
}

} // namespace

template <RecordKind kind>
http::Response post_record(const http::Request& request, const Services& services) {
    return with_type_of(kind, [&]<typename Record>(std::type_identity<Record>) -> http::Response {
        WriteRequest write(request);
        if (auto problem = write.find_problem()) return std::move(*problem);
        auto begun = services.database.write();
        if (!begun) return write.refuse(begun.error());
        EstateEditor editor(std::move(begun.value()));
        const auto record = record_of_body<Record>(editor.reader(), request.body, {});
        if (!record) return write.refuse(record.error());
        if (find_same(editor.reader(), *record)) {
            Error taken{ErrorCode::conflict, "there is a " + quoted(kind, id_of(*record)) + " already", {}};
            if constexpr (!std::is_same_v<Record, Responsibility>)
                taken.fields.push_back({"/id", "is taken"});
            return write.refuse(taken);
        }
        return commit_put(write, services, editor, *record, address_of(*record));
    });
}

template <RecordKind kind>
http::Response put_record(const http::Request& request, const Services& services) {
    return with_type_of(kind, [&]<typename Record>(std::type_identity<Record>) -> http::Response {
        if constexpr (std::is_same_v<Record, Responsibility>) {
            return put_responsibility(request, services);
        } else {
            WriteRequest write(request);
            if (auto problem = write.find_problem()) return std::move(*problem);
            const std::string& id = request.path_parameter("id");
            auto begun = services.database.write();
            if (!begun) return write.refuse(begun.error());
            EstateEditor editor(std::move(begun.value()));
            const auto stored = RecordAccess<Record>::find(editor.reader(), id);
            const bool is_creation = request.find_header("If-None-Match") == "*";
            if (is_creation && stored) {
                return http::problem_with(
                    {ErrorCode::stale, "there is a " + quoted(kind, id) + " already", {}}, request.path,
                    "\"current\":" + format_record(*stored));
            }
            if (!is_creation) {
                if (!stored) return write.refuse(no_such(kind, id));
                if (auto stale = write.find_stale(format_record(*stored), quoted(kind, id))) {
                    return std::move(*stale);
                }
            }
            const auto record = record_of_body<Record>(editor.reader(), request.body, id);
            if (!record) return write.refuse(record.error());
            return commit_put(write, services, editor, *record, is_creation ? address_of(*record) : "");
        }
    });
}

template <RecordKind kind>
http::Response delete_record(const http::Request& request, const Services& services) {
    return with_type_of(kind, [&]<typename Record>(std::type_identity<Record>) -> http::Response {
        if constexpr (std::is_same_v<Record, Responsibility>) {
            return delete_responsibility(request, services);
        } else {
            WriteRequest write(request);
            const auto move_to = write.parameters().text("move_to");
            const bool is_unlinked = write.parameters().boolean("unlink");
            if (move_to && is_unlinked)
                write.parameters().refuse("unlink", "left out where move_to is given");
            if (auto problem = write.find_problem()) return std::move(*problem);
            const std::string& id = request.path_parameter("id");
            auto begun = services.database.write();
            if (!begun) return write.refuse(begun.error());
            EstateEditor editor(std::move(begun.value()));
            const auto stored = RecordAccess<Record>::find(editor.reader(), id);
            if (!stored) return write.refuse(no_such(kind, id));
            if (auto stale = write.find_stale(format_record(*stored), quoted(kind, id)))
                return std::move(*stale);
            if (move_to && (*move_to == id || !editor.reader().exists(kind, *move_to))) {
                return write.refuse(
                    invalid_record({{"move_to", *move_to == id ? "is the record to be deleted"
                                                               : no_such(kind, *move_to).message}}));
            }
            if (move_to || is_unlinked) {
                const auto moved = move_references(editor, kind, id, move_to);
                if (!moved) return write.refuse(moved.error());
            }
            const auto removed = editor.remove(*stored);
            if (!removed) return refuse_deletion(write, editor.reader(), removed.error(), kind, id);
            return deleted_response(services, editor, write);
        }
    });
}

template <RecordKind kind>
http::Response get_referrers(const http::Request& request, const EstateView& view, Day) {
    Parameters parameters(request);
    storage::Page page;
    page.limit = parameters.integer("limit", 1, 1'000).value_or(referrers_named);
    page.offset = parameters.integer("offset", 0, 1'000'000'000).value_or(0);
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    const std::string& id = request.path_parameter("id");
    if (!view.reader().exists(kind, id)) return http::problem(no_such(kind, id), request.path);
    std::string out;
    document::JsonWriter json(out);
    json.begin_object();
    append_referrers(json, "items", view.reader().list_referrers(kind, id, page));
    json.member("total", view.reader().count_referrers(kind, id));
    json.member("offset", page.offset);
    json.member("limit", *page.limit);
    json.end_object();
    return http::json(std::move(out));
}

template <RecordKind kind>
http::Response delete_observation(const http::Request& request, const Services& services) {
    WriteRequest write(request);
    const auto field = write.parameters().text("field");
    const auto as_at = write.parameters().choice("as_at", parse_day, "a day such as 2026-11-22");
    if (!field) write.parameters().refuse("field", "the name of a count");
    if (auto problem = write.find_problem()) return std::move(*problem);
    const std::string& id = request.path_parameter("id");
    auto begun = services.database.write();
    if (!begun) return write.refuse(begun.error());
    EstateEditor editor(std::move(begun.value()));
    const auto stored = find_record_json(editor.reader(), kind, id);
    if (!stored) return write.refuse(no_such(kind, id));
    if (auto stale = write.find_stale(*stored, quoted(kind, id))) return std::move(*stale);
    const auto deleted = editor.delete_observation(kind, id, *field, as_at);
    if (!deleted) return write.refuse(deleted.error());
    return deleted_response(services, editor, write);
}

http::Response put_organisation(const http::Request& request, const Services& services) {
    WriteRequest write(request);
    if (auto problem = write.find_problem()) return std::move(*problem);
    auto begun = services.database.write();
    if (!begun) return write.refuse(begun.error());
    EstateEditor editor(std::move(begun.value()));
    // Before one is recorded, the rules that hold without one are what a copy can be of.
    const Organisation stored = editor.reader().find_organisation().value_or(Organisation{});
    if (auto stale = write.find_stale(format_record(stored), "organisation")) return std::move(*stale);
    const auto organisation = record_of_body<Organisation>(editor.reader(), request.body, {});
    if (!organisation) return write.refuse(organisation.error());
    return commit_put(write, services, editor, *organisation);
}

namespace {

Responsibility responsibility_of(const http::Request& request) {
    Responsibility identity;
    identity.service = parse_segment(request.path_parameter("service"));
    identity.role = parse_segment(request.path_parameter("role"));
    identity.person = parse_segment(request.path_parameter("person"));
    return identity;
}

Error no_such_responsibility(const Responsibility& identity) {
    return {ErrorCode::not_found, "there is no responsibility \"" + id_of(identity) + "\"", {}};
}

} // namespace

http::Response get_responsibility(const http::Request& request, const EstateView& view, Day) {
    Parameters parameters(request);
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    const Responsibility identity = responsibility_of(request);
    const auto stored = find_same(view.reader(), identity);
    if (!stored) return http::problem(no_such_responsibility(identity), request.path);
    http::Response response = http::json(format_record(*stored));
    response.etag = version_of_record(*stored);
    return response;
}

http::Response put_responsibility(const http::Request& request, const Services& services) {
    WriteRequest write(request);
    if (auto problem = write.find_problem()) return std::move(*problem);
    const Responsibility identity = responsibility_of(request);
    auto begun = services.database.write();
    if (!begun) return write.refuse(begun.error());
    EstateEditor editor(std::move(begun.value()));
    const auto stored = find_same(editor.reader(), identity);
    const bool is_creation = request.find_header("If-None-Match") == "*";
    if (is_creation && stored) {
        return write.refuse(
            {ErrorCode::stale, "there is a responsibility \"" + id_of(identity) + "\" already", {}});
    }
    if (!is_creation) {
        if (!stored) return write.refuse(no_such_responsibility(identity));
        if (auto stale = write.find_stale(format_record(*stored), "responsibility")) return std::move(*stale);
    }
    const auto record = record_of_body<Responsibility>(editor.reader(), request.body, {});
    if (!record) return write.refuse(record.error());
    if (id_of(*record) != id_of(identity)) {
        if (find_same(editor.reader(), *record)) {
            return write.refuse(
                {ErrorCode::conflict, "there is a responsibility \"" + id_of(*record) + "\" already", {}});
        }
        if (stored) {
            const auto removed = editor.remove(identity);
            if (!removed) return write.refuse(removed.error());
        }
    }
    return commit_put(write, services, editor, *record, is_creation ? address_of(*record) : "");
}

http::Response delete_responsibility(const http::Request& request, const Services& services) {
    WriteRequest write(request);
    if (auto problem = write.find_problem()) return std::move(*problem);
    const Responsibility identity = responsibility_of(request);
    auto begun = services.database.write();
    if (!begun) return write.refuse(begun.error());
    EstateEditor editor(std::move(begun.value()));
    const auto stored = find_same(editor.reader(), identity);
    if (!stored) return write.refuse(no_such_responsibility(identity));
    if (auto stale = write.find_stale(format_record(*stored), "responsibility")) return std::move(*stale);
    const auto removed = editor.remove(identity);
    if (!removed) return write.refuse(removed.error());
    return deleted_response(services, editor, write);
}

#define TELESTATE_RECORD_WRITES(kind)                                                                        \
    template http::Response post_record<RecordKind::kind>(const http::Request&, const Services&);            \
    template http::Response put_record<RecordKind::kind>(const http::Request&, const Services&);             \
    template http::Response delete_record<RecordKind::kind>(const http::Request&, const Services&);          \
    template http::Response get_referrers<RecordKind::kind>(const http::Request&, const EstateView&, Day);
TELESTATE_RECORD_WRITES(sites)
TELESTATE_RECORD_WRITES(people)
TELESTATE_RECORD_WRITES(responsibilities)
TELESTATE_RECORD_WRITES(suppliers)
TELESTATE_RECORD_WRITES(contracts)
TELESTATE_RECORD_WRITES(platforms)
TELESTATE_RECORD_WRITES(lines)
TELESTATE_RECORD_WRITES(licences)
TELESTATE_RECORD_WRITES(numbers)
TELESTATE_RECORD_WRITES(usage)
#undef TELESTATE_RECORD_WRITES

template http::Response delete_observation<RecordKind::lines>(const http::Request&, const Services&);
template http::Response delete_observation<RecordKind::licences>(const http::Request&, const Services&);
template http::Response delete_observation<RecordKind::numbers>(const http::Request&, const Services&);
template http::Response delete_observation<RecordKind::usage>(const http::Request&, const Services&);

} // namespace telestate::api
