#pragma once

// A sheet of one kind of record, a row for each: the heading of a column is the dotted name of a field, or
// what people call it.

#include "server/document/csv_reader.hpp"
#include "server/document/estate_reader.hpp"
#include "server/document/written_record.hpp"

#include <functional>
#include <map>

namespace telestate::document {

struct SheetColumn;

// The ids of the recorded records of a kind that a cell may mean: that of the id itself, else those of the
// name.
using FindIds = std::function<std::vector<std::string>(RecordKind kind, std::string_view text)>;

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
// without an id gets one that is made from what names it, always the same from the same rows. An error only
// when the whole cannot be read.
Result<SheetReading> read_sheet(std::string_view bytes, RecordKind kind, const FindIds& find_ids,
                                const WrittenContext& context, const CsvLimits& limits = {});

} // namespace telestate::document
