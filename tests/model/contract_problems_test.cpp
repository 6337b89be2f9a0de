#include "model/contract.hpp"

#include "tests/model/support/documents.hpp"
#include "tests/model/support/generated.hpp"
#include "tests/model/support/values.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace telestate;
using namespace telestate::test;

namespace {

struct Row {
    std::string_view description;
    std::string_view contract;
    std::string_view pointers; // of the fields at fault
};

void check(const Row& row) {
    CAPTURE(row.description);
    const auto problems = problems_of(contract_of(row.contract), {});
    CHECK(pointers_of(problems) == row.pointers);
    for (const FieldError& problem : problems)
        CHECK_FALSE(problem.message.empty());
}

} // namespace

TEST_CASE("a contract that makes sense is kept") {
    const Row rows[] = {
        {"nothing known of its term", "{'term': {'kind': 'unknown'}}", ""},
        {"an unknown term with anything about it",
         "{'term': {'kind': 'unknown', 'start': '2024', 'notice': 'P1M'}}", ""},
        {"perpetual", "{'term': {'kind': 'perpetual', 'start': '2024-01-01'}}", ""},
        {"perpetual without a start", "{'term': {'kind': 'perpetual'}}", ""},
        {"fixed without an end, which is flagged and kept", "{'term': {'kind': 'fixed'}}", ""},
        {"auto_renew without an end, which is flagged and kept",
         "{'term': {'kind': 'auto_renew', 'renews_for': 'P1Y'}}", ""},
        {"no notice needed", "{'term': {'kind': 'fixed', 'end': '2025-03-31', 'notice': 'P0D'}}", ""},
        {"no working days' notice needed",
         "{'term': {'kind': 'fixed', 'end': '2025-03-31', 'notice': {'length': 'P0D', 'days': 'working'}}}",
         ""},
        {"no lead time needed", "{'term': {'kind': 'unknown'}, 'lead_time': 'P0D'}", ""},
        {"no notice for an option",
         "{'term': {'kind': 'fixed', 'end': '2025-03-31', 'extensions': [{'length': 'P1Y', 'notice': 'P0D'}]}}",
         ""},
        {"no notice for a break",
         "{'term': {'kind': 'fixed', 'end': '2025-03-31', 'breaks': [{'on': '2024-03-31', 'notice': 'P0D'}]}}",
         ""},
        {"a rolling month without a start", "{'term': {'kind': 'rolling', 'period': 'P1M'}}", ""},
        {"a rolling year without a start", "{'term': {'kind': 'rolling', 'period': 'P1Y'}}", ""},
        {"rolling weeks with a start",
         "{'term': {'kind': 'rolling', 'period': 'P4W', 'start': '2024-01-01'}}", ""},
        {"ended on its first day",
         "{'term': {'kind': 'perpetual', 'start': '2024-01-01'}, 'ended_on': '2024-01-01'}", ""},
        {"an end on its first day", "{'term': {'kind': 'fixed', 'start': '2024-01-01', 'end': '2024-01-01'}}",
         ""},
        {"an end in the imprecise month it starts in",
         "{'term': {'kind': 'fixed', 'start': '2024-05', 'end': '2024-05'}}", ""},
        {"a start inside an imprecise end",
         "{'term': {'kind': 'fixed', 'start': '2024-10-15', 'end': '2024'}}", ""},
        {"options exercised in turn, two on one day",
         "{'term': {'kind': 'fixed', 'end': '2025-03-31', 'extensions': [{'length': 'P1Y', 'exercised_on': '2024-05-01'}, "
         "{'length': 'P1Y', 'exercised_on': '2024-05-01'}, {'length': 'P1Y'}]}}",
         ""},
        {"an option taken for part of its length",
         "{'term': {'kind': 'fixed', 'end': '2025-03-31', 'extensions': [{'length': 'P1Y', 'up_to': true, 'exercised_on': "
         "'2024-05-01', 'exercised_length': 'P6M'}]}}",
         ""},
        {"an option taken for all of its length",
         "{'term': {'kind': 'fixed', 'end': '2025-03-31', 'extensions': [{'length': 'P1Y', 'up_to': true, 'exercised_on': "
         "'2024-05-01', 'exercised_length': 'P12M'}]}}",
         ""},
        {"an option of a month taken for the 31 days of March",
         "{'term': {'kind': 'fixed', 'end': '2023-02-28', 'extensions': [{'length': 'P1M', 'up_to': true, 'exercised_on': "
         "'2023-02-01', 'exercised_length': 'P31D'}]}}",
         ""},
    };
    for (const Row& row : rows)
        check(row);
}

TEST_CASE("a contract that makes no sense is refused at the field at fault") {
    const Row rows[] = {
        {"a length of no time", "{'term': {'kind': 'fixed', 'start': '2024-01-01', 'length': 'P0D'}}",
         "/term/length"},
        {"a renewal for no time",
         "{'term': {'kind': 'auto_renew', 'end': '2024-01-01', 'renews_for': 'P0M'}}", "/term/renews_for"},
        {"a rolling period of no time",
         "{'term': {'kind': 'rolling', 'start': '2024-01-01', 'period': 'P0D'}}", "/term/period"},
        {"an option of no time",
         "{'term': {'kind': 'fixed', 'end': '2024-01-01', 'extensions': [{'length': 'P0Y'}]}}",
         "/term/extensions/0/length"},
        {"an option exercised for no time",
         "{'term': {'kind': 'fixed', 'end': '2024-01-01', 'extensions': [{'length': 'P1Y', 'up_to': true, "
         "'exercised_on': '2023-01-01', 'exercised_length': 'P0D'}]}}",
         "/term/extensions/0/exercised_length"},
        {"a charge every zero days",
         "{'term': {'kind': 'unknown'}, 'charges': [{'id': 'a', 'every': 'P0D', 'amount': '1'}]}",
         "/charges/0/every"},
        {"the end before the start",
         "{'term': {'kind': 'fixed', 'start': '2024-01-01', 'end': '2023-12-31'}}", "/term/end"},
        {"an imprecise end before the start",
         "{'term': {'kind': 'fixed', 'start': '2024-01-01', 'end': '2023-Q4'}}", "/term/end"},
        {"the financial year before that of the start",
         "{'term': {'kind': 'auto_renew', 'renews_for': 'P1Y', 'start': 'FY2024-25', 'end': 'FY2023-24'}}",
         "/term/end"},
        {"ended before it started",
         "{'term': {'kind': 'perpetual', 'start': '2024-01-01'}, 'ended_on': '2023-12-31'}", "/ended_on"},
        {"ended before the month it started in",
         "{'term': {'kind': 'unknown', 'start': '2024-05'}, 'ended_on': '2024-04-30'}", "/ended_on"},
        {"auto_renew for how long is not said", "{'term': {'kind': 'auto_renew', 'end': '2025-03-31'}}",
         "/term/renews_for"},
        {"rolling how is not said", "{'term': {'kind': 'rolling', 'start': '2024-01-01'}}", "/term/period"},
        {"a rolling period in days without a start", "{'term': {'kind': 'rolling', 'period': 'P30D'}}",
         "/term/start"},
        {"a rolling period in weeks without a start", "{'term': {'kind': 'rolling', 'period': 'P4W'}}",
         "/term/start"},
        {"an option exercised before the one ahead of it",
         "{'term': {'kind': 'fixed', 'end': '2025-03-31', 'extensions': [{'length': 'P1Y', 'exercised_on': '2024-05-02'}, "
         "{'length': 'P1Y', 'exercised_on': '2024-05-01'}]}}",
         "/term/extensions/1/exercised_on"},
        {"an option exercised while the one ahead of it is not",
         "{'term': {'kind': 'fixed', 'end': '2025-03-31', 'extensions': [{'length': 'P1Y'}, {'length': 'P1Y', "
         "'exercised_on': '2024-05-01'}]}}",
         "/term/extensions/1/exercised_on"},
        {"a part of an option that is all or nothing",
         "{'term': {'kind': 'fixed', 'end': '2025-03-31', 'extensions': [{'length': 'P1Y', 'exercised_on': '2024-05-01', "
         "'exercised_length': 'P6M'}]}}",
         "/term/extensions/0/exercised_length"},
        {"a part of an option that says it is not for a part",
         "{'term': {'kind': 'fixed', 'end': '2025-03-31', 'extensions': [{'length': 'P1Y', 'up_to': false, "
         "'exercised_on': '2024-05-01', 'exercised_length': 'P6M'}]}}",
         "/term/extensions/0/exercised_length"},
        {"more than the option",
         "{'term': {'kind': 'fixed', 'end': '2025-03-31', 'extensions': [{'length': 'P1Y', 'up_to': true, 'exercised_on': "
         "'2024-05-01', 'exercised_length': 'P13M'}]}}",
         "/term/extensions/0/exercised_length"},
        {"a day more than the option, in days",
         "{'term': {'kind': 'fixed', 'end': '2025-03-31', 'extensions': [{'length': 'P1Y', 'up_to': true, 'exercised_on': "
         "'2024-05-01', 'exercised_length': 'P366D'}]}}",
         "/term/extensions/0/exercised_length"},
        {"a day more than the second option, after a part of the first",
         "{'term': {'kind': 'fixed', 'end': '2022-12-31', 'extensions': [{'length': 'P1Y', 'up_to': true, 'exercised_on': "
         "'2022-05-01', 'exercised_length': 'P1M'}, {'length': 'P1M', 'up_to': true, 'exercised_on': '2022-05-01', "
         "'exercised_length': 'P29D'}]}}",
         "/term/extensions/1/exercised_length"}, // February 2023
        {"working days counted in months",
         "{'term': {'kind': 'fixed', 'end': '2025-03-31', 'notice': {'length': 'P1M', 'days': 'working'}}}",
         "/term/notice"},
        {"working days counted in weeks, of an option and of a break",
         "{'term': {'kind': 'fixed', 'end': '2025-03-31', 'extensions': [{'length': 'P1Y', 'notice': {'length': 'P2W', "
         "'days': 'working'}}], 'breaks': [{'on': '2024-03-31', 'notice': {'length': 'P2W', 'days': 'working'}}]}}",
         "/term/breaks/0/notice /term/extensions/0/notice"},
        {"two charges of one id",
         "{'term': {'kind': 'unknown'}, 'charges': [{'id': 'a', 'every': 'P1M', 'amount': '1'}, {'id': 'a', 'every': "
         "'P1M', 'amount': '1'}]}",
         "/charges/1/id"},
        {"a charge at fault by itself",
         "{'term': {'kind': 'unknown'}, 'charges': [{'id': 'a', 'every': 'P1M', 'amount': '1'}, {'id': 'b', 'every': "
         "'P1M'}]}",
         "/charges/1/amount"},
        {"a rise on the contract's first day, where the charge begins",
         "{'term': {'kind': 'perpetual', 'start': '2024-01-01'}, 'charges': [{'id': 'a', 'every': 'P1M', 'amount': '1', "
         "'price_rises': [{'on': '2024-01-01', 'percent': '1'}]}]}",
         "/charges/0/price_rises/0/on"},
        {"a charge that ends before the contract it begins with",
         "{'term': {'kind': 'perpetual', 'start': '2024-01-01'}, 'charges': [{'id': 'a', 'every': 'P1M', 'amount': '1', "
         "'to': '2023-12-31'}]}",
         "/charges/0/to"},
        {"a charge with nothing to start from that ends before 1970",
         "{'term': {'kind': 'perpetual'}, 'charges': [{'id': 'a', 'every': 'P1M', 'amount': '1', 'to': '1970-03-31'}]}",
         "/charges/0/to"},
        {"several at once",
         "{'term': {'kind': 'auto_renew', 'start': '2024-01-01', 'end': '2023-01-01'}, 'ended_on': '2023-06-01', "
         "'charges': [{'id': 'a'}]}",
         "/term/renews_for /term/end /ended_on /charges/0/every /charges/0/amount"},
    };
    for (const Row& row : rows)
        check(row);
}

TEST_CASE("what an imprecise date means for an order of dates depends on the financial year") {
    const Contract contract =
        contract_of("{'term': {'kind': 'fixed', 'start': '2024-05-01', 'end': 'FY2023-24'}}");
    CHECK(pointers_of(problems_of(contract, year_start("04-01"))) == "/term/end");
    CHECK(problems_of(contract, year_start("08-01")).empty()); // to 31 July 2024
}

TEST_CASE("a refusal names the date in the words it was written in") {
    const auto problems =
        problems_of(contract_of("{'term': {'kind': 'fixed', 'start': '2024-Q2', 'end': 'FY2022-23'}}"), {});
    REQUIRE(problems.size() == 1);
    CHECK(problems.front().message == "the end, FY2022-23, is before the start, 2024-Q2");
}

TEST_CASE("the contracts that other tests make up are such as may be kept") {
    Sequence sequence(6);
    for (int i = 0; i < 3000; ++i) {
        const auto problems = problems_of(any_contract(sequence), {});
        CAPTURE(i);
        REQUIRE(pointers_of(problems) == "");
    }
}
