#include "server/document/xlsx_reader.hpp"

#include "server/document/problems.hpp"
#include "server/document/text_folding.hpp"
#include "server/document/xlsx_parts.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace telestate::document {

namespace {

constexpr std::size_t most_problems = 100;
constexpr std::size_t last_row = 1'048'576; // of any spreadsheet
constexpr std::size_t last_column = 16'384;

// "AB" of 27, the first being 0.
std::string letters_of(std::size_t column) {
    std::string letters;
    for (std::size_t rest = column + 1; rest > 0; rest = (rest - 1) / 26)
        letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
    return letters;
}

// 27 of "AB12"; nothing of what names no cell.
std::optional<std::size_t> column_of(std::string_view reference) {
    std::size_t column = 0;
    std::size_t length = 0;
    for (; length < reference.size() && reference[length] >= 'A' && reference[length] <= 'Z'; ++length) {
        column = column * 26 + static_cast<std::size_t>(reference[length] - 'A' + 1);
        if (column > last_column) return std::nullopt;
    }
    if (length == 0) return std::nullopt;
    return column - 1;
}

template <typename Number>
std::optional<Number> number_of(std::string_view text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

class SheetPart final : public XmlHandler {
  public:
    SheetPart(const Workbook& workbook, const XlsxLimits& limits) : workbook_(workbook), limits_(limits) {}

    void begin(std::string_view name, const XmlAttributes& attributes) override {
        if (name == "sheetData") is_data_ = true;
        if (!is_data_) return;
        if (name == "row") {
            begin_row(attributes);
        } else if (name == "c") {
            begin_cell(attributes);
        } else if (name == "v") {
            is_value_ = true;
        } else if (name == "f") {
            is_formula_ = true;
        } else {
            inline_.begin(name);
        }
    }

    void end(std::string_view name) override {
        if (name == "sheetData") is_data_ = false;
        if (!is_data_) return;
        if (name == "row") {
            end_row();
        } else if (name == "c") {
            end_cell();
        } else if (name == "v") {
            is_value_ = false;
        } else {
            inline_.end(name);
        }
    }

    void text(std::string_view piece) override {
        if (is_value_) {
            value_ += piece;
        } else {
            inline_.text(piece);
        }
    }

    Result<std::vector<CsvRow>> take() {
        if (problems_.empty()) return std::move(rows_);
        std::string message = problems_.front().message;
        if (problems_.size() > 1) {
            message = std::to_string(problems_.size()) + (is_more_ ? " and more" : "") +
                      " cells cannot be taken; the first: " + message;
        }
        return Error{ErrorCode::invalid, std::move(message), std::move(problems_)};
    }

  private:
    void begin_row(const XmlAttributes& attributes) {
        const auto given = attributes.find("r");
        const auto number = given ? number_of<std::size_t>(*given) : row_.number + 1;
        if (!number || *number <= row_.number || *number > last_row) {
            error = Error{ErrorCode::malformed,
                          "the workbook is damaged: a row follows row " + std::to_string(row_.number) +
                              " that has no place there",
                          {}};
            return;
        }
        row_ = {*number, {}};
        next_column_ = 0;
    }

    void begin_cell(const XmlAttributes& attributes) {
        value_.clear();
        inline_.take();
        is_formula_ = false;
        type_ = attributes["t"];
        const auto given = attributes.find("r");
        const auto column = given ? column_of(*given) : next_column_;
        if (!column || *column < next_column_) {
            error = Error{ErrorCode::malformed,
                          "row " + std::to_string(row_.number) +
                              ": the workbook is damaged: a cell has no place there",
                          {}};
            return;
        }
        column_ = *column;
        next_column_ = column_ + 1;
        const auto style = number_of<std::size_t>(attributes["s"]).value_or(0);
        format_ = style < workbook_.formats.size() ? workbook_.formats[style] : NumberFormat{};
    }

    void end_cell() {
        if (error) return;
        Result<std::string> shown = shown_text();
        if (!shown) return refuse(shown.error().message);
        std::string cell = cell_text(*shown);
        if (cell.empty()) return;
        if (column_ >= limits_.table.columns)
            return stop(row_name() + " has more than " + std::to_string(limits_.table.columns) + " columns");
        bytes_ += cell.size();
        cells_ += column_ + 1 - row_.cells.size();
        if (bytes_ > limits_.table.bytes || cells_ > limits_.cells)
            return stop("the sheet holds more than can be taken in at once, up to " + row_name());
        row_.cells.resize(column_);
        row_.cells.push_back(std::move(cell));
    }

    void end_row() {
        if (error || row_.cells.empty()) return;
        if (rows_.size() == limits_.table.rows)
            return stop("the sheet has more than " + std::to_string(limits_.table.rows) + " rows");
        rows_.push_back(std::move(row_));
        row_ = {rows_.back().number, {}};
    }

    // As the spreadsheet shows the cell, but for days, which are written as such.
    Result<std::string> shown_text() {
        if (type_ == "inlineStr") return inline_.take();
        if (value_.empty()) {
            if (is_formula_ && type_ != "str")
                return wrong("holds a formula, and the file keeps no value of it; "
                             "open it in a spreadsheet and save it again");
            return std::string();
        }
        if (type_ == "s") {
            const auto index = number_of<std::size_t>(value_);
            if (index && *index < workbook_.strings.size()) return workbook_.strings[*index];
            return wrong("has a text that the workbook does not hold");
        }
        if (type_ == "str") return without_escapes(value_);
        if (type_ == "b") return std::string(value_ == "1" || value_ == "true" ? "TRUE" : "FALSE");
        if (type_ == "e") return wrong("shows the error " + value_);
        if (type_ == "d") return written_day(value_);
        return written_number(value_, format_, workbook_.days);
    }

    static Error wrong(std::string what) { return {ErrorCode::invalid, "the cell " + std::move(what), {}}; }

    void refuse(const std::string& what) {
        if (problems_.size() == most_problems) {
            is_more_ = true;
            return;
        }
        const std::string letters = letters_of(column_);
        problems_.push_back({"/rows/" + std::to_string(row_.number) + "/" + letters,
                             row_name() + ", column " + letters + ": " + what});
    }

    void stop(std::string message) { error = Error{ErrorCode::too_large, std::move(message), {}}; }
    std::string row_name() const { return "row " + std::to_string(row_.number); }

    const Workbook& workbook_;
    const XlsxLimits& limits_;
    std::vector<CsvRow> rows_;
    std::vector<FieldError> problems_;
    bool is_more_ = false;
    std::size_t bytes_ = 0;
    std::size_t cells_ = 0;

    // Where reading has come to.
    bool is_data_ = false;
    CsvRow row_;
    std::size_t next_column_ = 0;
    std::size_t column_ = 0;
    std::string type_;
    NumberFormat format_;
    bool is_value_ = false;
    bool is_formula_ = false;
    std::string value_;
    RichText inline_;
};

} // namespace

Result<std::vector<CsvRow>> read_xlsx(std::string_view bytes, std::string_view name,
                                      const XlsxLimits& limits) {
    Result<XlsxPackage> package = XlsxPackage::open(bytes, limits.package);
    if (!package) return package.error();
    const Result<Workbook> workbook = read_workbook(*package);
    if (!workbook) return workbook.error();
    const Workbook::Sheet* chosen = nullptr;
    for (const Workbook::Sheet& sheet : workbook->sheets) {
        if (!sheet.is_visible) continue;
        const bool is_named = fold_text(cell_text(sheet.name)) == fold_text(name);
        if (chosen == nullptr || is_named) chosen = &sheet;
        if (is_named) break;
    }
    if (chosen == nullptr)
        return Error{ErrorCode::malformed, "the workbook has no sheet that is visible", {}};
    SheetPart part(*workbook, limits);
    if (auto error = package->read(chosen->part, part)) return std::move(*error);
    return part.take();
}

} // namespace telestate::document
