#include "server/auth/throttle.hpp"

#include "server/auth/secret.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace telestate::auth {

namespace {

constexpr std::int64_t longest_wait = 60;
constexpr std::int64_t hour = 3600;
constexpr std::size_t free_of_pair = 5;
constexpr std::size_t free_of_pair_under_attack = 2;
constexpr std::size_t free_of_address = 30;
constexpr std::int64_t address_remembered = 900;
constexpr std::size_t failures_of_attack = 50;
// 1, 2, 4, 8, 16, 32, 60: so many failures past the free ones, the wait is as long as it gets.
constexpr std::size_t steps_to_longest_wait = 7;

// Whoever tries chooses these texts: long ones are no way to fill the memory.
std::string bounded(std::string_view text) { return text.size() <= 64 ? std::string(text) : hash_of(text); }

// A zero byte is in none of the texts that come over HTTP, so that no two keys are the same.
std::string key_of(char kind, std::string_view one, std::string_view other = {}) {
    return std::string(1, kind) + '\0' + bounded(one) + '\0' + bounded(other);
}

std::string pair_key(const Attempt& attempt) {
    return key_of('p', attempt.account, source_of(attempt.address));
}
std::string device_key(const Attempt& attempt) { return key_of('d', attempt.account, attempt.device); }
std::string address_key(const Attempt& attempt) { return key_of('i', source_of(attempt.address)); }
std::string account_key(const Attempt& attempt) { return key_of('a', attempt.account); }

} // namespace

std::string source_of(std::string_view address) {
    const std::string text(address.substr(0, address.find('%'))); // "fe80::1%eth0"
    std::array<unsigned char, 16> bytes{};
    if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return text;
    std::array<char, INET6_ADDRSTRLEN> written{};
    constexpr std::array<unsigned char, 12> mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
    if (std::equal(mapped.begin(), mapped.end(), bytes.begin())) {
        inet_ntop(AF_INET, bytes.data() + mapped.size(), written.data(), written.size());
        return written.data();
    }
    std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
    inet_ntop(AF_INET6, bytes.data(), written.data(), written.size());
    return std::string(written.data()) + "/64";
}

std::optional<std::int64_t> Throttle::refuse(const Attempt& attempt, std::int64_t now) const {
    const std::lock_guard lock(mutex_);
    const std::int64_t wait =
        attempt.device.empty() ? std::max(wait_of(pair_key(attempt), now), wait_of(address_key(attempt), now))
                               : wait_of(device_key(attempt), now);
    if (wait <= 0) return std::nullopt;
    return wait;
}

void Throttle::failed(const Attempt& attempt, std::int64_t now) {
    const std::lock_guard lock(mutex_);
    forget_old(now);
    if (!attempt.device.empty()) {
        record(device_key(attempt), {free_of_pair, hour}, now);
        return;
    }
    const bool is_attack = is_under_attack(account_key(attempt), now);
    record(pair_key(attempt), {is_attack ? free_of_pair_under_attack : free_of_pair, hour}, now);
    record(address_key(attempt), {free_of_address, address_remembered}, now);
    record(account_key(attempt), {failures_of_attack, hour}, now);
}

void Throttle::succeeded(const Attempt& attempt, std::int64_t now) {
    const std::lock_guard lock(mutex_);
    forget_old(now);
    forget(attempt.device.empty() ? pair_key(attempt) : device_key(attempt));
}

std::size_t Throttle::entry_count() const {
    const std::lock_guard lock(mutex_);
    return entries_.size();
}

std::size_t Throttle::failures_within(const Entry& entry, std::int64_t now) {
    const auto first = std::upper_bound(entry.failures.begin(), entry.failures.end(),
                                        now - entry.allowance.remembered_seconds);
    return static_cast<std::size_t>(std::distance(first, entry.failures.end()));
}

std::int64_t Throttle::wait_of(const std::string& key, std::int64_t now) const {
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) return 0;
    const Entry& entry = *found->second;
    const std::size_t count = failures_within(entry, now);
    if (count < entry.allowance.free_failures) return 0;
    const std::size_t doublings = std::min(count - entry.allowance.free_failures, steps_to_longest_wait);
    const std::int64_t pause = std::min(std::int64_t{1} << doublings, longest_wait);
    return entry.failures.back() + pause - now;
}

bool Throttle::is_under_attack(const std::string& account_key, std::int64_t now) const {
    const auto found = by_key_.find(account_key);
    return found != by_key_.end() && failures_within(*found->second, now) >= failures_of_attack;
}

void Throttle::record(const std::string& key, const Allowance& allowance, std::int64_t now) {
    auto found = by_key_.find(key);
    if (found == by_key_.end()) {
        if (entries_.size() >= most_entries_) forget(std::string(entries_.front().key));
        entries_.push_back({key, allowance, {}});
        found = by_key_.emplace(key, std::prev(entries_.end())).first;
    } else {
        entries_.splice(entries_.end(), entries_, found->second);
    }
    Entry& entry = *found->second;
    // An entry keeps the allowance it began with while it remembers a failure.
    if (failures_within(entry, now) == 0) entry.allowance = allowance;
    entry.failures.push_back(now);
    const std::size_t most = entry.allowance.free_failures + steps_to_longest_wait;
    if (entry.failures.size() > most) entry.failures.erase(entry.failures.begin());
}

void Throttle::forget_old(std::int64_t now) {
    while (!entries_.empty() && entries_.front().failures.back() <= now - hour)
        forget(std::string(entries_.front().key));
}

void Throttle::forget(const std::string& key) {
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) return;
    entries_.erase(found->second);
    by_key_.erase(found);
}

} // namespace telestate::auth
