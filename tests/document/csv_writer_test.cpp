#include "server/document/csv_writer.hpp"

#include <doctest/doctest.h>

using namespace telestate::document;

TEST_CASE("a cell is quoted where it has to be, and never runs as a formula") {
    struct Case {
        const char* description;
        const char* text;
        const char* cell;
    };
    const Case cases[] = {
        {"nothing", "", ""},
        {"plain", "Caf\xc3\xa9", "Caf\xc3\xa9"},
        {"a comma", "a,b", "\"a,b\""},
        {"quotes", "the \"old\" one", "\"the \"\"old\"\" one\""},
        {"two lines", "a\nb", "\"a\nb\""},
        {"a return", "a\rb", "\"a\rb\""},
        {"a formula", "=1+1", "'=1+1"},
        {"a formula with a comma", "=SUM(A1,A2)", "\"'=SUM(A1,A2)\""},
        {"a plus", "+441622211900", "'+441622211900"},
        {"a minus", "-cmd", "'-cmd"},
        {"a minus alone", "-", "'-"},
        {"an at sign", "@here", "'@here"},
        {"a tab", "\tx", "'\tx"},
        {"a return at the beginning", "\rx", "\"'\rx\""},
        {"a negative amount stays a number", "-461605.00", "-461605.00"},
        {"a sum is no number", "-1+1", "'-1+1"},
        {"a number", "14400", "14400"},
        {"a formula further in", "a=1", "a=1"},
    };
    for (const Case& wanted : cases) {
        CAPTURE(wanted.description);
        std::string out;
        CsvWriter csv(out);
        csv.cell(wanted.text);
        csv.end_row();
        CHECK(out == std::string(wanted.cell) + "\r\n");
    }
}

TEST_CASE("rows are separated by CRLF and cells by commas, empty ones included") {
    std::string out;
    CsvWriter csv(out);
    for (const char* const text : {"", "b", ""})
        csv.cell(text);
    csv.end_row();
    csv.cell("c");
    csv.end_row();
    CHECK(out == ",b,\r\nc\r\n");
}
