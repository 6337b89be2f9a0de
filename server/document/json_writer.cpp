#include "server/document/json_writer.hpp"

#include <array>
#include <charconv>

namespace telestate::document {

namespace {

constexpr std::array<bool, 256> make_escape_table() {
    std::array<bool, 256> table{};
    for (std::size_t c = 0; c < 0x20; ++c)
        table[c] = true;
    table[static_cast<unsigned char>('"')] = true;
    table[static_cast<unsigned char>('\\')] = true;
    return table;
}
constexpr std::array<bool, 256> needs_escape = make_escape_table();

void append_escaped(std::string& out, char c) {
    switch (c) {
    case '"':
        out += "\\\"";
        return;
    case '\\':
        out += "\\\\";
        return;
    case '\n':
        out += "\\n";
        return;
    case '\r':
        out += "\\r";
        return;
    case '\t':
        out += "\\t";
        return;
    default:
        break;
    }
    constexpr std::string_view digits = "0123456789abcdef";
    const auto code = static_cast<unsigned char>(c);
    out += "\\u00";
    out += digits[code >> 4U];
    out += digits[code & 0xFU];
}

} // namespace

void append_json_text(std::string& out, std::string_view text) {
    out += '"';
    // Nearly every text has nothing to escape, so whole runs are copied at once.
    std::size_t run = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!needs_escape[static_cast<unsigned char>(text[i])]) continue;
        out.append(text, run, i - run);
        append_escaped(out, text[i]);
        run = i + 1;
    }
    out.append(text, run, text.size() - run);
    out += '"';
}

void JsonWriter::key(std::string_view name) {
    separate();
    out_ += '"';
    out_ += name;
    out_ += is_spaced_ ? std::string_view("\": ") : std::string_view("\":");
    needs_comma_ = false;
}

void JsonWriter::foreign_key(std::string_view name) {
    separate();
    append_json_text(out_, name);
    out_ += is_spaced_ ? std::string_view(": ") : std::string_view(":");
    needs_comma_ = false;
}

void JsonWriter::text(std::string_view value) {
    separate();
    append_json_text(out_, value);
}

void JsonWriter::integer(std::int64_t value) {
    separate();
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    out_.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

void JsonWriter::boolean(bool value) {
    separate();
    out_ += value ? std::string_view("true") : std::string_view("false");
}

void JsonWriter::null() {
    separate();
    out_ += "null";
}

void JsonWriter::day(Day value) {
    separate();
    out_ += '"';
    append_day(out_, value);
    out_ += '"';
}

void JsonWriter::money(Money value) {
    separate();
    out_ += '"';
    append_money(out_, value);
    out_ += '"';
}

void JsonWriter::raw(std::string_view value) {
    separate();
    out_ += value;
}

} // namespace telestate::document
