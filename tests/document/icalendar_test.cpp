#include "server/document/icalendar.hpp"

#include "server/document/utf8.hpp"

#include <doctest/doctest.h>

#include <string_view>

using namespace telestate;
using namespace telestate::document;

namespace {

CalendarEvent sample_event() {
    CalendarEvent event;
    event.uid = "c1-give_notice-3@0123456789abcdef.telestate";
    event.sequence = 2;
    event.changed_at = "2021-11-08T09:30:00Z";
    event.on = *parse_day("2026-06-26");
    event.summary = "Give notice to BT";
    return event;
}

std::string text_of(const CalendarEvent& event) { return format_calendar({"", "", {event}}); }

// The lines as they stand, each of which has to end in CRLF.
std::vector<std::string> raw_lines(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::size_t end = text.find("\r\n");
        REQUIRE(end != std::string_view::npos);
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(end + 2);
    }
    return lines;
}

// The value of a property with its folds taken out, as a reader of RFC 5545 does it.
std::string value_of(const std::string& text, const std::string& property) {
    std::string unfolded;
    for (const std::string& line : raw_lines(text))
        unfolded += line.starts_with(" ") ? line.substr(1) : "\n" + line;
    const std::size_t at = unfolded.find("\n" + property + ":");
    if (at == std::string::npos) return "(absent)";
    const std::size_t begin = at + property.size() + 2;
    return unfolded.substr(begin, unfolded.find('\n', begin) - begin);
}

} // namespace

TEST_CASE("a calendar is written line by line as RFC 5545 has it") {
    CalendarEvent event = sample_event();
    event.description = "Or it renews.";
    event.url = "https://telestate.example/contracts/c1?a=1;b=2,3";
    event.categories = "Decisions";
    CHECK(format_calendar({"Contracts", "What is coming", {event}}) ==
          "BEGIN:VCALENDAR\r\n"
          "VERSION:2.0\r\n"
          "PRODID:-//telestate//telestate//EN\r\n"
          "CALSCALE:GREGORIAN\r\n"
          "METHOD:PUBLISH\r\n"
          "NAME:Contracts\r\n"
          "X-WR-CALNAME:Contracts\r\n"
          "X-WR-CALDESC:What is coming\r\n"
          "BEGIN:VEVENT\r\n"
          "UID:c1-give_notice-3@0123456789abcdef.telestate\r\n"
          "SEQUENCE:2\r\n"
          "DTSTAMP:20211108T093000Z\r\n"
          "LAST-MODIFIED:20211108T093000Z\r\n"
          "DTSTART;VALUE=DATE:20260626\r\n"
          "DTEND;VALUE=DATE:20260627\r\n"
          "SUMMARY:Give notice to BT\r\n"
          "DESCRIPTION:Or it renews.\r\n"
          "URL:https://telestate.example/contracts/c1?a=1;b=2,3\r\n"
          "CATEGORIES:Decisions\r\n"
          "STATUS:CONFIRMED\r\n"
          "TRANSP:TRANSPARENT\r\n"
          "END:VEVENT\r\n"
          "END:VCALENDAR\r\n");
}

TEST_CASE("what an event or a calendar has not is left out") {
    const std::string text = format_calendar({"", "", {sample_event()}});
    for (const char* const property :
         {"NAME", "X-WR-CALNAME", "X-WR-CALDESC", "DESCRIPTION", "URL", "CATEGORIES"}) {
        CAPTURE(property);
        CHECK(value_of(text, property) == "(absent)");
    }
}

TEST_CASE("an event ends on the day after its day") {
    struct Row {
        const char* description;
        const char* on;
        const char* end;
    };
    const Row rows[] = {
        {"in a month", "2026-06-26", "20260627"},
        {"at the end of a year", "2026-12-31", "20270101"},
        {"in a leap year", "2028-02-28", "20280229"},
        {"on the last day there is", "9999-12-31", "(absent)"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        CalendarEvent event = sample_event();
        event.on = *parse_day(row.on);
        CHECK(value_of(text_of(event), "DTEND;VALUE=DATE") == row.end);
    }
}

TEST_CASE("no text breaks out of its line") {
    struct Row {
        const char* description;
        std::string text;
        std::string written;
    };
    const Row rows[] = {
        {"what separates values", "a, b; c\\d", "a\\, b\\; c\\\\d"},
        {"colons and quotes, which mean nothing in a text", "a: \"b\" = c", "a: \"b\" = c"},
        {"ends of lines, however written", "a\nb\r\nc\rd", "a\\nb\\nc\\nd"},
        {"an attempt at a property of one's own", "a\r\nATTENDEE:mailto:x@y", "a\\nATTENDEE:mailto:x@y"},
        {"an attempt at ending the event", "a\nEND:VEVENT\nBEGIN:VEVENT", "a\\nEND:VEVENT\\nBEGIN:VEVENT"},
        {"an escape that is the text's own", "a\\nb", "a\\\\nb"},
        {"control characters", std::string("a\0b\x01\x1b[31m\x7f", 10), "ab[31m"},
        {"control characters beyond ASCII",
         "a\xC2\x85\xC2\x9F"
         "b\xC2\xA3",
         "ab£"},
        {"separators of lines beyond ASCII", "a\u2028b\u2029c", "a\\nb\\nc"},
        {"a tab", "a\tb", "a b"},
        {"letters of many writings", "Ysbyty Gŵyr 電話 🏥", "Ysbyty Gŵyr 電話 🏥"},
        {"nothing", "", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        CalendarEvent event = sample_event();
        event.summary = row.text;
        CHECK(value_of(text_of(event), "SUMMARY") == row.written);
        event.summary = "x";
        event.url = "https://telestate.example/" + row.text;
        CHECK(value_of(text_of(event), "SUMMARY") == "x");
        CHECK(raw_lines(text_of(event)).size() == raw_lines(text_of(sample_event())).size() + 1);
    }
}

TEST_CASE("no line is longer than 75 octets, and no character is taken apart") {
    const std::string pieces[] = {"a", "é", "電", "🏥", "\\", ",", "a🏥", "£1,"};
    for (const std::string& piece : pieces) {
        for (std::size_t count = 1; count < 180; ++count) {
            std::string summary;
            for (std::size_t i = 0; i < count; ++i)
                summary += piece;
            CalendarEvent event = sample_event();
            event.summary = summary;
            const std::string text = text_of(event);
            for (const std::string& line : raw_lines(text)) {
                CAPTURE(line);
                CHECK(line.size() <= 75);
                CHECK_FALSE(find_invalid_utf8(line).has_value());
                CHECK_FALSE(line.empty());
                CHECK(line != " ");
            }
            std::string expected;
            for (const char c : summary) {
                if (c == '\\' || c == ',') expected += '\\';
                expected += c;
            }
            CHECK(value_of(text, "SUMMARY") == expected);
        }
    }
}

TEST_CASE("bytes that are no UTF-8 do not hang it") {
    CalendarEvent event = sample_event();
    event.summary = std::string(500, '\x80');
    for (const std::string& line : raw_lines(text_of(event)))
        CHECK(line.size() <= 75);
}

TEST_CASE("a calendar without events is still one") {
    const auto lines = raw_lines(format_calendar({"Nothing", "", {}}));
    CHECK(lines.front() == "BEGIN:VCALENDAR");
    CHECK(lines.back() == "END:VCALENDAR");
}
