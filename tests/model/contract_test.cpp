#include "model/contract.hpp"

#include "tests/model/support/documents.hpp"
#include "tests/model/support/values.hpp"

#include <doctest/doctest.h>

#include <string_view>

using namespace telestate;
using namespace telestate::test;

TEST_CASE("the choices of a contract read back as they are named") {
    for (std::string_view name : {"fixed", "auto_renew", "rolling", "perpetual", "unknown"})
        CHECK(name_of(parse_term_kind(name).value()) == name);
    for (std::string_view name : {"term_end", "any_day"})
        CHECK(name_of(parse_notice_expires(name).value()) == name);
    for (std::string_view name : {"give_notice", "exercise_option", "replace", "use_break"})
        CHECK(name_of(parse_decision_kind(name).value()) == name);
    for (std::string_view name : {"renew", "leave", "replace"})
        CHECK(name_of(parse_outcome(name).value()) == name);
    for (std::string_view text :
         {"", "Fixed", "auto-renew", "evergreen", "any day", "notice", "stay", "renew "}) {
        CAPTURE(text);
        CHECK_FALSE(parse_term_kind(text).has_value());
        CHECK_FALSE(parse_notice_expires(text).has_value());
        CHECK_FALSE(parse_decision_kind(text).has_value());
        CHECK_FALSE(parse_outcome(text).has_value());
    }
}

TEST_CASE("notice known to be none is no notice, and any other silence leaves it unknown") {
    const auto notice = [](std::string_view contract) { return notice_of(contract_of(contract)); };
    CHECK(notice("{'term': {'kind': 'rolling', 'notice': 'P1M'}}") == Notice{period("P1M"), false});
    CHECK(notice("{'term': {'kind': 'rolling', 'notice': {'length': 'P10D', 'days': 'working'}}}") ==
          working(10));
    CHECK(notice("{'term': {'kind': 'rolling'}, 'silences': {'term.notice': 'none'}}") == Notice{});
    CHECK_FALSE(notice("{'term': {'kind': 'rolling'}}").has_value());
    for (std::string_view silence : {"unknown", "not_applicable", "not_held", "withheld"}) {
        CAPTURE(silence);
        CHECK_FALSE(notice("{'term': {'kind': 'rolling'}, 'silences': {'term.notice': '" +
                           std::string(silence) + "'}}")
                        .has_value());
    }
    CHECK_FALSE(notice("{'term': {'kind': 'rolling'}, 'silences': {'notice': 'none'}}").has_value());
}

TEST_CASE("two contracts are the same when every field is") {
    const Contract one = contract_of("{'term': {'kind': 'fixed', 'start': '2024-01-01', 'length': 'P1Y'}}");
    Contract other = one;
    CHECK(one == other);
    other.term.length = period("P12M");
    CHECK(one != other);
    other = one;
    other.silences.push_back({"charges", Silence::none});
    CHECK(one != other);
    other = one;
    other.alert_days = std::vector<int>{}; // says that no alerts are wanted, which is not silence about them
    CHECK(one != other);
}
