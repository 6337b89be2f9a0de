#pragma once

// What a row of a sheet says about a record that is there already.

#include "server/document/sheet_columns.hpp"
#include "server/document/written_record.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace telestate::document {

// Whether people call the record of that kind and id by `text`.
using IsCalled = std::function<bool(RecordKind kind, std::string_view id, std::string_view text)>;

// One cell of a row, of a column that is known.
struct SheetCell {
    const SheetColumn* column = nullptr;
    std::string_view text; // as read_csv() gives it
};

// The value in a record in document shape that a dotted name leads to, "charges." through the first charge;
// nothing where there is none.
const JsonValue* find_field(const JsonValue& record, std::string_view field);

// `recorded` with what the cells say of it. A cell that says what is recorded leaves its field as it is, with
// all that is kept about it; an empty one takes the value away; any other puts the value from `row`, which is
// the row in document shape, and takes away a silence of the field. Of a new count only the measure of the
// old one remains, and its day where a column of its own says it.
JsonValue merge_row(const JsonValue& recorded, const JsonValue& row, const std::vector<SheetCell>& cells,
                    RecordKind kind, const WrittenContext& context, const IsCalled& is_called);

} // namespace telestate::document
