#include "model/count.hpp"

#include "tests/model/support/values.hpp"

#include <doctest/doctest.h>

#include <string_view>

using namespace telestate;
using namespace telestate::test;

TEST_CASE("a count says how exact it is") {
    struct Row {
        std::int64_t value;
        std::string_view qualifier;
        std::string_view for_people;
    };
    const Row rows[] = {
        {0, "exact", "0"},
        {7, "exact", "7"},
        {999, "exact", "999"},
        {1117, "exact", "1,117"},
        {1234567, "exact", "1,234,567"},
        {190, "approximately", "about 190"},
        {40000, "at_least", "at least 40,000"},
        {30, "up_to", "up to 30"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.for_people);
        const auto qualifier = parse_qualifier(row.qualifier);
        REQUIRE(qualifier.has_value());
        CHECK(name_of(*qualifier) == row.qualifier);
        Count count;
        count.value = row.value;
        count.qualifier = *qualifier;
        CHECK(describe_count(count) == row.for_people);
    }
    for (std::string_view text : {"", "about", "Exact", "at least"})
        CHECK_FALSE(parse_qualifier(text).has_value());
}

TEST_CASE("only an exact number with nothing said about it is a plain one") {
    Count count;
    count.value = 190;
    CHECK(count.is_plain());
    CHECK(Count{}.is_plain());

    Count other = count;
    other.measure = "lines";
    CHECK_FALSE(other.is_plain());
    other = count;
    other.qualifier = Qualifier::approximately;
    CHECK_FALSE(other.is_plain());
    other = count;
    other.as_at = day("2021-11-08");
    CHECK_FALSE(other.is_plain());
    other = count;
    other.literal = "approximately 190";
    CHECK_FALSE(other.is_plain());
}

TEST_CASE("counts of different measures are different counts") {
    Count lines;
    lines.value = 30;
    lines.measure = "lines";
    Count channels = lines;
    channels.measure = "channels";
    CHECK(lines != channels);
}
