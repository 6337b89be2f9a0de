// Where in a sheet a problem of the records made from it stands.

#include "server/document/sheet.hpp"
#include "server/document/sheet_columns.hpp"

#include <charconv>

namespace telestate::document {

namespace {

// The number at the beginning of `text`, taken off it.
std::optional<std::size_t> take_number(std::string_view& text) {
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{}) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return number;
}

// "charges.amount" of "/charges/0/amount".
std::string field_of(std::string_view pointer) {
    std::string field;
    while (!pointer.empty()) {
        pointer.remove_prefix(1);
        const std::string_view step = pointer.substr(0, pointer.find('/'));
        pointer.remove_prefix(step.size());
        if (step.find_first_not_of("0123456789") == std::string_view::npos) continue;
        if (!field.empty()) field += '.';
        field += step;
    }
    return field;
}

bool is_within(std::string_view field, std::string_view outer) {
    return field.starts_with(outer) && (field.size() == outer.size() || field[outer.size()] == '.');
}

} // namespace

FieldError SheetReading::place(const FieldError& problem) const {
    const std::string list = "/" + std::string(name_of(kind)) + "/";
    // Other records are named by their place as well.
    std::string message;
    std::string_view rest = problem.message;
    for (std::size_t at = rest.find(list); at != std::string_view::npos; at = rest.find(list)) {
        message += rest.substr(0, at);
        rest.remove_prefix(at + list.size());
        const auto index = take_number(rest);
        message += index && *index < rows.size() ? "row " + std::to_string(rows[*index].number) : list;
    }
    message += rest;
    std::string_view pointer = problem.pointer;
    if (!pointer.starts_with(list)) return {problem.pointer, std::move(message)};
    pointer.remove_prefix(list.size());
    const auto index = take_number(pointer);
    if (!index || *index >= rows.size()) return {problem.pointer, std::move(message)};
    const Row& row = rows[*index];
    WrittenRecord written;
    written.moved = row.moved;
    const std::string field = field_of(written.typed_pointer(pointer));
    const Heading* best = nullptr;
    for (const Heading& heading : headings) {
        if (heading.column == nullptr || !is_within(field, heading.column->field)) continue;
        if (best == nullptr || heading.column->field.size() > best->column->field.size()) best = &heading;
    }
    const std::string number = std::to_string(row.number);
    if (best != nullptr) {
        return {"/rows/" + number + "/" + std::string(best->column->field),
                "row " + number + ", column " + in_quotes(best->text) + ": " + message};
    }
    if (field.empty()) return {"/rows/" + number, "row " + number + ": " + message};
    return {"/rows/" + number + "/" + field,
            "row " + number + ", field " + in_quotes(field) + ": " + message};
}

} // namespace telestate::document
