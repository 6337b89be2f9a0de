#include "server/api/undo.hpp"

#include "server/api/estate_editor.hpp"
#include "server/api/record_checks.hpp"

#include <algorithm>

namespace telestate::api {

namespace {

using document::JsonValue;
using storage::ChangeAction;
using storage::RecordChange;

constexpr std::size_t contradictions_named = 100;

JsonValue parse_kept(const std::string& text) {
    auto value = document::parse_json(text);
    if (!value)
        throw std::logic_error("the history holds a record that is no JSON: " + value.error().message);
    return *std::move(value);
}

// The part of a kept text that is the record itself.
const JsonValue& record_of(const JsonValue& kept) {
    const JsonValue* record = kept.find("record");
    return record != nullptr && kept.find("counts") != nullptr ? *record : kept;
}

const std::string& text_of(const std::optional<std::string>& text) {
    if (!text) throw std::logic_error("the history holds a change without the record it belongs to");
    return *text;
}

std::string name_in_words(const RecordChange& change) {
    if (change.kind == "organisation") return "the organisation";
    const auto kind = parse_record_kind(change.kind);
    return "the " + std::string(kind ? singular_of(*kind) : change.kind) + " \"" + change.id + "\"";
}

class Undoing {
  public:
    Undoing(EstateEditor& editor, UndoReport& report) : editor_(editor), report_(report) {}

    void undo(const RecordChange& change) {
        const std::optional<JsonValue> current = find_current(change);
        switch (change.action) {
        case ChangeAction::added:
            undo_addition(change, current);
            break;
        case ChangeAction::changed:
            undo_change(change, current);
            break;
        case ChangeAction::deleted:
            undo_deletion(change, current);
            break;
        }
    }

    std::vector<FieldError>& contradictions() { return contradictions_; }

  private:
    void contradict(const RecordChange& change, const std::string& pointer, std::string message) {
        contradictions_.push_back(
            {"/" + change.kind + (change.id.empty() ? "" : "/" + change.id) + pointer, std::move(message)});
    }

    // Says what storage or the rules hold against it.
    void refuse(const RecordChange& change, const Error& error) {
        if (error.fields.empty()) contradict(change, "", error.message);
        for (const FieldError& field : error.fields)
            contradict(change, field.pointer, field.message);
    }

    // As the record stands now, written the way the history writes it.
    std::optional<JsonValue> find_current(const RecordChange& change) {
        const std::string& some = text_of(change.after ? change.after : change.before);
        const JsonValue identity = parse_kept(some);
        std::optional<std::string> text;
        const auto find = [&]<typename Record>(std::type_identity<Record>) {
            document::Problems problems;
            text = find_history_text(editor_.reader(), document::read_record<Record>(
                                                           record_of(identity), document::Path(), problems));
        };
        if (change.kind == "organisation") {
            find(std::type_identity<Organisation>());
        } else if (const auto kind = parse_record_kind(change.kind)) {
            with_type_of(*kind, find);
        }
        if (!text) return std::nullopt;
        return parse_kept(*text);
    }

    void undo_addition(const RecordChange& change, const std::optional<JsonValue>& current) {
        const JsonValue after = parse_kept(text_of(change.after));
        if (!current) return; // it is gone already
        if (*current != after) {
            for (const document::Change& later :
                 document::changes_between(record_of(after), record_of(*current)))
                contradict(change, later.field, name_in_words(change) + " was changed since");
            if (record_of(after) == record_of(*current))
                contradict(change, "", "a count of " + name_in_words(change) + " was added since");
            return;
        }
        const auto removed = editor_.remove_restored(change.kind, after);
        if (!removed) return refuse(change, removed.error());
        note(change, ChangeAction::deleted, {});
    }

    void undo_change(const RecordChange& change, const std::optional<JsonValue>& current) {
        if (!current) return contradict(change, "", name_in_words(change) + " was deleted since");
        const JsonValue before = parse_kept(text_of(change.before));
        const JsonValue after = parse_kept(text_of(change.after));
        std::vector<std::string> twice;
        const JsonValue wanted = reverted(before, after, *current, "", twice);
        if (wanted == *current) return;
        for (std::string& pointer : twice) {
            if (pointer.starts_with("/record/")) pointer.erase(0, std::string_view("/record").size());
            contradict(change, pointer, "was changed again since");
        }
        if (!twice.empty()) return;
        const auto restored = editor_.restore(change.kind, wanted, year_start_of(editor_.reader()));
        if (!restored) return refuse(change, restored.error());
        auto changes = document::changes_between(record_of(*current), record_of(wanted));
        if (changes.empty()) changes.push_back({"/observations", std::nullopt, "\"as they were before\""});
        note(change, ChangeAction::changed, std::move(changes));
    }

    void undo_deletion(const RecordChange& change, const std::optional<JsonValue>& current) {
        if (current) {
            // It may be back already.
            if (*current == parse_kept(text_of(change.before))) return;
            return contradict(change, "", name_in_words(change) + " was recorded anew since");
        }
        const auto restored =
            editor_.restore(change.kind, parse_kept(text_of(change.before)), year_start_of(editor_.reader()));
        if (!restored) return refuse(change, restored.error());
        note(change, ChangeAction::added, {});
    }

    void note(const RecordChange& change, ChangeAction action, std::vector<document::Change> changes) {
        report_.records.push_back({change.kind, change.id, change.title, action, std::move(changes)});
    }

    EstateEditor& editor_;
    UndoReport& report_;
    std::vector<FieldError> contradictions_;
};

// What holds across the estate, looked at once all is restored.
void check_restored(const storage::Reader& reader, const UndoReport& report,
                    std::vector<FieldError>& problems) {
    Estate estate;
    for (const UndoneRecord& record : report.records) {
        if (record.action == ChangeAction::deleted) continue;
        if (record.kind == "organisation") estate.organisation = reader.find_organisation();
        if (record.kind != name_of(RecordKind::numbers)) continue;
        if (auto range = reader.find_number(record.id)) estate.numbers.push_back(*std::move(range));
    }
    // Read through the editor, so what is recorded is what is restored: the start of the year is held against
    // contracts by what they are now.
    if (estate.organisation) {
        const FinancialYearStart start = estate.organisation->financial_year_start;
        reader.for_each_contract(storage::Projection::computed, [&](const Contract& contract) {
            for (const FieldError& problem : problems_of(contract, start))
                problems.push_back({"/contracts/" + contract.id + problem.pointer, problem.message});
        });
    }
    check_numbers(reader, estate, problems);
}

} // namespace

JsonValue reverted(const JsonValue& before, const JsonValue& after, const JsonValue& current,
                   const std::string& pointer, std::vector<std::string>& contradictions) {
    if (current == after) return before;
    if (before == after || current == before) return current;
    if (!before.is_object() || !after.is_object() || !current.is_object()) {
        contradictions.push_back(pointer);
        return current;
    }
    JsonValue result = JsonValue::of_object();
    const auto step = [&](const std::string& name) {
        return pointer + "/" + document::escape_pointer_step(name);
    };
    const auto same = [](const JsonValue* a, const JsonValue* b) {
        return a == nullptr || b == nullptr ? a == b : *a == *b;
    };
    for (const document::JsonMember& member : current.members) {
        const JsonValue* was = before.find(member.name);
        const JsonValue* became = after.find(member.name);
        if (was != nullptr && became != nullptr) {
            result.add_member(member.name,
                              reverted(*was, *became, member.value, step(member.name), contradictions));
        } else if (was == nullptr && became != nullptr) {
            if (member.value == *became) continue; // it was added, so it goes
            contradictions.push_back(step(member.name));
        } else if (was != nullptr && !same(was, &member.value)) {
            contradictions.push_back(step(member.name)); // taken out, and then given another value
        } else {
            result.add_member(member.name, member.value);
        }
    }
    for (const document::JsonMember& member : before.members) {
        if (current.find(member.name) != nullptr) continue;
        const JsonValue* became = after.find(member.name);
        if (became == nullptr) {
            result.add_member(member.name, member.value); // it was taken out, so it comes back
        } else if (*became != member.value) {
            contradictions.push_back(step(member.name)); // changed, and taken out since
        }
    }
    return result;
}

Result<UndoReport> undo_revision(const Services& services, const UndoQuery& query, const Actor& actor) {
    auto begun = services.database.write();
    if (!begun) return begun.error();
    EstateEditor editor(std::move(begun.value()));
    if (!editor.reader().find_history(query.revision)) {
        return Error{
            ErrorCode::not_found, "there is no history of revision " + std::to_string(query.revision), {}};
    }
    std::vector<RecordChange> changes =
        editor.reader().list_record_changes(query.revision, {}, query.kind, query.id);
    if (changes.empty()) {
        return Error{ErrorCode::not_found,
                     "revision " + std::to_string(query.revision) + " changed no such record",
                     {}};
    }
    UndoReport report;
    Undoing undoing(editor, report);
    // From the last to the first: what was added after what it refers to goes before it.
    std::reverse(changes.begin(), changes.end());
    for (const RecordChange& change : changes)
        undoing.undo(change);
    std::vector<FieldError>& contradictions = undoing.contradictions();
    if (contradictions.empty()) check_restored(editor.reader(), report, contradictions);
    if (!contradictions.empty()) {
        const std::size_t count = contradictions.size();
        if (count > contradictions_named) {
            contradictions.resize(contradictions_named);
            contradictions.push_back({"", "and " + std::to_string(count - contradictions_named) + " more"});
        }
        return Error{ErrorCode::conflict,
                     "revision " + std::to_string(query.revision) +
                         " cannot be undone: what was changed later contradicts it",
                     std::move(contradictions)};
    }
    report.revision = editor.reader().revision();
    if (!query.is_dry_run && editor.has_changes()) {
        // A part leaves the rest to be undone, so it does not stand for the whole.
        report.revision =
            query.kind
                ? editor.commit(services, actor, "One record of revision " + std::to_string(query.revision))
                : editor.commit(services, actor, {}, query.revision);
    }
    return report;
}

} // namespace telestate::api
