#include "server/document/text_folding.hpp"

#include <doctest/doctest.h>

using namespace telestate::document;

TEST_CASE("texts are compared without regard to case and accents") {
    CHECK(fold_text("Ysbyty ŴYLFA, CAFÉ") == "ysbyty wylfa, cafe");
    CHECK(fold_text("Straße Œuvre Æ") == "strasse oeuvre ae");
    CHECK(fold_text("e\xCC\x81") == "e"); // an accent written as a character of its own
    CHECK(fold_text("King’s – “A”") == "king's - \"a\"");
    CHECK(fold_text("ΑΒΓ Привет") == "αβγ привет");
    CHECK(fold_text("日本") == "日本");
}

TEST_CASE("texts are sorted as people sort them") {
    const char* const in_order[] = {"",       "007",    "8",       "10",       "Ábc 2",
                                    "abc 10", "Line 2", "line 10", "line 10a", "zulu"};
    for (std::size_t i = 1; i < std::size(in_order); ++i) {
        CAPTURE(in_order[i]);
        CHECK(sort_key_of(in_order[i - 1]) < sort_key_of(in_order[i]));
    }
    CHECK(sort_key_of("LINE 007") == sort_key_of("line 7"));
}

TEST_CASE("the words of a search are found in telephone numbers whatever stands between their digits") {
    CHECK(search_words_of("  Café  0300-123 ") ==
          std::vector<SearchWord>{{"cafe", ""}, {"0300-123", "0300123"}});
    CHECK(search_words_of("+44(0)300") == std::vector<SearchWord>{{"+44(0)300", "44300"}});
    CHECK(search_words_of(" ").empty());
}
