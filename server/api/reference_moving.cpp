#include "server/api/reference_moving.hpp"

#include "server/api/record_checks.hpp"
#include "server/document/references.hpp"

#include <charconv>
#include <set>

namespace telestate::api {

namespace {

using document::JsonValue;

// The part of a pointer before its last step, and that step.
struct SplitPointer {
    std::string_view parent;
    std::string_view step;
};
SplitPointer split(std::string_view pointer) {
    const std::size_t slash = pointer.rfind('/');
    return {pointer.substr(0, slash), pointer.substr(slash + 1)};
}

std::size_t index_of(std::string_view step) {
    std::size_t index = 0;
    std::from_chars(step.data(), step.data() + step.size(), index);
    return index;
}

// Steps of pointers to references hold nothing that is escaped.
JsonValue& at(JsonValue& value, std::string_view pointer) {
    if (pointer.empty()) return value;
    const auto [parent_pointer, step] = split(pointer);
    JsonValue& parent = at(value, parent_pointer);
    if (parent.is_list()) return parent.items.at(index_of(step));
    for (document::JsonMember& member : parent.members) {
        if (member.name == step) return member.value;
    }
    throw std::logic_error("a reference stands where there is nothing");
}

void erase(JsonValue& record, std::string_view pointer) {
    const auto [parent_pointer, step] = split(pointer);
    JsonValue& parent = at(record, parent_pointer);
    if (parent.is_list()) {
        parent.items.erase(parent.items.begin() + static_cast<std::ptrdiff_t>(index_of(step)));
        // A list of nothing is absent.
        if (parent.items.empty()) erase(record, parent_pointer);
        return;
    }
    // C++20 lets a lambda capture a name of a structured binding; clang 14 does not.
    std::erase_if(parent.members,
                  [&name = step](const document::JsonMember& member) { return member.name == name; });
}

// Whether the list a reference stands in names `id` already.
bool stands_beside(JsonValue& record, std::string_view pointer, std::string_view id) {
    const JsonValue& parent = at(record, split(pointer).parent);
    if (!parent.is_list()) return false;
    for (const JsonValue& item : parent.items) {
        if (item.is_text() && item.text == id) return true;
    }
    return false;
}

template <typename Record>
Result<void> move_in(EstateEditor& editor, const Record& record, RecordKind kind, std::string_view from,
                     const std::optional<std::string>& to) {
    auto value = document::parse_json(document::format_record(record));
    if (!value) throw std::logic_error("a record is not written as JSON");
    auto references = document::references_of(record);
    // From the last, so that what is taken out of a list moves nothing that is still to be looked at.
    for (auto reference = references.rbegin(); reference != references.rend(); ++reference) {
        if (reference->target != kind || reference->id != from) continue;
        if (to && !stands_beside(*value, reference->pointer, *to)) {
            at(*value, reference->pointer) = JsonValue::of_text(*to);
        } else {
            erase(*value, reference->pointer);
        }
    }
    document::Problems problems;
    const Record moved =
        document::read_record<Record>(*value, document::Path(), problems, year_start_of(editor.reader()));
    if (problems.has_errors()) {
        return Error{ErrorCode::conflict,
                     "the " + std::string(singular_of(RecordAccess<Record>::kind)) + " \"" + id_of(record) +
                         "\" cannot be without it",
                     problems.listed_errors()};
    }
    if constexpr (std::is_same_v<Record, Responsibility>) {
        // The person is part of what it is, so it becomes another one.
        const auto removed = editor.remove(record);
        if (!removed) return removed.error();
        // Who answers for it already goes on as recorded.
        if (find_same(editor.reader(), moved)) return {};
    }
    const auto put = editor.put(moved);
    if (!put) return put.error();
    return {};
}

// The stored record a referrer names. Responsibilities are named by their three parts.
template <typename Record>
std::optional<Record> find_referrer(const storage::Reader& reader, const storage::Referrer& referrer) {
    if constexpr (std::is_same_v<Record, Responsibility>) {
        std::optional<Record> found;
        reader.for_each_responsibility([&](const Responsibility& record) {
            if (id_of(record) == referrer.id) found = record;
        });
        return found;
    } else {
        return RecordAccess<Record>::find(reader, referrer.id);
    }
}

} // namespace

Result<void> move_references(EstateEditor& editor, RecordKind kind, std::string_view from,
                             const std::optional<std::string>& to) {
    std::set<std::pair<RecordKind, std::string>> seen;
    for (const storage::Referrer& referrer : editor.reader().list_referrers(kind, from)) {
        // One that refers in several fields is listed once for each.
        if (!seen.emplace(referrer.kind, referrer.id).second) continue;
        const auto moved =
            with_type_of(referrer.kind, [&]<typename Record>(std::type_identity<Record>) -> Result<void> {
                const auto record = find_referrer<Record>(editor.reader(), referrer);
                if (!record) return {};
                return move_in(editor, *record, kind, from, to);
            });
        if (!moved) return moved;
    }
    return {};
}

} // namespace telestate::api
