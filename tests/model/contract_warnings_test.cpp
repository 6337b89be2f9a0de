#include "model/contract.hpp"

#include "tests/model/support/documents.hpp"
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
    std::string_view pointers; // of the fields warned of
};

void check(const Row& row) {
    CAPTURE(row.description);
    const Contract contract = contract_of(row.contract);
    CHECK(problems_of(contract, {}).empty());
    const auto warnings = warnings_of(contract, {}, bank_holidays().england_and_wales);
    CHECK(pointers_of(warnings) == row.pointers);
    for (const FieldError& warning : warnings)
        CHECK_FALSE(warning.message.empty());
}

} // namespace

TEST_CASE("an end that disagrees with start and length is kept with a warning") {
    const Row rows[] = {
        {"they agree",
         "{'term': {'kind': 'fixed', 'start': '2021-04-01', 'length': 'P3Y', 'end': '2024-03-31'}}", ""},
        {"the month of the end holds the day",
         "{'term': {'kind': 'fixed', 'start': '2021-04-01', 'length': 'P3Y', 'end': '2024-03'}}", ""},
        {"an imprecise start allows the end",
         "{'term': {'kind': 'fixed', 'start': '2021-04', 'length': 'P3Y', 'end': '2024-04-15'}}", ""},
        {"no length to disagree with",
         "{'term': {'kind': 'fixed', 'start': '2021-04-01', 'end': '2024-05-31'}}", ""},
        {"a day too late, as so often",
         "{'term': {'kind': 'fixed', 'start': '2021-04-01', 'length': 'P3Y', 'end': '2024-04-01'}}",
         "/term/end"},
        {"another quarter",
         "{'term': {'kind': 'auto_renew', 'renews_for': 'P1Y', 'start': '2021-04-01', 'length': 'P3Y', 'end': '2024-Q2'}}",
         "/term/end"},
    };
    for (const Row& row : rows)
        check(row);
}

TEST_CASE("an option exercised late is kept with a warning") {
    const Row rows[] = {
        {"on the last day for it",
         "{'term': {'kind': 'fixed', 'end': '2025-03-31', 'notice': 'P3M', 'extensions': [{'length': 'P1Y', "
         "'exercised_on': '2024-12-31'}]}}",
         ""},
        {"the day after",
         "{'term': {'kind': 'fixed', 'end': '2025-03-31', 'notice': 'P3M', 'extensions': [{'length': 'P1Y', "
         "'exercised_on': '2025-01-01'}]}}",
         "/term/extensions/0/exercised_on"},
        {"the option's own notice counts",
         "{'term': {'kind': 'fixed', 'end': '2025-03-31', 'notice': 'P3M', 'extensions': [{'length': 'P1Y', 'notice': "
         "'P1M', 'exercised_on': '2025-01-01'}]}}",
         ""},
        {"without any notice, on the last day",
         "{'term': {'kind': 'fixed', 'end': '2025-03-31', 'extensions': [{'length': 'P1Y', 'exercised_on': "
         "'2025-03-31'}]}}",
         ""},
        {"without any notice, after the end",
         "{'term': {'kind': 'fixed', 'end': '2025-03-31', 'extensions': [{'length': 'P1Y', 'exercised_on': "
         "'2025-04-01'}]}}",
         "/term/extensions/0/exercised_on"},
        {"the second, counted from the end the first led to",
         "{'term': {'kind': 'fixed', 'end': '2025-03-31', 'notice': 'P3M', 'extensions': [{'length': 'P1Y', 'up_to': true, "
         "'exercised_on': '2024-12-01', 'exercised_length': 'P6M'}, {'length': 'P1Y', 'exercised_on': '2025-07-01'}]}}",
         "/term/extensions/1/exercised_on"}, // by 30 June 2025
        {"an imprecise end counts from its first day",
         "{'term': {'kind': 'fixed', 'end': '2025-03', 'extensions': [{'length': 'P1Y', 'exercised_on': '2025-03-03'}]}}",
         "/term/extensions/0/exercised_on"},
    };
    for (const Row& row : rows)
        check(row);
}

TEST_CASE("a decision that matches nothing is kept with a warning") {
    const Row rows[] = {
        {"notice to the end of a term",
         "{'term': {'kind': 'auto_renew', 'end': '2024-03-31', 'renews_for': 'P1Y', 'notice': 'P3M'}, 'decisions': "
         "[{'kind': 'give_notice', 'takes_effect': '2026-03-31', 'outcome': 'renew', 'decided_on': '2025-01-01'}]}",
         ""},
        {"notice to the end of a rolling month",
         "{'term': {'kind': 'rolling', 'period': 'P1M', 'notice': 'P1M'}, 'decisions': [{'kind': 'give_notice', "
         "'takes_effect': '2024-02-29', 'outcome': 'leave', 'decided_on': '2024-01-01'}]}",
         ""},
        {"notice to a rolling month of the year 1969",
         "{'term': {'kind': 'rolling', 'period': 'P1M', 'notice': 'P1M'}, 'decisions': [{'kind': 'give_notice', "
         "'takes_effect': '1969-02-28', 'outcome': 'renew', 'decided_on': '1969-01-01'}]}",
         ""},
        {"notice to the first day of an imprecise end",
         "{'term': {'kind': 'auto_renew', 'end': '2024-Q1', 'renews_for': 'P1Y', 'notice': 'P3M'}, 'decisions': [{'kind': "
         "'give_notice', 'takes_effect': '2024-01-01', 'outcome': 'renew', 'decided_on': '2023-01-01'}]}",
         ""},
        {"the end of a fixed contract, with and without its option",
         "{'term': {'kind': 'fixed', 'end': '2024-03-31', 'extensions': [{'length': 'P1Y'}]}, 'decisions': [{'kind': "
         "'replace', 'takes_effect': '2024-03-31', 'outcome': 'replace', 'decided_on': '2023-01-01'}, {'kind': 'replace', "
         "'takes_effect': '2025-03-31', 'outcome': 'leave', 'decided_on': '2023-01-01'}, {'kind': 'exercise_option', "
         "'takes_effect': '2024-03-31', 'outcome': 'leave', 'decided_on': '2023-01-01'}]}",
         ""},
        {"a break",
         "{'term': {'kind': 'fixed', 'end': '2024-03-31', 'breaks': [{'on': '2023-03-31'}]}, 'decisions': [{'kind': "
         "'use_break', 'takes_effect': '2023-03-31', 'outcome': 'renew', 'decided_on': '2023-01-01'}]}",
         ""},

        {"a day off the end",
         "{'term': {'kind': 'auto_renew', 'end': '2024-03-31', 'renews_for': 'P1Y', 'notice': 'P3M'}, 'decisions': "
         "[{'kind': 'give_notice', 'takes_effect': '2026-04-01', 'outcome': 'renew', 'decided_on': '2025-01-01'}]}",
         "/decisions/0"},
        {"the last day of an imprecise end",
         "{'term': {'kind': 'auto_renew', 'end': '2024-Q1', 'renews_for': 'P1Y', 'notice': 'P3M'}, 'decisions': [{'kind': "
         "'give_notice', 'takes_effect': '2024-03-31', 'outcome': 'renew', 'decided_on': '2023-01-01'}]}",
         "/decisions/0"},
        {"notice to a fixed contract",
         "{'term': {'kind': 'fixed', 'end': '2024-03-31'}, 'decisions': [{'kind': 'give_notice', 'takes_effect': "
         "'2024-03-31', 'outcome': 'leave', 'decided_on': '2023-01-01'}]}",
         "/decisions/0"},
        {"the replacement of a contract that renews",
         "{'term': {'kind': 'auto_renew', 'end': '2024-03-31', 'renews_for': 'P1Y'}, 'decisions': [{'kind': 'replace', "
         "'takes_effect': '2024-03-31', 'outcome': 'replace', 'decided_on': '2023-01-01'}]}",
         "/decisions/0"},
        {"a break that there is not",
         "{'term': {'kind': 'fixed', 'end': '2024-03-31', 'breaks': [{'on': '2023-03-31'}]}, 'decisions': [{'kind': "
         "'use_break', 'takes_effect': '2023-06-30', 'outcome': 'leave', 'decided_on': '2023-01-01'}]}",
         "/decisions/0"},
        {"an option of a contract that has none",
         "{'term': {'kind': 'fixed', 'end': '2024-03-31'}, 'decisions': [{'kind': 'exercise_option', 'takes_effect': "
         "'2024-03-31', 'outcome': 'leave', 'decided_on': '2023-01-01'}]}",
         "/decisions/0"},
        {"an option after the last",
         "{'term': {'kind': 'fixed', 'end': '2024-03-31', 'extensions': [{'length': 'P1Y'}]}, 'decisions': [{'kind': "
         "'exercise_option', 'takes_effect': '2025-03-31', 'outcome': 'leave', 'decided_on': '2023-01-01'}]}",
         "/decisions/0"},
        {"anything about an unknown term",
         "{'term': {'kind': 'unknown'}, 'decisions': [{'kind': 'replace', 'takes_effect': '2024-03-31', 'outcome': "
         "'leave', 'decided_on': '2023-01-01'}]}",
         "/decisions/0"},
        {"a day to leave on, but staying",
         "{'term': {'kind': 'fixed', 'end': '2024-03-31'}, 'decisions': [{'kind': 'replace', 'takes_effect': "
         "'2024-03-31', 'outcome': 'replace', 'decided_on': '2023-01-01', 'leaves_on': '2024-01-31'}]}",
         "/decisions/0/leaves_on"},
    };
    for (const Row& row : rows)
        check(row);
}

TEST_CASE("a field that means nothing for the kind of term is kept with a warning") {
    const Row rows[] = {
        {"an unknown term may hold anything",
         "{'term': {'kind': 'unknown', 'end': '2024', 'renews_for': 'P1Y'}}", ""},
        {"a renewal of a fixed contract",
         "{'term': {'kind': 'fixed', 'end': '2024-03-31', 'renews_for': 'P1Y'}}", "/term/renews_for"},
        {"an end of a rolling contract",
         "{'term': {'kind': 'rolling', 'period': 'P1M', 'length': 'P1Y', 'end': '2024-03-31'}}",
         "/term/length /term/end"},
        {"notice to a perpetual contract",
         "{'term': {'kind': 'perpetual', 'notice': 'P1M', 'notice_expires': 'any_day', 'period': 'P1M'}}",
         "/term/period /term/notice /term/notice_expires"},
        {"options of a contract that renews, and breaks of one that rolls",
         "{'term': {'kind': 'auto_renew', 'end': '2024-03-31', 'renews_for': 'P1Y', 'extensions': [{'length': 'P1Y'}]}}",
         "/term/extensions"},
        {"breaks of one that rolls",
         "{'term': {'kind': 'rolling', 'period': 'P1M', 'breaks': [{'on': '2024-03-31'}]}}", "/term/breaks"},
    };
    for (const Row& row : rows)
        check(row);
}

TEST_CASE("a VAT basis without a rate is kept with a warning, for it counts as unknown") {
    const Row rows[] = {
        {"with its rate",
         "{'term': {'kind': 'unknown'}, 'charges': [{'id': 'a', 'every': 'P1M', 'amount': '1', 'vat': {'basis': "
         "'inclusive', 'rate': '20'}}]}",
         ""},
        {"unknown, and no rate",
         "{'term': {'kind': 'unknown'}, 'charges': [{'id': 'a', 'every': 'P1M', 'amount': '1', 'vat': {'basis': "
         "'unknown'}}]}",
         ""},
        {"without its rate",
         "{'term': {'kind': 'unknown'}, 'charges': [{'id': 'a', 'every': 'P1M', 'amount': '1', 'vat': {'basis': "
         "'inclusive'}}]}",
         "/charges/0/vat/rate"},
    };
    for (const Row& row : rows)
        check(row);
}
