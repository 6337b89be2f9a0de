#pragma once

// A sheet of one kind of record, a row for each: the heading of a column is the dotted name of a field, or
// what people call it.

#include "server/document/estate_reader.hpp"
#include "server/document/sheet_merge.hpp"
#include "server/document/written_record.hpp"

#include <cstdint>
#include <functional>
#include <map>

namespace telestate::document {

struct SheetColumn;

enum class SheetFormat : std::uint8_t { csv, xlsx };
// What the first bytes say; a workbook of an older kind counts as one.
SheetFormat sheet_format_of(std::string_view bytes);

// The ids of the recorded records of a kind that a cell may mean: that of the id itself, else those of the
// name.
using FindIds = std::function<std::vector<std::string>(RecordKind kind, std::string_view text)>;

// What is there already of the kind of a sheet.
struct SheetBase {
    // The record in document shape that has the id of this one, or, of responsibilities, the same service,
    // role and person.
    std::function<std::optional<JsonValue>(const JsonValue& row)> find_record = {};
    IsCalled is_called = {};
    // Headings of columns that only tables have; they are passed over with a warning.
    std::vector<std::string_view> worked_out = {};
};

struct SheetReading {
    // As of an estate document that holds the rows as records of that kind, in order. Problems have pointers
    // into that document or, already, into the sheet.
    EstateReading reading;
    RecordKind kind = RecordKind::sites;
    struct Row {
        std::size_t number = 0; // as a spreadsheet shows it
        std::map<std::string, std::string, std::less<>> moved;
    };
    std::vector<Row> rows;
    struct Heading {
        std::string text;
        const SheetColumn* column = nullptr; // nothing for one that is not known
    };
    std::vector<Heading> headings;

    // A problem of the document as one of the sheet: "/rows/3/term.notice", "row 3, column \"Notice\": …".
    FieldError place(const FieldError& problem) const;
};

// What cells hold is understood as people write it (see written_record.hpp); an empty one is absent. A record
// without an id gets one that is made from what names it, always the same from the same rows. Of a workbook
// the sheet called as the kind is read, else the first. Of a record that is there already a row changes only
// what its columns say (see merge_row()). An error only when the whole cannot be read.
Result<SheetReading> read_sheet(std::string_view bytes, RecordKind kind, const FindIds& find_ids,
                                const WrittenContext& context, SheetFormat format = SheetFormat::csv,
                                const SheetBase& base = {});

} // namespace telestate::document
