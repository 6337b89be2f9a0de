#include "server/auth/accounts.hpp"

#include "model/letter_case.hpp"
#include "server/auth/secret.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace telestate::auth {

namespace {

using clock::format_instant;
using clock::Instant;

constexpr std::chrono::hours invitation_lasts{72};

Error no_such_account() { return {ErrorCode::not_found, "there is no such account", {}}; }

// A role of `draft` that leaves nobody to look after accounts cannot be given.
std::optional<Error> refuse_without_administrator(const storage::Reader& reader, std::int64_t account) {
    const auto accounts = reader.list_accounts();
    const bool is_another = std::any_of(accounts.begin(), accounts.end(), [&](const storage::Account& each) {
        return each.account != account && !each.is_disabled && each.password_hash &&
               each.role == name_of(Role::administrator);
    });
    if (is_another) return std::nullopt;
    return Error{ErrorCode::conflict,
                 "this is the only administrator who can sign in: make somebody else one first",
                 {}};
}

storage::Account account_of(const AccountDraft& draft, Instant now) {
    storage::Account account;
    account.name = draft.name;
    account.email = lower_case(draft.email);
    account.role = name_of(draft.role);
    account.is_disabled = draft.is_disabled;
    account.created_at = format_instant(now);
    return account;
}

void note(storage::LedgerTransaction& ledger, Instant now, const Doer& doer, std::string what,
          std::string about) {
    storage::insert_account_event(
        ledger, {format_instant(now), doer.name, std::move(what), std::move(about), doer.address});
}

Invitation new_invitation(storage::LedgerTransaction& ledger, Instant now, std::int64_t account) {
    Invitation invitation{spoken_code(), format_instant(now + invitation_lasts)};
    storage::set_invitation(ledger, account, hash_of(normalised_code(invitation.code).value_or("")),
                            invitation.expires_at);
    return invitation;
}

std::string name_and_address(const storage::Account& account) {
    return account.name + " <" + account.email + ">";
}

// "changed the role from viewer to editor and disabled the account"
std::string describe(const storage::Account& before, const storage::Account& after) {
    std::string out;
    const auto add = [&](std::string part) {
        out += out.empty() ? "" : ", ";
        out += part;
    };
    if (before.name != after.name) add("changed the name from " + before.name + " to " + after.name);
    if (before.email != after.email) add("changed the address from " + before.email + " to " + after.email);
    if (before.role != after.role) add("changed the role from " + before.role + " to " + after.role);
    if (before.is_disabled != after.is_disabled)
        add(after.is_disabled ? "disabled the account" : "enabled the account");
    return out;
}

} // namespace

Result<InvitedAccount> invite(storage::Database& database, Instant now, const AccountDraft& draft,
                              const Doer& doer) {
    auto ledger = database.write_ledger();
    if (!ledger) return ledger.error();
    const storage::Account account = account_of(draft, now);
    const auto number = storage::insert_account(*ledger, account);
    if (!number) return number.error();
    InvitedAccount invited{*number, new_invitation(*ledger, now, *number)};
    note(*ledger, now, doer, "invited as " + account.role, name_and_address(account));
    ledger->commit();
    return invited;
}

Result<std::int64_t> add_account(storage::Database& database, Instant now, const AccountDraft& draft,
                                 std::string_view password_hash, const Doer& doer) {
    auto ledger = database.write_ledger();
    if (!ledger) return ledger.error();
    storage::Account account = account_of(draft, now);
    account.password_hash = password_hash;
    account.password_changed_at = account.created_at;
    const auto number = storage::insert_account(*ledger, account);
    if (!number) return number.error();
    note(*ledger, now, doer, "added as " + account.role, name_and_address(account));
    ledger->commit();
    return *number;
}

Result<Invitation> renew_invitation(storage::Database& database, Instant now, std::int64_t account,
                                    const Doer& doer) {
    auto ledger = database.write_ledger();
    if (!ledger) return ledger.error();
    const auto found = ledger->reader().find_account(account);
    if (!found) return no_such_account();
    Invitation invitation = new_invitation(*ledger, now, account);
    note(*ledger, now, doer, "invited to choose a new password", name_and_address(*found));
    ledger->commit();
    return invitation;
}

Result<void> reset_password(storage::Database& database, Instant now, std::int64_t account,
                            std::string_view password_hash, const Doer& doer) {
    auto ledger = database.write_ledger();
    if (!ledger) return ledger.error();
    const auto found = ledger->reader().find_account(account);
    if (!found) return no_such_account();
    storage::set_password(*ledger, account, password_hash, format_instant(now));
    storage::remove_totp(*ledger, account);
    storage::remove_invitation(*ledger, account);
    storage::delete_sessions(*ledger, account, std::nullopt);
    storage::forget_devices(*ledger, account);
    note(*ledger, now, doer, "set a new password", name_and_address(*found));
    ledger->commit();
    return {};
}

Result<void> change_account(storage::Database& database, Instant now, std::int64_t account,
                            const AccountDraft& draft, const Doer& doer) {
    auto ledger = database.write_ledger();
    if (!ledger) return ledger.error();
    const auto before = ledger->reader().find_account(account);
    if (!before) return no_such_account();
    storage::Account after = account_of(draft, now);
    after.account = account;
    const bool was_administrator = before->role == name_of(Role::administrator) && !before->is_disabled;
    if (was_administrator && (draft.role != Role::administrator || draft.is_disabled)) {
        if (auto error = refuse_without_administrator(ledger->reader(), account)) return *error;
    }
    const auto updated = storage::update_account(*ledger, after);
    if (!updated) return updated.error();
    if (after.is_disabled) storage::delete_sessions(*ledger, account, std::nullopt);
    std::string what = describe(*before, after);
    if (!what.empty()) note(*ledger, now, doer, std::move(what), name_and_address(*before));
    ledger->commit();
    return {};
}

Result<void> remove_account(storage::Database& database, Instant now, std::int64_t account,
                            const Doer& doer) {
    auto ledger = database.write_ledger();
    if (!ledger) return ledger.error();
    const auto found = ledger->reader().find_account(account);
    if (!found) return no_such_account();
    if (found->role == name_of(Role::administrator) && !found->is_disabled) {
        if (auto error = refuse_without_administrator(ledger->reader(), account)) return *error;
    }
    const auto deleted = storage::delete_account(*ledger, account);
    if (!deleted) return deleted.error();
    note(*ledger, now, doer, "deleted the account", name_and_address(*found));
    ledger->commit();
    return {};
}

Result<void> end_session(storage::Database& database, Instant now, std::int64_t account, std::int64_t session,
                         const Doer& doer) {
    auto ledger = database.write_ledger();
    if (!ledger) return ledger.error();
    if (!storage::delete_session(*ledger, account, session))
        return Error{ErrorCode::not_found, "there is no such session", {}};
    note(*ledger, now, doer, "ended a session", {});
    ledger->commit();
    return {};
}

Result<void> end_other_sessions(storage::Database& database, Instant now, std::int64_t account,
                                std::optional<std::int64_t> but, const Doer& doer) {
    auto ledger = database.write_ledger();
    if (!ledger) return ledger.error();
    storage::delete_sessions(*ledger, account, but);
    note(*ledger, now, doer, "ended all other sessions", {});
    ledger->commit();
    return {};
}

Result<MadeToken> make_token(storage::Database& database, Instant now, const TokenDraft& draft,
                             const Doer& doer) {
    auto ledger = database.write_ledger();
    if (!ledger) return ledger.error();
    MadeToken made;
    made.text = api_token();
    storage::ApiToken token;
    token.account = draft.account;
    token.name = draft.name;
    token.role = name_of(draft.role);
    token.created_at = format_instant(now);
    token.expires_at = format_instant(draft.expires_at);
    made.token = storage::insert_api_token(*ledger, token, hash_of(made.text));
    note(*ledger, now, doer, "made an API token with the role " + token.role, token.name);
    ledger->commit();
    return made;
}

Result<void> revoke_token(storage::Database& database, Instant now, std::int64_t token,
                          std::optional<std::int64_t> of, const Doer& doer) {
    auto ledger = database.write_ledger();
    if (!ledger) return ledger.error();
    std::string name;
    for (const storage::ApiToken& each : ledger->reader().list_api_tokens(of)) {
        if (each.token == token) name = each.name;
    }
    if (!storage::delete_api_token(*ledger, token, of))
        return Error{ErrorCode::not_found, "there is no such API token", {}};
    note(*ledger, now, doer, "revoked an API token", name);
    ledger->commit();
    return {};
}

} // namespace telestate::auth
