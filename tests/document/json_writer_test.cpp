#include "server/document/json_writer.hpp"

#include <doctest/doctest.h>

#include <limits>

using namespace telestate;
using namespace telestate::document;

TEST_CASE("every character of a text comes out as RFC 8259 asks") {
    struct Row {
        std::string description;
        std::string_view text;
        std::string json;
    };
    const Row rows[] = {
        {"nothing", "", R"("")"},
        {"plain text is copied", "Kent House", R"("Kent House")"},
        {"quotes and backslashes", "a \"b\" \\ c", R"("a \"b\" \\ c")"},
        {"a slash needs no escape", "a/b", R"("a/b")"},
        {"line feed, return and tab have short forms", "a\nb\rc\td", R"("a\nb\rc\td")"},
        {"other control characters are written by number", std::string_view("\0\x01\x1f", 3),
         R"("\u0000\u0001\u001f")"},
        {"DEL is no control character to JSON", "\x7f", "\"\x7f\""},
        {"UTF-8 is kept", "Ynys Môn 📞", "\"Ynys Môn 📞\""},
        {"an escape at both ends", "\"x\"", R"("\"x\"")"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        std::string out;
        append_json_text(out, row.text);
        CHECK(out == row.json);
    }
}

TEST_CASE("commas stand between members and items, and nowhere else") {
    const auto write = [](JsonSpacing spacing) {
        std::string out;
        JsonWriter json(out, spacing);
        json.begin_object();
        json.member("a", 1);
        json.key("b");
        json.begin_list();
        json.end_list();
        json.key("c");
        json.begin_list();
        json.text("x");
        json.begin_object();
        json.end_object();
        json.null();
        json.boolean(false);
        json.end_list();
        json.null_member("d");
        json.member_if("e", "");
        json.member_if("f", "y");
        json.key("g");
        json.begin_object();
        json.member("h", true);
        json.end_object();
        json.end_object();
        return out;
    };
    CHECK(write(JsonSpacing::compact) ==
          R"({"a":1,"b":[],"c":["x",{},null,false],"d":null,"f":"y","g":{"h":true}})");
    CHECK(write(JsonSpacing::spaced) ==
          R"({"a": 1, "b": [], "c": ["x", {}, null, false], "d": null, "f": "y", "g": {"h": true}})");
}

TEST_CASE("numbers, days and money are written exactly") {
    std::string out;
    JsonWriter json(out);
    json.begin_list();
    json.integer(std::numeric_limits<std::int64_t>::min());
    json.integer(std::numeric_limits<std::int64_t>::max());
    json.day(Day{date::year{2024} / 2 / 29});
    json.money(Money::of_pence(46160500));
    json.money(Money::of_pence(-5));
    json.end_list();
    CHECK(out == R"([-9223372036854775808,9223372036854775807,"2024-02-29","461605.00","-0.05"])");
}

TEST_CASE("a key from outside is escaped") {
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    json.foreign_key("a\"b");
    json.integer(1);
    json.end_object();
    CHECK(out == R"({"a\"b":1})");
}
