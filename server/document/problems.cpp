#include "server/document/problems.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace telestate::document {

namespace {

void append_step(std::string& out, std::string_view step) {
    for (const char c : step) {
        if (c == '~') {
            out += "~0";
        } else if (c == '/') {
            out += "~1";
        } else {
            out += c;
        }
    }
}

std::string more(std::size_t count, std::string_view what) {
    return "and " + std::to_string(count) + " more " + std::string(what) + (count == 1 ? "" : "s");
}

// How many letters must be changed, added, left out or swapped with their neighbour to make `a` of `b`. Both
// are field names, so they are short.
std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before_last(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t change = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({change, last[j] + 1, row[j - 1] + 1});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = std::min(row[j], before_last[j - 2] + 1);
            }
        }
        std::swap(before_last, last);
        std::swap(last, row);
    }
    return last[b.size()];
}

} // namespace

std::string Path::pointer() const {
    if (parent_ == nullptr) return {};
    std::string out = parent_->pointer();
    out += '/';
    if (is_index_) {
        out += std::to_string(index_);
    } else {
        append_step(out, name_);
    }
    return out;
}

std::string escape_pointer_step(std::string_view step) {
    std::string out;
    append_step(out, step);
    return out;
}

void Problems::add(std::string pointer, std::string message) {
    if (error_count_++ < limit_) errors_.push_back({std::move(pointer), std::move(message)});
}

void Problems::add(const Path& path, std::string message) {
    // Past the limit nobody reads the pointer, so it is not written out.
    if (error_count_++ < limit_) errors_.push_back({path.pointer(), std::move(message)});
}

void Problems::warn(std::string pointer, std::string message) {
    if (warning_count_++ < limit_) warnings_.push_back({std::move(pointer), std::move(message)});
}

void Problems::warn(const Path& path, std::string message) {
    if (warning_count_++ < limit_) warnings_.push_back({path.pointer(), std::move(message)});
}

std::vector<FieldError> Problems::listed_errors() const {
    std::vector<FieldError> all = errors_;
    if (error_count_ > errors_.size()) all.push_back({"", more(error_count_ - errors_.size(), "problem")});
    return all;
}

Error Problems::to_error() const {
    return {ErrorCode::invalid, describe_problem_count(error_count_), listed_errors()};
}

std::vector<FieldError> Problems::warnings() const {
    std::vector<FieldError> all = warnings_;
    if (warning_count_ > warnings_.size())
        all.push_back({"", more(warning_count_ - warnings_.size(), "warning")});
    return all;
}

std::string describe_problem_count(std::size_t count) {
    return count == 1 ? "There is 1 problem." : "There are " + std::to_string(count) + " problems.";
}

std::string in_quotes(std::string_view text) {
    constexpr std::size_t most_bytes = 60;
    std::string_view shown = text;
    if (shown.size() > most_bytes) {
        shown = shown.substr(0, most_bytes);
        // A character is never cut in two: continuation bytes go, and then the byte that leads them.
        while (!shown.empty() && (static_cast<unsigned char>(text[shown.size()]) & 0xC0U) == 0x80U)
            shown.remove_suffix(1);
    }
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out = "\"";
    for (const char c : shown) {
        const auto code = static_cast<unsigned char>(c);
        if (code < 0x20 || code == 0x7F) {
            out += "\\u00";
            out += digits[code >> 4U];
            out += digits[code & 0xFU];
        } else {
            out += c;
        }
    }
    if (shown.size() < text.size()) out += "…";
    out += '"';
    return out;
}

std::string suggestion(std::string_view word, std::span<const std::string_view> known) {
    constexpr std::size_t longest_word = 40;
    if (word.size() > longest_word) return {};
    std::string_view best;
    std::size_t best_distance = word.size() <= 4 ? 2 : 3; // nearer than this, or it is another word
    for (const std::string_view candidate : known) {
        const std::size_t distance = edit_distance(word, candidate);
        if (distance < best_distance) {
            best_distance = distance;
            best = candidate;
        }
    }
    // A name that was left unfinished, or that has something more at its end.
    constexpr std::size_t shortest_stem = 4;
    for (const std::string_view candidate : known) {
        if (!best.empty() || std::min(word.size(), candidate.size()) < shortest_stem) continue;
        if (candidate.starts_with(word) || word.starts_with(candidate)) best = candidate;
    }
    if (best.empty()) return {};
    return "; did you mean " + in_quotes(best) + "?";
}

} // namespace telestate::document
