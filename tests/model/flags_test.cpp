#include "model/position.hpp"

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
    std::string_view contract; // without its charges
    std::string_view on;
    std::string_view flags;
};

// Charges of one VAT basis that say from when they count, and so set no flag of their own.
const std::string plain_charges =
    ", 'charges': [{'id': 'a', 'every': 'P1M', 'amount': '1.00', 'from': '2020-01-01'}]}";

std::string flags_on(std::string_view contract_text, std::string_view on, bool has_lines_on_pstn = false) {
    const Contract contract = contract_of(contract_text);
    CHECK(problems_of(contract, {}).empty());
    return text_of(position_of(contract, rules(), {has_lines_on_pstn}, day(on)).flags);
}

template <std::size_t count>
void check(const Row (&rows)[count]) {
    for (const Row& row : rows) {
        CAPTURE(row.description);
        CHECK(flags_on("{" + std::string(row.contract) + plain_charges, row.on) == row.flags);
    }
}

} // namespace

TEST_CASE("an ordinary contract has no flags") {
    const Row rows[] = {
        {"fixed", "'term': {'kind': 'fixed', 'start': '2024-01-01', 'length': 'P1Y'}", "2024-06-01", ""},
        {"renewing",
         "'term': {'kind': 'auto_renew', 'end': '2024-12-31', 'renews_for': 'P1Y', 'notice': 'P3M'}",
         "2024-06-01", ""},
        {"perpetual", "'term': {'kind': 'perpetual', 'start': '2024-01-01'}", "2024-06-01", ""},
        {"unknown is said by its kind", "'term': {'kind': 'unknown'}", "2024-06-01", ""},
        {"yet to start", "'term': {'kind': 'fixed', 'start': '2025-01-01', 'length': 'P1Y'}", "2024-06-01",
         ""},
    };
    check(rows);
}

TEST_CASE("what is not known of a term is flagged") {
    const Row rows[] = {
        {"rolling, its start assumed", "'term': {'kind': 'rolling', 'period': 'P1M', 'notice': 'P0D'}",
         "2024-06-01", "rolling start_assumed"},
        {"rolling from a start",
         "'term': {'kind': 'rolling', 'period': 'P1M', 'start': '2024-01-01', 'notice': 'P0D'}", "2024-06-01",
         "rolling"},
        {"rolling, notice not known", "'term': {'kind': 'rolling', 'period': 'P1M', 'start': '2024-01-01'}",
         "2024-06-01", "rolling notice_unknown"},
        {"renewing, notice not known",
         "'term': {'kind': 'auto_renew', 'end': '2024-12-31', 'renews_for': 'P1Y'}", "2024-06-01",
         "notice_unknown"},
        {"renewing, notice known to be none",
         "'silences': {'term.notice': 'none'}, 'term': {'kind': 'auto_renew', 'end': '2024-12-31', 'renews_for': 'P1Y'}",
         "2024-06-01", ""},
        {"renewing, notice withheld",
         "'silences': {'term.notice': 'withheld'}, 'term': {'kind': 'auto_renew', 'end': '2024-12-31', 'renews_for': 'P1Y'}",
         "2024-06-01", "notice_unknown"},
        {"fixed contracts need no notice", "'term': {'kind': 'fixed', 'end': '2024-12-31'}", "2024-06-01",
         ""},
        {"fixed, the end not known", "'term': {'kind': 'fixed', 'start': '2024-01-01'}", "2024-06-01",
         "end_unknown"},
        {"renewing, neither end nor notice known", "'term': {'kind': 'auto_renew', 'renews_for': 'P1Y'}",
         "2024-06-01", "end_unknown"},
        {"the end is a month", "'term': {'kind': 'fixed', 'end': '2024-12'}", "2024-06-01", "end_imprecise"},
        {"the end follows from an imprecise start",
         "'term': {'kind': 'fixed', 'start': '2024-Q1', 'length': 'P1Y'}", "2024-06-01", "end_imprecise"},
        {"an imprecise start beside a precise end",
         "'term': {'kind': 'fixed', 'start': '2024-Q1', 'end': '2024-12-31'}", "2024-06-01", ""},
        {"imprecise, but ended: no end is asked for",
         "'ended_on': '2024-05-31', 'term': {'kind': 'fixed', 'end': '2024-12'}", "2024-06-01", ""},
    };
    check(rows);
}

TEST_CASE("what has gone by is flagged") {
    const std::string_view options =
        "'term': {'kind': 'fixed', 'end': '2024-12-31', 'extensions': [{'length': 'P1Y', 'notice': 'P6M'}]}";
    const std::string_view renewing =
        "'term': {'kind': 'auto_renew', 'start': '2024-01-01', 'length': 'P1Y', 'renews_for': 'P1Y', 'notice': 'P3M'}";
    const Row rows[] = {
        {"the last day of a fixed contract", "'term': {'kind': 'fixed', 'end': '2024-05-31'}", "2024-05-31",
         ""},
        {"past its end", "'term': {'kind': 'fixed', 'end': '2024-05-31'}", "2024-06-01", "overrun"},
        {"past its end, and ended",
         "'ended_on': '2024-05-31', 'term': {'kind': 'fixed', 'end': '2024-05-31'}", "2024-06-01", ""},
        {"the last day for an option", options, "2024-06-28", ""}, // 30 June is a Sunday
        {"the option lapsed", options, "2024-06-29", "option_lapsed"},
        {"lapsed, and past the end", options, "2025-01-01", "overrun option_lapsed"},
        {"an option exercised in time does not lapse",
         "'term': {'kind': 'fixed', 'end': '2024-12-31', 'extensions': [{'length': 'P1Y', 'notice': 'P6M', 'exercised_on': "
         "'2024-06-28'}]}",
         "2024-07-01", ""},
        {"the notice day", renewing, "2024-09-30", ""},
        {"the notice day has passed", renewing, "2024-10-01", "deadline_passed"},
        {"a new term has begun", renewing, "2025-01-01", ""},
        {"the notice day has passed, but the contract was left",
         "'term': {'kind': 'auto_renew', 'start': '2024-01-01', 'length': 'P1Y', 'renews_for': 'P1Y', 'notice': 'P3M'}, "
         "'decisions': [{'kind': 'give_notice', 'takes_effect': '2024-12-31', 'outcome': 'leave', 'decided_on': "
         "'2024-09-01'}]",
         "2024-10-01", ""},
        {"at any day there is no deadline to pass",
         "'term': {'kind': 'rolling', 'start': '2024-01-01', 'period': 'P1M', 'notice': 'P1M', 'notice_expires': 'any_day'}",
         "2024-06-30", "rolling"},
    };
    check(rows);
}

TEST_CASE("notice that falls due before its term begins is flagged") {
    const Row rows[] = {
        {"a month's notice of a month",
         "'term': {'kind': 'rolling', 'start': '2024-01-01', 'period': 'P1M', 'notice': 'P1M'}", "2024-04-15",
         "rolling notice_longer_than_term deadline_passed"}, // 30 March is before April begins
        {"three weeks' notice of a month",
         "'term': {'kind': 'rolling', 'start': '2024-01-01', 'period': 'P1M', 'notice': 'P3W'}", "2024-04-05",
         "rolling"},
        {"six months' notice of a quarter",
         "'term': {'kind': 'auto_renew', 'start': '2024-01-01', 'length': 'P3M', 'renews_for': 'P3M', 'notice': 'P6M'}",
         "2024-01-01", "notice_longer_than_term deadline_passed"},
        {"a first term long enough",
         "'term': {'kind': 'auto_renew', 'start': '2024-01-01', 'length': 'P3Y', 'renews_for': 'P1M', 'notice': 'P6M'}",
         "2024-01-01", ""},
        {"its later terms are too short",
         "'term': {'kind': 'auto_renew', 'start': '2024-01-01', 'length': 'P3Y', 'renews_for': 'P1M', 'notice': 'P6M'}",
         "2026-07-01", "notice_longer_than_term deadline_passed"},
        {"a first term without a start cannot be too short",
         "'term': {'kind': 'auto_renew', 'end': '2024-12-31', 'renews_for': 'P1Y', 'notice': 'P11M'}",
         "2024-01-15", ""},
    };
    check(rows);
}

TEST_CASE("what the charges leave open is flagged") {
    struct ChargeRow {
        std::string_view description;
        std::string_view contract;
        std::string_view flags;
    };
    const ChargeRow rows[] = {
        {"no charge recorded", "{'term': {'kind': 'perpetual'}}", "no_charges"},
        {"charges not known", "{'term': {'kind': 'perpetual'}, 'silences': {'charges': 'unknown'}}",
         "no_charges"},
        {"charges withheld", "{'term': {'kind': 'perpetual'}, 'silences': {'charges': 'withheld'}}",
         "no_charges"},
        {"charges not held", "{'term': {'kind': 'perpetual'}, 'silences': {'charges': 'not_held'}}",
         "no_charges"},
        {"known to cost nothing", "{'term': {'kind': 'perpetual'}, 'silences': {'charges': 'none'}}", ""},
        {"cost does not arise", "{'term': {'kind': 'perpetual'}, 'silences': {'charges': 'not_applicable'}}",
         ""},
        {"a charge of nothing is a charge",
         "{'term': {'kind': 'perpetual'}, 'charges': [{'id': 'a', 'every': 'P1M', 'amount': '0', 'from': '2024-01-01'}]}",
         ""},
        {"a charge that begins with the contract",
         "{'term': {'kind': 'perpetual', 'start': '2024'}, 'charges': [{'id': 'a', 'every': 'P1M', 'amount': '1'}]}",
         ""},
        {"a charge with nothing to begin with",
         "{'term': {'kind': 'perpetual'}, 'charges': [{'id': 'a', 'every': 'P1M', 'amount': '1'}]}",
         "start_assumed"},
        {"a one-off has its day",
         "{'term': {'kind': 'perpetual'}, 'charges': [{'id': 'a', 'kind': 'one_off', 'on': '2024-01-01', 'amount': '1'}]}",
         ""},
        {"one basis of VAT",
         "{'term': {'kind': 'perpetual'}, 'charges': [{'id': 'a', 'every': 'P1M', 'amount': '1', 'from': '2024-01-01', 'vat': "
         "{'basis': 'exclusive', 'rate': '20'}}, {'id': 'b', 'every': 'P1M', 'amount': '1', 'from': '2024-01-01', 'vat': "
         "{'basis': 'exclusive', 'rate': '5'}}]}",
         ""},
        {"two bases of VAT",
         "{'term': {'kind': 'perpetual'}, 'charges': [{'id': 'a', 'every': 'P1M', 'amount': '1', 'from': '2024-01-01', 'vat': "
         "{'basis': 'exclusive', 'rate': '20'}}, {'id': 'b', 'every': 'P1M', 'amount': '1', 'from': '2024-01-01', 'vat': "
         "{'basis': 'inclusive', 'rate': '20'}}]}",
         "mixed_vat_bases"},
        {"a known basis beside one not stated",
         "{'term': {'kind': 'perpetual'}, 'charges': [{'id': 'a', 'every': 'P1M', 'amount': '1', 'from': '2024-01-01', 'vat': "
         "{'basis': 'exclusive', 'rate': '20'}}, {'id': 'b', 'every': 'P1M', 'amount': '1', 'from': '2024-01-01'}]}",
         "mixed_vat_bases"},
        {"unknown and not stated are the same",
         "{'term': {'kind': 'perpetual'}, 'charges': [{'id': 'a', 'every': 'P1M', 'amount': '1', 'from': '2024-01-01', 'vat': "
         "{'basis': 'unknown'}}, {'id': 'b', 'every': 'P1M', 'amount': '1', 'from': '2024-01-01'}]}",
         ""},
    };
    for (const ChargeRow& row : rows) {
        CAPTURE(row.description);
        CHECK(flags_on(row.contract, "2024-06-01") == row.flags);
    }
    // The record is as it is, whatever became of the contract.
    CHECK(flags_on("{'term': {'kind': 'rolling', 'period': 'P1M'}, 'ended_on': '2020-01-01'}",
                   "2024-06-01") == "rolling notice_unknown start_assumed no_charges");
}

TEST_CASE("a contract for lines on the PSTN that goes on after the switch-off is flagged") {
    const Row rows[] = {
        {"fixed, to the day of the switch-off", "'term': {'kind': 'fixed', 'end': '2027-01-31'}",
         "2024-06-01", ""},
        {"fixed, a day longer", "'term': {'kind': 'fixed', 'end': '2027-02-01'}", "2024-06-01",
         "pstn_at_risk"},
        {"fixed, perhaps longer", "'term': {'kind': 'fixed', 'end': '2027-Q1'}", "2024-06-01",
         "end_imprecise pstn_at_risk"},
        {"longer by an option that was exercised",
         "'term': {'kind': 'fixed', 'end': '2026-03-31', 'extensions': [{'length': 'P1Y', 'exercised_on': '2024-05-01'}]}",
         "2024-06-01", "pstn_at_risk"},
        {"longer by an option not exercised yet",
         "'term': {'kind': 'fixed', 'end': '2026-03-31', 'extensions': [{'length': 'P1Y', 'exercised_on': '2024-07-01'}]}",
         "2024-06-01", ""},
        {"renewing until somebody ends it",
         "'term': {'kind': 'auto_renew', 'end': '2024-12-31', 'renews_for': 'P1Y', 'notice': 'P3M'}",
         "2024-06-01", "pstn_at_risk"},
        {"renewing, but to be ended before",
         "'ended_on': '2026-12-31', 'term': {'kind': 'auto_renew', 'end': '2024-12-31', 'renews_for': 'P1Y', 'notice': 'P3M'}",
         "2024-06-01", ""},
        {"renewing, and to be ended after",
         "'ended_on': '2027-02-01', 'term': {'kind': 'auto_renew', 'end': '2024-12-31', 'renews_for': 'P1Y', 'notice': 'P3M'}",
         "2024-06-01", "pstn_at_risk"},
        {"perpetual", "'term': {'kind': 'perpetual'}", "2024-06-01", "pstn_at_risk"},
        {"ended", "'ended_on': '2024-05-31', 'term': {'kind': 'perpetual'}", "2024-06-01", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        const std::string contract = "{" + std::string(row.contract) + plain_charges;
        CHECK(flags_on(contract, row.on, true) == row.flags);
        CHECK(flags_on(contract, row.on, false).find("pstn") == std::string::npos);
    }
    // Wherever the switch-off is moved to.
    const Contract contract = contract_of("{'term': {'kind': 'fixed', 'end': '2027-06-30'}}");
    const Rules moved{{}, rules().calendar, day("2027-12-31")};
    CHECK_FALSE(position_of(contract, moved, {true}, day("2024-06-01")).flags.has(Flag::pstn_at_risk));
}

TEST_CASE("a deadline counted where bank holidays are not known is flagged") {
    const Row rows[] = {
        {"inside the data", "'term': {'kind': 'fixed', 'end': '2035-12-31'}", "2024-06-01", ""},
        {"outside the data", "'term': {'kind': 'fixed', 'end': '2036-01-01'}", "2024-06-01",
         "holidays_missing"},
        {"before the data", "'term': {'kind': 'fixed', 'end': '2014-12-31'}", "2014-06-01",
         "holidays_missing"},
        {"counted back to before the data", "'term': {'kind': 'fixed', 'end': '2015-01-01'}", "2014-06-01",
         "holidays_missing"},
        {"counted back from outside the data",
         "'term': {'kind': 'auto_renew', 'end': '2036-01-31', 'renews_for': 'P1Y', 'notice': {'length': 'P40D', 'days': "
         "'working'}}",
         "2024-06-01", "holidays_missing"},
        {"nothing to decide", "'term': {'kind': 'perpetual'}", "2050-06-01", ""},
        {"working days from any day, outside the data",
         "'term': {'kind': 'rolling', 'start': '2024-01-01', 'period': 'P1M', 'notice': {'length': 'P5D', 'days': 'working'}, "
         "'notice_expires': 'any_day'}",
         "2035-12-29", "rolling holidays_missing"},
        {"calendar days from any day need no data",
         "'term': {'kind': 'rolling', 'start': '2024-01-01', 'period': 'P1M', 'notice': 'P5D', 'notice_expires': 'any_day'}",
         "2035-12-29", "rolling"},
    };
    check(rows);
}
