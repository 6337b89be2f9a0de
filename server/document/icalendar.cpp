#include "server/document/icalendar.hpp"

#include <algorithm>
#include <string_view>

namespace telestate::document {

namespace {

constexpr std::size_t longest_content_line = 75; // octets, without its CRLF

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

// Octets of `text` that fit in `room` without taking a character apart. At least one, so that bytes which are
// no UTF-8 come to an end too.
std::size_t whole_characters(std::string_view text, std::size_t room) {
    if (text.size() <= room) return text.size();
    std::size_t length = room;
    while (length > 0 && is_continuation(text[length]))
        --length;
    return length == 0 ? room : length;
}

// A continuation line begins with a space, which counts among its octets.
void append_folded(std::string& out, std::string_view line) {
    std::size_t room = longest_content_line;
    while (true) {
        const std::size_t length = whole_characters(line, room);
        out += line.substr(0, length);
        out += "\r\n";
        line.remove_prefix(length);
        if (line.empty()) return;
        out += ' ';
        room = longest_content_line - 1;
    }
}

bool is_control(std::string_view text, std::size_t at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    return byte < 0x20 || byte == 0x7F;
}

// U+0080 to U+009F, which some programs break lines at.
bool is_c1_control(std::string_view text, std::size_t at) {
    return text[at] == '\xC2' && at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) >= 0x80 &&
           static_cast<unsigned char>(text[at + 1]) <= 0x9F;
}

// Appends `text` one character at a time through `escape(character)`, which says what stands in its place.
// Control characters are left out; of the ends of lines, however they are written, `line_end` is made.
template <typename Escape>
void append_cleaned(std::string& out, std::string_view text, std::string_view line_end, Escape escape) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::string_view rest = text.substr(i);
        if (rest.starts_with("\r\n") || rest.front() == '\n' || rest.front() == '\r') {
            out += line_end;
            if (rest.starts_with("\r\n")) ++i;
        } else if (rest.starts_with("\xE2\x80\xA8") || rest.starts_with("\xE2\x80\xA9")) { // U+2028, U+2029
            out += line_end;
            i += 2;
        } else if (rest.front() == '\t') {
            out += ' ';
        } else if (is_c1_control(text, i)) {
            ++i;
        } else if (!is_control(text, i)) {
            escape(rest.front());
        }
    }
}

void append_text(std::string& out, std::string_view name, std::string_view text) {
    std::string line(name);
    line += ':';
    append_cleaned(line, text, "\\n", [&](char c) {
        if (c == '\\' || c == ';' || c == ',') line += '\\';
        line += c;
    });
    append_folded(out, line);
}

void append_text_if(std::string& out, std::string_view name, std::string_view text) {
    if (!text.empty()) append_text(out, name, text);
}

// A value that is no text and is not escaped: an address, an identifier, a word.
void append_value(std::string& out, std::string_view name, std::string_view value) {
    std::string line(name);
    line += ':';
    append_cleaned(line, value, "", [&](char c) { line += c; });
    append_folded(out, line);
}

// "20211108".
std::string basic_day(Day day) {
    std::string text = format_day(day);
    std::erase(text, '-');
    return text;
}

// "20211108T093000Z".
std::string basic_instant(std::string_view instant) {
    std::string text(instant);
    std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
    return text;
}

void append_event(std::string& out, const CalendarEvent& event) {
    const std::string changed_at = basic_instant(event.changed_at);
    append_value(out, "BEGIN", "VEVENT");
    append_value(out, "UID", event.uid);
    append_value(out, "SEQUENCE", std::to_string(event.sequence));
    append_value(out, "DTSTAMP", changed_at);
    append_value(out, "LAST-MODIFIED", changed_at);
    append_value(out, "DTSTART;VALUE=DATE", basic_day(event.on));
    // The day after, where there is one: an event without an end lasts its one day.
    if (event.on < last_representable_day)
        append_value(out, "DTEND;VALUE=DATE", basic_day(event.on + Days{1}));
    append_text(out, "SUMMARY", event.summary);
    append_text_if(out, "DESCRIPTION", event.description);
    if (!event.url.empty()) append_value(out, "URL", event.url);
    append_text_if(out, "CATEGORIES", event.categories);
    append_value(out, "STATUS", "CONFIRMED");
    append_value(out, "TRANSP", "TRANSPARENT");
    append_value(out, "END", "VEVENT");
}

} // namespace

std::string format_calendar(const Calendar& calendar) {
    std::string out;
    append_value(out, "BEGIN", "VCALENDAR");
    append_value(out, "VERSION", "2.0");
    append_value(out, "PRODID", "-//telestate//telestate//EN");
    append_value(out, "CALSCALE", "GREGORIAN");
    append_value(out, "METHOD", "PUBLISH");
    append_text_if(out, "NAME", calendar.name);
    append_text_if(out, "X-WR-CALNAME", calendar.name);
    append_text_if(out, "X-WR-CALDESC", calendar.description);
    for (const CalendarEvent& event : calendar.events)
        append_event(out, event);
    append_value(out, "END", "VCALENDAR");
    return out;
}

} // namespace telestate::document
