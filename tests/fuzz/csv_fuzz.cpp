// Tables: refused, or written so that they read the same. The first byte chooses the kind of record of a
// sheet.

#include "model/record_kind.hpp"
#include "server/document/csv_reader.hpp"
#include "server/document/csv_writer.hpp"
#include "server/document/sheet.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace telestate;
using namespace telestate::document;
using telestate::fuzz::require;

namespace {

// Under headings, as every table of ours is: what stands between cells is found from the first row.
void check_round_trip(const std::vector<CsvRow>& rows) {
    std::string written(csv_byte_order_mark);
    written += "one,two\r\n";
    for (const CsvRow& row : rows) {
        CsvWriter writer(written);
        for (const std::string& cell : row.cells)
            writer.cell(cell);
        writer.end_row();
    }
    const auto again = read_csv(written);
    require(again.has_value(), "a table that was written is read");
    require(again->size() == rows.size() + 1, "with as many rows");
    for (std::size_t i = 0; i < rows.size(); ++i)
        require((*again)[i + 1].cells == rows[i].cells, "with the same cells");
}

} // namespace

FUZZ_TARGET("csv") {
    CsvLimits limits;
    limits.rows = 1'000;
    if (const auto rows = read_csv(bytes, limits)) check_round_trip(*rows);
    if (bytes.empty()) return;
    const RecordKind kind = all_record_kinds[static_cast<unsigned char>(bytes[0]) % all_record_kinds.size()];
    const auto find_ids = [](RecordKind, std::string_view text) {
        return text == "BT" ? std::vector<std::string>{"bt"} : std::vector<std::string>{};
    };
    const auto sheet = read_sheet(bytes.substr(1), kind, find_ids, {});
    if (!sheet) {
        require(!sheet.error().message.empty(), "a refusal says why");
        return;
    }
    for (const FieldError& problem : sheet->reading.problems)
        require(!sheet->place(problem).message.empty(), "a problem says where it is");
}
