#pragma once

// Tables as spreadsheets keep them: workbooks of the kind that ends in .xlsx.

#include "server/document/csv_reader.hpp"
#include "server/document/xlsx_package.hpp"

namespace telestate::document {

struct XlsxLimits {
    PackageLimits package;
    CsvLimits table; // `bytes` of the texts of all cells together
    std::size_t cells = 10'000'000;
};

// The rows of the visible sheet that is called `name`, in any case, else of the first that is visible, as
// read_csv() would give them: what each cell shows, by the value kept of a formula. What a spreadsheet hides
// is read too; the cells that a merged one covers are empty. Every cell that cannot be taken, such as one
// that shows #N/A, is named in the error by row and column as the spreadsheet does, up to a hundred of them.
Result<std::vector<CsvRow>> read_xlsx(std::string_view bytes, std::string_view name,
                                      const XlsxLimits& limits = {});

} // namespace telestate::document
