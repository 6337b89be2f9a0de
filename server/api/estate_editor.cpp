#include "server/api/estate_editor.hpp"

#include "server/api/today.hpp"
#include "server/document/count_json.hpp"
#include "server/document/record_json.hpp"
#include "server/document/record_titles.hpp"

namespace telestate::api {

namespace {

using document::JsonValue;
using storage::ChangeAction;
using storage::PutOutcome;
using storage::Reader;

template <typename Record>
std::string history_text_of(const Reader& reader, const Record& record) {
    if constexpr (is_counted<Record>) {
        std::string out;
        document::JsonWriter json(out);
        json.begin_object();
        json.key("record");
        json.raw(document::format_record(record));
        json.key("counts");
        json.begin_list();
        for (const storage::KeptCount& kept :
             reader.list_kept_counts(RecordAccess<Record>::kind, record.id)) {
            json.begin_object();
            json.member("field", kept.field);
            json.member("current", kept.is_current);
            json.key("count");
            document::append_count(json, kept.count);
            json.end_object();
        }
        json.end_list();
        json.end_object();
        return out;
    } else {
        return document::format_record(record);
    }
}

template <typename Record>
Result<void> remove_record(storage::Writer& writer, const Record& record) {
    if constexpr (std::is_same_v<Record, Organisation>) {
        return writer.delete_organisation();
    } else if constexpr (std::is_same_v<Record, Responsibility>) {
        return writer.delete_responsibility(record.service, record.role, record.person);
    } else {
        return writer.delete_record(RecordAccess<Record>::kind, record.id);
    }
}

std::vector<storage::KeptCount> read_counts(const JsonValue& text, document::Problems& problems) {
    std::vector<storage::KeptCount> counts;
    const JsonValue* list = text.find("counts");
    if (list == nullptr) return counts;
    for (const JsonValue& item : list->items) {
        const JsonValue* field = item.find("field");
        const JsonValue* current = item.find("current");
        const JsonValue* count = item.find("count");
        if (field == nullptr || current == nullptr || count == nullptr) {
            throw std::logic_error("the history holds a count that is none");
        }
        counts.push_back(
            {field->text, document::read_count(*count, document::Path(), problems), current->boolean});
    }
    return counts;
}

// Calls `visit` with a record of the type that the history's name for its kind stands for.
template <typename Visit>
auto with_type_named(std::string_view kind, Visit visit) {
    if (kind == "organisation") return visit(std::type_identity<Organisation>());
    const auto parsed = parse_record_kind(kind);
    if (!parsed) throw std::logic_error("the history names a kind of record there is not");
    return with_type_of(*parsed, visit);
}

template <typename Record>
const JsonValue& record_in(const JsonValue& text) {
    if constexpr (is_counted<Record>) {
        const JsonValue* record = text.find("record");
        if (record == nullptr) throw std::logic_error("the history holds no record where one has to be");
        return *record;
    } else {
        return text;
    }
}

} // namespace

template <typename Record>
std::optional<std::string> find_history_text(const Reader& reader, const Record& identity) {
    const std::optional<Record> stored = find_same(reader, identity);
    if (!stored) return std::nullopt;
    return history_text_of(reader, *stored);
}

template <typename Record>
void EstateEditor::note(const Record& record, std::optional<std::string> before,
                        std::optional<std::string> after) {
    if (before == after) return;
    has_changes_ = true;
    const ChangeAction action =
        !before ? ChangeAction::added : (after ? ChangeAction::changed : ChangeAction::deleted);
    writer_.note_change({std::string(kind_name_of<Record>()), id_of(record), document::title_of(record),
                         action, std::move(before), std::move(after)});
}

template <typename Record, typename Change>
auto EstateEditor::watch(const Record& record, Change change) {
    std::optional<std::string> before = find_history_text(reader(), record);
    auto outcome = change();
    if (!outcome) return outcome;
    const std::optional<Record> stored = find_same(reader(), record);
    std::optional<std::string> after;
    if (stored) after = history_text_of(reader(), *stored);
    note(stored.value_or(record), std::move(before), std::move(after));
    return outcome;
}

template <typename Record>
Result<PutOutcome> EstateEditor::put_over(const std::optional<Record>& stored, const Record& record) {
    if constexpr (is_counted<Record>) {
        // What is stored afterwards holds the counts of before as well.
        return watch(record, [&] { return RecordAccess<Record>::put(writer_, record); });
    } else {
        // Most records of an import are as they were.
        if (stored == record) return PutOutcome::unchanged;
        auto outcome = RecordAccess<Record>::put(writer_, record);
        if (!outcome) return outcome;
        std::optional<std::string> before;
        if (stored) before = document::format_record(*stored);
        note(record, std::move(before), document::format_record(record));
        return outcome;
    }
}

template <typename Record>
Result<PutOutcome> EstateEditor::put(const Record& record) {
    return put_over(find_same(reader(), record), record);
}

template <typename Record>
Result<void> EstateEditor::remove(const Record& record) {
    // Its title is that of what is stored, whatever the caller holds of it.
    const std::optional<Record> stored = find_same(reader(), record);
    std::optional<std::string> before;
    if (stored) before = history_text_of(reader(), *stored);
    auto removed = remove_record(writer_, record);
    if (removed) note(stored.value_or(record), std::move(before), std::nullopt);
    return removed;
}

// Does `change` to the counts of the record that is named; kinds without counts are the writer's to refuse.
template <typename Change>
auto EstateEditor::change_counts(RecordKind kind, std::string_view id, Change change) {
    return with_type_of(kind, [&]<typename Record>(std::type_identity<Record>) {
        if constexpr (is_counted<Record>) {
            Record record;
            record.id = id;
            return watch(record, change);
        } else {
            return change();
        }
    });
}

Result<PutOutcome> EstateEditor::put_observation(const Observation& observation) {
    const auto kind = parse_record_kind(observation.kind);
    const auto put = [&] { return writer_.put_observation(observation); };
    return kind ? change_counts(*kind, observation.record, put) : put();
}

Result<void> EstateEditor::delete_observation(RecordKind kind, std::string_view id, std::string_view field,
                                              std::optional<Day> as_at) {
    return change_counts(kind, id, [&] { return writer_.delete_observation(kind, id, field, as_at); });
}

Result<void> EstateEditor::restore(std::string_view kind, const JsonValue& text,
                                   FinancialYearStart year_start) {
    return with_type_named(kind, [&]<typename Record>(std::type_identity<Record>) -> Result<void> {
        document::Problems problems;
        const Record record =
            document::read_record<Record>(record_in<Record>(text), document::Path(), problems, year_start);
        const std::vector<storage::KeptCount> counts = read_counts(text, problems);
        if (problems.has_errors()) return problems.to_error();
        return watch(record, [&]() -> Result<void> {
            const auto put = RecordAccess<Record>::put(writer_, record);
            if (!put) return put.error();
            if constexpr (is_counted<Record>) {
                return writer_.restore_counts(RecordAccess<Record>::kind, record.id, counts);
            } else {
                return {};
            }
        });
    });
}

Result<void> EstateEditor::remove_restored(std::string_view kind, const JsonValue& text) {
    return with_type_named(kind, [&]<typename Record>(std::type_identity<Record>) {
        document::Problems problems;
        return remove(document::read_record<Record>(record_in<Record>(text), document::Path(), problems));
    });
}

std::int64_t EstateEditor::commit(const Services& services, const Actor& actor, std::string note,
                                  std::optional<std::int64_t> undoes) {
    storage::ChangeNote change;
    change.changed_at = format_instant(services.now());
    change.changed_by = actor.name;
    change.origin = actor.origin;
    change.note = std::move(note);
    change.undoes = undoes;
    return writer_.commit(change);
}

#define TELESTATE_INSTANTIATE(Type)                                                                          \
    template std::optional<std::string> find_history_text<Type>(const Reader&, const Type&);                 \
    template Result<PutOutcome> EstateEditor::put<Type>(const Type&);                                        \
    template Result<PutOutcome> EstateEditor::put_over<Type>(const std::optional<Type>&, const Type&);       \
    template Result<void> EstateEditor::remove<Type>(const Type&);
TELESTATE_FOR_EACH_RECORD_TYPE(TELESTATE_INSTANTIATE)
#undef TELESTATE_INSTANTIATE

} // namespace telestate::api
