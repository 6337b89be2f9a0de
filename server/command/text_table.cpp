#include "server/command/text_table.hpp"

#include <algorithm>

namespace telestate::command {

namespace {

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

// At most `most` characters, the last of them an ellipsis where something had to go.
std::string shortened(const std::string& text, std::size_t most) {
    if (width_of(text) <= most) return text;
    std::size_t characters = 0;
    std::size_t at = 0;
    while (at < text.size()) {
        if (!is_continuation(text[at]) && characters++ == most - 1) break;
        ++at;
    }
    return text.substr(0, at) + "…";
}

} // namespace

std::size_t width_of(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return !is_continuation(c); }));
}

std::string printable(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0U;
        if (byte < 0x20 || byte == 0x7F) {
            out += ' ';
        } else if (byte == 0xC2 && next >= 0x80 && next < 0xA0) {
            // The second set of control characters, U+0080 to U+009F.
            out += ' ';
            ++i;
        } else {
            out += text[i];
        }
    }
    return out;
}

void TextTable::add_row(std::vector<std::string> cells) {
    for (std::size_t i = 0; i < cells.size(); ++i)
        cells[i] = shortened(printable(cells[i]), columns_[i].most);
    rows_.push_back(std::move(cells));
}

std::string TextTable::text() const {
    std::vector<std::size_t> widths(columns_.size(), 0);
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        for (const auto& row : rows_) {
            if (!row.empty() && !row[i].empty()) widths[i] = std::max(widths[i], width_of(row[i]));
        }
        if (widths[i] != 0) widths[i] = std::max(widths[i], width_of(columns_[i].title));
    }
    std::string out;
    const auto write = [&](const auto& cell_of) {
        std::string line;
        bool is_first = true;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            if (widths[i] == 0) continue;
            if (!is_first) line += "  ";
            is_first = false;
            const std::string cell = cell_of(i);
            const std::string padding(widths[i] - width_of(cell), ' ');
            line += columns_[i].align == Align::right ? padding + cell : cell + padding;
        }
        line.erase(line.find_last_not_of(' ') + 1);
        out += line + '\n';
    };
    const auto rule_of = [&](std::size_t i) {
        std::string rule;
        for (std::size_t n = 0; n < widths[i]; ++n)
            rule += "─";
        return rule;
    };
    write([&](std::size_t i) { return columns_[i].title; });
    write(rule_of);
    for (const auto& row : rows_) {
        if (row.empty()) {
            write(rule_of);
        } else {
            write([&](std::size_t i) { return row[i]; });
        }
    }
    return out;
}

} // namespace telestate::command
