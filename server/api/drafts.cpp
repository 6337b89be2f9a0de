#include "server/api/drafts.hpp"

#include "server/api/outlook.hpp"
#include "server/api/parameters.hpp"
#include "server/api/record_checks.hpp"
#include "server/api/today.hpp"
#include "server/document/field_error_json.hpp"
#include "server/document/text_rules.hpp"
#include "server/document/written_record.hpp"
#include "server/http/problem.hpp"

#include <algorithm>
#include <initializer_list>

namespace telestate::api {

namespace {

using document::DraftRecord;
using document::JsonValue;
using document::JsonWriter;

struct DraftRequest {
    JsonValue typed;
    std::string recorded_id; // of the record that is being edited; empty for a new one
    Day today{};
    Day on{};
};

bool is_at_or_below(std::string_view inner, std::string_view outer) {
    return inner.starts_with(outer) && (inner.size() == outer.size() || inner[outer.size()] == '/');
}

// Adds a problem unless its field is at fault already.
void add_problem(std::vector<FieldError>& errors, FieldError problem) {
    const bool is_said = std::any_of(errors.begin(), errors.end(), [&](const FieldError& error) {
        return error.pointer == problem.pointer;
    });
    if (!is_said) errors.push_back(std::move(problem));
}

void append_understood(JsonWriter& json, const std::vector<document::Understood>& understood) {
    json.key("understood");
    json.begin_list();
    for (const document::Understood& field : understood) {
        json.begin_object();
        json.member("pointer", field.pointer);
        json.key("value");
        json.raw(format_json(field.value));
        json.member("text", field.text);
        json.end_object();
    }
    json.end_list();
}

// A new record has no id yet, and gets one that no other has to be looked at with. Returns it, or nothing
// where the record has its own.
std::optional<std::string> add_placeholder_id(JsonValue& typed, const storage::Reader& reader,
                                              RecordKind kind, const std::string& recorded_id) {
    if (!typed.is_object()) return std::nullopt;
    const JsonValue* stated = typed.find("id");
    const bool is_blank = stated == nullptr || stated->kind == JsonValue::Kind::null ||
                          (stated->is_text() && document::is_blank(stated->text));
    if (!is_blank) return std::nullopt;
    std::erase_if(typed.members, [](const document::JsonMember& member) { return member.name == "id"; });
    std::string id = recorded_id;
    if (id.empty()) {
        id = "draft";
        for (int number = 2; reader.exists(kind, id); ++number)
            id = "draft-" + std::to_string(number);
    }
    typed.add_member("id", JsonValue::of_text(id));
    if (!recorded_id.empty()) return std::nullopt;
    return id;
}

template <typename Record>
std::string record_json(const Record& record, bool has_id) {
    std::string text = document::format_record(record);
    if (has_id) return text;
    JsonValue value = document::parse_json(text).value();
    std::erase_if(value.members, [](const document::JsonMember& member) { return member.name == "id"; });
    return format_json(value);
}

// What would follow from a contract, as a JSON object.
std::string outlook_of(const EstateView& view, const Contract& contract, Day on) {
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    append_outlook(json, contract, view.rules(), view.surroundings_of(contract, on),
                   view.organisation().currency, on);
    json.end_object();
    return out;
}

std::string no_outlook() {
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    append_no_outlook(json);
    json.end_object();
    return out;
}

// The members of an object beside those the caller has written already.
void append_members_of(JsonWriter& json, std::string_view object) {
    json.out() += ',';
    json.out() += object.substr(1, object.size() - 2);
}

bool is_about_any(const FieldError& error, std::initializer_list<std::string_view> areas) {
    return error.pointer.empty() || std::any_of(areas.begin(), areas.end(), [&](std::string_view area) {
               return is_at_or_below(error.pointer, area);
           });
}

// What can be worked out of a draft, given what is at fault in it.
enum class Workable { nothing, position, everything };
Workable workable_of(const EstateView& view, const DraftRecord<Contract>& draft) {
    Workable workable = Workable::everything;
    for (const FieldError& error : draft.errors) {
        if (is_about_any(error, {"/term", "/decisions", "/lead_time", "/ended_on", "/silences"}))
            return Workable::nothing;
        // A charge half typed takes nothing from the dates.
        if (is_about_any(error, {"/charges"})) workable = Workable::position;
    }
    Contract contract = draft.record;
    if (workable == Workable::position) contract.charges.clear();
    return problems_of(contract, view.rules().year_start).empty() ? workable : Workable::nothing;
}

// The outlook of the draft, and what it brings to light.
std::string look_at(const EstateView& view, const DraftRequest& request, DraftRecord<Contract>& draft) {
    const Workable workable = workable_of(view, draft);
    if (workable == Workable::nothing) return no_outlook();
    if (workable == Workable::position) {
        std::string out;
        JsonWriter json(out);
        json.begin_object();
        append_outlook_without_charges(json, draft.record, view.rules(),
                                       view.surroundings_of(draft.record, request.on),
                                       view.organisation().currency, request.on);
        json.end_object();
        return out;
    }
    for (FieldError& warning : warnings_of(draft.record, view.rules().year_start, view.rules().calendar)) {
        draft.warnings.push_back({draft.typed_pointer(warning.pointer), std::move(warning.message)});
    }
    try {
        return outlook_of(view, draft.record, request.on);
    } catch (const MoneyOverflow&) {
        draft.errors.push_back({"/charges", "the amounts are too large to be added up"});
        return no_outlook();
    }
}

void append_before(JsonWriter& json, const EstateView& view, const DraftRequest& request) {
    json.key("before");
    const auto recorded =
        request.recorded_id.empty() ? std::nullopt : view.reader().find_contract(request.recorded_id);
    if (!recorded) {
        json.null();
        return;
    }
    try {
        json.raw(outlook_of(view, *recorded, request.on));
    } catch (const MoneyOverflow&) {
        json.raw(no_outlook());
    }
}

template <typename Record>
std::string draft_json(const EstateView& view, DraftRequest request) {
    constexpr bool has_id = requires(Record record) { record.id; };
    std::optional<std::string> placeholder;
    if constexpr (has_id) {
        placeholder =
            add_placeholder_id(request.typed, view.reader(), RecordAccess<Record>::kind, request.recorded_id);
    }
    const document::WrittenContext context{view.rules().year_start, view.organisation().currency,
                                           request.today};
    DraftRecord<Record> draft = document::read_written_record<Record>(request.typed, context);
    if constexpr (has_id) {
        if (!request.recorded_id.empty() && !draft.record.id.empty() &&
            draft.record.id != request.recorded_id) {
            add_problem(draft.errors,
                        {"/id", "is not the id of the record that is edited, \"" + request.recorded_id +
                                    "\": the id of a record never changes"});
        }
    }
    for (FieldError& problem : problems_in_estate(view.reader(), draft.record))
        add_problem(draft.errors, {draft.typed_pointer(problem.pointer), std::move(problem.message)});
    if constexpr (has_id) {
        if (placeholder) draft.record.id.clear();
    }
    std::string outlook;
    if constexpr (std::is_same_v<Record, Contract>) outlook = look_at(view, request, draft);

    std::string out;
    JsonWriter json(out);
    json.begin_object();
    if (draft.errors.empty()) {
        json.key("record");
        json.raw(record_json(draft.record, !placeholder));
    } else {
        json.null_member("record");
    }
    append_understood(json, draft.understood);
    document::append_remarks(json, "errors", draft.errors);
    document::append_remarks(json, "warnings", draft.warnings);
    if constexpr (std::is_same_v<Record, Contract>) {
        append_members_of(json, outlook);
        append_before(json, view, request);
    }
    json.end_object();
    return out;
}

} // namespace

http::Response post_draft(const http::Request& request, const Services& services) {
    const auto refuse = [&](const Error& error) { return http::problem(error, request.path); };
    const std::string& kind_name = request.path_parameter("kind");
    const auto kind = parse_record_kind(kind_name);
    const bool is_organisation = kind_name == "organisation";
    if (!kind && !is_organisation)
        return refuse({ErrorCode::not_found, "there is no kind of record called \"" + kind_name + "\"", {}});

    const EstateView view(services);
    DraftRequest draft;
    draft.today = day_in(view.organisation().time_zone, services.now());
    Parameters parameters(request);
    draft.on = parameters.day("on", draft.today);
    draft.recorded_id = parameters.text("id").value_or(std::string());
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    const bool goes_by_id = kind && *kind != RecordKind::responsibilities;
    if (goes_by_id && !draft.recorded_id.empty() && !view.reader().exists(*kind, draft.recorded_id)) {
        return refuse(
            {ErrorCode::not_found,
             "there is no " + std::string(singular_of(*kind)) + " with the id \"" + draft.recorded_id + "\"",
             {}});
    }
    auto typed = document::parse_json(request.body);
    if (!typed) return refuse(typed.error());
    draft.typed = std::move(*typed);
    if (is_organisation) return http::json(draft_json<Organisation>(view, std::move(draft)));
    return http::json(with_type_of(
        *kind, [&](auto type) { return draft_json<typename decltype(type)::type>(view, std::move(draft)); }));
}

} // namespace telestate::api
