// What people do with their own account: the password and the second factor.

#include "server/auth/secret.hpp"
#include "server/auth/sign_in.hpp"
#include "server/auth/totp.hpp"

#include <chrono>

namespace telestate::auth {

namespace {

using clock::format_instant;

Refusal refusal(ErrorCode code, std::string message, std::string pointer = {}) {
    Refusal result{{code, std::move(message), {}}};
    if (!pointer.empty()) result.error.fields.push_back({std::move(pointer), result.error.message});
    return result;
}

} // namespace

Checked<storage::Account> SignIn::account_with(const Identity& identity, std::string_view password,
                                               const Caller& caller) {
    const auto account = database_.read().find_account(identity.account);
    if (!account || !account->password_hash)
        return refusal(ErrorCode::conflict,
                       "There is no account with a password here: one signs in elsewhere.");
    const Attempt attempt = attempt_of(account->email, account->account, caller);
    if (auto why = refuse_too_often(attempt)) return std::move(*why);
    if (password.size() > 4 * longest_password || !verify_password(*account->password_hash, password)) {
        throttle_.failed(attempt, steady_seconds());
        return refusal(ErrorCode::forbidden, "The password is wrong.", "/password");
    }
    throttle_.succeeded(attempt, steady_seconds());
    return *account;
}

Checked<void> SignIn::change_password(const Identity& identity, std::string_view current,
                                      std::string_view wanted, const Caller& caller) {
    auto account = account_with(identity, current, caller);
    if (!account) {
        Refusal why = account.error();
        for (FieldError& field : why.error.fields)
            field.pointer = "/current";
        return why;
    }
    if (auto why = refuse_password(wanted, {account->name, account->email, organisation()}))
        return Refusal{
            {ErrorCode::invalid, "The password cannot be chosen.", {{"/password", std::move(*why)}}}};
    const std::string hash = hash_password(wanted, cost_);
    auto ledger = database_.write_ledger();
    if (!ledger) return Refusal{ledger.error()};
    const std::string now = format_instant(now_());
    storage::set_password(*ledger, account->account, hash, now);
    storage::delete_sessions(*ledger, account->account, identity.session);
    storage::forget_devices(*ledger, account->account);
    storage::remove_invitation(*ledger, account->account);
    if (!caller.device_token.empty())
        storage::remember_device(*ledger, account->account, hash_of(caller.device_token), now);
    storage::insert_account_event(*ledger, {now, identity.name, "changed the password", {}, caller.address});
    ledger->commit();
    return {};
}

Checked<SecondFactorOffer> SignIn::offer_second_factor(const Identity& identity, std::string_view password,
                                                       const Caller& caller) {
    const auto account = account_with(identity, password, caller);
    if (!account) return account.error();
    if (account->has_second_factor)
        return refusal(ErrorCode::conflict, "The second factor is on already: switch it off first.");
    SecondFactorOffer offer;
    offer.secret = new_totp_secret();
    offer.uri = totp_uri(offer.secret, "telestate", account->email);
    auto ledger = database_.write_ledger();
    if (!ledger) return Refusal{ledger.error()};
    storage::set_totp_secret(*ledger, account->account, offer.secret);
    ledger->commit();
    return offer;
}

Checked<std::vector<std::string>> SignIn::confirm_second_factor(const Identity& identity,
                                                                std::string_view code, const Caller& caller) {
    const auto account = database_.read().find_account(identity.account);
    if (!account || !account->totp_secret)
        return refusal(ErrorCode::conflict, "No second factor waits to be confirmed.");
    if (account->has_second_factor) return refusal(ErrorCode::conflict, "The second factor is on already.");
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now_().time_since_epoch()).count();
    const auto step = matching_step(*account->totp_secret, code, seconds, account->totp_last_step);
    if (!step) {
        return refusal(ErrorCode::invalid, "The code is wrong. Is the clock of the telephone right?",
                       "/code");
    }
    auto ledger = database_.write_ledger();
    if (!ledger) return Refusal{ledger.error()};
    const std::string now = format_instant(now_());
    storage::use_totp_step(*ledger, account->account, *step);
    storage::confirm_totp(*ledger, account->account, now);
    std::vector<std::string> codes = new_recovery_codes(*ledger, account->account);
    storage::insert_account_event(*ledger,
                                  {now, identity.name, "switched the second factor on", {}, caller.address});
    ledger->commit();
    return codes;
}

Checked<void> SignIn::remove_second_factor(const Identity& identity, std::string_view password,
                                           const Caller& caller) {
    const auto account = account_with(identity, password, caller);
    if (!account) return account.error();
    auto ledger = database_.write_ledger();
    if (!ledger) return Refusal{ledger.error()};
    storage::remove_totp(*ledger, account->account);
    storage::insert_account_event(
        *ledger,
        {format_instant(now_()), identity.name, "switched the second factor off", {}, caller.address});
    ledger->commit();
    return {};
}

Checked<std::vector<std::string>>
SignIn::renew_recovery_codes(const Identity& identity, std::string_view password, const Caller& caller) {
    const auto account = account_with(identity, password, caller);
    if (!account) return account.error();
    if (!account->has_second_factor) return refusal(ErrorCode::conflict, "The second factor is off.");
    auto ledger = database_.write_ledger();
    if (!ledger) return Refusal{ledger.error()};
    std::vector<std::string> codes = new_recovery_codes(*ledger, account->account);
    storage::insert_account_event(
        *ledger, {format_instant(now_()), identity.name, "made new recovery codes", {}, caller.address});
    ledger->commit();
    return codes;
}

std::vector<std::string> SignIn::new_recovery_codes(storage::LedgerTransaction& ledger,
                                                    std::int64_t account) {
    std::vector<std::string> codes = recovery_codes();
    std::vector<std::string> hashes;
    for (const std::string& code : codes)
        hashes.push_back(hash_of(normalised_code(code, recovery_code_length).value_or(code)));
    storage::replace_recovery_codes(ledger, account, hashes);
    return codes;
}

} // namespace telestate::auth
