#include "server/document/without_money.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

using telestate::document::without_money;

TEST_CASE("Amounts are taken out of JSON, and nothing else") {
    struct Case {
        const char* description;
        std::string json;
        std::string expected;
    };
    const Case cases[] = {
        {"an amount", R"({"total":"14400.00"})", R"({"total":null})"},
        {"below nothing", R"({"total":"-0.50"})", R"({"total":null})"},
        {"a unit price", R"({"unit_price":"0.0125"})", R"({"unit_price":null})"},
        {"in a list", R"(["1.00","x",["2.00"]])", R"([null,"x",[null]])"},
        {"pounds in a text", R"({"notes":"£14,400 a year, £ 12.50 each; £1"})",
         R"({"notes":"£… a year, £… each; £…"})"},
        {"a pound sign alone", R"({"unit":"£ a line"})", R"({"unit":"£ a line"})"},
        {"a day, a period and a telephone number",
         R"({"on":"2026-08-27","notice":"P3M","number":"0300 123"})",
         R"({"on":"2026-08-27","notice":"P3M","number":"0300 123"})"},
        {"a count and a share", R"({"count":12,"share":0.25,"big":18446744073709551615})",
         R"({"count":12,"share":0.25,"big":18446744073709551615})"},
        {"a percentage with one place", R"({"percent":"3.5"})", R"({"percent":"3.5"})"},
        {"a version and a lot", R"({"version":"12.10","framework":{"lot":"1.10"},"amount":"1.10"})",
         R"({"version":"12.10","framework":{"lot":"1.10"},"amount":null})"},
        {"nothing, true and empty things", R"({"a":null,"b":true,"c":{},"d":[],"e":""})",
         R"({"a":null,"b":true,"c":{},"d":[],"e":""})"},
        {"quotes, line breaks and other scripts", R"({"t":"a\"b\nc é 電"})", R"({"t":"a\"b\nc é 電"})"},
    };
    for (const Case& each : cases) {
        CAPTURE(each.description);
        CHECK(without_money(each.json) == each.expected);
    }
    CHECK_THROWS_AS(without_money("{"), std::logic_error);
}
