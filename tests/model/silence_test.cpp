#include "model/silence.hpp"

#include <doctest/doctest.h>

#include <string_view>

using namespace telestate;

TEST_CASE("there are five silences, each with its name") {
    for (std::string_view name : {"unknown", "none", "not_applicable", "not_held", "withheld"}) {
        CAPTURE(name);
        const auto silence = parse_silence(name);
        REQUIRE(silence.has_value());
        CHECK(name_of(*silence) == name);
    }
    for (std::string_view text : {"", "zero", "blank", "None", "n/a", "0", "not held", "unknown "}) {
        CAPTURE(text);
        CHECK_FALSE(parse_silence(text).has_value());
    }
}

TEST_CASE("a silence stands for the one field it names") {
    const std::vector<FieldSilence> silences = {{"term.notice", Silence::none},
                                                {"charges", Silence::withheld}};
    CHECK(find_silence(silences, "term.notice") == Silence::none);
    CHECK(find_silence(silences, "charges") == Silence::withheld);
    CHECK_FALSE(find_silence(silences, "term").has_value());
    CHECK_FALSE(find_silence(silences, "notice").has_value());
    CHECK_FALSE(find_silence(silences, "").has_value());
    CHECK_FALSE(find_silence({}, "charges").has_value());
}
