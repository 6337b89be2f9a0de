#include "server/alerts/html_text.hpp"
#include "server/alerts/mail_parts.hpp"
#include "server/alerts/mail_words.hpp"

#include <algorithm>

// Mail programs know little of CSS: Outlook draws with Word, which wants tables, widths in pixels and every
// style on the element itself. What stands in <style> is an extra for phones and for dark screens, and may be
// lost.

namespace telestate::alerts {

namespace {

constexpr std::string_view head = R"(<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<meta name="x-apple-disable-message-reformatting">
<!--[if mso]><xml><o:OfficeDocumentSettings><o:PixelsPerInch>96</o:PixelsPerInch></o:OfficeDocumentSettings></xml>
<style>table{border-collapse:collapse}td,p,a,h1,h2{font-family:Arial,sans-serif!important}</style><![endif]-->
<style>
:root{color-scheme:light dark}
@media (max-width:520px){
.k,.v{display:block!important;width:auto!important}
.k{padding:8px 0 0!important}
.v{padding:0 0 2px!important}
.p{padding:16px!important}
.o{padding:12px 0!important}
.h{padding-left:16px!important;padding-right:16px!important}
}
@media (prefers-color-scheme:dark){
.b{background:#16191b!important}
.c{background:#22272a!important}
.t{color:#f1f2f2!important}
.s{color:#b3babf!important}
.l{color:#8ec3f0!important}
.r{border-color:#454d52!important}
}
</style>
)";

constexpr std::string_view begin_body = R"(
<table role="presentation" class="b" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#f0f1f2" style="background:#f0f1f2">
<tr><td class="o" align="center" style="padding:24px 12px;font-family:Arial,Helvetica,sans-serif">
<!--[if mso]><table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px;table-layout:fixed;text-align:left">
)";
constexpr std::string_view end_body = R"(</table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr>
</table>
)";

struct Colours {
    std::string_view edge;
    std::string_view background;
    std::string_view text;
};

Colours colours_of(Tone tone) {
    switch (tone) {
    case Tone::alarm:
        return {"#ca3535", "#f8d7d3", "#651b1b"};
    case Tone::warning:
        return {"#c98a00", "#fdeec2", "#574000"};
    case Tone::calm:
        return {"#1d70b8", "#d5e6f5", "#0e3c66"};
    }
    return {};
}

class HtmlMail {
  public:
    explicit HtmlMail(const MailContent& content) : content_(content) {}

    std::string write(std::string_view subject);

  private:
    void put(std::string_view html) { out_ += html; }
    void put_text(std::string_view text) { out_ += shown_in_html(text); }
    void put_link(std::string_view text, std::string_view url, std::string_view style = {});
    void put_heading();
    void begin_card(Tone tone, std::string_view title, std::string_view url);
    void end_card();
    void put_button(std::string_view text, std::string_view url);
    void put_notice(const Item& item, bool is_first);
    void put_row(const Row& row);
    void put_contract(const ContractSection& contract);
    void begin_list(std::string_view title);
    void put_list_line(std::string_view title, std::string_view url, std::string_view text);
    void end_list(std::size_t left_out);
    void put_short_contracts();
    void put_overruns();
    void put_footer();

    const MailContent& content_;
    std::string out_;
};

void HtmlMail::put_link(std::string_view text, std::string_view url, std::string_view style) {
    if (url.empty()) {
        put_text(text);
        return;
    }
    put("<a class=\"l\" href=\"");
    put(escape_html(url));
    put("\" style=\"color:#1a65a6");
    put(style);
    put("\">");
    put_text(text);
    put("</a>");
}

void HtmlMail::put_heading() {
    put("<tr><td class=\"h\" style=\"padding:0 4px 16px\">\n<h1 class=\"t\" style=\"margin:0;font-size:24px;line-height:30px;"
        "color:#16191b\">Renewal alerts</h1>\n<p class=\"s\" style=\"margin:4px 0 0;font-size:14px;"
        "line-height:20px;color:#4d565b;word-break:break-word\">");
    if (!content_.organisation.empty()) put_text(content_.organisation + " · ");
    put_text(format_long_day(content_.on));
    if (!content_.recipient_name.empty()) put_text(" · for " + content_.recipient_name);
    put("</p>\n<p class=\"t\" style=\"margin:12px 0 0;font-size:16px;line-height:24px;color:#16191b\">");
    put_text(lead_of(content_));
    put("</p>\n</td></tr>\n");
}

void HtmlMail::begin_card(Tone tone, std::string_view title, std::string_view url) {
    put("<tr><td style=\"padding:0 0 16px\">\n<table role=\"presentation\" class=\"c\" width=\"100%\" "
        "cellpadding=\"0\" cellspacing=\"0\" border=\"0\" bgcolor=\"#ffffff\" style=\"background:#ffffff;"
        "table-layout:fixed\">\n<tr><td class=\"p\" style=\"padding:20px 24px;border-top:4px solid ");
    put(colours_of(tone).edge);
    put("\">\n<h2 class=\"t\" style=\"margin:0;font-size:19px;"
        "line-height:25px;color:#16191b;word-break:break-word;overflow-wrap:anywhere\">");
    put_link(title, url, ";text-decoration:none");
    put("</h2>\n");
}

void HtmlMail::end_card() { put("</td></tr>\n</table>\n</td></tr>\n"); }

void HtmlMail::put_button(std::string_view text, std::string_view url) {
    if (url.empty()) return;
    put("<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"margin-top:16px\">"
        "<tr><td bgcolor=\"#1a65a6\" style=\"background:#1a65a6;padding:10px 16px;font-size:16px;"
        "line-height:20px\"><a href=\"");
    put(escape_html(url));
    put("\" style=\"color:#ffffff;font-weight:bold;text-decoration:none\">");
    put_text(text);
    put("</a></td></tr></table>\n");
}

void HtmlMail::put_row(const Row& row) {
    const bool is_detail = row.weight == Weight::detail;
    put("<tr><td class=\"k s\" width=\"104\" valign=\"top\" style=\"width:104px;padding:6px 12px 0 0;font-size:14px;"
        "line-height:22px;color:#4d565b\">");
    put_text(row.label);
    put(is_detail
            ? "</td><td class=\"v s\" valign=\"top\" style=\"padding:6px 0 0;font-size:14px;line-height:20px;"
              "color:#4d565b;"
            : "</td><td class=\"v t\" valign=\"top\" style=\"padding:6px 0 0;font-size:16px;line-height:22px;"
              "color:#16191b;");
    put("word-break:break-word;overflow-wrap:anywhere\">");
    for (std::size_t i = 0; i < row.lines.size(); ++i) {
        // The day itself is what is strong, not what is said about it.
        const bool is_strong = row.weight == Weight::strong && i == 0;
        put(i == 0 ? "<p style=\"margin:0\">" : "<p style=\"margin:4px 0 0\">");
        put(is_strong ? "<b>" : "");
        put_text(row.lines[i]);
        put(is_strong ? "</b></p>" : "</p>");
    }
    put("</td></tr>\n");
}

void HtmlMail::put_notice(const Item& item, bool is_first) {
    const NoticeWords words = words_of(item, content_.currency);
    if (!is_first) {
        put("<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr><td "
            "class=\"r\" style=\"padding:20px 0 0;border-bottom:1px solid #d3d7d9;font-size:1px;line-height:1px\">"
            "&nbsp;</td></tr></table>\n");
    }
    put("<p style=\"margin:14px 0 6px;font-size:14px;line-height:24px\">");
    for (const Tag& tag : words.tags) {
        const Colours colours = colours_of(tag.tone);
        put("<span style=\"background:");
        put(colours.background);
        put(";color:");
        put(colours.text);
        put(";font-weight:bold;padding:3px 8px\">&nbsp;");
        put_text(tag.text);
        put("&nbsp;</span> ");
    }
    put("</p>\n<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" "
        "style=\"table-layout:fixed\">\n");
    for (const Row& row : words.rows)
        put_row(row);
    put("</table>\n");
}

Tone tone_of(const Item& item, std::string_view currency) {
    return words_of(item, currency).tags.front().tone;
}

void HtmlMail::put_contract(const ContractSection& contract) {
    Tone tone = Tone::calm;
    for (const Notice& notice : contract.notices)
        tone = std::min(tone, tone_of({&notice, &contract, nullptr, nullptr}, content_.currency));
    begin_card(tone, contract.title, contract.url);
    if (const std::string about = about_contract(contract); !about.empty()) {
        put("<p class=\"s\" style=\"margin:2px 0 0;font-size:14px;line-height:20px;color:#4d565b;"
            "word-break:break-word;overflow-wrap:anywhere\">");
        put_text(about);
        put("</p>\n");
    }
    bool is_first = true;
    for (const Notice& notice : contract.notices) {
        put_notice({&notice, &contract, nullptr, nullptr}, is_first);
        is_first = false;
    }
    put_button("Open the contract", contract.url);
    end_card();
}

void HtmlMail::begin_list(std::string_view title) {
    put("<tr><td style=\"padding:0 0 16px\">\n<table role=\"presentation\" class=\"c\" width=\"100%\" "
        "cellpadding=\"0\" cellspacing=\"0\" border=\"0\" bgcolor=\"#ffffff\" style=\"background:#ffffff;"
        "table-layout:fixed\">\n<tr><td class=\"p\" style=\"padding:20px 24px\">\n<h2 class=\"t\" style=\"margin:0 0 "
        "8px;font-size:19px;line-height:25px;color:#16191b\">");
    put_text(title);
    put("</h2>\n");
}

void HtmlMail::put_list_line(std::string_view title, std::string_view url, std::string_view text) {
    put("<p class=\"t\" style=\"margin:0 0 8px;font-size:14px;line-height:20px;color:#16191b;word-break:break-word;"
        "overflow-wrap:anywhere\">");
    put_link(title, url);
    put("<br>");
    put_text(text);
    put("</p>\n");
}

void HtmlMail::end_list(std::size_t left_out) {
    if (left_out > 0) {
        put("<p class=\"s\" style=\"margin:0;font-size:14px;line-height:20px;color:#4d565b\">");
        put_text("And " + counted(static_cast<std::int64_t>(left_out), "more.", "more."));
        put("</p>\n");
    }
    end_card();
}

void HtmlMail::put_short_contracts() {
    const std::vector<ContractSection>& contracts = content_.contracts;
    if (contracts.size() <= most_in_full) return;
    const std::size_t last = std::min(contracts.size(), most_in_full + most_in_short);
    begin_list(counted(static_cast<std::int64_t>(contracts.size() - most_in_full), "more contract",
                       "more contracts"));
    for (std::size_t i = most_in_full; i < last; ++i) {
        const ContractSection& contract = contracts[i];
        if (contract.notices.empty()) continue;
        const Item item{&contract.notices.front(), &contract, nullptr, nullptr};
        put_list_line(contract.title, contract.url, headline_of(item, content_.currency).text());
    }
    end_list(contracts.size() - last);
}

void HtmlMail::put_overruns() {
    if (content_.overruns.empty()) return;
    const std::size_t count = std::min(content_.overruns.size(), most_in_short);
    begin_list("Out of contract");
    for (std::size_t i = 0; i < count; ++i) {
        const OverrunLine& overrun = content_.overruns[i];
        put_list_line(overrun.title, overrun.url, describe_overrun(overrun, content_.currency));
    }
    end_list(content_.overruns.size() - count);
}

void HtmlMail::put_footer() {
    put("<tr><td class=\"h s\" style=\"padding:4px 4px 0;font-size:13px;line-height:19px;color:#4d565b;"
        "word-break:break-word\">\n");
    for (const FooterLine& line : footer_of(content_)) {
        put("<p style=\"margin:0 0 8px\">");
        put_text(line.text);
        if (!line.link_text.empty()) {
            put(" ");
            put_link(line.link_text, line.url);
        }
        put("</p>\n");
    }
    put("<p style=\"margin:0\">Sent by telestate.</p>\n</td></tr>\n");
}

std::string HtmlMail::write(std::string_view subject) {
    put("<!DOCTYPE html>\n<html lang=\"en-GB\" xmlns:o=\"urn:schemas-microsoft-com:office:office\">\n<head>\n");
    put(head);
    put("<title>");
    put(escape_html(subject));
    put("</title>\n</head>\n<body class=\"b\" style=\"margin:0;padding:0;background:#f0f1f2;"
        "-webkit-text-size-adjust:100%\">\n");
    put(begin_body);
    put_heading();
    for (std::size_t i = 0; i < std::min(content_.contracts.size(), most_in_full); ++i)
        put_contract(content_.contracts[i]);
    put_short_contracts();
    for (const PlatformSection& platform : content_.platforms) {
        const Item item{&platform.notice, nullptr, &platform, nullptr};
        begin_card(tone_of(item, content_.currency), platform.title, platform.url);
        put_notice(item, true);
        put_button("Open the platform", platform.url);
        end_card();
    }
    for (const SwitchOffSection& switch_off : content_.switch_offs) {
        const Item item{&switch_off.notice, nullptr, nullptr, &switch_off};
        begin_card(tone_of(item, content_.currency), item.title(), switch_off.url);
        put_notice(item, true);
        put_button("Open the list of lines", switch_off.url);
        end_card();
    }
    put_overruns();
    put_footer();
    put(end_body);
    put("</body>\n</html>\n");
    return std::move(out_);
}

} // namespace

std::string html_of(const MailContent& content, std::string_view subject) {
    return HtmlMail(content).write(subject);
}

} // namespace telestate::alerts
