#include "server/document/changes.hpp"

#include "server/document/field_error_json.hpp"

#include <algorithm>
#include <stdexcept>
#include <unordered_set>
#include <utility>

namespace telestate::document {

namespace {

// The id of a list's item, or nothing.
const std::string* id_of(const JsonValue& item) {
    const JsonValue* id = item.find("id");
    return id != nullptr && id->is_text() ? &id->text : nullptr;
}

// Whether every item is an object with an id of its own.
bool has_ids(const JsonValue& list) {
    std::unordered_set<std::string_view> seen;
    for (const JsonValue& item : list.items) {
        const std::string* id = id_of(item);
        if (id == nullptr || !seen.insert(*id).second) return false;
    }
    return true;
}

bool has_objects_only(const JsonValue& list) {
    for (const JsonValue& item : list.items) {
        if (!item.is_object()) return false;
    }
    return true;
}

class Comparison {
  public:
    std::vector<Change> take() { return std::move(changes_); }

    void compare(const std::string& pointer, const JsonValue& before, const JsonValue& after) {
        if (before == after) return;
        if (before.is_object() && after.is_object()) {
            compare_objects(pointer, before, after);
        } else if (before.is_list() && after.is_list() && has_ids(before) && has_ids(after)) {
            compare_by_id(pointer, before, after);
        } else if (before.is_list() && after.is_list() && has_objects_only(before) &&
                   has_objects_only(after)) {
            compare_in_order(pointer, before, after);
        } else {
            changes_.push_back({pointer, format_json(before), format_json(after)});
        }
    }

  private:
    void add(const std::string& pointer, const JsonValue& after) {
        changes_.push_back({pointer, std::nullopt, format_json(after)});
    }
    void remove(const std::string& pointer, const JsonValue& before) {
        changes_.push_back({pointer, format_json(before), std::nullopt});
    }

    void compare_objects(const std::string& pointer, const JsonValue& before, const JsonValue& after) {
        const auto step = [&](const std::string& name) { return pointer + "/" + escape_pointer_step(name); };
        const std::size_t found = changes_.size();
        for (const JsonMember& member : before.members) {
            const JsonValue* now = after.find(member.name);
            if (now == nullptr) {
                remove(step(member.name), member.value);
            } else {
                compare(step(member.name), member.value, *now);
            }
        }
        for (const JsonMember& member : after.members) {
            if (before.find(member.name) == nullptr) add(step(member.name), member.value);
        }
        // The same members in another order: what is kept in that order (silences, releases) has changed as a
        // whole.
        if (changes_.size() == found) changes_.push_back({pointer, format_json(before), format_json(after)});
    }

    void compare_by_id(const std::string& pointer, const JsonValue& before, const JsonValue& after) {
        const auto find = [](const JsonValue& list, const std::string& id) -> const JsonValue* {
            for (const JsonValue& item : list.items) {
                if (*id_of(item) == id) return &item;
            }
            return nullptr;
        };
        const auto step = [&](std::size_t index) { return pointer + "/" + std::to_string(index); };
        const std::size_t found = changes_.size();
        for (std::size_t i = 0; i < before.items.size(); ++i) {
            if (find(after, *id_of(before.items[i])) == nullptr) remove(step(i), before.items[i]);
        }
        for (std::size_t i = 0; i < after.items.size(); ++i) {
            const JsonValue* earlier = find(before, *id_of(after.items[i]));
            if (earlier == nullptr) {
                add(step(i), after.items[i]);
            } else {
                compare(step(i), *earlier, after.items[i]);
            }
        }
        // Nothing but the order is another.
        if (changes_.size() == found) changes_.push_back({pointer, format_json(before), format_json(after)});
    }

    void compare_in_order(const std::string& pointer, const JsonValue& before, const JsonValue& after) {
        const auto step = [&](std::size_t index) { return pointer + "/" + std::to_string(index); };
        const std::size_t common = std::min(before.items.size(), after.items.size());
        for (std::size_t i = 0; i < common; ++i)
            compare(step(i), before.items[i], after.items[i]);
        for (std::size_t i = common; i < before.items.size(); ++i)
            remove(step(i), before.items[i]);
        for (std::size_t i = common; i < after.items.size(); ++i)
            add(step(i), after.items[i]);
    }

    std::vector<Change> changes_;
};

template <typename Record>
JsonValue as_value(const Record& record) {
    auto value = parse_json(format_record(record));
    if (!value) throw std::logic_error("a record is not written as JSON: " + value.error().message);
    return *std::move(value);
}

} // namespace

std::vector<Change> changes_between(const JsonValue& before, const JsonValue& after) {
    Comparison comparison;
    comparison.compare("", before, after);
    return comparison.take();
}

template <typename Record>
std::vector<Change> changes_between(const Record& before, const Record& after) {
    // Most records of an import are as they were.
    if (before == after) return {};
    return changes_between(as_value(before), as_value(after));
}

#define TELESTATE_INSTANTIATE(Type)                                                                          \
    template std::vector<Change> changes_between<Type>(const Type&, const Type&);
TELESTATE_FOR_EACH_RECORD_TYPE(TELESTATE_INSTANTIATE)
#undef TELESTATE_INSTANTIATE

void append_change(JsonWriter& json, const Change& change) {
    const auto append_side = [&](std::string_view name, const std::optional<std::string>& side) {
        json.key(name);
        json.raw(side ? std::string_view(*side) : std::string_view("null"));
    };
    json.begin_object();
    json.member("field", change.field);
    append_side("before", change.before);
    append_side("after", change.after);
    json.end_object();
}

std::string_view name_of(ImportAction action) {
    switch (action) {
    case ImportAction::added:
        return "added";
    case ImportAction::changed:
        return "changed";
    case ImportAction::unchanged:
        return "unchanged";
    }
    return {};
}

void append_import_report(JsonWriter& json, const ImportReport& report) {
    json.begin_object();
    json.member("dry_run", report.is_dry_run);
    json.member("added", report.added_count);
    json.member("changed", report.changed_count);
    json.member("unchanged", report.unchanged_count);
    json.member("left_alone", report.left_alone_count);
    json.key("records");
    json.begin_list();
    for (const ImportedRecord& record : report.records) {
        json.begin_object();
        json.member("kind", record.kind);
        json.member("id", record.id);
        json.member("action", name_of(record.action));
        json.key("changes");
        json.begin_list();
        for (const Change& change : record.changes)
            append_change(json, change);
        json.end_list();
        json.end_object();
    }
    json.end_list();
    append_field_errors(json, "warnings", report.warnings);
    json.member("revision", report.revision);
    json.end_object();
}

} // namespace telestate::document
