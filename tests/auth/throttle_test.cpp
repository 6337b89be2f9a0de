#include "server/auth/throttle.hpp"

#include <doctest/doctest.h>

#include <thread>

using namespace telestate::auth;

namespace {

constexpr std::int64_t start = 1000;

Attempt from(const std::string& account, const std::string& address) { return {account, address, ""}; }

std::string address_of(int number) {
    return "198.51." + std::to_string(number / 250) + '.' + std::to_string(number % 250 + 1);
}

// Fails as often as it is let, trying every second, and says how often that was.
int tries(Throttle& throttle, const Attempt& attempt, std::int64_t begin, std::int64_t end) {
    int count = 0;
    for (std::int64_t now = begin; now < end; ++now) {
        if (throttle.refuse(attempt, now)) continue;
        throttle.failed(attempt, now);
        ++count;
    }
    return count;
}

void fail_times(Throttle& throttle, const Attempt& attempt, int count, std::int64_t now) {
    for (int done = 0; done < count; ++done)
        throttle.failed(attempt, now);
}

} // namespace

TEST_CASE("Five failures are free, then each attempt waits twice as long, at most a minute") {
    Throttle throttle;
    const Attempt maria = from("maria", "192.0.2.1");
    std::int64_t now = start;
    for (int failure = 0; failure < 5; ++failure) {
        CHECK(throttle.refuse(maria, now) == std::nullopt);
        throttle.failed(maria, now);
    }
    for (const std::int64_t wait : {1, 2, 4, 8, 16, 32, 60, 60, 60, 60}) {
        CAPTURE(wait);
        CHECK(throttle.refuse(maria, now) == wait);
        CHECK(throttle.refuse(maria, now + wait - 1) == 1);
        now += wait;
        CHECK(throttle.refuse(maria, now) == std::nullopt);
        throttle.failed(maria, now);
    }
}

TEST_CASE("Attempts that are refused do not prolong the wait") {
    Throttle throttle;
    const Attempt maria = from("maria", "192.0.2.1");
    fail_times(throttle, maria, 12, start);
    for (std::int64_t now = start; now < start + 60; ++now)
        CHECK(throttle.refuse(maria, now) == start + 60 - now);
    CHECK(throttle.refuse(maria, start + 60) == std::nullopt);
}

TEST_CASE("In a day of trying without a pause, one address makes some sixty attempts an hour at an account") {
    Throttle throttle;
    const int count = tries(throttle, from("maria", "192.0.2.1"), start, start + 86'400);
    CHECK(count > 24 * 55);
    CHECK(count < 24 * 65);
}

TEST_CASE("Failures are forgotten after an hour") {
    Throttle throttle;
    const Attempt maria = from("maria", "192.0.2.1");
    fail_times(throttle, maria, 12, start);
    CHECK(throttle.refuse(maria, start + 59).has_value());
    fail_times(throttle, maria, 1, start + 3599);
    CHECK(throttle.refuse(maria, start + 3599) == 60);
    // The twelve are gone, one is left, and four more are free.
    fail_times(throttle, maria, 3, start + 3600);
    CHECK(throttle.refuse(maria, start + 3600) == std::nullopt);
    fail_times(throttle, maria, 1, start + 3600);
    CHECK(throttle.refuse(maria, start + 3600) == 1);
}

TEST_CASE("Who signs in begins anew, for that account and address only") {
    Throttle throttle;
    const Attempt maria = from("maria", "192.0.2.1");
    const Attempt jan = from("jan", "192.0.2.1");
    const Attempt elsewhere = from("maria", "192.0.2.2");
    for (const Attempt& attempt : {maria, jan, elsewhere})
        fail_times(throttle, attempt, 8, start);
    throttle.succeeded(maria, start + 30);
    fail_times(throttle, maria, 4, start + 30);
    CHECK(throttle.refuse(maria, start + 30) == std::nullopt);
    CHECK(throttle.refuse(jan, start) == 8);
    CHECK(throttle.refuse(elsewhere, start) == 8);
}

TEST_CASE("Signing in to one's own account does not free the address for guessing at others") {
    Throttle throttle;
    for (int account = 0; account < 35; ++account)
        throttle.failed(from("account " + std::to_string(account), "192.0.2.1"), start);
    CHECK(throttle.refuse(from("mine", "192.0.2.1"), start) == 32);
    throttle.succeeded(from("mine", "192.0.2.1"), start + 32);
    throttle.failed(from("another", "192.0.2.1"), start + 32);
    CHECK(throttle.refuse(from("yet another", "192.0.2.1"), start + 32) == 60);
}

TEST_CASE("An address that fails at many accounts waits, until its failures are a quarter of an hour old") {
    Throttle throttle;
    for (int account = 0; account < 29; ++account)
        throttle.failed(from("account " + std::to_string(account), "192.0.2.1"), start);
    CHECK(throttle.refuse(from("maria", "192.0.2.1"), start) == std::nullopt);
    throttle.failed(from("account 29", "192.0.2.1"), start);
    CHECK(throttle.refuse(from("maria", "192.0.2.1"), start) == 1);
    throttle.failed(from("account 30", "192.0.2.1"), start + 1);
    CHECK(throttle.refuse(from("maria", "192.0.2.1"), start + 1) == 2);
    CHECK(throttle.refuse(from("maria", "192.0.2.2"), start + 1) == std::nullopt);
    throttle.failed(from("account 31", "192.0.2.1"), start + 900);
    CHECK(throttle.refuse(from("maria", "192.0.2.1"), start + 900) == std::nullopt);
}

TEST_CASE("However many others fail at an account, its owner may try from an address of his own at once") {
    Throttle throttle;
    for (int stranger = 0; stranger < 5000; ++stranger)
        fail_times(throttle, from("maria", address_of(stranger)), 3, start);
    const Attempt owner = from("maria", "192.0.2.1");
    CHECK(throttle.refuse(owner, start) == std::nullopt);
    throttle.failed(owner, start);
    CHECK(throttle.refuse(owner, start) == std::nullopt);
    throttle.failed(owner, start);
    CHECK(throttle.refuse(owner, start) == 1);
    CHECK(throttle.refuse(owner, start + 1) == std::nullopt);
}

TEST_CASE("At an account under attack, addresses that were not there before have two free failures") {
    Throttle throttle;
    const Attempt owner = from("maria", "192.0.2.1");
    throttle.failed(owner, start);
    for (int stranger = 0; stranger < 50; ++stranger)
        throttle.failed(from("maria", address_of(stranger)), start);
    const Attempt late = from("maria", "203.0.113.1");
    CHECK(tries(throttle, late, start, start + 1) == 1);
    throttle.failed(late, start);
    CHECK(throttle.refuse(late, start) == 1);
    // Who failed before the attack keeps the five, and other accounts are not concerned.
    fail_times(throttle, owner, 3, start);
    CHECK(throttle.refuse(owner, start) == std::nullopt);
    fail_times(throttle, from("jan", "203.0.113.2"), 4, start);
    CHECK(throttle.refuse(from("jan", "203.0.113.2"), start) == std::nullopt);
    // An hour later it is over.
    fail_times(throttle, from("maria", "203.0.113.3"), 4, start + 3600);
    CHECK(throttle.refuse(from("maria", "203.0.113.3"), start + 3600) == std::nullopt);
}

TEST_CASE("A browser that signed in before waits for nothing but its own failures") {
    Throttle throttle;
    const Attempt stranger = from("maria", "192.0.2.1");
    for (int account = 0; account < 100; ++account)
        throttle.failed(from("account " + std::to_string(account), "192.0.2.1"), start);
    fail_times(throttle, stranger, 60, start);
    CHECK(throttle.refuse(stranger, start) == 60);
    const Attempt known{"maria", "192.0.2.1", "device 1"};
    CHECK(throttle.refuse(known, start) == std::nullopt);
    fail_times(throttle, known, 5, start);
    CHECK(throttle.refuse(known, start) == 1);
    CHECK(throttle.refuse({"maria", "203.0.113.9", "device 1"}, start) == 1);
    CHECK(throttle.refuse({"maria", "192.0.2.1", "device 2"}, start) == std::nullopt);
    throttle.succeeded(known, start + 1);
    CHECK(throttle.refuse(known, start + 1) == std::nullopt);
    CHECK(throttle.refuse(stranger, start + 1) == 59);
}

TEST_CASE("An IPv6 address is counted by its first 64 bits, and IPv4 by itself") {
    CHECK(source_of("2001:db8:1:2:3:4:5:6") == source_of("2001:0DB8:0001:0002::1"));
    CHECK(source_of("2001:db8:1:2::1") != source_of("2001:db8:1:3::1"));
    CHECK(source_of("::ffff:192.0.2.1") == "192.0.2.1");
    CHECK(source_of("192.0.2.1") == "192.0.2.1");
    CHECK(source_of("192.0.2.1") != source_of("192.0.2.2"));
    CHECK(source_of("fe80::1%eth0") == source_of("fe80::2"));
    CHECK(source_of("::1") == "::/64");
    CHECK(source_of("not an address") == "not an address");
    CHECK(source_of("").empty());

    Throttle throttle;
    for (int last = 1; last <= 5; ++last)
        throttle.failed(from("maria", "2001:db8::" + std::to_string(last)), start);
    CHECK(throttle.refuse(from("maria", "2001:db8::99"), start) == 1);
}

TEST_CASE("What failed longest ago is forgotten first when there is too much to remember") {
    Throttle throttle(100);
    const Attempt first = from("maria", "192.0.2.1");
    fail_times(throttle, first, 8, start);
    const Attempt second = from("jan", "192.0.2.2");
    fail_times(throttle, second, 8, start);
    for (int stranger = 0; stranger < 31; ++stranger)
        throttle.failed(from("account " + std::to_string(stranger), address_of(stranger)), start + 1);
    CHECK(throttle.entry_count() == 99);
    CHECK(throttle.refuse(first, start + 1) == 7);
    throttle.failed(first, start + 9);
    for (int stranger = 31; stranger < 33; ++stranger)
        throttle.failed(from("account " + std::to_string(stranger), address_of(stranger)), start + 9);
    CHECK(throttle.entry_count() == 100);
    CHECK(throttle.refuse(first, start + 9) == 16);
    CHECK(throttle.refuse(second, start + 1) == std::nullopt);
}

TEST_CASE("Memory stays bounded whatever is tried, and comes back after an hour") {
    Throttle throttle;
    for (int stranger = 0; stranger < 20'000; ++stranger) {
        const std::string number = std::to_string(stranger);
        throttle.failed(from("account " + number, "address " + number), start);
    }
    CHECK(throttle.entry_count() == 50'000);
    throttle.failed(from(std::string(1'000'000, 'x'), std::string(1'000'000, 'y')), start + 3600);
    CHECK(throttle.entry_count() == 3);
    // Long names are told apart nevertheless.
    Throttle other;
    fail_times(other, from(std::string(200, 'x'), "192.0.2.1"), 5, start);
    CHECK(other.refuse(from(std::string(200, 'x'), "192.0.2.1"), start) == 1);
    CHECK(other.refuse(from(std::string(199, 'x') + 'y', "192.0.2.1"), start) == std::nullopt);
}

TEST_CASE("Several threads count together") {
    Throttle throttle;
    const auto fail = [&](int thread) {
        for (int count = 0; count < 500; ++count) {
            const Attempt attempt = from("maria", address_of(thread));
            static_cast<void>(throttle.refuse(attempt, start));
            throttle.failed(attempt, start);
            throttle.failed(from("account " + std::to_string(count), address_of(thread)), start);
        }
    };
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread)
        threads.emplace_back(fail, thread);
    for (std::thread& thread : threads)
        thread.join();
    // Four addresses, 501 accounts, and a pair of each account with each address.
    CHECK(throttle.entry_count() == 4 + 501 + 4 * 501);
}
