#include "server/alerts/mail_parts.hpp"
#include "server/alerts/mail_words.hpp"
#include "server/document/utf8.hpp"

#include <algorithm>

namespace telestate::alerts {

namespace {

constexpr std::size_t widest = 76;

class PlainText {
  public:
    // Wraps the text between words. Lines after the first are indented by `rest`.
    void paragraph(std::string_view text, std::string_view first = {}, std::string_view rest = {}) {
        std::string line(first);
        std::size_t width = document::character_count(first);
        bool is_begun = false;
        while (!text.empty()) {
            const std::string_view word = text.substr(0, std::min(text.find(' '), text.size()));
            text.remove_prefix(std::min(word.size() + 1, text.size()));
            const std::size_t word_width = document::character_count(word);
            if (is_begun && width + 1 + word_width > widest) {
                end_line(line);
                line = rest;
                width = document::character_count(rest);
                is_begun = false;
            }
            if (is_begun) line += ' ';
            width += word_width + (is_begun ? 1 : 0);
            line += word;
            is_begun = true;
        }
        end_line(line);
    }
    // Never wrapped, so that it can be followed.
    void link(std::string_view label, std::string_view url, std::string_view indent = {}) {
        if (url.empty()) return;
        std::string line(indent);
        end_line(line += std::string(label) + (label.empty() ? "" : ": ") + std::string(url));
    }
    void gap() { out_ += '\n'; }
    void rule() { end_line(std::string(widest, '-')); }
    std::string text() && { return std::move(out_); }

  private:
    void end_line(std::string_view line) {
        out_ += line;
        out_ += '\n';
    }

    std::string out_;
};

constexpr std::string_view indent = "   ";

void append_notice(PlainText& out, const Item& item, std::string_view currency) {
    const NoticeWords words = words_of(item, currency);
    std::string tags;
    for (const Tag& tag : words.tags)
        tags += (tags.empty() ? "[" : " [") + tag.text + "]";
    out.gap();
    out.paragraph(tags, indent, indent);
    const std::string deeper = std::string(indent) + "  ";
    for (const Row& row : words.rows) {
        if (row.lines.size() == 1) {
            out.paragraph(row.label + ": " + row.lines.front(), indent, deeper);
            continue;
        }
        out.paragraph(row.label + ":", indent, indent);
        for (const std::string& line : row.lines)
            out.paragraph(line, std::string(indent) + "- ", deeper);
    }
}

// A section begins with its number, so that people can speak of it.
void begin_section(PlainText& out, std::size_t number, const std::string& title) {
    out.gap();
    out.rule();
    out.paragraph(std::to_string(number) + ". " + title, {}, indent);
}

void append_contract(PlainText& out, const ContractSection& contract, std::size_t number,
                     std::string_view currency) {
    begin_section(out, number, contract.title);
    const std::string about = about_contract(contract);
    if (!about.empty()) out.paragraph(about, indent, indent);
    for (const Notice& notice : contract.notices)
        append_notice(out, {&notice, &contract, nullptr, nullptr}, currency);
    out.link("Open the contract", contract.url, indent);
}

void append_short(PlainText& out, const std::vector<ContractSection>& contracts, std::string_view currency) {
    if (contracts.size() <= most_in_full) return;
    const std::size_t last = std::min(contracts.size(), most_in_full + most_in_short);
    out.gap();
    out.rule();
    out.paragraph(counted(static_cast<std::int64_t>(contracts.size() - most_in_full), "more contract",
                          "more contracts"));
    for (std::size_t i = most_in_full; i < last; ++i) {
        const ContractSection& contract = contracts[i];
        if (contract.notices.empty()) continue;
        const Headline headline =
            headline_of({&contract.notices.front(), &contract, nullptr, nullptr}, currency);
        out.paragraph(headline.text() + " (" + contract.title + ")", "- ", "  ");
        out.link("", contract.url, "  ");
    }
    if (last < contracts.size())
        out.paragraph("And " + counted(static_cast<std::int64_t>(contracts.size() - last), "more.", "more."));
}

void append_overruns(PlainText& out, const MailContent& content) {
    if (content.overruns.empty()) return;
    out.gap();
    out.rule();
    out.paragraph("Out of contract");
    for (std::size_t i = 0; i < std::min(content.overruns.size(), most_in_short); ++i) {
        const OverrunLine& overrun = content.overruns[i];
        out.paragraph(overrun.title + ". " + describe_overrun(overrun, content.currency), "- ", "  ");
        out.link("", overrun.url, "  ");
    }
    if (content.overruns.size() > most_in_short)
        out.paragraph("And " + counted(static_cast<std::int64_t>(content.overruns.size() - most_in_short),
                                       "more.", "more."));
}

} // namespace

std::string plain_of(const MailContent& content) {
    PlainText out;
    out.paragraph("Renewal alerts");
    out.paragraph((content.organisation.empty() ? "" : content.organisation + ", ") +
                  format_long_day(content.on));
    out.gap();
    if (!content.recipient_name.empty()) {
        out.paragraph("For " + content.recipient_name);
        out.gap();
    }
    out.paragraph(lead_of(content));
    std::size_t number = 0;
    for (const ContractSection& contract : content.contracts) {
        if (number == most_in_full) break;
        append_contract(out, contract, ++number, content.currency);
    }
    append_short(out, content.contracts, content.currency);
    number = content.contracts.size();
    for (const PlatformSection& platform : content.platforms) {
        begin_section(out, ++number, platform.title);
        append_notice(out, {&platform.notice, nullptr, &platform, nullptr}, content.currency);
        out.link("Open the platform", platform.url, indent);
    }
    for (const SwitchOffSection& switch_off : content.switch_offs) {
        const Item item{&switch_off.notice, nullptr, nullptr, &switch_off};
        begin_section(out, ++number, item.title());
        append_notice(out, item, content.currency);
        out.link("Open the list of lines", switch_off.url, indent);
    }
    append_overruns(out, content);
    out.gap();
    out.rule();
    for (const FooterLine& line : footer_of(content)) {
        out.paragraph(line.text);
        out.link(line.link_text, line.url);
        out.gap();
    }
    out.paragraph("Sent by telestate.");
    return std::move(out).text();
}

} // namespace telestate::alerts
