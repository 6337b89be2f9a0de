#pragma once

// Signing in: the set-up of the first administrator, passwords and second factors, invitations, sessions.

#include "server/auth/gate.hpp"
#include "server/auth/identity.hpp"
#include "server/auth/password.hpp"
#include "server/auth/refusal.hpp"
#include "server/auth/throttle.hpp"
#include "server/storage/account_store.hpp"
#include "server/storage/database.hpp"

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace telestate::auth {

// A session that has just begun. The tokens are told to the browser and stored nowhere.
struct OpenedSession {
    std::int64_t account = 0;
    std::int64_t session = 0;
    std::string token;
    std::string device_token;
};

// A second factor to be confirmed with a code of it.
struct SecondFactorOffer {
    std::string secret; // in base32, to be typed
    std::string uri;    // for a QR code
};

// May be called from any thread, but for what hashes passwords: that is called from one thread at a time, so
// that guesses cannot be made side by side (see Throttle). Those take a tenth of a second.
class SignIn {
  public:
    SignIn(storage::Database& database, const GateSettings& settings, std::function<clock::Instant()> now,
           HashCost cost = {});

    // Whoever knows it may make the first account. Made anew each time the program starts, and kept in memory
    // alone; nothing once there is an account.
    std::optional<std::string> set_up_code();

    // The first administrator. `forbidden` for a wrong code, `conflict` when there is an account already,
    // `invalid` with the fields at fault. Hashes. The address has been checked to be one.
    Checked<OpenedSession> set_up(std::string_view code, const std::string& name, const std::string& email,
                                  std::string_view password, const Caller& caller);

    // `unauthenticated` in the same words and after the same time, whether it is the address or the password
    // that is wrong; `too_often` with the seconds to wait. Hashes.
    Checked<OpenedSession> sign_in(std::string_view email, std::string_view password,
                                   std::string_view second_factor, const Caller& caller);

    void sign_out(const Identity& identity, const Caller& caller);

    // Chooses the password of whoever was invited, ends their other sessions and second factor. `forbidden`
    // for a code that is unknown, used or over. Hashes.
    Checked<OpenedSession> accept_invitation(std::string_view code, std::string_view password,
                                             const Caller& caller);

    // What follows is about the account of `identity`, which has to have one with a password. A wrong
    // password is `forbidden`, and counts as a failure to sign in. All but confirm_second_factor() hash.

    // Ends all other sessions, and forgets the browsers that were known.
    Checked<void> change_password(const Identity& identity, std::string_view current, std::string_view wanted,
                                  const Caller& caller);
    Checked<SecondFactorOffer> offer_second_factor(const Identity& identity, std::string_view password,
                                                   const Caller& caller);
    // Switches it on; the recovery codes, which are shown once.
    Checked<std::vector<std::string>> confirm_second_factor(const Identity& identity, std::string_view code,
                                                            const Caller& caller);
    Checked<void> remove_second_factor(const Identity& identity, std::string_view password,
                                       const Caller& caller);
    Checked<std::vector<std::string>> renew_recovery_codes(const Identity& identity,
                                                           std::string_view password, const Caller& caller);

  private:
    std::string organisation() const;
    static std::int64_t steady_seconds();
    // Nothing when the attempt may be checked.
    std::optional<Refusal> refuse_too_often(const Attempt& attempt) const;
    Attempt attempt_of(std::string_view email, std::optional<std::int64_t> account, const Caller& caller);
    std::optional<Refusal> refuse_second_factor(const storage::Account& account, std::string_view code,
                                                std::optional<std::int64_t>& step,
                                                std::string& recovery_hash);
    OpenedSession open_session(storage::LedgerTransaction& ledger, std::int64_t account,
                               const Caller& caller);
    // The account of the identity, once its password has been shown.
    Checked<storage::Account> account_with(const Identity& identity, std::string_view password,
                                           const Caller& caller);
    std::vector<std::string> new_recovery_codes(storage::LedgerTransaction& ledger, std::int64_t account);

    storage::Database& database_;
    const GateSettings settings_;
    const std::function<clock::Instant()> now_;
    const HashCost cost_;
    Throttle throttle_;
    std::mutex mutex_; // guards the code
    std::string set_up_code_;
};

} // namespace telestate::auth
