#pragma once

// Changing accounts, sessions and tokens. They are kept beside the estate: neither its revision nor its
// history knows of them. They are read through a Reader. `now` and the like are UTC instants.

#include "model/error.hpp"
#include "server/storage/account.hpp"
#include "server/storage/ledger_transaction.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace telestate::storage {

// The number of the new account. `conflict` with the field where the address is somebody's already.
Result<std::int64_t> insert_account(LedgerTransaction& ledger, const Account& account);
// Name, address, role and whether it is disabled. `not_found`, or `conflict` as above.
Result<void> update_account(LedgerTransaction& ledger, const Account& account);
// With its sessions, tokens and all. `not_found` for an unknown one.
Result<void> delete_account(LedgerTransaction& ledger, std::int64_t account);

void set_password(LedgerTransaction& ledger, std::int64_t account, std::string_view hash,
                  std::string_view now);
// Replaces the hash of the same password by a stronger one.
void renew_password_hash(LedgerTransaction& ledger, std::int64_t account, std::string_view hash);
void mark_signed_in(LedgerTransaction& ledger, std::int64_t account, std::string_view now);

// A second factor that waits to be confirmed; one that is on is replaced.
void set_totp_secret(LedgerTransaction& ledger, std::int64_t account, std::string_view secret);
void confirm_totp(LedgerTransaction& ledger, std::int64_t account, std::string_view now);
// Without codes, too.
void remove_totp(LedgerTransaction& ledger, std::int64_t account);
// No code of this time step or an earlier one is taken again. False where one was taken meanwhile.
bool use_totp_step(LedgerTransaction& ledger, std::int64_t account, std::int64_t step);
void replace_recovery_codes(LedgerTransaction& ledger, std::int64_t account,
                            const std::vector<std::string>& hashes);
// Deletes it; false where there is none such.
bool use_recovery_code(LedgerTransaction& ledger, std::int64_t account, std::string_view hash);

// In place of an earlier one.
void set_invitation(LedgerTransaction& ledger, std::int64_t account, std::string_view code_hash,
                    std::string_view expires_at);
void remove_invitation(LedgerTransaction& ledger, std::int64_t account);

std::int64_t insert_session(LedgerTransaction& ledger, const SignInSession& session,
                            std::string_view token_hash);
// False for an unknown one, or one of another account.
bool delete_session(LedgerTransaction& ledger, std::int64_t account, std::int64_t session);
// All of an account but one.
void delete_sessions(LedgerTransaction& ledger, std::int64_t account, std::optional<std::int64_t> but);
void touch_session(LedgerTransaction& ledger, std::int64_t session, std::string_view seen_at);
// Sessions and invitations that are over, tokens that ran out a year before `long_ago`, and devices not seen
// since.
void delete_expired(LedgerTransaction& ledger, std::string_view now, std::string_view idle_since,
                    std::string_view long_ago);
// Keeps the newest ten of an account.
void remember_device(LedgerTransaction& ledger, std::int64_t account, std::string_view device_hash,
                     std::string_view now);
void forget_devices(LedgerTransaction& ledger, std::int64_t account);

std::int64_t insert_api_token(LedgerTransaction& ledger, const ApiToken& token, std::string_view token_hash);
// `of` limits it to the tokens of one account. False where there is none such.
bool delete_api_token(LedgerTransaction& ledger, std::int64_t token, std::optional<std::int64_t> of);
void touch_api_token(LedgerTransaction& ledger, std::int64_t token, std::string_view used_at);

void insert_account_event(LedgerTransaction& ledger, const AccountEvent& event);

} // namespace telestate::storage
