#pragma once

// What a workbook says about its sheets ahead of any cell.

#include "server/document/xlsx_package.hpp"
#include "server/document/xlsx_values.hpp"

#include <string>
#include <vector>

namespace telestate::document {

struct Workbook {
    struct Sheet {
        std::string name;
        std::string part; // where its cells stand
        bool is_visible = true;
    };
    std::vector<Sheet> sheets; // as their tabs stand; no charts
    DaySystem days = DaySystem::from_1900;
    std::vector<std::string> strings;  // texts that cells share
    std::vector<NumberFormat> formats; // of each style of cell
};

// An error where one of the parts cannot be read; a workbook without texts or styles has none.
Result<Workbook> read_workbook(XlsxPackage& package);

// Gathers the text of a cell: the runs of a rich text one after another, and not how it is pronounced.
class RichText {
  public:
    void begin(std::string_view name);
    void end(std::string_view name);
    void text(std::string_view piece);
    std::string take();

  private:
    bool is_text_ = false;
    bool is_phonetic_ = false;
    std::string gathered_;
};

} // namespace telestate::document
