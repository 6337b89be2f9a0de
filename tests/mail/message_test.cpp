#include "server/mail/message.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace telestate::mail;
using namespace std::string_literals;

namespace {

Message sample() {
    Message message;
    message.from = {"Telestate", "telestate@example.org"};
    message.to = {"Zoë O'Brien", "zoe.o'brien@example.org"};
    message.subject = "Give notice to BT by 26 June 2026: £14,400 at stake (+2)";
    message.message_id = "0123456789abcdef@example.org";
    message.date = std::chrono::system_clock::time_point(std::chrono::seconds(1'775'023'445));
    message.list_id = "alerts.example.org";
    message.list_name = "Renewal alerts";
    message.plain = "Give notice.\n";
    message.html = "<p>Give notice.</p>";
    message.attachments = {
        {"decisions.ics", "text/calendar; charset=utf-8; method=PUBLISH", "BEGIN:VCALENDAR\r\n"}};
    return message;
}

std::string header_of(const std::string& text) { return text.substr(0, text.find("\r\n\r\n") + 2); }

int count_of(const std::string& text, const std::string& piece) {
    int count = 0;
    for (std::size_t at = 0; (at = text.find(piece, at)) != std::string::npos; ++at)
        ++count;
    return count;
}

// What RFC 5322 says of every line, and nothing but ASCII.
void check_lines(const std::string& text, std::size_t longest = 78) {
    REQUIRE(text.ends_with("\r\n"));
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = text.find("\r\n", begin);
        REQUIRE(end != std::string::npos);
        const std::string line = text.substr(begin, end - begin);
        CAPTURE(line);
        CHECK(line.size() <= longest);
        for (const char c : line)
            CHECK(((c >= ' ' && c <= '~') || c == '\t'));
        begin = end + 2;
    }
}

} // namespace

TEST_CASE("A mail has the headers that mail systems expect") {
    const std::string text = format_message(sample());
    const std::string header = header_of(text);
    for (const char* line : {
             "From: Telestate <telestate@example.org>\r\n",
             "To: =?utf-8?q?Zo=C3=AB_O=27Brien?= <zoe.o'brien@example.org>\r\n",
             "Date: Wed, 01 Apr 2026 06:04:05 +0000\r\n",
             "Message-ID: <0123456789abcdef@example.org>\r\n",
             "List-Id: Renewal alerts <alerts.example.org>\r\n",
             "Auto-Submitted: auto-generated\r\n",
             "X-Auto-Response-Suppress: All\r\n",
             "MIME-Version: 1.0\r\n",
         }) {
        CAPTURE(line);
        CHECK(count_of(header, line) == 1);
    }
    check_lines(text);
    CHECK(format_message(sample()) == text);
}

TEST_CASE("A mail has no more parts than it needs") {
    struct Row {
        const char* description;
        bool has_plain, has_html, has_attachment;
        const char* type;
        int part_count; // of those with a content
    };
    const Row rows[] = {
        {"everything", true, true, true, "multipart/mixed", 3},
        {"two texts", true, true, false, "multipart/alternative", 2},
        {"plain text", true, false, false, "text/plain; charset=utf-8", 1},
        {"HTML", false, true, false, "text/html; charset=utf-8", 1},
        {"nothing", false, false, false, "text/plain; charset=utf-8", 1},
        {"an attachment", false, false, true, "multipart/mixed", 2},
        {"plain text and an attachment", true, false, true, "multipart/mixed", 2},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        Message message = sample();
        if (!row.has_plain) message.plain.clear();
        if (!row.has_html) message.html.clear();
        if (!row.has_attachment) message.attachments.clear();
        const std::string text = format_message(message);
        CHECK(count_of(header_of(text), "Content-Type: "s + row.type) == 1);
        CHECK(count_of(text, "Content-Transfer-Encoding: ") == row.part_count);
        check_lines(text);
    }
}

TEST_CASE("Nothing in a record begins a header, ends the headers or makes a line of its own") {
    const std::string attempts[] = {
        "x\r\nBcc: thief@example.net",
        "x\nBcc: thief@example.net",
        "x\rBcc: thief@example.net",
        "x\r\n\r\nBcc: thief@example.net",
        "x\r\n.\r\nMAIL FROM:<thief@example.net>",
        "x\0\r\nBcc: thief@example.net"s,
        "x\xe2\x80\xa8"
        "Bcc: thief@example.net",
        "=?utf-8?q?x=0D=0ABcc:_thief@example.net?=",
        "\" <thief@example.net>, \"",
        "<thief@example.net>",
        "\xff\xfe\r\nBcc: thief@example.net",
    };
    for (const std::string& attempt : attempts) {
        CAPTURE(attempt);
        Message message = sample();
        message.from.name = message.to.name = message.subject = message.list_name = attempt;
        message.more_headers = {{"X-Telestate-Run", attempt}};
        message.attachments[0].name = attempt;
        message.attachments[0].content_type += "; name=" + attempt;
        const std::string text = format_message(message);
        check_lines(text);
        CHECK(count_of(text, "\r\nBcc") == 0);
        CHECK(count_of(text, "\r\n.") == 0);
        CHECK(count_of(text, "\nMAIL") == 0);
        for (const char* name :
             {"From:", "To:", "Subject:", "X-Telestate-Run:", "List-Id:", "Content-Type: multipart"})
            CHECK(count_of("\r\n" + header_of(text), "\r\n"s + name) == 1);
        CHECK(header_of(text).find("=?utf-8?q?x=0D") == std::string::npos);
    }
}

TEST_CASE("Long texts are folded and broken") {
    for (const std::string& piece : {"£"s, "\U0001F600"s, "x"s, "word "s, "a\U0001F600 "s, "="s}) {
        CAPTURE(piece);
        std::string text;
        for (int i = 0; i < 1'000; ++i)
            text += piece;
        Message message = sample();
        message.subject = message.from.name = message.to.name = message.list_name = text;
        message.more_headers = {{"X-Telestate-Run", text}};
        message.plain = message.html = message.attachments[0].content = text;
        check_lines(format_message(message));
        message.attachments[0].name = text.substr(0, 200) + ".ics";
        check_lines(format_message(message));
        message.to.address = std::string(242, 'x') + "@example.org";
        check_lines(format_message(message), 998);
    }
}

TEST_CASE("No text can hold the boundary between parts") {
    Message message = sample();
    for (const char* subtype : {"mixed", "alternative"})
        message.plain += "\n--=_" + digest_of({subtype, message.message_id}) + "--\n";
    message.html = message.attachments[0].content = message.plain;
    const std::string text = format_message(message);
    for (const char* subtype : {"mixed", "alternative"})
        CHECK(count_of(text, "\r\n--=_" + digest_of({subtype, message.message_id}) + "--\r\n") == 1);
}

TEST_CASE("An address that could stand for more than itself is refused") {
    struct Row {
        const char* description;
        std::string address;
        bool is_one;
    };
    const Row rows[] = {
        {"plain", "a@example.org", true},
        {"what names hold", "o'brien+alerts_1.x-y@example.org", true},
        {"longest", std::string(242, 'a') + "@example.org", true},
        {"too long", std::string(243, 'a') + "@example.org", false},
        {"empty", "", false},
        {"no at", "example.org", false},
        {"nothing before it", "@example.org", false},
        {"nothing after it", "a@", false},
        {"two", "a@b@example.org", false},
        {"space", "a b@example.org", false},
        {"line end", "a@example.org\r\nRCPT TO:<b@example.org>", false},
        {"NUL", "a@example.org\0"s, false},
        {"brackets", "<a@example.org>", false},
        {"two addresses", "a@example.org,b", false},
        {"group", "a:b@example.org;", false},
        {"quotes", "\"a\"@example.org", false},
        {"backslash", "a\\@example.org", false},
        {"address of a machine", "a@[127.0.0.1]", false},
        {"other than ASCII", "zoë@example.org", false},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        CHECK(is_mail_address(row.address) == row.is_one);
        Message message = sample();
        message.to.address = row.address;
        if (!row.is_one) CHECK_THROWS_AS(format_message(message), std::invalid_argument);
    }
}

TEST_CASE("Names that would break the header are refused") {
    Message message = sample();
    message.more_headers = {{"X-A\r\nBcc", "x"}};
    CHECK_THROWS_AS(format_message(message), std::invalid_argument);
    message = sample();
    message.message_id = "a>\r\nBcc: b@example.org";
    CHECK_THROWS_AS(format_message(message), std::invalid_argument);
    message = sample();
    message.list_id = "a> b";
    CHECK_THROWS_AS(format_message(message), std::invalid_argument);
}
