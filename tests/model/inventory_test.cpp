#include "model/estate.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace telestate;

TEST_CASE("a line's technology says whether it stops with the PSTN") {
    struct Row {
        std::string_view name;
        bool rides_on_pstn;
    };
    const Row rows[] = {
        {"pstn", true},  {"isdn2", true},        {"isdn30", true},       {"adsl", true},
        {"fttc", true},  {"sip_trunk", false},   {"hosted_voip", false}, {"sogea", false},
        {"fttp", false}, {"leased_line", false}, {"mobile", false},      {"unknown", false},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        const auto technology = parse_line_technology(row.name);
        REQUIRE(technology.has_value());
        CHECK(name_of(*technology) == row.name);
        CHECK(rides_on_pstn(*technology) == row.rides_on_pstn);
    }
    for (std::string_view text : {"", "PSTN", "isdn", "vdsl", "sip trunk"})
        CHECK_FALSE(parse_line_technology(text).has_value());
}

TEST_CASE("a line's purpose reads back as it is named") {
    for (std::string_view name :
         {"voice", "fax", "lift", "alarm", "payment", "door_entry", "telecare", "nurse_call", "broadband"}) {
        CAPTURE(name);
        const auto purpose = parse_line_purpose(name);
        REQUIRE(purpose.has_value());
        CHECK(name_of(*purpose) == name);
    }
    for (std::string_view text : {"", "lifts", "Voice", "door entry"})
        CHECK_FALSE(parse_line_purpose(text).has_value());
}

TEST_CASE("a contact without name, address and number is none") {
    CHECK(Contact{}.is_empty());
    CHECK_FALSE(Contact{"A. Person", "", ""}.is_empty());
    CHECK_FALSE(Contact{"", "a@example.org", ""}.is_empty());
    CHECK_FALSE(Contact{"", "", "+443001231234"}.is_empty());
}

TEST_CASE(
    "an organisation works by the calendar of England and Wales and by London time unless it says otherwise") {
    const Organisation organisation;
    CHECK(organisation.time_zone == "Europe/London");
    CHECK(organisation.bank_holidays == Division::england_and_wales);
    CHECK(organisation.financial_year_start == FinancialYearStart{4, 1});
    CHECK(organisation.currency == "GBP");
    CHECK_FALSE(organisation.public_body.has_value());
}

TEST_CASE("two estates are the same when every record is") {
    Estate one;
    one.lines.push_back({});
    one.lines.back().id = "lift-1";
    Estate other = one;
    CHECK(one == other);
    other.lines.back().purpose = LinePurpose::lift;
    CHECK(one != other);
    other = one;
    other.observations.push_back({"lines", "lift-1", "count", {}});
    CHECK(one != other);
}
