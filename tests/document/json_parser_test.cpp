#include "server/document/json_parser.hpp"

#include "server/document/utf8.hpp"
#include "tests/document/test_files.hpp"

#include <doctest/doctest.h>

using namespace telestate;
using namespace telestate::document;

TEST_CASE("good JSON is read as it is written") {
    struct Row {
        std::string description;
        std::string text;
        std::string json; // written back
    };
    const Row rows[] = {
        {"an object keeps the order of its members", R"({"b":1,"a":2})", R"({"b":1,"a":2})"},
        {"white space means nothing", " [ 1 ,\n\t2 ]\r\n", "[1,2]"},
        {"the longest whole numbers", "[9223372036854775807,-9223372036854775808]",
         "[9223372036854775807,-9223372036854775808]"},
        {"longer ones stay as they are written, and are no integers",
         "[18446744073709551615,92233720368547758070]", "[18446744073709551615,92233720368547758070]"},
        {"fractions stay as they are written", "[1.50,2e3]", "[1.50,2e3]"},
        {"a byte-order mark is passed over", "\xEF\xBB\xBF{}", "{}"},
        {"escapes are undone", R"(["\u00e9\ud83d\udcde\"\\\/\n"])", "[\"é📞\\\"\\\\/\\n\"]"},
        {"a single value", "true", "true"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        const auto value = parse_json(row.text);
        REQUIRE(value.has_value());
        CHECK(format_json(*value) == row.json);
    }
}

TEST_CASE("malformed JSON is refused with its line and column and no parser's words") {
    struct Row {
        std::string description;
        std::string text;
        std::string message;
    };
    const Row rows[] = {
        {"nothing", "", "The document is empty."},
        {"white space alone", " \n\t", "The document is empty."},
        {"a byte-order mark alone", "\xEF\xBB\xBF", "The document is empty."},
        {"cut off", "{\"a\": [1, 2", "Line 1, column 12: the document ends too early"},
        {"cut off on a later line", "{\n \"a\": 1,\n", "Line 3, column 1: the document ends too early"},
        {"cut off inside a text", "{\"a\": \"b", "Line 1, column 9: a text has no closing quotation mark"},
        {"a missing comma", "{\"a\": 1\n \"b\": 2}",
         "Line 2, column 2: a comma or a closing brace is missing before"},
        {"a missing comma in a list", "[1 2]",
         "Line 1, column 4: a comma or a closing bracket is missing before"},
        {"a comma too many", "{\"a\": 1,}",
         "Line 1, column 9: the name of a field in double quotation marks"},
        {"a comma too many in a list", "[1,]", "Line 1, column 4: a value is expected here, not \"]\""},
        {"a missing colon", "{\"a\" 1}", "Line 1, column 6: a colon is missing"},
        {"single quotes", "{'a': 1}", "Line 1, column 2: the name of a field in double quotation marks"},
        {"a word without quotes", "{\"a\": yes}", "Line 1, column 7: a value is expected here"},
        {"a comment", "// x\n{}", "Line 1, column 1"},
        {"not a number to JSON", "[NaN]", "Line 1, column 2: a value is expected here"},
        {"a number with a plus", "[+1]", "Line 1, column 2"},
        {"a number beyond everything", "[1e999]", "a number is too large to be read"},
        {"a lone minus", "[-]", "a number is not written as JSON writes numbers"},
        {"something after the end", "{} x",
         "Line 1, column 4: there is something after the end of the document"},
        {"a second value", "{}{}", "there is something after the end of the document"},
        {"a zero byte, after which anything might follow", std::string("{}\0junk", 7),
         "Line 1, column 3: there is a zero byte"},
        {"a line break inside a text", "[\"a\nb\"]", "write a line break as \\n"},
        {"an unknown escape", R"(["\x"])", "a backslash inside a text"},
        {"half a surrogate pair", R"(["\ud83d"])", "a backslash inside a text"},
        {"Latin-1", "[\"caf\xE9\"]", "Line 1, column 6: this is not UTF-8"},
        {"an overlong form", "[\"\xC0\xAF\"]", "this is not UTF-8"},
        {"a surrogate in UTF-8", "[\"\xED\xA0\x80\"]", "this is not UTF-8"},
        {"columns count characters", "[\"ééé\" x]", "Line 1, column 8"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        const auto value = parse_json(row.text);
        REQUIRE(value.has_error());
        CHECK(value.error().code == ErrorCode::malformed);
        CHECK_MESSAGE(value.error().message.find(row.message) != std::string::npos, value.error().message);
        CHECK(value.error().message.find("parse_error") == std::string::npos);
        CHECK(value.error().message.find("syntax error") == std::string::npos);
    }
}

TEST_CASE("repeated names are refused, each where it stands") {
    const auto value =
        parse_json(R"({"a": 1, "b": {"c": 1, "c": 2}, "a": {"d": 1}, "l": [{"x/y": 1, "x/y": 2}]})");
    REQUIRE(value.has_error());
    CHECK(value.error().code == ErrorCode::invalid);
    REQUIRE(value.error().fields.size() == 3);
    CHECK(value.error().fields[0].pointer == "/b");
    CHECK(value.error().fields[0].message ==
          "the field \"c\" is given twice in the same object; keep one of the two");
    CHECK(value.error().fields[1].pointer == "");
    CHECK(value.error().fields[2].pointer == "/l/0");
}

TEST_CASE("values may nest as deep as the limit and no deeper") {
    const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    CHECK(parse_json(nested(32)).has_value());
    const auto refused = parse_json(nested(33));
    REQUIRE(refused.has_error());
    CHECK(refused.error().message.find("more than 32 deep") != std::string::npos);
    // Far too deep is no different: nothing recurses.
    CHECK(parse_json(std::string(2'000'000, '[')).has_error());
}

TEST_CASE("limits of length are kept") {
    JsonLimits limits;
    limits.bytes = 10;
    CHECK(parse_json("[1,2,3,44]", limits).has_value());
    const auto long_text = parse_json("[1,2,3,444]", limits);
    REQUIRE(long_text.has_error());
    CHECK(long_text.error().code == ErrorCode::too_large);
    CHECK(long_text.error().message == "The document is larger than 10 bytes.");

    limits = {};
    limits.list_items = 2;
    CHECK(parse_json("[[1,2],[3,4]]", limits).has_value());
    const auto long_list = parse_json(R"({"a": [1, 2, {"b": 3}, 4]})", limits);
    REQUIRE(long_list.has_error());
    CHECK(list_fields(long_list.error().fields) == "/a: has more than 2 items\n");

    limits = {};
    limits.members = 2;
    const auto many_members = parse_json(R"({"a": {"b": 1, "c": 2, "d": 3, "e": [4]}})", limits);
    REQUIRE(many_members.has_error());
    CHECK(list_fields(many_members.error().fields) == "/a: has more than 2 fields\n");
}

TEST_CASE("a document is handed on one record at a time") {
    std::string seen;
    const DocumentEvents events{
        [&](std::string_view name) { seen += std::string(name) + "[ "; },
        [&](std::string_view name, std::size_t index, const JsonValue& item) {
            seen += std::string(name) + "/" + std::to_string(index) + "=" + format_json(item) + " ";
        },
        [&](std::string_view name, const JsonValue& value) {
            seen += std::string(name) + "=" + format_json(value) + " ";
        },
    };
    Problems problems;
    const auto read = stream_json(
        R"({"f": "x", "a": [{"l": [1]}, 2, [3]], "o": {"a": [4]}, "a": [5], "b": []})", {}, problems, events);
    CHECK(read.has_value());
    CHECK(seen == R"(f="x" a[ a/0={"l":[1]} a/1=2 a/2=[3] o={"a":[4]} b[ )");
    REQUIRE(problems.error_count() == 1);
    CHECK(problems.errors()[0].message.find("\"a\" is given twice") != std::string::npos);
}

TEST_CASE("only an object is a document") {
    for (const char* text : {"[]", "[{}]", "1", "\"x\"", "null"}) {
        CAPTURE(text);
        Problems problems;
        const DocumentEvents ignore{[](std::string_view) {},
                                    [](std::string_view, std::size_t, const JsonValue&) {},
                                    [](std::string_view, const JsonValue&) {}};
        const auto read = stream_json(text, {}, problems, ignore);
        REQUIRE(read.has_error());
        CHECK(read.error().code == ErrorCode::invalid);
        CHECK(read.error().message.find("one JSON object") != std::string::npos);
    }
}

TEST_CASE("UTF-8 is told from what only looks like it") {
    struct Row {
        std::string description;
        std::string_view bytes;
        std::optional<std::size_t> invalid_at;
    };
    const Row rows[] = {
        {"ASCII", "abcdefghijklmnop", std::nullopt},
        {"two, three and four bytes", "é€📞", std::nullopt},
        {"the last code point", "\xF4\x8F\xBF\xBF", std::nullopt},
        {"past the last code point", "\xF4\x90\x80\x80", 0},
        {"a continuation byte alone", "abcdefgh\x80", 8},
        {"cut off", "abc\xE2\x82", 3},
        {"overlong", "\xE0\x80\x80", 0},
        {"a lead byte that leads nowhere", "a\xFF", 1},
        {"a lead byte and a letter", "\xC3z", 0},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        CHECK(find_invalid_utf8(row.bytes) == row.invalid_at);
    }
    CHECK(character_count("é€📞a") == 4);
}
