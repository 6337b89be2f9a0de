#include "server/document/xlsx_parts.hpp"

#include <charconv>
#include <map>
#include <utility>

namespace telestate::document {

namespace {

Error no_workbook() {
    return {ErrorCode::unsupported, "this is not a workbook with a sheet; save it as .xlsx or CSV", {}};
}

bool is_true(std::string_view text) { return text == "1" || text == "true"; }

unsigned number_of(std::string_view text) {
    unsigned number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

// The part that a target names, seen from the folder of the part that names it.
std::string part_of(const std::string& folder, std::string_view target) {
    if (target.starts_with('/')) return std::string(target.substr(1));
    std::string base = folder;
    while (target.starts_with("../")) {
        target.remove_prefix(3);
        base.erase(base.empty() ? 0 : base.rfind('/', base.size() - 2) + 1);
    }
    if (target.starts_with("./")) target.remove_prefix(2);
    return base + std::string(target);
}

std::string folder_of(const std::string& part) { return part.substr(0, part.rfind('/') + 1); }

// What a part refers to.
class Relationships final : public XmlHandler {
  public:
    explicit Relationships(std::string folder) : folder_(std::move(folder)) {}

    void begin(std::string_view name, const XmlAttributes& attributes) override {
        if (name != "Relationship" || attributes["TargetMode"] == "External") return;
        const std::string_view type = attributes["Type"];
        const std::string part = part_of(folder_, attributes["Target"]);
        // The last word of a type is the same in both namespaces there are.
        const std::string word(type.substr(type.rfind('/') + 1));
        of_type.emplace(word, part);
        of_id.insert_or_assign(std::string(attributes["Id"]), std::pair(word, part));
    }
    void end(std::string_view) override {}
    void text(std::string_view) override {}

    std::map<std::string, std::string, std::less<>> of_type; // the first of each
    std::map<std::string, std::pair<std::string, std::string>, std::less<>> of_id;

  private:
    std::string folder_;
};

class WorkbookPart final : public XmlHandler {
  public:
    explicit WorkbookPart(Workbook& workbook, const Relationships& relationships)
        : workbook_(workbook), relationships_(relationships) {}

    void begin(std::string_view name, const XmlAttributes& attributes) override {
        if (name == "workbookPr" && is_true(attributes["date1904"])) workbook_.days = DaySystem::from_1904;
        if (name != "sheet") return;
        const auto found = relationships_.of_id.find(attributes["id"]);
        if (found == relationships_.of_id.end() || found->second.first != "worksheet") return;
        const std::string_view state = attributes["state"];
        workbook_.sheets.push_back({std::string(attributes["name"]), found->second.second,
                                    state != "hidden" && state != "veryHidden"});
    }
    void end(std::string_view) override {}
    void text(std::string_view) override {}

  private:
    Workbook& workbook_;
    const Relationships& relationships_;
};

class SharedStrings final : public XmlHandler {
  public:
    explicit SharedStrings(Workbook& workbook) : workbook_(workbook) {}

    void begin(std::string_view name, const XmlAttributes&) override { text_.begin(name); }
    void end(std::string_view name) override {
        text_.end(name);
        if (name == "si") workbook_.strings.push_back(text_.take());
    }
    void text(std::string_view piece) override { text_.text(piece); }

  private:
    Workbook& workbook_;
    RichText text_;
};

class Styles final : public XmlHandler {
  public:
    explicit Styles(Workbook& workbook) : workbook_(workbook) {}

    void begin(std::string_view name, const XmlAttributes& attributes) override {
        if (name == "cellXfs") is_of_cells_ = true;
        if (name == "numFmt" && !is_of_cells_) {
            own_.insert_or_assign(number_of(attributes["numFmtId"]),
                                  number_format_of(attributes["formatCode"]));
        }
        if (name != "xf" || !is_of_cells_) return;
        const unsigned id = number_of(attributes["numFmtId"]);
        const auto own = own_.find(id);
        workbook_.formats.push_back(own == own_.end() ? number_format_of(id) : own->second);
    }
    void end(std::string_view name) override {
        if (name == "cellXfs") is_of_cells_ = false;
    }
    void text(std::string_view) override {}

  private:
    Workbook& workbook_;
    std::map<unsigned, NumberFormat> own_;
    bool is_of_cells_ = false;
};

} // namespace

void RichText::begin(std::string_view name) {
    if (name == "rPh") is_phonetic_ = true;
    if (name == "t") is_text_ = true;
}

void RichText::end(std::string_view name) {
    if (name == "rPh") is_phonetic_ = false;
    if (name == "t") is_text_ = false;
}

void RichText::text(std::string_view piece) {
    if (is_text_ && !is_phonetic_) gathered_ += piece;
}

std::string RichText::take() {
    std::string whole = without_escapes(gathered_);
    gathered_.clear();
    return whole;
}

Result<Workbook> read_workbook(XlsxPackage& package) {
    Workbook workbook;
    Relationships of_package("");
    if (auto error = package.read("_rels/.rels", of_package)) return std::move(*error);
    const auto main = of_package.of_type.find("officeDocument");
    if (main == of_package.of_type.end()) return no_workbook();
    const std::string folder = folder_of(main->second);
    Relationships parts(folder);
    const std::string relationships = folder + "_rels/" + main->second.substr(folder.size()) + ".rels";
    if (auto error = package.read(relationships, parts)) return std::move(*error);
    WorkbookPart main_part(workbook, parts);
    if (auto error = package.read(main->second, main_part)) return std::move(*error);
    // As in a text document, which is made of the same kind of parts.
    if (workbook.sheets.empty()) return no_workbook();
    if (const auto styles = parts.of_type.find("styles"); styles != parts.of_type.end()) {
        Styles handler(workbook);
        if (auto error = package.read(styles->second, handler)) return std::move(*error);
    }
    if (const auto strings = parts.of_type.find("sharedStrings"); strings != parts.of_type.end()) {
        SharedStrings handler(workbook);
        if (auto error = package.read(strings->second, handler)) return std::move(*error);
    }
    return workbook;
}

} // namespace telestate::document
