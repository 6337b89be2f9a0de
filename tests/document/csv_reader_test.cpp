#include "server/document/csv_reader.hpp"

#include "server/document/csv_writer.hpp"

#include <doctest/doctest.h>

using namespace telestate;
using namespace telestate::document;

namespace {

// Rows as "1: a|b", one a line.
std::string rows_of(std::string_view text) {
    const auto rows = read_csv(text);
    if (!rows) return "error: " + rows.error().message;
    std::string out;
    for (const CsvRow& row : *rows) {
        out += std::to_string(row.number) + ": ";
        for (std::size_t i = 0; i < row.cells.size(); ++i)
            out += (i == 0 ? "" : "|") + row.cells[i];
        out += "\n";
    }
    return out;
}

} // namespace

TEST_CASE("a table is read as spreadsheets save it") {
    struct Case {
        const char* description;
        std::string text;
        const char* rows;
    };
    const Case cases[] = {
        {"line feeds", "a,b\n1,2\n", "1: a|b\n2: 1|2\n"},
        {"CRLF and no end of line at the end", "a,b\r\n1,2", "1: a|b\n2: 1|2\n"},
        {"old Macintosh line ends", "a,b\r1,2\r", "1: a|b\n2: 1|2\n"},
        {"a byte-order mark", "\xEF\xBB\xBFid\nx\n", "1: id\n2: x\n"},
        {"semicolons", "a;b\n1,5;2\n", "1: a|b\n2: 1,5|2\n"},
        {"tabs", "a\tb\n1\t2\n", "1: a|b\n2: 1|2\n"},
        {"a separator within quotes of the first row", "\"a;;;b\",c,d\n", "1: a;;;b|c|d\n"},
        {"quotes", "a\n\"x, \"\"y\"\"\"\n", "1: a\n2: x, \"y\"\n"},
        {"a line break within a cell counts no row", "a\n\"x\r\ny\"\nz\n", "1: a\n2: x\ny\n3: z\n"},
        {"an empty row is passed over and counted", "a,b\n\n,\n1,2\n", "1: a|b\n4: 1|2\n"},
        {"spaces around cells", " a , b \n", "1: a|b\n"},
        {"a quote within a cell that has none around it", "a\n5\" pipe\n", "1: a\n2: 5\" pipe\n"},
        {"what was defused", "a\n'=1+1\n'tis\n", "1: a\n2: =1+1\n3: 'tis\n"},
        {"one column", "a\n1\n", "1: a\n2: 1\n"},
        {"nothing", "", ""},
        {"a line that names the separator", "\xEF\xBB\xBFsep=;\r\na,x;b\r\n1,5;2\r\n",
         "1: a,x|b\n2: 1,5|2\n"},
        {"a tab named as the separator", "SEP=\t\na,b\tc\n", "1: a,b|c\n"},
        {"a heading that only begins as one", "sep=;b\n1;2\n", "1: sep=|b\n2: 1|2\n"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.description);
        CHECK(rows_of(c.text) == c.rows);
    }
}

TEST_CASE("a table that cannot be read says where") {
    struct Case {
        const char* description;
        std::string text;
        const char* message;
    };
    const Case cases[] = {
        {"a quote never closed", "a\n\"x\n", "row 2: a quotation mark is opened and never closed"},
        {"text after a quote", "a\n\"x\"y\n", "row 2: there is text after a closing quotation mark"},
        {"another encoding", "a\nCaf\xE9\n", "line 2 is not UTF-8"},
        {"a NUL", std::string("a\nb\0c\n", 6), "line 2 holds a NUL character"},
        {"a bell", "a\nb\nc\x07\n", "line 3 holds the control character U+0007"},
        {"a delete", "a\x7F\n", "line 1 holds the control character U+007F"},
        {"a workbook", "PK\x03\x04", "this is a workbook"},
        {"UTF-16",
         std::string("\xFF\xFE"
                     "a\0,\0",
                     6),
         "line 1 is not UTF-8"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.description);
        const auto rows = read_csv(c.text);
        REQUIRE_FALSE(rows.has_value());
        CHECK(rows.error().message.find(c.message) == 0);
    }
    CHECK(read_csv("a\nb\nc\n", {100, 2, 10}).error().code == ErrorCode::too_large);
    CHECK(read_csv("a,b,c\n", {100, 2, 2}).error().code == ErrorCode::too_large);
    CHECK(read_csv("a,b,c\n", {5, 2, 20}).error().code == ErrorCode::too_large);
}

TEST_CASE("what is written as a table is read as it was") {
    const std::vector<std::string> cells = {"=1+1", "a,b", "say \"x\"", "-5.20", "+44 1622", "two\nlines"};
    std::string text;
    CsvWriter csv(text);
    for (const std::string& cell : cells)
        csv.cell(cell);
    csv.end_row();
    const auto rows = read_csv(text);
    REQUIRE(rows.has_value());
    REQUIRE(rows->size() == 1);
    CHECK(rows->front().cells == cells);
}
