#pragma once

// Tables as spreadsheets save them: RFC 4180, with commas, semicolons or tabs, and either kind of line end.

#include "model/error.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace telestate::document {

struct CsvLimits {
    std::size_t bytes = std::size_t{256} * 1024 * 1024;
    std::size_t rows = 1'000'000;
    std::size_t columns = 200;
};

struct CsvRow {
    std::size_t number = 0; // as a spreadsheet numbers it; the first is 1
    std::vector<std::string> cells;

    friend bool operator==(const CsvRow&, const CsvRow&) = default;
};

// Every row that holds anything. What stands between cells is found from the first of them, or said by a
// line "sep=;" before it, which is no row. Spaces around a cell are left out, and so is the ' before a text
// that would be a formula. A byte-order mark is passed over. An error (malformed, too_large, unsupported for
// what is not UTF-8) names the row, or the line of a control character.
Result<std::vector<CsvRow>> read_csv(std::string_view bytes, const CsvLimits& limits = {});

// What a cell holds without the spaces around it, line ends within it as line feeds, and without the ' that
// defuses a formula.
std::string cell_text(std::string_view text);

} // namespace telestate::document
