#include "server/document/csv_reader.hpp"

#include "server/document/csv_writer.hpp"
#include "server/document/text_folding.hpp"
#include "server/document/utf8.hpp"
#include "server/document/xlsx_package.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace telestate::document {

namespace {

// The separator that stands most often in the first line that holds anything, outside quotation marks.
char separator_of(std::string_view text) {
    constexpr std::array<char, 3> candidates = {',', ';', '\t'};
    std::array<std::size_t, 3> counts{};
    bool is_quoted = false;
    bool is_blank = true;
    for (const char c : text) {
        if (c == '"') is_quoted = !is_quoted;
        if (!is_quoted && (c == '\n' || c == '\r')) {
            if (!is_blank) break;
            continue;
        }
        is_blank = is_blank && (c == ' ' || c == '\t');
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            if (!is_quoted && c == candidates[i]) ++counts[i];
        }
    }
    const auto most = std::max_element(counts.begin(), counts.end());
    return candidates[static_cast<std::size_t>(most - counts.begin())];
}

// Takes a first line "sep=;" off the text: what Excel is told the separator by is no row.
std::optional<char> take_separator_line(std::string_view& text) {
    constexpr std::size_t length = 5;
    if (text.size() < length || fold_text(text.substr(0, length - 1)) != "sep=") return std::nullopt;
    const char separator = text[length - 1];
    const std::string_view rest = text.substr(length);
    const bool is_line = rest.empty() || rest.front() == '\n' || rest.front() == '\r';
    if (!is_line || std::string_view(",;\t|:").find(separator) == std::string_view::npos) return std::nullopt;
    text = rest.substr(std::min(rest.starts_with("\r\n") ? std::size_t{2} : std::size_t{1}, rest.size()));
    return separator;
}

bool is_control(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == 0x7F || (byte < 0x20 && c != '\t' && c != '\n' && c != '\r');
}

// "a NUL character", "the control character U+0007".
std::string describe_control(char c) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    if (c == '\0') return "a NUL character";
    const auto byte = static_cast<unsigned char>(c);
    return std::string("the control character U+00") + digits[byte / 16U] + digits[byte % 16U];
}

class CsvReader {
  public:
    CsvReader(std::string_view text, const CsvLimits& limits) : text_(text), limits_(limits) {
        const auto named = take_separator_line(text_);
        separator_ = named ? *named : separator_of(text_);
    }

    Result<std::vector<CsvRow>> read() {
        for (number_ = 1; at_ < text_.size(); ++number_) {
            CsvRow row{number_, {}};
            if (auto error = read_row(row.cells)) return std::move(*error);
            const auto is_empty = [](const std::string& cell) { return cell.empty(); };
            if (std::ranges::all_of(row.cells, is_empty)) continue;
            if (rows_.size() == limits_.rows) {
                return Error{ErrorCode::too_large,
                             "the sheet has more than " + std::to_string(limits_.rows) + " rows",
                             {}};
            }
            rows_.push_back(std::move(row));
        }
        return std::move(rows_);
    }

  private:
    std::optional<Error> read_row(std::vector<std::string>& cells) {
        while (true) {
            std::string cell;
            if (auto error = read_cell(cell)) return error;
            cells.push_back(std::move(cell));
            if (cells.size() > limits_.columns) {
                return Error{ErrorCode::too_large,
                             row() + " has more than " + std::to_string(limits_.columns) + " columns",
                             {}};
            }
            if (at_ == text_.size()) return std::nullopt;
            const char c = text_[at_++];
            if (c == separator_) continue;
            if (c == '\r' && at_ < text_.size() && text_[at_] == '\n') ++at_;
            return std::nullopt;
        }
    }

    // Leaves off at what ends the cell.
    std::optional<Error> read_cell(std::string& cell) {
        const std::size_t first = text_.find_first_not_of(' ', at_);
        if (first == std::string_view::npos || text_[first] != '"') {
            const char ends[] = {separator_, '\r', '\n'};
            const std::size_t end = std::min(text_.find_first_of({ends, 3}, at_), text_.size());
            cell = cell_text(text_.substr(at_, end - at_));
            at_ = end;
            return std::nullopt;
        }
        at_ = first + 1;
        std::string quoted;
        while (true) {
            const std::size_t quote = text_.find('"', at_);
            if (quote == std::string_view::npos) {
                return malformed("a quotation mark is opened and never closed");
            }
            quoted.append(text_, at_, quote - at_);
            at_ = quote + 1;
            if (at_ == text_.size() || text_[at_] != '"') break;
            quoted += '"';
            ++at_;
        }
        cell = cell_text(quoted);
        at_ = std::min(text_.find_first_not_of(' ', at_), text_.size());
        if (at_ == text_.size() || text_[at_] == separator_ || text_[at_] == '\r' || text_[at_] == '\n')
            return std::nullopt;
        return malformed("there is text after a closing quotation mark; a quotation mark within a cell is "
                         "written twice");
    }

    std::string row() const { return "row " + std::to_string(number_); }
    Error malformed(std::string what) const {
        return {ErrorCode::malformed, row() + ": " + what, {{"/rows/" + std::to_string(number_), what}}};
    }

    std::string_view text_;
    char separator_ = ',';
    const CsvLimits& limits_;
    std::size_t at_ = 0;
    std::size_t number_ = 1;
    std::vector<CsvRow> rows_;
};

} // namespace

std::string cell_text(std::string_view text) {
    constexpr std::string_view spaces = " \t\r\n";
    const std::size_t first = text.find_first_not_of(spaces);
    if (first == std::string_view::npos) return {};
    text = text.substr(first, text.find_last_not_of(spaces) - first + 1);
    // As our own tables are written: '=1 stands for the text =1.
    if (text.size() > 1 && text[0] == '\'' &&
        std::string_view("=+-@\t\r").find(text[1]) != std::string_view::npos)
        text.remove_prefix(1);
    std::string cell(text);
    // Line ends within a cell are line feeds from here on.
    std::erase(cell, '\r');
    return cell;
}

Result<std::vector<CsvRow>> read_csv(std::string_view bytes, const CsvLimits& limits) {
    if (bytes.size() > limits.bytes) {
        return Error{ErrorCode::too_large,
                     "the sheet is larger than " + std::to_string(limits.bytes / 1024 / 1024) + " MB",
                     {}};
    }
    if (is_workbook(bytes)) {
        return Error{
            ErrorCode::unsupported,
            "this is a workbook, not a CSV file; send it as .xlsx, or save its sheet as \"CSV UTF-8\"",
            {}};
    }
    if (bytes.starts_with(csv_byte_order_mark)) bytes.remove_prefix(csv_byte_order_mark.size());
    const auto line_at = [&](std::size_t place) {
        const auto end = bytes.begin() + static_cast<std::ptrdiff_t>(place);
        return "line " + std::to_string(std::count(bytes.begin(), end, '\n') + 1);
    };
    if (const auto invalid = find_invalid_utf8(bytes)) {
        return Error{
            ErrorCode::unsupported,
            line_at(*invalid) +
                " is not UTF-8; save the sheet as \"CSV UTF-8\", which spreadsheets offer beside \"CSV\"",
            {}};
    }
    const auto control = std::ranges::find_if(bytes, is_control);
    if (control != bytes.end()) {
        const auto place = static_cast<std::size_t>(control - bytes.begin());
        return Error{ErrorCode::malformed,
                     line_at(place) + " holds " + describe_control(*control) +
                         ", which no text can hold; take it out",
                     {}};
    }
    return CsvReader(bytes, limits).read();
}

} // namespace telestate::document
