#include "server/document/sheet.hpp"

#include "server/document/record_titles.hpp"
#include "server/document/sheet_columns.hpp"
#include "server/document/text_folding.hpp"
#include "server/document/xlsx_reader.hpp"

#include <algorithm>
#include <unordered_set>

namespace telestate::document {

namespace {

JsonValue* find_member(JsonValue& object, std::string_view name) {
    for (JsonMember& member : object.members) {
        if (member.name == name) return &member.value;
    }
    return nullptr;
}

JsonValue& member_of(JsonValue& object, std::string_view name, JsonValue fallback) {
    if (JsonValue* found = find_member(object, name)) return *found;
    object.add_member(std::string(name), std::move(fallback));
    return object.members.back().value;
}

// Puts a value where a dotted name leads. What holds a count alone becomes its "value" when its day follows.
void put(JsonValue& record, std::string_view field, JsonValue value) {
    JsonValue* at = &record;
    for (std::size_t dot = field.find('.'); dot != std::string_view::npos; dot = field.find('.')) {
        const std::string_view step = field.substr(0, dot);
        field.remove_prefix(dot + 1);
        if (step == "charges") {
            JsonValue& charges = member_of(*at, step, JsonValue::of_list());
            if (charges.items.empty()) charges.items.push_back(JsonValue::of_object());
            at = &charges.items.front();
            continue;
        }
        at = &member_of(*at, step, JsonValue::of_object());
        if (at->is_object()) continue;
        JsonValue count = JsonValue::of_object();
        count.add_member("value", std::move(*at));
        *at = std::move(count);
    }
    if (JsonValue* there = find_member(*at, field); there != nullptr && there->is_object()) {
        there->add_member("value", std::move(value));
    } else {
        at->add_member(std::string(field), std::move(value));
    }
}

class SheetReader {
  public:
    SheetReader(RecordKind kind, const FindIds& find_ids, const WrittenContext& context,
                const SheetBase& base)
        : find_ids_(find_ids), context_(context), base_(base) {
        sheet_.kind = kind;
    }

    Result<SheetReading> read(std::vector<CsvRow> table) {
        if (table.empty())
            return Error{ErrorCode::malformed, "the sheet is empty; its first row names the columns", {}};
        read_headings(table.front());
        JsonValue records = JsonValue::of_list();
        for (std::size_t i = 1; i < table.size(); ++i)
            records.items.push_back(read_row(table[i]));
        JsonValue document = JsonValue::of_object();
        document.add_member("format", JsonValue::of_text("telestate/1"));
        document.add_member(std::string(name_of(sheet_.kind)), std::move(records));
        Result<EstateReading> reading = read_estate(format_json(document), context_.year_start);
        if (!reading) return reading.error();
        sheet_.reading = std::move(reading.value());
        // What the row itself was wrong about is said once, and by the one who knows best.
        for (FieldError& problem : sheet_.reading.problems) {
            FieldError placed = sheet_.place(problem);
            const auto is_same = [&](const FieldError& said) { return said.pointer == placed.pointer; };
            if (std::ranges::none_of(problems_, is_same)) problems_.push_back(std::move(placed));
        }
        sheet_.reading.problems = std::move(problems_);
        sheet_.reading.problem_count = sheet_.reading.problems.size();
        auto& warnings = sheet_.reading.parsed.warnings;
        warnings.insert(warnings.begin(), warnings_.begin(), warnings_.end());
        return std::move(sheet_);
    }

  private:
    void read_headings(const CsvRow& row) {
        heading_row_ = row.number;
        std::string passed_over;
        for (const std::string& text : row.cells) {
            auto& heading = sheet_.headings.emplace_back(SheetReading::Heading{text, nullptr});
            if (text.empty()) continue; // nothing may stand below it
            heading.column = find_column(sheet_.kind, text);
            if (heading.column == nullptr && is_worked_out(text)) {
                passed_over += (passed_over.empty() ? "" : ", ") + in_quotes(text);
                continue;
            }
            if (heading.column == nullptr) {
                refuse_heading(text, "there is no such field of a " + std::string(singular_of(sheet_.kind)) +
                                         suggest_column(sheet_.kind, text));
                continue;
            }
            const auto is_same = [&](const auto& other) { return other.column == heading.column; };
            if (std::ranges::count_if(sheet_.headings, is_same) > 1) {
                refuse_heading(text, "means the same field as another column");
                heading.column = nullptr;
            }
        }
        if (passed_over.empty()) return;
        const std::string number = std::to_string(heading_row_);
        warnings_.push_back(
            {"/rows/" + number, "row " + number + ": passed over what is worked out: " + passed_over});
    }

    bool is_worked_out(std::string_view text) const {
        return std::ranges::any_of(base_.worked_out, [&](std::string_view heading) {
            return fold_text(heading) == fold_text(text);
        });
    }

    void refuse_heading(const std::string& text, const std::string& what) {
        problems_.push_back(
            {"/rows/" + std::to_string(heading_row_) + "/" + escape_pointer_step(text),
             "row " + std::to_string(heading_row_) + ", column " + in_quotes(text) + ": " + what});
    }

    void refuse_cell(std::size_t row, const SheetReading::Heading& heading, const std::string& what) {
        problems_.push_back(
            {"/rows/" + std::to_string(row) + "/" + std::string(heading.column->field),
             "row " + std::to_string(row) + ", column " + in_quotes(heading.text) + ": " + what});
    }

    // The record that a row names by its id, for what its cells may mean.
    std::optional<JsonValue> find_named(const CsvRow& row) const {
        const std::size_t count = std::min(row.cells.size(), sheet_.headings.size());
        for (std::size_t i = 0; i < count; ++i) {
            const SheetColumn* column = sheet_.headings[i].column;
            if (column == nullptr || column->field != "id" || row.cells[i].empty()) continue;
            JsonValue named = JsonValue::of_object();
            named.add_member("id", JsonValue::of_text(row.cells[i]));
            return find_recorded(named);
        }
        return std::nullopt;
    }

    std::optional<JsonValue> find_recorded(const JsonValue& record) const {
        return base_.find_record ? base_.find_record(record) : std::nullopt;
    }

    // The row as the whole record it makes.
    JsonValue merged(const CsvRow& row, JsonValue record) const {
        const std::optional<JsonValue> recorded = find_recorded(record);
        if (!recorded) return record;
        std::vector<SheetCell> cells;
        for (std::size_t i = 0; i < sheet_.headings.size(); ++i) {
            const SheetColumn* column = sheet_.headings[i].column;
            const std::string_view text = i < row.cells.size() ? row.cells[i] : std::string_view();
            if (column != nullptr) cells.push_back({column, text});
        }
        return merge_row(*recorded, record, cells, sheet_.kind, context_, base_.is_called);
    }

    JsonValue read_row(const CsvRow& row) {
        recorded_ = find_named(row);
        JsonValue typed = JsonValue::of_object();
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            if (row.cells[i].empty()) continue;
            if (i >= sheet_.headings.size() || sheet_.headings[i].text.empty()) {
                problems_.push_back({"/rows/" + std::to_string(row.number),
                                     "row " + std::to_string(row.number) + ": " + in_quotes(row.cells[i]) +
                                         " stands in a column without a heading"});
                continue;
            }
            const auto& heading = sheet_.headings[i];
            if (heading.column != nullptr) read_cell(typed, row, heading, row.cells[i]);
        }
        WrittenRecord written = understand_record(typed, sheet_.kind, context_);
        const std::string pointer =
            "/" + std::string(name_of(sheet_.kind)) + "/" + std::to_string(sheet_.rows.size());
        sheet_.rows.push_back({row.number, std::move(written.moved)});
        for (const FieldError& error : written.errors)
            problems_.push_back(sheet_.place({pointer + error.pointer, error.message}));
        for (const FieldError& warning : written.warnings)
            warnings_.push_back({pointer + warning.pointer, warning.message});
        if (sheet_.kind != RecordKind::responsibilities) give_id(written.value);
        JsonValue record = merged(row, std::move(written.value));
        complete(record);
        return record;
    }

    void read_cell(JsonValue& record, const CsvRow& row, const SheetReading::Heading& heading,
                   const std::string& text) {
        const SheetColumn& column = *heading.column;
        JsonValue list = JsonValue::of_list();
        switch (column.kind) {
        case CellKind::word:
            return put(record, column.field, JsonValue::of_text(word_of(text)));
        case CellKind::list:
            for (std::string& part : parts_of(text))
                list.items.push_back(JsonValue::of_text(std::move(part)));
            return put(record, column.field, std::move(list));
        case CellKind::days:
            for (const std::string& part : parts_of(separated_by_semicolons(text))) {
                const bool is_number =
                    part.size() < 10 && part.find_first_not_of("0123456789") == std::string::npos;
                list.items.push_back(is_number ? JsonValue::of_integer(std::stoll(part))
                                               : JsonValue::of_text(part));
            }
            return put(record, column.field, std::move(list));
        case CellKind::reference:
            if (const auto id = find_id(row, heading, text))
                put(record, column.field, JsonValue::of_text(*id));
            return;
        case CellKind::references:
            for (const std::string& part : parts_of(text)) {
                if (const auto id = find_id(row, heading, part))
                    list.items.push_back(JsonValue::of_text(*id));
            }
            return put(record, column.field, std::move(list));
        case CellKind::text:
        case CellKind::count:
        case CellKind::yes_or_no:
            return put(record, column.field, JsonValue::of_text(text));
        }
    }

    static std::string separated_by_semicolons(std::string text) {
        std::ranges::replace(text, ',', ';');
        return text;
    }

    std::optional<std::string> find_id(const CsvRow& row, const SheetReading::Heading& heading,
                                       const std::string& text) {
        const RecordKind target = *heading.column->target;
        const std::string noun(singular_of(target));
        if (auto id = find_recorded_id(*heading.column, text)) return id;
        std::vector<std::string> ids = find_ids_(target, text);
        if (ids.size() == 1) return std::move(ids.front());
        if (ids.empty()) {
            refuse_cell(row.number, heading, "no " + noun + " has the id or the name " + in_quotes(text));
            return std::nullopt;
        }
        std::ranges::sort(ids);
        std::string listed;
        for (const std::string& id : ids)
            listed += (listed.empty() ? "" : ", ") + id;
        refuse_cell(row.number, heading,
                    "more than one " + noun + " is called " + in_quotes(text) +
                        "; give the id of one: " + listed);
        return std::nullopt;
    }

    // The one that is recorded in the cell's place, if it is called so: another may have the same name.
    std::optional<std::string> find_recorded_id(const SheetColumn& column, const std::string& text) const {
        const JsonValue* value = recorded_ ? find_field(*recorded_, column.field) : nullptr;
        if (value == nullptr || !base_.is_called) return std::nullopt;
        const auto is_meant = [&](const JsonValue& id) {
            return base_.is_called(*column.target, id.text, text);
        };
        if (!value->is_list()) return is_meant(*value) ? std::optional(value->text) : std::nullopt;
        const auto found = std::ranges::find_if(value->items, is_meant);
        return found == value->items.end() ? std::nullopt : std::optional(found->text);
    }

    // What follows from the other fields of a contract.
    void complete(JsonValue& record) const {
        if (sheet_.kind != RecordKind::contracts) return;
        if (record.find("term") == nullptr) put(record, "term.kind", JsonValue::of_text("unknown"));
        const JsonValue* charges = record.find("charges");
        if (charges == nullptr || charges->items.empty() || charges->items.front().find("kind") != nullptr)
            return;
        const JsonValue& charge = charges->items.front();
        if (charge.find("every") != nullptr) {
            put(record, "charges.kind", JsonValue::of_text("recurring"));
        } else if (charge.find("on") != nullptr) {
            put(record, "charges.kind", JsonValue::of_text("one_off"));
        }
    }

    void give_id(JsonValue& record) {
        if (const JsonValue* id = record.find("id")) {
            if (id->is_text()) ids_.insert(id->text);
            return;
        }
        const std::string made = id_made_from(record);
        std::string id = made;
        for (int i = 2; !ids_.insert(id).second; ++i)
            id = made + "-" + std::to_string(i);
        record.members.insert(record.members.begin(), {"id", JsonValue::of_text(std::move(id))});
    }

    // What names a record if anything does, else all that tells it from its like.
    std::string id_made_from(const JsonValue& record) const {
        const bool is_named = record.find("number") != nullptr || record.find("first") != nullptr ||
                              (sheet_.kind != RecordKind::lines && sheet_.kind != RecordKind::licences &&
                               sheet_.kind != RecordKind::usage && sheet_.kind != RecordKind::numbers);
        std::string fallback(singular_of(sheet_.kind));
        fallback = slug_of(fallback);
        if (is_named) return slug_of_record(record, fallback);
        std::string text;
        for (const std::string_view name :
             {"technology", "purpose", "product", "kind", "measure", "class", "site", "platform", "contract",
              "provider", "destination", "from", "to"}) {
            const JsonValue* value = record.find(name);
            if (value != nullptr && value->is_text()) text += value->text + " ";
        }
        const std::string slug = slug_of(text);
        return slug.empty() ? fallback : slug;
    }

    const FindIds& find_ids_;
    const WrittenContext& context_;
    const SheetBase& base_;
    SheetReading sheet_;
    std::optional<JsonValue> recorded_; // what the row at hand names by its id
    std::size_t heading_row_ = 1;
    std::vector<FieldError> problems_;
    std::vector<FieldError> warnings_;
    std::unordered_set<std::string> ids_;
};

} // namespace

SheetFormat sheet_format_of(std::string_view bytes) {
    return is_workbook(bytes) ? SheetFormat::xlsx : SheetFormat::csv;
}

Result<SheetReading> read_sheet(std::string_view bytes, RecordKind kind, const FindIds& find_ids,
                                const WrittenContext& context, SheetFormat format, const SheetBase& base) {
    Result<std::vector<CsvRow>> table =
        format == SheetFormat::xlsx ? read_xlsx(bytes, name_of(kind)) : read_csv(bytes);
    if (!table) return table.error();
    return SheetReader(kind, find_ids, context, base).read(std::move(table.value()));
}

} // namespace telestate::document
