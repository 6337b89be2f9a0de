#pragma once

// One record as it was typed into a form or a sheet, taken into document shape.

#include "model/error.hpp"
#include "server/document/json_value.hpp"
#include "server/document/record_json.hpp"
#include "server/document/written_fields.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace telestate::document {

// How one field was understood.
struct Understood {
    std::string pointer; // of the field as it was typed
    JsonValue value;     // in document shape
    std::string text;    // for people
};

struct WrittenRecord {
    // In document shape; what could not be understood stands in it as it was typed.
    JsonValue value;
    std::vector<Understood> understood; // of dates, periods, money, counts and all that was put another way
    std::vector<FieldError> errors;     // with pointers as typed
    std::vector<FieldError> warnings;
    // Where parts of `value` stood in what was typed, if elsewhere.
    std::map<std::string, std::string, std::less<>> moved;

    // A pointer into what was typed for one into `value`.
    std::string typed_pointer(std::string_view pointer) const;
};

// Takes what was typed into document shape: dates, periods, notices, money, percentages, counts, telephone
// numbers and yes or no are understood as people write them, texts lose the spaces at their ends, and what
// holds nothing (null, blank texts, objects and list items without content) is left out. "3 years + 1 + 1" as
// a term's length fills its extensions where none are given. No kind is the organisation.
WrittenRecord understand_record(const JsonValue& typed, std::optional<RecordKind> kind,
                                const WrittenContext& context);

// The same, read strictly afterwards: the record, and everything wrong or odd about what was typed, with
// pointers as typed and each field at fault named once.
template <typename Record>
struct DraftRecord {
    Record record;
    std::vector<Understood> understood;
    std::vector<FieldError> errors;
    std::vector<FieldError> warnings;
    std::map<std::string, std::string, std::less<>> moved;

    std::string typed_pointer(std::string_view pointer) const;
};
template <typename Record>
DraftRecord<Record> read_written_record(const JsonValue& typed, const WrittenContext& context);

} // namespace telestate::document
