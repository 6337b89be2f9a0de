#pragma once

// What administrators do with accounts, and who makes tokens of the API. Whoever calls has checked the role;
// the last administrator can be neither removed nor demoted here.

#include "model/error.hpp"
#include "server/auth/role.hpp"
#include "server/clock/instant.hpp"
#include "server/storage/account_store.hpp"
#include "server/storage/database.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace telestate::auth {

// Who does it, as the account events keep it.
struct Doer {
    std::string name;    // empty: on the command line
    std::string address; // empty: on the command line
};

struct AccountDraft {
    std::string name;
    std::string email; // checked to be an address
    Role role = Role::viewer;
    bool is_disabled = false;
};

// With its code a person chooses a password. Told once and stored nowhere.
struct Invitation {
    std::string code;
    std::string expires_at;
};

struct InvitedAccount {
    std::int64_t account = 0;
    Invitation invitation;
};

// Without a password yet, but with an invitation to choose one. `conflict` where the address is somebody's.
Result<InvitedAccount> invite(storage::Database& database, clock::Instant now, const AccountDraft& draft,
                              const Doer& doer);
// With a password, as the command line makes them. `password_hash` is one of hash_password().
Result<std::int64_t> add_account(storage::Database& database, clock::Instant now, const AccountDraft& draft,
                                 std::string_view password_hash, const Doer& doer);
// An earlier one ends.
Result<Invitation> renew_invitation(storage::Database& database, clock::Instant now, std::int64_t account,
                                    const Doer& doer);
// Sets a password and ends all sessions, and the second factor too, since it is for those who lost what they
// had.
Result<void> reset_password(storage::Database& database, clock::Instant now, std::int64_t account,
                            std::string_view password_hash, const Doer& doer);
// One who is disabled is signed out everywhere. `conflict` for the last administrator.
Result<void> change_account(storage::Database& database, clock::Instant now, std::int64_t account,
                            const AccountDraft& draft, const Doer& doer);
Result<void> remove_account(storage::Database& database, clock::Instant now, std::int64_t account,
                            const Doer& doer);
// One session of an account, or all but one. `not_found` for one that there is not.
Result<void> end_session(storage::Database& database, clock::Instant now, std::int64_t account,
                         std::int64_t session, const Doer& doer);
Result<void> end_other_sessions(storage::Database& database, clock::Instant now, std::int64_t account,
                                std::optional<std::int64_t> but, const Doer& doer);

struct TokenDraft {
    std::optional<std::int64_t> account; // nothing: belongs to nobody
    std::string name;
    Role role = Role::viewer;
    clock::Instant expires_at;
};
struct MadeToken {
    std::int64_t token = 0;
    std::string text; // shown once and stored nowhere
};
Result<MadeToken> make_token(storage::Database& database, clock::Instant now, const TokenDraft& draft,
                             const Doer& doer);
// `of` limits it to the tokens of one account.
Result<void> revoke_token(storage::Database& database, clock::Instant now, std::int64_t token,
                          std::optional<std::int64_t> of, const Doer& doer);

} // namespace telestate::auth
