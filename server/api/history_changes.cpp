#include "server/api/history_changes.hpp"

#include "model/record_kind.hpp"
#include "server/document/json_parser.hpp"

#include <stdexcept>

namespace telestate::api {

namespace {

using document::Change;
using document::JsonValue;

JsonValue parse_side(const std::optional<std::string>& text) {
    if (!text) return JsonValue::of_object();
    auto value = document::parse_json(*text);
    if (!value) throw std::logic_error("the history holds a record that is no JSON");
    return *std::move(value);
}

bool has_counts(std::string_view kind) {
    const auto parsed = parse_record_kind(kind);
    return parsed == RecordKind::lines || parsed == RecordKind::licences || parsed == RecordKind::numbers ||
           parsed == RecordKind::usage;
}

struct KeptCount {
    std::string name; // what it is told from the others by: "purchased/2021-01-31"
    std::string count;
    bool is_current = false;
};

std::vector<KeptCount> counts_of(const JsonValue& side) {
    std::vector<KeptCount> counts;
    const JsonValue* const list = side.find("counts");
    if (list == nullptr) return counts;
    for (const JsonValue& item : list->items) {
        const JsonValue* const field = item.find("field");
        const JsonValue* const count = item.find("count");
        const JsonValue* const is_current = item.find("current");
        if (field == nullptr || count == nullptr || is_current == nullptr) continue;
        const JsonValue* const as_at = count->find("as_at");
        counts.push_back({field->text + (as_at != nullptr ? "/" + as_at->text : std::string()),
                          document::format_json(*count), is_current->boolean});
    }
    return counts;
}

// Takes the count of that name out of the list; the same one where several undated ones have the name.
std::optional<KeptCount> take(std::vector<KeptCount>& counts, const KeptCount& like) {
    auto found = counts.end();
    for (auto count = counts.begin(); count != counts.end(); ++count) {
        if (count->name != like.name) continue;
        if (found == counts.end() || count->count == like.count) found = count;
        if (count->count == like.count) break;
    }
    if (found == counts.end()) return std::nullopt;
    KeptCount taken = std::move(*found);
    counts.erase(found);
    return taken;
}

// What the record shows is a field of it already.
void add_count_changes(const JsonValue& before, const JsonValue& after, std::vector<Change>& changes) {
    std::vector<KeptCount> now = counts_of(after);
    for (const KeptCount& earlier : counts_of(before)) {
        const auto later = take(now, earlier);
        const std::string field = "/observations/" + earlier.name;
        if (!later) {
            if (!earlier.is_current) changes.push_back({field, earlier.count, std::nullopt});
        } else if (later->count != earlier.count && !(later->is_current && earlier.is_current)) {
            changes.push_back({field, earlier.count, later->count});
        }
    }
    for (const KeptCount& added : now) {
        if (!added.is_current) changes.push_back({"/observations/" + added.name, std::nullopt, added.count});
    }
}

JsonValue record_of(const JsonValue& side) {
    const JsonValue* const record = side.find("record");
    return record != nullptr ? *record : JsonValue::of_object();
}

} // namespace

std::vector<Change> changes_of(const storage::RecordChange& change) {
    const JsonValue before = parse_side(change.before);
    const JsonValue after = parse_side(change.after);
    if (!has_counts(change.kind)) return document::changes_between(before, after);
    auto changes = document::changes_between(record_of(before), record_of(after));
    add_count_changes(before, after, changes);
    return changes;
}

} // namespace telestate::api
