#pragma once

// How often may be tried to sign in. Who guesses waits longer and longer, at most a minute; who owns the
// account is never locked out.
//
// - Of an account from one source address, the first 5 failures are free; then 1, 2, 4 ... 60 seconds have to
//   pass between attempts. What is tried too early is refused unchecked and prolongs nothing. After an hour a
//   failure is forgotten.
// - A source address that failed 30 times within 15 minutes, at whatever accounts, waits likewise.
// - Of an account that failed 50 times within an hour, wherever from, each address that now fails for the
//   first time has 2 failures free instead of 5. No address waits for what others did.
// - A browser that has signed in to the account before is counted by itself, with 5 free failures of its own,
//   and waits for nothing but its own failures.
//
// So a stranger makes others wait only who share an address with him and come with a new browser.

#include <cstddef>
#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace telestate::auth {

struct Attempt {
    std::string account; // the e-mail address as accounts are looked up, whether or not there is an account
    std::string address; // the IP address it came from
    std::string device;  // known to have signed in to this very account before; empty when not
};

// What an IP address is counted as: IPv4 by itself, also when it is written as IPv6; IPv6 by its first 64
// bits, which are one subscriber's; any other text as it is.
std::string source_of(std::string_view address);

// For several threads. Times are seconds of a clock that never goes back. An attempt is counted only when it
// has failed, so ask, check and tell must follow one another on one thread, or many attempts at once are
// counted late.
class Throttle {
  public:
    explicit Throttle(std::size_t most_entries = 50'000) : most_entries_(most_entries) {}

    // The seconds to wait, at least 1, when the attempt is to be refused without being checked.
    std::optional<std::int64_t> refuse(const Attempt& attempt, std::int64_t now) const;

    void failed(const Attempt& attempt, std::int64_t now);

    // Forgets the failures of this account from this address, or of this device.
    void succeeded(const Attempt& attempt, std::int64_t now);

    // Never more than the most there may be: what failed longest ago is forgotten first.
    std::size_t entry_count() const;

  private:
    struct Allowance {
        std::size_t free_failures;
        std::int64_t remembered_seconds;
    };
    struct Entry {
        std::string key;
        Allowance allowance;
        std::vector<std::int64_t> failures; // when, the oldest first; no more than make a difference
    };
    using Entries = std::list<Entry>; // what failed longest ago first

    static std::size_t failures_within(const Entry& entry, std::int64_t now);
    std::int64_t wait_of(const std::string& key, std::int64_t now) const;
    bool is_under_attack(const std::string& account_key, std::int64_t now) const;
    void record(const std::string& key, const Allowance& allowance, std::int64_t now);
    void forget_old(std::int64_t now);
    void forget(const std::string& key);

    mutable std::mutex mutex_;
    std::size_t most_entries_;
    Entries entries_;
    std::unordered_map<std::string, Entries::iterator> by_key_;
};

} // namespace telestate::auth
