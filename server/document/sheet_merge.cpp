#include "server/document/sheet_merge.hpp"

#include "model/number.hpp"
#include "model/written_period.hpp"
#include "server/document/csv_reader.hpp"

#include <algorithm>

namespace telestate::document {

namespace {

JsonValue* find_member(JsonValue& object, std::string_view name) {
    const auto found =
        std::ranges::find_if(object.members, [&](const JsonMember& member) { return member.name == name; });
    return found == object.members.end() ? nullptr : &found->value;
}

void erase_member(JsonValue& object, std::string_view name) {
    std::erase_if(object.members, [&](const JsonMember& member) { return member.name == name; });
}

void set_member(JsonValue& object, std::string_view name, JsonValue value) {
    if (JsonValue* there = find_member(object, name)) {
        *there = std::move(value);
    } else {
        object.add_member(std::string(name), std::move(value));
    }
}

// What may be written as one plain value stands for an object of which that is one member: a contact for its
// name, a count for its value.
JsonValue spelled_out(JsonValue value) {
    if (value.is_object()) return value;
    JsonValue object = JsonValue::of_object();
    object.add_member(value.is_text() ? "name" : "value", std::move(value));
    return object;
}

// Puts a value where a dotted name leads, in place of what is there.
void set_field(JsonValue& record, std::string_view field, JsonValue value) {
    const std::size_t dot = field.find('.');
    const std::string_view step = field.substr(0, dot);
    if (dot == std::string_view::npos) return set_member(record, step, std::move(value));
    JsonValue* next = find_member(record, step);
    if (next == nullptr) {
        record.add_member(std::string(step),
                          step == "charges" ? JsonValue::of_list() : JsonValue::of_object());
        next = &record.members.back().value;
    }
    if (next->is_list()) {
        if (next->items.empty()) next->items.push_back(JsonValue::of_object());
        next = &next->items.front();
    } else {
        *next = spelled_out(std::move(*next));
    }
    set_field(*next, field.substr(dot + 1), std::move(value));
}

// Takes away what a dotted name leads to, and what holds nothing any more without it.
void erase_field(JsonValue& record, std::string_view field) {
    const std::size_t dot = field.find('.');
    const std::string_view step = field.substr(0, dot);
    if (dot == std::string_view::npos) return erase_member(record, step);
    JsonValue* next = find_member(record, step);
    if (next == nullptr || (next->is_list() && next->items.empty())) return;
    if (next->is_list()) {
        erase_field(next->items.front(), field.substr(dot + 1));
        if (next->items.front().members.empty()) next->items.erase(next->items.begin());
        if (next->items.empty()) erase_member(record, step);
        return;
    }
    *next = spelled_out(std::move(*next));
    erase_field(*next, field.substr(dot + 1));
    if (next->members.empty()) erase_member(record, step);
}

// What has a value is not silent, nor is anything it is part of. A charge has silences of its own.
void erase_silence(JsonValue& record, std::string_view field) {
    constexpr std::string_view of_charge = "charges.";
    if (field.starts_with(of_charge)) {
        erase_silence(find_member(record, "charges")->items.front(), field.substr(of_charge.size()));
        field = "charges";
    }
    JsonValue* silences = find_member(record, "silences");
    if (silences == nullptr) return;
    for (std::string_view front = field;; front = front.substr(0, front.rfind('.'))) {
        erase_member(*silences, front);
        if (front.find('.') == std::string_view::npos) break;
    }
    if (silences->members.empty()) erase_member(record, "silences");
}

const JsonValue& value_of_count(const JsonValue& count) {
    const JsonValue* value = count.find("value");
    return value == nullptr ? count : *value;
}

// A dotted name as fields are looked up: "/charges/*/amount".
std::string pattern_of(std::string_view field) {
    std::string pattern;
    while (!field.empty()) {
        const std::string_view step = field.substr(0, field.find('.'));
        field.remove_prefix(std::min(step.size() + 1, field.size()));
        pattern += "/" + std::string(step) + (step == "charges" ? "/*" : "");
    }
    return pattern;
}

// A decimal number without the zeros at its end that say nothing.
std::string_view without_zeros(std::string_view number) {
    if (number.find('.') == std::string_view::npos) return number;
    number = number.substr(0, number.find_last_not_of('0') + 1);
    if (number.ends_with('.')) number.remove_suffix(1);
    return number;
}

// As tables show it.
std::string shown_text(const JsonValue& value) {
    switch (value.kind) {
    case JsonValue::Kind::text:
    case JsonValue::Kind::number:
        return value.text;
    case JsonValue::Kind::integer:
        return std::to_string(value.integer);
    case JsonValue::Kind::boolean:
        return value.boolean ? "true" : "false";
    case JsonValue::Kind::list: {
        std::string text;
        for (const JsonValue& item : value.items)
            text += (text.empty() ? "" : "; ") + shown_text(item);
        return text;
    }
    case JsonValue::Kind::null:
    case JsonValue::Kind::object:
        break;
    }
    return {};
}

// Whether tables show this for a field in which nothing is recorded.
bool follows_from(const JsonValue& record, std::string_view field, std::string_view text) {
    if (field == "class") {
        const JsonValue* number = record.find("number");
        if (number == nullptr) number = record.find("first");
        if (number == nullptr || !number->is_text()) return false;
        const auto parsed = parse_number(number->text);
        return parsed && name_of(parsed->number.number_class) == text;
    }
    if (field == "term.notice") {
        const JsonValue* silences = record.find("silences");
        const JsonValue* silence = silences == nullptr ? nullptr : silences->find("term.notice");
        return silence != nullptr && silence->text == "none" && describe_notice(Notice{}) == text;
    }
    return false;
}

class RowMerge {
  public:
    RowMerge(const JsonValue& recorded, const JsonValue& row, const std::vector<SheetCell>& cells,
             RecordKind kind, const WrittenContext& context, const IsCalled& is_called)
        : recorded_(recorded), row_(row), cells_(cells), kind_(kind), context_(context),
          is_called_(is_called), merged_(recorded) {}

    JsonValue merge() {
        // In the order of the columns, in which the day of a count comes after the count.
        for (const SheetColumn& column : columns_of(kind_)) {
            if (column.field == "id") continue; // by which it was found
            if (const SheetCell* cell = find_cell(column.field)) merge_cell(*cell);
        }
        return std::move(merged_);
    }

  private:
    const SheetCell* find_cell(std::string_view field) const {
        const auto found =
            std::ranges::find_if(cells_, [&](const SheetCell& cell) { return cell.column->field == field; });
        return found == cells_.end() ? nullptr : &*found;
    }

    void merge_cell(const SheetCell& cell) {
        const std::string_view field = cell.column->field;
        const JsonValue* before = find_field(recorded_, field);
        const JsonValue* said = find_field(row_, field);
        if (cell.text.empty()) {
            if (before != nullptr && !is_shown_as(*cell.column, *before, cell.text))
                erase_field(merged_, field);
            return;
        }
        // Nothing is said by a cell that was refused.
        if (said == nullptr) return;
        if (field == "term.length") take_options();
        if (before == nullptr ? follows_from(recorded_, field, cell.text)
                              : is_same(*cell.column, *before, *said, cell.text))
            return;
        set_field(merged_, field,
                  cell.column->kind == CellKind::count ? count_of(field, before, *said) : *said);
        erase_silence(merged_, field);
    }

    bool is_shown_as(const SheetColumn& column, const JsonValue& before, std::string_view text) const {
        if (column.kind == CellKind::reference && is_called_ && is_called_(*column.target, before.text, text))
            return true;
        const JsonValue& value = column.kind == CellKind::count ? value_of_count(before) : before;
        return !value.is_object() && cell_text(shown_text(value)) == text;
    }

    bool is_same(const SheetColumn& column, const JsonValue& before, const JsonValue& said,
                 std::string_view text) const {
        if (said == before || is_shown_as(column, before, text)) return true;
        if (column.kind == CellKind::count) return value_of_count(said) == value_of_count(before);
        // Both as they are understood.
        JsonValue probe = JsonValue::of_object();
        set_field(probe, column.field, before);
        const JsonValue understood = understand_record(probe, kind_, context_).value;
        const JsonValue* value = find_field(understood, column.field);
        if (value == nullptr) return false;
        return *value == said || is_same_text(column.field, *value, said);
    }

    // Amounts and telephone numbers may be written in more than one way.
    bool is_same_text(std::string_view field, const JsonValue& a, const JsonValue& b) const {
        if (!a.is_text() || !b.is_text()) return false;
        // People's and contacts' are recorded as they were written, and shown as they are dialled.
        if (field == "phone" || field.ends_with(".phone")) {
            const auto number = parse_number(a.text);
            const auto other = parse_number(b.text);
            return number && other && number->number == other->number;
        }
        switch (find_written_field(kind_, pattern_of(field)).value_or(WrittenField::day)) {
        case WrittenField::money:
        case WrittenField::percent:
        case WrittenField::quantity:
            return without_zeros(a.text) == without_zeros(b.text);
        default:
            return false;
        }
    }

    // What qualified the old number does not hold of the new one.
    JsonValue count_of(std::string_view field, const JsonValue* before, const JsonValue& said) const {
        if (said.is_text()) return said; // was not understood
        JsonValue count = spelled_out(said);
        erase_member(count, "as_at");
        const auto keep = [&](std::string_view name) {
            const JsonValue* kept = before == nullptr ? nullptr : before->find(name);
            if (kept != nullptr) set_member(count, name, *kept);
        };
        keep("measure");
        if (find_cell(std::string(field) + ".as_at") != nullptr) keep("as_at");
        return count;
    }

    // "3 years + 1 + 1" says the extensions too; recorded ones of these lengths stay with all they hold.
    void take_options() {
        const JsonValue* said = find_field(row_, "term.extensions");
        if (said == nullptr) return;
        const JsonValue* before = find_field(recorded_, "term.extensions");
        const auto is_alike = [](const JsonValue& a, const JsonValue& b) {
            const auto same = [&](std::string_view name) {
                const JsonValue* of_a = a.find(name);
                const JsonValue* of_b = b.find(name);
                return of_a == nullptr || of_b == nullptr ? of_a == of_b : *of_a == *of_b;
            };
            return same("length") && same("up_to");
        };
        if (before != nullptr && std::ranges::equal(before->items, said->items, is_alike)) return;
        set_field(merged_, "term.extensions", *said);
        erase_silence(merged_, "term.extensions");
    }

    const JsonValue& recorded_;
    const JsonValue& row_;
    const std::vector<SheetCell>& cells_;
    RecordKind kind_;
    const WrittenContext& context_;
    const IsCalled& is_called_;
    JsonValue merged_;
};

} // namespace

const JsonValue* find_field(const JsonValue& record, std::string_view field) {
    const JsonValue* at = &record;
    while (true) {
        const std::size_t dot = field.find('.');
        const std::string_view step = field.substr(0, dot);
        // A contact that is a text is its name.
        if (at->is_text() && step == "name" && dot == std::string_view::npos) return at;
        at = at->find(step);
        if (at == nullptr || dot == std::string_view::npos) return at;
        if (at->is_list()) {
            if (at->items.empty()) return nullptr;
            at = &at->items.front();
        }
        field.remove_prefix(dot + 1);
    }
}

JsonValue merge_row(const JsonValue& recorded, const JsonValue& row, const std::vector<SheetCell>& cells,
                    RecordKind kind, const WrittenContext& context, const IsCalled& is_called) {
    return RowMerge(recorded, row, cells, kind, context, is_called).merge();
}

} // namespace telestate::document
