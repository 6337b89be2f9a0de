#include "tests/model/support/alert_oracle.hpp"
#include "tests/model/support/alert_world.hpp"
#include "tests/model/support/values.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using namespace telestate;
using namespace telestate::test;

namespace {

// Mails to everybody who waits, one to each address. What they leave undone stays in the ledger.
void send_mails(AlertWorld& world, FakeMailServer& server, AlertOracle& oracle) {
    std::set<std::string> addresses;
    for (const LedgerAlert& alert : world.ledger.alerts) {
        for (const AlertDelivery& delivery : alert.deliveries) {
            if (!delivery.is_sent) addresses.insert(delivery.address);
        }
    }
    for (const std::string& address : addresses) {
        if (!server.accepts()) continue;
        for (LedgerAlert& alert : world.ledger.alerts) {
            for (AlertDelivery& delivery : alert.deliveries) {
                if (delivery.is_sent || delivery.address != address) continue;
                delivery.is_sent = true;
                oracle.note_sent(alert.key, address);
            }
        }
    }
}

void run_once(AlertWorld& world, FakeMailServer& server, AlertOracle& oracle, Day on) {
    const AlertLedger before = world.ledger;
    const AlertPlan plan = world.plan(on);
    record(world.ledger, plan);
    REQUIRE(world.ledger.previous_run_on == on);
    oracle.check_run(world, before, plan, on);
    AlertOracle::check_again(world.plan(on));
    send_mails(world, server, oracle);
    if (server.is_reliable()) oracle.check_all_sent(world);
}

struct Pattern {
    std::string_view description;
    int day_count;
    std::int64_t change_once_in; // days; 0 for never
    std::int64_t off_once_in;    // days
    std::int64_t longest_off;    // days
    std::int64_t down_once_in;   // days: the mail server; 0 for never
};

constexpr Pattern patterns[] = {
    {"nothing changes, always on", 400, 0, 0, 0, 0},
    {"nothing changes, off at times", 1100, 0, 6, 25, 0},
    {"nothing changes, off for months, mails refused", 1100, 0, 20, 120, 12},
    {"changes now and then", 400, 5, 15, 10, 12},
    {"many changes", 700, 1, 15, 5, 12},
    {"many changes, off a lot", 500, 1, 4, 40, 12},
    {"many changes, mails always accepted", 300, 1, 0, 0, 0},
    {"many changes, mails hardly ever accepted", 400, 1, 0, 0, 1},
};

// An estate from its first run on. In the last month nothing changes, somebody is named for everything and
// the mail server takes whatever it is given.
void simulate(const Pattern& pattern, std::uint64_t seed, AlertOracle& oracle) {
    const Day first_day = day("2024-01-15");
    AlertWorld world(seed, first_day);
    FakeMailServer server(seed, pattern.down_once_in);
    std::int64_t days_off = 0;
    Day on = first_day;
    const auto once_in = [&](std::int64_t count) { return count > 0 && world.sequence.once_in(count); };
    for (int i = 0; i < pattern.day_count; ++i, on += Days{1}) {
        INFO(pattern.description, ", seed ", seed, ", ", format_day(on));
        const bool is_last_month = i >= pattern.day_count - 30;
        server.begin_day(is_last_month);
        if (is_last_month) {
            world.name_everybody();
        } else {
            if (once_in(pattern.change_once_in)) world.change(on);
            if (days_off == 0 && once_in(pattern.off_once_in))
                days_off = world.sequence.between(1, pattern.longest_off);
            if (days_off > 0) {
                --days_off;
                continue;
            }
        }
        run_once(world, server, oracle, on);
        // A second run of the same day, perhaps after somebody changed something.
        if (pattern.change_once_in > 0 && !is_last_month && world.sequence.once_in(10)) {
            if (world.sequence.once_in(2)) world.change(on);
            run_once(world, server, oracle, on);
        }
    }
}

} // namespace

TEST_CASE("over simulated years every alert goes out once, whatever happens meanwhile") {
    std::map<std::string, std::int64_t> tally;
    std::int64_t sent_count = 0;
    std::uint64_t seed = 1;
    for (const Pattern& pattern : patterns) {
        AlertOracle oracle;
        simulate(pattern, seed++, oracle);
        for (const auto& [what, count] : oracle.tally)
            tally[what] += count;
        sent_count += oracle.sent_count();
    }
    // It cannot pass by doing nothing.
    for (const std::string_view what : {"raised", "superseded", "nobody to tell", "somebody named",
                                        "armed again", "escalated", "missed", "missed again", "ended"}) {
        CAPTURE(what);
        CHECK(tally[std::string(what)] > 0);
    }
    CHECK(sent_count > 1000);
}
