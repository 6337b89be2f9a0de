#pragma once

// Passwords: how they are stored and which are refused. They are taken as the bytes that were typed: the same
// accented letter composed otherwise is another password, for there is no Unicode normaliser here.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace telestate::auth {

// What one hash costs, whoever computes it. The default takes about a tenth of a second.
struct HashCost {
    unsigned long long passes = 2;
    std::size_t memory_bytes = std::size_t{64} * 1024 * 1024;
};

// Argon2id, as the text "$argon2id$v=19$m=65536,t=2,p=1$..." with a salt of its own. Throws when there is not
// memory enough.
std::string hash_password(std::string_view password, const HashCost& cost = {});

// False also for a text that is no such hash; that answer comes at once.
bool verify_password(const std::string& hash, std::string_view password);

// Whether a hash was made at another cost than this one, so that it is made again at the next sign-in.
bool needs_new_hash(const std::string& hash, const HashCost& cost = {});

// For an address that has no account or no password: takes as long as verifying a password that was hashed at
// this cost, so that the time of an answer does not tell which addresses have one.
void spend_the_same_time(std::string_view password, const HashCost& cost = {});

// Whose password it is to be.
struct PasswordOwner {
    std::string name;
    std::string email;
    std::string organisation;
};

inline constexpr std::size_t shortest_password = 12; // in Unicode characters
inline constexpr std::size_t longest_password = 200;

// Why a password cannot be chosen, as a sentence, or nothing. Length and guessability count, not which kinds
// of characters there are: what would be among the first hundred million tries is refused, and so is what is
// little more than the owner's name, address or organisation, or the product's.
std::optional<std::string> refuse_password(std::string_view password, const PasswordOwner& owner);

} // namespace telestate::auth
