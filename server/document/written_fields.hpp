#pragma once

// Which fields of a record may be typed as people write things, and how each is then read.

#include "model/count.hpp"
#include "model/day.hpp"
#include "model/error.hpp"
#include "model/period.hpp"
#include "model/record_kind.hpp"
#include "server/document/json_value.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace telestate::document {

// What fields are read against.
struct WrittenContext {
    FinancialYearStart year_start;
    std::string currency = "GBP";
    std::optional<Day> today; // what "today" means
};

enum class WrittenField {
    partial_date,
    day,
    period,
    frequency, // a period at which something comes again
    term,      // a length, perhaps with options to extend
    notice,
    money,
    percent,
    quantity,
    count,
    whole_number,
    phone,
    boolean,
    year_start, // the day on which financial years begin
};

// How the field at `pattern`, a JSON pointer with * for each index and for names that are free, is read.
// Nothing for a field that is taken as it stands. No kind is the organisation.
std::optional<WrittenField> find_written_field(std::optional<RecordKind> kind, std::string_view pattern);

struct FieldReading {
    JsonValue value;     // in document shape
    std::string text;    // how it was understood, for people
    std::string warning; // what was repaired; most often empty
};
// Reads what was typed into any field but a term, which may be more than one field. The error says what is
// expected.
Result<FieldReading> read_written_field(WrittenField field, std::string_view text,
                                        const WrittenContext& context);

// A count and a notice in document shape.
FieldReading reading_of_count(const Count& count);
FieldReading reading_of_notice(const Notice& notice);

} // namespace telestate::document
