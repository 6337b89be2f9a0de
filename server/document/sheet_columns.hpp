#pragma once

// What the columns of a sheet may be called, and what each holds.

#include "model/record_kind.hpp"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace telestate::document {

enum class CellKind {
    text,
    word,  // one of a fixed set, however it is written: "SIP trunk" for sip_trunk
    count, // how many
    yes_or_no,
    list,      // several, with semicolons between
    days,      // several whole numbers
    reference, // the id of another record, or its name
    references,
};

struct SheetColumn {
    std::string_view field; // a dotted name in the document; "charges." is of the first charge
    CellKind kind = CellKind::text;
    std::optional<RecordKind> target = {};     // of a reference
    std::array<std::string_view, 3> also = {}; // what people call it beside its own name
};

std::span<const SheetColumn> columns_of(RecordKind kind);

// The column a heading names: by its dotted name, by what people call it, or by the last part of its name
// where no other column of the kind ends in it. Case, spaces, hyphens and underscores do not count.
const SheetColumn* find_column(RecordKind kind, std::string_view heading);
// `; did you mean "supplier"?`, or nothing.
std::string suggest_column(RecordKind kind, std::string_view heading);

// What people write for one of a fixed set of words as the document has it: "sip_trunk" for "SIP trunk".
std::string word_of(std::string_view text);
// What a cell lists, with semicolons or line ends between.
std::vector<std::string> parts_of(std::string_view text);

} // namespace telestate::document
