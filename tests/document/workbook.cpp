#include "tests/document/workbook.hpp"

#include <stdexcept>
#include <zip.h>

namespace telestate::document {

namespace {

constexpr std::string_view office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
constexpr std::string_view spreadsheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

std::string relationships_of(const std::vector<std::pair<std::string, std::string>>& targets) {
    std::string out =
        R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)";
    for (std::size_t i = 0; i < targets.size(); ++i) {
        out += "<Relationship Id=\"r" + std::to_string(i + 1) + "\" Type=\"" + std::string(office) + "/" +
               targets[i].first + "\" Target=\"" + targets[i].second + "\"/>";
    }
    return out + "</Relationships>";
}

std::string root(const std::string& name, std::string_view content) {
    return "<" + name + " xmlns=\"" + std::string(spreadsheet) + "\" xmlns:r=\"" + std::string(office) +
           "\">" + std::string(content) + "</" + name + ">";
}

void check(bool is_good) {
    if (!is_good) throw std::runtime_error("an archive could not be written");
}

} // namespace

std::string archive_of(const std::vector<std::pair<std::string, std::string>>& parts) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* out = zip_source_buffer_create(nullptr, 0, 0, &error);
    check(out != nullptr);
    zip_source_keep(out);
    zip_t* archive = zip_open_from_source(out, ZIP_TRUNCATE, &error);
    check(archive != nullptr);
    for (const auto& [name, content] : parts) {
        zip_source_t* source = zip_source_buffer(archive, content.data(), content.size(), 0);
        check(source != nullptr && zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8) >= 0);
    }
    check(zip_close(archive) == 0);
    check(zip_source_open(out) == 0);
    zip_stat_t stat;
    check(zip_source_stat(out, &stat) == 0);
    std::string bytes(stat.size, '\0');
    check(zip_source_read(out, bytes.data(), bytes.size()) == static_cast<zip_int64_t>(bytes.size()));
    zip_source_close(out);
    zip_source_free(out);
    return bytes;
}

std::string workbook_of(const std::vector<TestSheet>& sheets, std::string_view properties,
                        std::string_view prologue) {
    std::vector<std::pair<std::string, std::string>> targets;
    std::vector<std::pair<std::string, std::string>> parts;
    std::string listed;
    for (std::size_t i = 0; i < sheets.size(); ++i) {
        const std::string number = std::to_string(i + 1);
        targets.emplace_back("worksheet", "worksheets/sheet" + number + ".xml");
        parts.emplace_back("xl/worksheets/sheet" + number + ".xml", root("worksheet", sheets[i].content));
        listed += "<sheet name=\"" + sheets[i].name + "\" sheetId=\"" + number + "\" r:id=\"r" + number +
                  "\"" + (sheets[i].state.empty() ? "" : " state=\"" + sheets[i].state + "\"") + "/>";
    }
    // One as it is seen from its folder, one from the top.
    targets.emplace_back("styles", "./styles.xml");
    targets.emplace_back("sharedStrings", "/xl/sharedStrings.xml");
    parts.emplace_back("[Content_Types].xml", "<Types/>");
    parts.emplace_back("_rels/.rels", relationships_of({{"officeDocument", "xl/workbook.xml"}}));
    parts.emplace_back("xl/_rels/workbook.xml.rels", relationships_of(targets));
    parts.emplace_back("xl/workbook.xml",
                       std::string(prologue) +
                           root("workbook", std::string(properties) + "<sheets>" + listed + "</sheets>"));
    parts.emplace_back(
        "xl/styles.xml",
        root("styleSheet", R"(<numFmts><numFmt numFmtId="164" formatCode="dd\-mmm\-yy"/></numFmts>
            <cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>
            <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs>)"));
    parts.emplace_back("xl/sharedStrings.xml",
                       root("sst", R"(<si><t>Plain</t></si><si><r><t xml:space="preserve">Rich </t></r>
            <r><rPr><b/></rPr><t>text</t></r><rPh sb="0" eb="1"><t>ritchi</t></rPh></si>)"));
    return archive_of(parts);
}

} // namespace telestate::document
