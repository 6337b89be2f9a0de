#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace telestate::document {

// A ZIP archive of names and what they hold.
std::string archive_of(const std::vector<std::pair<std::string, std::string>>& parts);

struct TestSheet {
    std::string name;
    std::string content;    // of its <worksheet>
    std::string state = {}; // "hidden", or nothing
};

// A workbook, written part by part as the tests want it. Its shared texts are "Plain" and a rich one, "Rich
// text"; cells of style 1 and 2 are days, by a format of everybody and by one of its own. `properties` stands
// before the sheets, `prologue` before the root of the workbook's part.
std::string workbook_of(const std::vector<TestSheet>& sheets, std::string_view properties = "",
                        std::string_view prologue = "");

} // namespace telestate::document
