#pragma once

// Tables for people's eyes in a terminal.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace telestate::command {

enum class Align { left, right };

struct Column {
    std::string title;
    Align align = Align::left;
    std::size_t most = 48; // characters; longer texts are cut short with an ellipsis
};

class TextTable {
  public:
    explicit TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}

    // As many cells as there are columns.
    void add_row(std::vector<std::string> cells);
    // A line across, as before totals.
    void add_rule() { rows_.emplace_back(); }
    // The table with its heading, every line ended; columns that are empty in every row are left out.
    std::string text() const;

  private:
    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_; // an empty one is a rule
};

// How many columns of a terminal a UTF-8 text takes.
std::size_t width_of(std::string_view text);
// The text without control characters, which a terminal might obey.
std::string printable(std::string_view text);

} // namespace telestate::command
