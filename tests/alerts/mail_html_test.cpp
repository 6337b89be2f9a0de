#include "tests/alerts/sample_mail.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace telestate::alerts {

namespace {

MailText mail_about(const std::string& text) {
    MailContent content = full_mail();
    content.organisation = content.recipient_name = text;
    for (ContractSection& contract : content.contracts) {
        contract.title = contract.reference = contract.supplier = contract.owner = text;
        for (Notice& notice : contract.notices) {
            notice.told = notice.working = notice.price_rises = {text};
        }
    }
    content.platforms[0].title = content.platforms[0].product = text;
    content.switch_offs[0].by_technology = {text};
    content.overruns[0].title = content.overruns[0].supplier = text;
    return compose_mail(content);
}

// The tags of a document, in order and without what stands in them.
std::vector<std::string> tags_of(std::string_view html) {
    std::vector<std::string> tags;
    for (std::size_t at = html.find('<'); at != std::string_view::npos; at = html.find('<', at + 1))
        tags.emplace_back(html.substr(at, html.find_first_of(" >\n", at) - at));
    return tags;
}

} // namespace

TEST_CASE("nothing in a record can break out of the HTML") {
    const std::string harmless = mail_about("harmless").html;
    for (const std::string text :
         {"</td><script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)",
          "<!--[if mso]>", "-->", "]]>", "</title></style>", "&lt;script&gt;"}) {
        CAPTURE(text);
        const MailText mail = mail_about(text);
        CHECK(tags_of(mail.html) == tags_of(harmless));
        CHECK(count_of(mail.html, text) == count_of(harmless, text));
    }
}

TEST_CASE("links lead to web pages only, and cannot leave their attribute") {
    for (const std::string url :
         {"javascript:alert(1)", "data:text/html,x", "https://x.example/\" onclick=\"x",
          "https://x.example/\r\nX: y", "//x.example", "ftp://x.example", ""}) {
        CAPTURE(url);
        MailContent content = full_mail();
        content.alerts_url = content.calendar_url = content.organisation_url = url;
        for (ContractSection& contract : content.contracts)
            contract.url = url;
        content.platforms[0].url = content.switch_offs[0].url = url;
        content.overruns[0].url = content.overruns[1].url = url;
        const MailText mail = compose_mail(content);
        CHECK(count_of(mail.html, "<a ") == 0);
        CHECK(!contains(mail.plain, "://"));
        CHECK(!contains(mail.plain, "Open the contract"));
    }
    MailContent content = full_mail();
    content.switch_offs[0].url = "https://x.example/?a=1&b='2'";
    CHECK(contains(compose_mail(content).html, "href=\"https://x.example/?a=1&amp;b=&#39;2&#39;\""));
}

TEST_CASE("the HTML fetches nothing and runs nothing") {
    const std::string html = compose_mail(full_mail()).html;
    for (const std::string_view part : {"<img", "<script", "<link", "src=", "url(", "@import", "@font-face",
                                        "<form", "<iframe", "onload", "background=\""}) {
        CAPTURE(part);
        CHECK(!contains(html, part));
    }
    // Every address in it is one that a reader may follow.
    CHECK(count_of(html, "://") == count_of(html, "href=\"https://telestate.example.org"));
}

TEST_CASE("the HTML is a whole document that mail programs can lay out") {
    const std::string html = compose_mail(full_mail()).html;
    CHECK(html.starts_with("<!DOCTYPE html>"));
    CHECK(html.ends_with("</html>\n"));
    for (const std::string_view part :
         {"<meta charset=\"utf-8\">", "name=\"viewport\"", "name=\"color-scheme\" content=\"light dark\"",
          "max-width:600px", "<!--[if mso]><table role=\"presentation\" width=\"600\"", "lang=\"en-GB\""}) {
        CAPTURE(part);
        CHECK(contains(html, part));
    }
    for (const std::string_view tag : {"table", "tr", "td", "p", "a", "h1", "h2", "span"}) {
        CAPTURE(tag);
        const std::string opened = "<" + std::string(tag);
        CHECK(count_of(html, opened + " ") + count_of(html, opened + ">") ==
              count_of(html, "</" + std::string(tag) + ">"));
    }
}

TEST_CASE("a text without spaces gets places to break, and one without end is cut") {
    const std::string html = mail_about(std::string(500, 'x')).html;
    CHECK(!contains(html, std::string(61, 'x'))); // the page's title alone has longer runs than 24
    CHECK(contains(html, std::string(24, 'x') + "&#8203;x"));
    CHECK(contains(html, "…"));
    const std::string accented = mail_about("äöüäöüäöüäöüäöüäöüäöüäöüäöü").html;
    CHECK(contains(accented, "äöüäöüäöüäöüäöüäöüäöüäöü&#8203;äöü"));
}

TEST_CASE("of many contracts the fifty soonest are told in full and the rest in a line each") {
    MailContent content = mail_of();
    for (int i = 0; i < 500; ++i) {
        content.contracts.push_back(contract_of({notice_of(DecisionKind::give_notice, 10 + i)}));
        content.contracts.back().title = "Contract " + std::to_string(i + 1) + ".";
    }
    const MailText mail = compose_mail(content);
    CHECK(mail.subject == "Give notice to BT by 26 June 2026: £14,400 at stake (+499)");
    for (const std::string* const text : {&mail.plain, &mail.html}) {
        CHECK(count_of(*text, "What to do") == 50);
        CHECK(contains(*text, "450 more contracts"));
        CHECK(contains(*text, "Contract 51."));
        CHECK(contains(*text, "Contract 500."));
        CHECK(contains(*text, "500 alerts about 500 contracts, the soonest first."));
    }
    CHECK(mail.html.size() < 400'000);

    content.contracts.resize(51);
    CHECK(contains(compose_mail(content).plain, "1 more contract\n"));
    content.contracts.resize(50);
    CHECK(!contains(compose_mail(content).plain, "more contract"));
    content.contracts.assign(600, content.contracts[0]);
    CHECK(contains(compose_mail(content).plain, "And 50 more."));
}

} // namespace telestate::alerts
