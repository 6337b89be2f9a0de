#include "server/document/problems.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace telestate;
using namespace telestate::document;

TEST_CASE("a place in a document is written as a JSON pointer") {
    const Path top;
    const Path contracts(top, "contracts");
    const Path contract(contracts, 3);
    const Path term(contract, "term");
    CHECK(top.pointer().empty());
    CHECK(Path(term, "renews_for").pointer() == "/contracts/3/term/renews_for");
    CHECK(Path(top, "a/b~c").pointer() == "/a~1b~0c");
}

TEST_CASE("problems past the limit are counted and not kept") {
    Problems problems(2);
    for (int i = 0; i < 5; ++i)
        problems.add("/" + std::to_string(i), "is wrong");
    const Error error = problems.to_error();
    CHECK(error.message == "There are 5 problems.");
    REQUIRE(error.fields.size() == 3);
    CHECK(error.fields[1].pointer == "/1");
    CHECK(error.fields[2] == FieldError{"", "and 3 more problems"});
    problems.warn("/w", "is odd");
    CHECK(problems.warnings().size() == 1);
}

TEST_CASE("what was given is shown in quotes, never too long and never broken") {
    CHECK(in_quotes("bt") == "\"bt\"");
    CHECK(in_quotes("a\nb") == "\"a\\u000ab\"");
    CHECK(in_quotes(std::string(60, 'x')) == "\"" + std::string(60, 'x') + "\"");
    CHECK(in_quotes(std::string(61, 'x')) == "\"" + std::string(60, 'x') + "…\"");
    // The cut would fall inside the two bytes of é.
    CHECK(in_quotes(std::string(59, 'x') + "é and more") == "\"" + std::string(59, 'x') + "…\"");
}

TEST_CASE("a slip of the pen is answered with the word that was meant") {
    const std::array<std::string_view, 5> known = {"supplier", "service", "site", "id", "term"};
    CHECK(suggestion("suplier", known) == "; did you mean \"supplier\"?");
    CHECK(suggestion("suppleir", known) == "; did you mean \"supplier\"?");
    CHECK(suggestion("terms", known) == "; did you mean \"term\"?");
    CHECK(suggestion("Id", known) == "; did you mean \"id\"?");
    CHECK(suggestion("colour", known).empty());
    CHECK(suggestion("xy", known).empty());
}
