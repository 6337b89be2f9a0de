#pragma once

// What the cells of a workbook hold, written as a spreadsheet shows it.

#include "model/error.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace telestate::document {

// What a number is shown as.
struct NumberFormat {
    enum class Kind : std::uint8_t { number, percent, day, time };
    Kind kind = Kind::number;
    unsigned digits = 0; // at least as many, with zeros before them: 8 of "00000000"

    friend bool operator==(const NumberFormat&, const NumberFormat&) = default;
};

// Of the formats that every spreadsheet knows by a number.
NumberFormat number_format_of(unsigned id);
// Of a format's code, such as "dd/mm/yyyy" or "[$£-809]#,##0.00".
NumberFormat number_format_of(std::string_view code);

// The day that a workbook counts from.
enum class DaySystem : std::uint8_t { from_1900, from_1904 };

// "42" of "42.0", "14400" of "14400.000000000002", "0.1" of "1E-1", "20%" of "0.2" as a percentage and
// "2024-10-15" of "45580" as a day. Spreadsheets keep 15 digits: what follows them is rounded away, and a
// whole number with more has lost its end, which is an error. So are days before 1900 and after 9999, and the
// 29 February 1900 that never was. Messages say what is wrong with "the cell".
Result<std::string> written_number(std::string_view number, NumberFormat format, DaySystem system);

// The day of "2024-10-15T00:00:00" and its like.
Result<std::string> written_day(std::string_view text);

// Takes "_x000D_" and its like for the characters they stand for.
std::string without_escapes(std::string_view text);

} // namespace telestate::document
