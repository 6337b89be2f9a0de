#pragma once

// Tables as spreadsheets open them: RFC 4180 with CRLF.

#include <string>
#include <string_view>

namespace telestate::document {

// What makes spreadsheets take a file for UTF-8; to be written ahead of the first row.
inline constexpr std::string_view csv_byte_order_mark = "\xEF\xBB\xBF";

// Appends to `out`, which the caller may empty between rows. A text that a spreadsheet would run as a formula
// (it begins with = + - @, a tab or a carriage return) is written with a ' before it; numbers are left as
// they are.
class CsvWriter {
  public:
    explicit CsvWriter(std::string& out) : out_(out) {}

    void cell(std::string_view text);
    void end_row();

  private:
    std::string& out_;
    bool is_row_begun_ = false;
};

} // namespace telestate::document
