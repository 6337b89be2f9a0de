#include "server/mail/clean_text.hpp"
#include "server/mail/smtp_replies.hpp"

#include <doctest/doctest.h>

using namespace telestate::mail;
using namespace std::string_literals;

TEST_CASE("A server's reply is put together from its lines") {
    struct Row {
        const char* description;
        std::string said;
        int code;
        std::string text;
        int count;
    };
    const Row rows[] = {
        {"nothing", "", 0, "", 0},
        {"one line", "250 OK\r\n", 250, "OK", 1},
        {"a code alone", "250\r\n", 250, "", 1},
        {"no return before the line feed", "250 OK\n", 250, "OK", 1},
        {"several lines", "550-No such\r\n550-user\r\n550 here\r\n", 550, "No such user here", 1},
        {"an unfinished reply is none", "250 OK\r\n550-No such\r\n", 250, "OK", 1},
        {"an unfinished line is none", "250 OK\r\n550 No", 250, "OK", 1},
        {"the last of several", "250 OK\r\n354 Go on\r\n451 Not now\r\n", 451, "Not now", 3},
        {"a line without a code is part of the text", "550-No\r\nsuch\r\n550 user\r\n", 550, "No such user",
         1},
        {"a good-bye is no answer", "451 Not now\r\n221 Bye\r\n", 451, "Not now", 1},
        {"four digits are no code", "2500 OK\r\n", 0, "", 0},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        SmtpReplies whole;
        whole.add(row.said);
        SmtpReplies by_the_byte;
        for (const char byte : row.said)
            by_the_byte.add({&byte, 1});
        for (const SmtpReplies* replies : {&whole, &by_the_byte}) {
            CHECK(replies->last().code == row.code);
            CHECK(replies->last().text == row.text);
            CHECK(replies->count() == row.count);
        }
    }
}

TEST_CASE("A server that goes on talking fills no memory") {
    SmtpReplies replies;
    for (int i = 0; i < 1'000; ++i)
        replies.add("250-" + std::string(1'000, 'x') + "\r\n");
    replies.add(std::string(1'000'000, 'x'));
    replies.add("\r\n250 end\r\n");
    CHECK(replies.last().code == 250);
    CHECK(replies.last().text.size() <= 4'000);
}

TEST_CASE("Texts from outside become one line of UTF-8 without control characters") {
    struct Row {
        const char* description;
        std::string text;
        std::string line;
    };
    const Row rows[] = {
        {"empty", "", ""},
        {"as it is", "£14,400 \U0001F600", "£14,400 \U0001F600"},
        {"line ends", "a\r\nb\nc\rd", "a  b c d"},
        {"other line ends", "a\u2028b\u2029c\u0085d", "a b c d"},
        {"NUL and others", "a\0b\x1b[31m\x7f"s, "a\uFFFDb [31m"},
        {"no UTF-8", "caf\xe9 \xff", "caf\uFFFD \uFFFD"},
        {"spaces at the ends", " \r\n a \t", "a"},
        {"nothing else", "\r\n", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        CHECK(one_line(row.text) == row.line);
    }
    CHECK(lines_of("a\r\nb\rc\n\td\x1b\x07\n\r\n") == "a\nb\nc\n\td\n\n");
}

TEST_CASE("A text is cut between characters") {
    CHECK(shortened("££", 4) == "££");
    CHECK(shortened("££", 3) == "£");
    CHECK(shortened("a\U0001F600", 4) == "a");
    CHECK(shortened("\U0001F600", 2).empty());
}
