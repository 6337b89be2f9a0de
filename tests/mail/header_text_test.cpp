#include "server/mail/header_text.hpp"

#include <doctest/doctest.h>

#include <sstream>

using namespace telestate::mail;

namespace {

// The lines of a field, each without its CRLF.
std::vector<std::string> lines_of_field(const std::string& field) {
    std::vector<std::string> lines;
    for (std::size_t begin = 0; begin < field.size();) {
        const std::size_t end = field.find("\r\n", begin);
        REQUIRE(end != std::string::npos);
        lines.push_back(field.substr(begin, end - begin));
        begin = end + 2;
    }
    return lines;
}

} // namespace

TEST_CASE("A plain text stands in a header as it is, folded at its spaces") {
    CHECK(text_header("Subject", "Give notice to BT") == "Subject: Give notice to BT\r\n");
    CHECK(text_header("Subject", "") == "Subject:\r\n");
    std::string text = "word";
    for (int i = 0; i < 60; ++i)
        text += " word";
    const auto lines = lines_of_field(text_header("Subject", text));
    CHECK(lines.size() > 3);
    std::string joined;
    for (const std::string& line : lines) {
        CHECK(line.size() <= 76);
        joined += line;
    }
    CHECK(joined == "Subject: " + text);
}

TEST_CASE("What would be misread or is too long is put into encoded words") {
    struct Row {
        const char* description;
        std::string text;
        std::string field;
    };
    const Row rows[] = {
        {"other than ASCII", "£5 at stake", "Subject: =?utf-8?q?=C2=A35_at_stake?=\r\n"},
        {"looks like an encoded word",
         "=?utf-8?q?a=0D=0Ab?=", "Subject: =?utf-8?q?=3D=3Futf-8=3Fq=3Fa=3D0D=3D0Ab=3F=3D?=\r\n"},
        {"spaces that folding would lose", "a  b", "Subject: =?utf-8?q?a__b?=\r\n"},
        {"another header", "a\r\nBcc: b@example.org", "Subject: =?utf-8?q?a__Bcc=3A_b=40example=2Eorg?=\r\n"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        CHECK(text_header("Subject", row.text) == row.field);
    }
}

TEST_CASE("No encoded word is longer than RFC 2047 allows, and none ends within a character") {
    for (const std::string& piece :
         {std::string("\U0001F600"), std::string("£"), std::string("x"), std::string("a£")}) {
        std::string text;
        for (int i = 0; i < 300; ++i)
            text += piece;
        const auto lines = lines_of_field(text_header("X-Telestate-Long-Name", text));
        CHECK(lines.size() > 4);
        for (const std::string& line : lines) {
            CAPTURE(line);
            CHECK(line.size() <= 76);
            // A character's bytes follow one another: the word ends with its last one.
            if (piece == "£") CHECK(line.ends_with("=C2=A3?="));
            if (piece == "\U0001F600") CHECK(line.ends_with("=F0=9F=98=80?="));
        }
    }
}

TEST_CASE("The name of a mailbox is an atom, a quoted text or encoded") {
    struct Row {
        const char* description;
        const char* name;
        std::string field;
    };
    const Row rows[] = {
        {"none", "", "To: <a@b.example>\r\n"},
        {"words", "Ann Smith", "To: Ann Smith <a@b.example>\r\n"},
        {"comma", "Smith, Ann", "To: \"Smith, Ann\" <a@b.example>\r\n"},
        {"quotes and a backslash", "Ann \"A\\\" Smith", "To: \"Ann \\\"A\\\\\\\" Smith\" <a@b.example>\r\n"},
        {"another address", "x <c@d.example>,", "To: \"x <c@d.example>,\" <a@b.example>\r\n"},
        {"other than ASCII", "Zoë", "To: =?utf-8?q?Zo=C3=AB?= <a@b.example>\r\n"},
        {"encoded already", "=?utf-8?q?x?=", "To: =?utf-8?q?=3D=3Futf-8=3Fq=3Fx=3F=3D?= <a@b.example>\r\n"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        CHECK(mailbox_header("To", {row.name, "a@b.example"}) == row.field);
    }
}

TEST_CASE("A header's name is letters, digits and the like") {
    for (const char* name : {"X-Telestate", "List-Unsubscribe", "a"})
        CHECK(is_header_name(name));
    for (const std::string& name :
         {std::string(), std::string("A B"), std::string("A:"), std::string("A\r\nB"), std::string("Ä"),
          std::string(41, 'a'), std::string("a\0b", 3)})
        CHECK_FALSE(is_header_name(name));
}
