#include "server/document/xlsx_reader.hpp"

#include "server/document/sheet.hpp"
#include "server/document/xlsx_values.hpp"
#include "tests/document/workbook.hpp"

#include <doctest/doctest.h>
#include <xlsxwriter.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <unistd.h>

using namespace telestate;
using namespace telestate::document;

namespace {

// Rows as "1: a|b", one a line.
std::string rows_of(std::string_view bytes, std::string_view name = "lines", const XlsxLimits& limits = {}) {
    const auto rows = read_xlsx(bytes, name, limits);
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

// What a program of its own makes of a workbook, so that the reader is not held against itself alone.
std::string made_by_library(const std::function<void(lxw_workbook*)>& fill) {
    // It writes files only.
    std::string file = (std::filesystem::temp_directory_path() / "telestate-XXXXXX").string();
    const int opened = ::mkstemp(file.data());
    REQUIRE(opened >= 0);
    ::close(opened);
    lxw_workbook* workbook = workbook_new(file.c_str());
    REQUIRE(workbook != nullptr);
    fill(workbook);
    REQUIRE(workbook_close(workbook) == LXW_NO_ERROR);
    std::ifstream in(file, std::ios::binary);
    std::string made{std::istreambuf_iterator<char>(in), {}};
    std::filesystem::remove(file);
    return made;
}

std::string sheet_with(std::string_view rows) {
    return workbook_of({{"Sheet1", "<sheetData>" + std::string(rows) + "</sheetData>"}});
}

} // namespace

TEST_CASE("a workbook that a library wrote is read as it shows") {
    const std::string bytes = made_by_library([](lxw_workbook* workbook) {
        lxw_worksheet* sheet = workbook_add_worksheet(workbook, "Contracts");
        lxw_format* day = workbook_add_format(workbook);
        format_set_num_format(day, "dd/mm/yyyy");
        lxw_format* percent = workbook_add_format(workbook);
        format_set_num_format_index(percent, 10);
        lxw_format* bold = workbook_add_format(workbook);
        format_set_bold(bold);
        std::string desk = "Desk ";
        std::string phones = "phones";
        lxw_rich_string_tuple plain_run = {nullptr, desk.data()};
        lxw_rich_string_tuple bold_run = {bold, phones.data()};
        lxw_rich_string_tuple* runs[] = {&plain_run, &bold_run, nullptr};
        worksheet_write_string(sheet, 0, 0, "Title", nullptr);
        worksheet_write_string(sheet, 0, 1, "Start", nullptr);
        worksheet_write_string(sheet, 0, 2, "VAT rate", nullptr);
        worksheet_write_string(sheet, 0, 3, "Amount", nullptr);
        worksheet_write_rich_string(sheet, 1, 0, runs, nullptr);
        lxw_datetime start{};
        start.year = 2024;
        start.month = 10;
        start.day = 15;
        worksheet_write_datetime(sheet, 1, 1, &start, day);
        worksheet_write_number(sheet, 1, 2, 0.2, percent);
        worksheet_write_number(sheet, 1, 3, 14400.1, nullptr);
        worksheet_write_string(sheet, 4, 0, "Café & Co <1>", nullptr);
        worksheet_write_formula_num(sheet, 4, 3, "=2*21", nullptr, 42);
        worksheet_write_boolean(sheet, 4, 4, 1, nullptr);
        worksheet_merge_range(sheet, 5, 0, 5, 2, "Merged", nullptr);
        worksheet_write_blank(sheet, 9, 9, day);
        lxw_row_col_options hidden{};
        hidden.hidden = 1;
        worksheet_set_row_opt(sheet, 1, LXW_DEF_ROW_HEIGHT, nullptr, &hidden);
    });
    CHECK(rows_of(bytes) == "1: Title|Start|VAT rate|Amount\n"
                            "2: Desk phones|2024-10-15|20%|14400.1\n"
                            "5: Café & Co <1>|||42|TRUE\n"
                            "6: Merged\n");
}

TEST_CASE("the sheet called as the kind is read, else the first that can be seen") {
    const auto sheet = [](const char* name, const char* state = "") {
        return TestSheet{name,
                         std::string("<sheetData><row><c t=\"inlineStr\"><is><t>") + name +
                             "</t></is></c></row></sheetData>",
                         state};
    };
    CHECK(rows_of(workbook_of({sheet("Notes"), sheet("Other")})) == "1: Notes\n");
    CHECK(rows_of(workbook_of({sheet("Notes"), sheet("LINES ")})) == "1: LINES\n");
    CHECK(rows_of(workbook_of({sheet("Old", "hidden"), sheet("Older", "veryHidden"), sheet("New")})) ==
          "1: New\n");
    CHECK(rows_of(workbook_of({sheet("Lines", "hidden"), sheet("New")})) == "1: New\n");
    CHECK(rows_of(workbook_of({sheet("Old", "hidden")})) ==
          "error: the workbook has no sheet that is visible");
}

TEST_CASE("cells are read whatever way a program writes them") {
    struct Case {
        const char* description;
        const char* rows;
        const char* read;
    };
    const Case cases[] = {
        {"a shared text", R"(<row r="1"><c r="A1" t="s"><v>0</v></c></row>)", "1: Plain\n"},
        {"a rich text, without how it is pronounced", R"(<row r="1"><c r="A1" t="s"><v>1</v></c></row>)",
         "1: Rich text\n"},
        {"a text in place",
         R"(<row><c t="inlineStr"><is><r><t>in </t></r><r><t>place</t></r></is></c></row>)", "1: in place\n"},
        {"an escaped line end", R"(<row><c t="inlineStr"><is><t>a_x000D_
b _x005F_x</t></is></c></row>)",
         "1: a\nb _x\n"},
        {"what was defused", R"(<row><c t="inlineStr"><is><t>'=1+1</t></is></c></row>)", "1: =1+1\n"},
        {"the kept value of a formula, and not the formula",
         R"(<row><c t="str"><f>"a"&amp;"b"</f><v>ab</v></c><c><f>1+1</f><v>2</v></c></row>)", "1: ab|2\n"},
        {"a formula that shows nothing", R"(<row><c t="str"><f>""</f><v></v></c><c><v>1</v></c></row>)",
         "1: |1\n"},
        {"yes and no", R"(<row><c t="b"><v>1</v></c><c t="b"><v>0</v></c></row>)", "1: TRUE|FALSE\n"},
        {"a day in ISO 8601", R"(<row><c t="d"><v>2024-10-15T00:00:00Z</v></c></row>)", "1: 2024-10-15\n"},
        {"a day by its style", R"(<row><c s="1"><v>45580.75</v></c><c s="2"><v>45580</v></c></row>)",
         "1: 2024-10-15|2024-10-15\n"},
        {"places without names", R"(<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>)",
         "1: 1|2\n2: 3\n"},
        {"gaps", R"(<row r="2"><c r="C2"><v>1</v></c><c r="AB2"><v>2</v></c></row><row r="9"/>)",
         "2: ||1|||||||||||||||||||||||||2\n"},
        {"cells of a row far out that hold nothing",
         R"(<row r="3"><c r="A3"><v>1</v></c><c r="XFD3" s="1"/></row>)", "3: 1\n"},
        {"nothing", "", ""},
    };
    for (const Case& c : cases) {
        CAPTURE(c.description);
        CHECK(rows_of(sheet_with(c.rows)) == c.read);
    }
    CHECK(rows_of(workbook_of({{"A", R"(<sheetData><row><c s="1"><v>44118</v></c></row></sheetData>)"}},
                              R"(<workbookPr date1904="1"/>)")) == "1: 2024-10-15\n");
}

TEST_CASE("every cell that cannot be taken is named as the spreadsheet names it") {
    const auto rows = read_xlsx(sheet_with(R"(<row r="1"><c r="A1"><v>1</v></c></row>
        <row r="3"><c r="B3" t="e"><v>#N/A</v></c><c r="AA3"><f>1+1</f></c></row>
        <row r="4"><c r="A4" s="1"><v>60</v></c><c r="B4"><v>8944100030000000000</v></c>
                   <c r="C4" t="s"><v>99</v></c></row>)"),
                                "lines");
    REQUIRE_FALSE(rows.has_value());
    CHECK(rows.error().code == ErrorCode::invalid);
    std::string said;
    for (const FieldError& problem : rows.error().fields)
        said += problem.pointer + " " + problem.message.substr(0, 58) + "\n";
    CHECK(said == "/rows/3/B row 3, column B: the cell shows the error #N/A\n"
                  "/rows/3/AA row 3, column AA: the cell holds a formula, and the file k\n"
                  "/rows/4/A row 4, column A: the cell is shown as a date, but 60 is 29\n"
                  "/rows/4/B row 4, column B: the cell holds a number with more than 15\n"
                  "/rows/4/C row 4, column C: the cell has a text that the workbook doe\n");
    CHECK(rows.error().message.starts_with("5 cells cannot be taken; the first: row 3, column B"));
}

TEST_CASE("numbers are written as the spreadsheet shows them") {
    struct Case {
        const char* number;
        const char* format;
        const char* written;
    };
    const Case cases[] = {
        {"42", "General", "42"},
        {"42.0", "General", "42"},
        {"-0", "General", "0"},
        {"0.1", "General", "0.1"},
        {"0.10000000000000001", "General", "0.1"},
        {"14400.000000000002", "General", "14400"},
        {"14399.999999999998", "General", "14400"},
        {"999999999999999.9", "General", "error: the cell holds a number with more than 15"},
        {"99999999999999.99", "General", "100000000000000"},
        {"1.0000000000000001E-2", "0.00", "0.01"},
        {"1.5E3", "0.00", "1500"},
        {"1622211900", "General", "1622211900"},
        {"4.4162221190000000E+11", "General", "441622211900"},
        {"-12.50", "#,##0.00;[Red]-#,##0.00", "-12.5"},
        {"12.34", "[$£-809]#,##0.00", "12.34"},
        {"3", "0 \"days\"", "3"},
        {"1234567", "00000000", "01234567"},
        {"1622211900", "00000\\ 000000", "01622211900"},
        {"0.2", "0%", "20%"},
        {"0.039", "0.0%", "3.9%"},
        {"0", "0%", "0%"},
        {"45580", "dd/mm/yyyy", "2024-10-15"},
        {"45580.999", "[$-809]d mmmm yyyy;@", "2024-10-15"},
        {"45580", "mmm-yy", "2024-10-15"},
        {"45580", "yyyy\\-mm\\-dd h:mm", "2024-10-15"},
        {"1", "d", "1900-01-01"},
        {"59", "d", "1900-02-28"},
        {"60", "d", "error: the cell is shown as a date, but 60 is 29"},
        {"61", "d", "1900-03-01"},
        {"2958465", "d", "9999-12-31"},
        {"2958466", "d", "error: the cell is shown as a date, but 2958466 "},
        {"99999999999", "d", "error: the cell is shown as a date, but 99999999"},
        {"-1", "d", "error: the cell is shown as a date, but -1 is be"},
        {"0.375", "h:mm AM/PM", "09:00"},
        {"0.99998842592592592", "[h]:mm:ss", "23:59:59"},
        {"45580.5", "hh:mm", "2024-10-15"},
        {"x", "General", "error: the cell should hold a number and holds \""},
        {"1E999", "General", "error: the cell should hold a number and holds \""},
        {"1E", "General", "error: the cell should hold a number and holds \""},
        {".", "General", "error: the cell should hold a number and holds \""},
    };
    for (const Case& c : cases) {
        CAPTURE(c.number);
        CAPTURE(c.format);
        const auto written =
            written_number(c.number, number_format_of(std::string_view(c.format)), DaySystem::from_1900);
        CHECK((written ? *written : "error: " + written.error().message.substr(0, 41)) ==
              std::string(c.written).substr(0, 48));
    }
    CHECK(*written_number("0", {NumberFormat::Kind::day}, DaySystem::from_1904) == "1904-01-01");
    CHECK(*written_number("60", {NumberFormat::Kind::day}, DaySystem::from_1904) == "1904-03-01");
}

TEST_CASE("the formats that spreadsheets know by a number are told apart") {
    using Kind = NumberFormat::Kind;
    for (unsigned id = 0; id < 60; ++id) {
        CAPTURE(id);
        const bool is_time = (id >= 18 && id <= 21) || (id >= 45 && id <= 47);
        const bool is_day =
            !is_time && ((id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58));
        const Kind expected = is_time               ? Kind::time
                              : is_day              ? Kind::day
                              : id == 9 || id == 10 ? Kind::percent
                                                    : Kind::number;
        CHECK(number_format_of(id).kind == expected);
    }
}

TEST_CASE("what is no workbook, or not one that can be read, is refused in words") {
    const std::string good = sheet_with(R"(<row><c><v>1</v></c></row>)");
    REQUIRE(rows_of(good) == "1: 1\n");
    const std::string older = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
    std::string stream;
    for (const char c : std::string("EncryptedPackage"))
        stream += {c, '\0'};
    struct Case {
        const char* description;
        std::string bytes;
        const char* message;
    };
    const Case cases[] = {
        {"nothing", "", "this is not a workbook; save it as .xlsx or CSV"},
        {"a table", "Name\nx\n", "this is not a workbook; save it as .xlsx or CSV"},
        {"an older workbook", older + "...",
         "this is a file of an older spreadsheet (.xls); save it as .xlsx or CSV"},
        {"one that is encrypted", older + "..." + stream, "the workbook is protected with a password"},
        {"cut short", good.substr(0, good.size() / 2), "the workbook is damaged or was cut short"},
        {"the beginning of a ZIP archive", "PK\x03\x04", "the workbook is damaged or was cut short"},
        {"another archive", archive_of({{"readme.txt", "x"}}), "this is not a workbook"},
        {"OpenDocument", archive_of({{"mimetype", "x"}, {"content.xml", "<x/>"}}),
         "this is an OpenDocument file (.ods)"},
        {"a binary workbook",
         archive_of({{"[Content_Types].xml", ""}, {"_rels/.rels", ""}, {"xl/workbook.bin", ""}}),
         "this is a binary workbook (.xlsb)"},
        {"a document type",
         workbook_of({{"A", "<sheetData/>"}}, "", "<!DOCTYPE w [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>"),
         "the workbook cannot be read, for in xl/workbook.xml its XML has a document type"},
        {"damaged XML", workbook_of({{"A", "<sheetData><row></sheetData>"}}),
         "the workbook cannot be read, for in xl/worksheets/sheet1.xml its XML is damaged"},
        {"rows out of order", sheet_with(R"(<row r="2"/><row r="2"/>)"),
         "the workbook is damaged: a row follows row 2"},
        {"cells out of order", sheet_with(R"(<row r="2"><c r="B2"/><c r="A2"/></row>)"),
         "row 2: the workbook is damaged"},
        {"a place that is none", sheet_with(R"(<row r="2"><c r="ZZZZ2"/></row>)"),
         "row 2: the workbook is damaged"},
        {"XML that is nested without end", sheet_with([] {
             std::string deep;
             for (int i = 0; i < 100'000; ++i)
                 deep += "<x>";
             return deep;
         }()),
         "the workbook cannot be read, for in xl/worksheets/sheet1.xml its XML is nested too deeply"},
        {"a bomb", sheet_with(std::string(std::size_t{32} * 1024 * 1024, ' ')),
         "the workbook unpacks to far more than its file holds"},
    };
    for (const Case& c : cases) {
        CAPTURE(c.description);
        CHECK(rows_of(c.bytes).substr(7).find(c.message) == 0);
    }
}

TEST_CASE("a workbook cut short or spoilt anywhere is read or refused, and nothing else") {
    const std::string good = sheet_with(R"(<row><c t="s"><v>0</v></c><c s="1"><v>45580</v></c></row>)");
    for (std::size_t i = 0; i < good.size(); ++i) {
        std::string spoilt = good;
        spoilt[i] = static_cast<char>(spoilt[i] ^ 0x41);
        static_cast<void>(read_xlsx(spoilt, "lines"));
        CHECK_FALSE(read_xlsx(std::string_view(good).substr(0, i), "lines").has_value());
    }
}

TEST_CASE("what is too large is refused before it is held") {
    const std::string two =
        sheet_with(R"(<row><c t="s"><v>0</v></c></row><row><c r="C2"><v>1</v></c></row>)");
    const auto refused = [&](const XlsxLimits& limits) {
        const auto rows = read_xlsx(two, "lines", limits);
        return !rows && rows.error().code == ErrorCode::too_large;
    };
    XlsxLimits limits;
    CHECK_FALSE(refused(limits));
    CHECK(refused({{}, {100, 1, 10}}));
    CHECK(refused({{}, {100, 10, 2}}));
    CHECK(refused({{}, {5, 10, 10}}));
    CHECK(refused({{}, {}, 3}));
    limits.package.unpacked_bytes = 1000;
    CHECK(refused(limits));
    limits = {};
    limits.package.packed_bytes = 100;
    CHECK(refused(limits));
    limits = {};
    limits.package.parts = 3;
    CHECK(refused(limits));
}

TEST_CASE("a workbook becomes records as a table does") {
    const std::string bytes = sheet_with(
        R"(<row><c t="inlineStr"><is><t>Name</t></is></c><c t="inlineStr"><is><t>Colour</t></is></c></row>
           <row r="3"><c t="inlineStr"><is><t>Town Hall</t></is></c></row>)");
    const auto find_nothing = [](RecordKind, std::string_view) { return std::vector<std::string>(); };
    REQUIRE(sheet_format_of(bytes) == SheetFormat::xlsx);
    CHECK(sheet_format_of("Name\n") == SheetFormat::csv);
    const auto sheet = read_sheet(bytes, RecordKind::sites, find_nothing, {}, SheetFormat::xlsx);
    REQUIRE(sheet.has_value());
    REQUIRE(sheet->rows.size() == 1);
    CHECK(sheet->rows[0].number == 3);
    REQUIRE(sheet->reading.problems.size() == 1);
    CHECK(sheet->reading.problems[0].pointer == "/rows/1/Colour");
}
