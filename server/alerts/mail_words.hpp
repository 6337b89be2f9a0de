#pragma once

// The words of an alert mail, the same in its subject, its plain text and its HTML. Texts of records are
// expected to have been through clean_text().

#include "server/alerts/mail_text.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace telestate::alerts {

// One line of well-formed UTF-8 at most `longest` characters long, ended by "…" where something was cut off.
// Control characters and line breaks become spaces, several spaces one, and what overrides the direction of
// writing goes.
std::string clean_text(std::string_view text, std::size_t longest);
// The content with every text of a record cleaned, and every address that is no web address emptied.
MailContent cleaned(const MailContent& content);

// "£14,400", "£14,400.50", "CHF 20".
std::string money_in_words(Money amount, std::string_view currency);
// "1,204 lines", "1 line".
std::string counted(std::int64_t count, std::string_view singular, std::string_view plural);
// "a", "a and b", "a, b and c".
std::string joined(const std::vector<std::string>& parts);

// Anything the mail tells of, with the record it is about: exactly one of the three.
struct Item {
    const Notice* notice = nullptr;
    const ContractSection* contract = nullptr;
    const PlatformSection* platform = nullptr;
    const SwitchOffSection* switch_off = nullptr;

    // What people call it.
    std::string title() const;
    const std::string& url() const;
};
// In the order of the content: contracts, platforms, lines.
std::vector<Item> items_of(const MailContent& content);

// "Give notice to BT", "by 26 June 2026", ": £14,400 at stake".
struct Headline {
    std::string what;
    std::string when;
    std::string tail; // begins with what parts it from the day; may be empty

    std::string text() const { return what + " " + when + tail; }
};
Headline headline_of(const Item& item, std::string_view currency);

// "3 alerts about 2 contracts and 1 platform, the soonest first."
std::string lead_of(const MailContent& content);

enum class Tone { alarm, warning, calm };

// A short text that catches the eye: "31 days left", "Missed".
struct Tag {
    std::string text;
    Tone tone = Tone::calm;
};

enum class Weight {
    usual,
    strong, // the day
    detail, // for those who want to know more
};

// "By" and "Friday 26 June 2026 (in 31 days)".
struct Row {
    std::string label;
    std::vector<std::string> lines;
    Weight weight = Weight::usual;
};

struct NoticeWords {
    std::vector<Tag> tags;
    std::vector<Row> rows;
};
NoticeWords words_of(const Item& item, std::string_view currency);

// "BT · Reference ABC-123 · Owner Jane Smith", of what is recorded.
std::string about_contract(const ContractSection& contract);
// "BT, out of contract since 1 July 2026: £1,200 since then".
std::string describe_overrun(const OverrunLine& overrun, std::string_view currency);

// Why the reader gets the mail and where to change it, a sentence or two each, with the page that belongs to
// it.
struct FooterLine {
    std::string text;
    std::string link_text; // empty: no link
    std::string url;
};
std::vector<FooterLine> footer_of(const MailContent& content);

} // namespace telestate::alerts
