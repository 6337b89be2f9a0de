#pragma once

// People who may sign in, and what they carry to show it. All instants are UTC, "2026-11-22T09:00:00Z"; every
// hash but a password's is the SHA-256 of something random, in hexadecimal.

#include <cstdint>
#include <optional>
#include <string>

namespace telestate::storage {

struct Account {
    std::int64_t account = 0; // its number, never given to another
    std::string name;
    std::string email;
    std::string role; // as the migration lists them
    bool is_disabled = false;
    std::optional<std::string> password_hash; // nothing until one is chosen, or where one signs in elsewhere
    std::optional<std::string> password_changed_at;
    std::optional<std::string> totp_secret; // in base32; may wait to be confirmed
    bool has_second_factor = false;         // confirmed
    std::int64_t totp_last_step = 0;        // the last time step a code was taken for
    std::int64_t recovery_code_count = 0;
    std::string created_at;
    std::optional<std::string> signed_in_at;
};

struct SignInSession {
    std::int64_t session = 0;
    std::int64_t account = 0;
    std::string created_at;
    std::string seen_at;    // a minute behind at most
    std::string expires_at; // whatever is done until then
    std::string address;    // where it was begun from
    std::string agent;      // the browser, as it names itself
};

struct ApiToken {
    std::int64_t token = 0;
    std::optional<std::int64_t> account; // nothing: made on the command line
    std::string account_name;
    std::string name;
    std::string role;
    std::string created_at;
    std::string expires_at;
    std::optional<std::string> last_used_at; // a minute behind at most
};

struct AccountEvent {
    std::string at;
    std::string by;      // empty where nobody was signed in
    std::string what;    // a sentence without its subject: "signed in"
    std::string about;   // whom or what it was done to; empty where that is who did it
    std::string address; // empty on the command line
};

} // namespace telestate::storage
