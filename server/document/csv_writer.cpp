#include "server/document/csv_writer.hpp"

#include <algorithm>

namespace telestate::document {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A plain number, negative ones included: no formula, and it has to stay one that can be added up.
bool is_number(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    const std::size_t point = text.find('.');
    const std::string_view whole = text.substr(0, point);
    const std::string_view part = point == std::string_view::npos ? "0" : text.substr(point + 1);
    return !whole.empty() && !part.empty() && std::ranges::all_of(whole, is_digit) &&
           std::ranges::all_of(part, is_digit);
}

bool would_be_run(std::string_view text) {
    constexpr std::string_view beginnings = "=+-@\t\r";
    return !text.empty() && beginnings.find(text.front()) != std::string_view::npos && !is_number(text);
}

} // namespace

void CsvWriter::cell(std::string_view text) {
    if (is_row_begun_) out_ += ',';
    is_row_begun_ = true;
    const bool is_defused = would_be_run(text);
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
        if (is_defused) out_ += '\'';
        out_ += text;
        return;
    }
    out_ += '"';
    if (is_defused) out_ += '\'';
    for (const char c : text) {
        if (c == '"') out_ += '"';
        out_ += c;
    }
    out_ += '"';
}

void CsvWriter::end_row() {
    out_ += "\r\n";
    is_row_begun_ = false;
}

} // namespace telestate::document
