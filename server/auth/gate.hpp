#pragma once

// Finds out who asks: from a session's cookie, a token of the API, or the header of a trusted reverse proxy.

#include "server/auth/identity.hpp"
#include "server/clock/instant.hpp"
#include "server/http/request.hpp"
#include "server/storage/database.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace telestate::auth {

struct GateSettings {
    bool is_sign_in_required = true;
    std::chrono::minutes idle{60};  // a session that is not used for so long is over
    std::chrono::hours longest{12}; // and after so long in any case
    std::string proxy_header =
        {}; // holds the e-mail address of whom a trusted proxy let in; empty: none does
    std::optional<Role> proxy_role =
        {}; // of those the proxy let in who have no account; nothing: they stay out
};

// Behind TLS the name keeps other hosts and plain HTTP from setting the cookie (RFC 6265bis, 4.1.3).
std::string_view session_cookie_name(bool is_secure);
// Tells a browser that signed in before; see Throttle.
std::string_view device_cookie_name(bool is_secure);

// For several threads. The database has to outlive it.
class Gate {
  public:
    Gate(storage::Database& database, GateSettings settings, std::function<clock::Instant()> now);

    const GateSettings& settings() const { return settings_; }

    // Nothing: nobody who is known. Takes microseconds and never waits for a writer.
    std::shared_ptr<const Identity> identify(const http::Request& request);

    // Sessions that were not used after this instant are over.
    clock::Instant idle_since(clock::Instant now) const { return now - settings_.idle; }

    // When one was used last, as far as this process knows: more recent than what is written down.
    std::optional<clock::Instant> find_session_use(std::int64_t session);
    std::optional<clock::Instant> find_token_use(std::int64_t token);

    // Writes down when sessions and tokens were last used, and deletes what is over. Waits for a writer; to
    // be called now and then. What cannot be written is kept for the next time.
    void write_down();

  private:
    struct Known {
        std::shared_ptr<const Identity> identity;
        clock::Instant expires_at{};
    };
    // When something was used last, since the start, and what of it is written down.
    struct Use {
        clock::Instant at{};
        clock::Instant written{};
    };
    using Uses = std::map<std::int64_t, Use>;

    std::shared_ptr<const Identity> identity_of_session(std::string_view cookie);
    std::shared_ptr<const Identity> identity_of_token(std::string_view token);
    std::shared_ptr<const Identity> identity_of_proxy(std::string_view email);
    std::optional<Known> find_session(const std::string& hash);
    std::optional<Known> find_token(const std::string& hash);
    std::optional<Known> find_person(const std::string& email);
    // What `find` gives for the key, from memory while nothing was committed since.
    template <typename Find>
    std::optional<Known> known(const std::string& key, Find find);
    bool is_in_use(std::int64_t session, clock::Instant now);

    storage::Database& database_;
    const GateSettings settings_;
    const std::function<clock::Instant()> now_;
    const std::shared_ptr<const Identity> anybody_;

    std::mutex mutex_;
    std::int64_t change_count_ = -1; // of the database, when `known_` was last right
    std::unordered_map<std::string, Known> known_;
    Uses sessions_;
    Uses tokens_;
    clock::Instant cleaned_at_{};
};

} // namespace telestate::auth
