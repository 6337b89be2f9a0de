#include "server/auth/sign_in.hpp"

#include "model/letter_case.hpp"
#include "server/auth/secret.hpp"
#include "server/auth/totp.hpp"

#include <chrono>

namespace telestate::auth {

namespace {

using clock::format_instant;
using clock::Instant;

Refusal refusal(ErrorCode code, std::string message) { return {{code, std::move(message), {}}}; }

Refusal wrong() { return refusal(ErrorCode::unauthenticated, "The address or the password is wrong."); }

Refusal wrong_code() {
    Refusal result =
        refusal(ErrorCode::unauthenticated, "The code of the second factor is wrong, or was used before.");
    result.wants_second_factor = true;
    return result;
}

Refusal refused_password(std::string why, std::string_view pointer) {
    return {{ErrorCode::invalid, "The password cannot be chosen.", {{std::string(pointer), std::move(why)}}}};
}

} // namespace

SignIn::SignIn(storage::Database& database, const GateSettings& settings, std::function<Instant()> now,
               HashCost cost)
    : database_(database), settings_(settings), now_(std::move(now)), cost_(cost) {}

std::optional<std::string> SignIn::set_up_code() {
    if (database_.read().has_accounts()) return std::nullopt;
    const std::scoped_lock lock(mutex_);
    if (set_up_code_.empty()) set_up_code_ = spoken_code();
    return set_up_code_;
}

Checked<OpenedSession> SignIn::set_up(std::string_view code, const std::string& name,
                                      const std::string& email, std::string_view password,
                                      const Caller& caller) {
    const auto right = set_up_code();
    if (!right) return refusal(ErrorCode::conflict, "There is an account already: sign in.");
    // Codes of 100 bits are not guessed; whoever tries is slowed down all the same.
    const Attempt attempt{"set-up", caller.address, {}};
    if (auto why = refuse_too_often(attempt)) return std::move(*why);
    const auto typed = normalised_code(code);
    if (!typed || !equal_in_constant_time(*typed, normalised_code(*right).value_or(""))) {
        throttle_.failed(attempt, steady_seconds());
        Refusal result = refusal(ErrorCode::forbidden, "The set-up code is wrong.");
        result.error.fields = {{"/code", "is not the one that telestate showed when it started"}};
        return result;
    }
    if (auto why = refuse_password(password, {name, email, organisation()}))
        return refused_password(std::move(*why), "/password");
    const std::string hash = hash_password(password, cost_);
    auto ledger = database_.write_ledger();
    if (!ledger) return Refusal{ledger.error()};
    if (ledger->reader().has_accounts())
        return refusal(ErrorCode::conflict, "There is an account already: sign in.");
    const std::string now = format_instant(now_());
    storage::Account account;
    account.name = name;
    account.email = lower_case(email);
    account.role = name_of(Role::administrator);
    account.password_hash = hash;
    account.password_changed_at = now;
    account.created_at = now;
    const auto number = storage::insert_account(*ledger, account);
    if (!number) return Refusal{number.error()};
    storage::insert_account_event(
        *ledger, {now, name, "set telestate up as its first administrator", {}, caller.address});
    OpenedSession opened = open_session(*ledger, *number, caller);
    ledger->commit();
    return opened;
}

Checked<OpenedSession> SignIn::sign_in(std::string_view email, std::string_view password,
                                       std::string_view second_factor, const Caller& caller) {
    const std::string address = lower_case(email);
    std::optional<storage::Account> account = database_.read().find_account_of_email(address);
    const Attempt attempt =
        attempt_of(address, account ? std::optional(account->account) : std::nullopt, caller);
    if (auto why = refuse_too_often(attempt)) return std::move(*why);
    const auto fail = [&](Refusal why) {
        throttle_.failed(attempt, steady_seconds());
        return why;
    };
    if (password.size() > 4 * longest_password) return fail(wrong());
    if (!account || account->is_disabled || !account->password_hash) {
        spend_the_same_time(password, cost_);
        return fail(wrong());
    }
    if (!verify_password(*account->password_hash, password)) return fail(wrong());

    std::optional<std::int64_t> step;
    std::string recovery_hash;
    if (account->has_second_factor) {
        if (auto why = refuse_second_factor(*account, second_factor, step, recovery_hash)) {
            // Only a wrong code is a failure: without one, the page has yet to ask for it.
            return second_factor.empty() ? std::move(*why) : fail(std::move(*why));
        }
    }
    auto ledger = database_.write_ledger();
    if (!ledger) return Refusal{ledger.error()};
    const std::string now = format_instant(now_());
    // Somebody else may have used the same code in this moment.
    if (step && !storage::use_totp_step(*ledger, account->account, *step)) return fail(wrong_code());
    if (!recovery_hash.empty() && !storage::use_recovery_code(*ledger, account->account, recovery_hash))
        return fail(wrong_code());
    if (needs_new_hash(*account->password_hash, cost_))
        storage::renew_password_hash(*ledger, account->account, hash_password(password, cost_));
    storage::insert_account_event(*ledger,
                                  {now,
                                   account->name,
                                   recovery_hash.empty() ? "signed in" : "signed in with a recovery code",
                                   {},
                                   caller.address});
    OpenedSession opened = open_session(*ledger, account->account, caller);
    ledger->commit();
    throttle_.succeeded(attempt, steady_seconds());
    return opened;
}

std::optional<Refusal> SignIn::refuse_second_factor(const storage::Account& account, std::string_view code,
                                                    std::optional<std::int64_t>& step,
                                                    std::string& recovery_hash) {
    Refusal result = refusal(ErrorCode::unauthenticated, "A code of the second factor is needed.");
    result.wants_second_factor = true;
    if (code.empty()) return result;
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now_().time_since_epoch()).count();
    step = matching_step(account.totp_secret.value_or(""), code, seconds, account.totp_last_step);
    if (step) return std::nullopt;
    if (const auto recovery = normalised_code(code, recovery_code_length)) {
        // Whether there is such a one shows when it is used up.
        recovery_hash = hash_of(*recovery);
        return std::nullopt;
    }
    return wrong_code();
}

Checked<OpenedSession> SignIn::accept_invitation(std::string_view code, std::string_view password,
                                                 const Caller& caller) {
    const Attempt attempt{"invitation", caller.address, {}};
    if (auto why = refuse_too_often(attempt)) return std::move(*why);
    const auto typed = normalised_code(code);
    const std::string hash_of_code = hash_of(typed.value_or(""));
    const std::string now = format_instant(now_());
    std::optional<storage::Account> account;
    {
        const storage::Reader reader = database_.read();
        if (const auto number = reader.find_invitation(hash_of_code, now))
            account = reader.find_account(*number);
    }
    if (!typed || !account || account->is_disabled) {
        throttle_.failed(attempt, steady_seconds());
        return refusal(ErrorCode::forbidden,
                       "This invitation was used already or is over. Ask for a new one.");
    }
    if (auto why = refuse_password(password, {account->name, account->email, organisation()}))
        return refused_password(std::move(*why), "/password");
    const std::string hash = hash_password(password, cost_);
    auto ledger = database_.write_ledger();
    if (!ledger) return Refusal{ledger.error()};
    // Used meanwhile, or taken back.
    if (ledger->reader().find_invitation(hash_of_code, now) != account->account)
        return refusal(ErrorCode::forbidden,
                       "This invitation was used already or is over. Ask for a new one.");
    storage::remove_invitation(*ledger, account->account);
    storage::set_password(*ledger, account->account, hash, now);
    storage::remove_totp(*ledger, account->account);
    storage::delete_sessions(*ledger, account->account, std::nullopt);
    storage::forget_devices(*ledger, account->account);
    storage::insert_account_event(
        *ledger, {now, account->name, "accepted an invitation and chose a password", {}, caller.address});
    OpenedSession opened = open_session(*ledger, account->account, caller);
    ledger->commit();
    return opened;
}

void SignIn::sign_out(const Identity& identity, const Caller& caller) {
    if (identity.session == 0) return;
    auto ledger = database_.write_ledger();
    if (!ledger) throw std::runtime_error("nobody can be signed out: " + ledger.error().message);
    storage::delete_session(*ledger, identity.account, identity.session);
    storage::insert_account_event(*ledger,
                                  {format_instant(now_()), identity.name, "signed out", {}, caller.address});
    ledger->commit();
}

OpenedSession SignIn::open_session(storage::LedgerTransaction& ledger, std::int64_t account,
                                   const Caller& caller) {
    const Instant now = now_();
    constexpr std::size_t longest_agent = 300;
    OpenedSession opened;
    opened.account = account;
    opened.token = random_token();
    opened.device_token = caller.device_token.empty() ? random_token() : caller.device_token;
    storage::SignInSession session;
    session.account = account;
    session.created_at = session.seen_at = format_instant(now);
    session.expires_at = format_instant(now + settings_.longest);
    session.address = caller.address;
    session.agent = caller.agent.substr(0, longest_agent);
    opened.session = storage::insert_session(ledger, session, hash_of(opened.token));
    storage::mark_signed_in(ledger, account, session.created_at);
    storage::remember_device(ledger, account, hash_of(opened.device_token), session.created_at);
    return opened;
}

std::int64_t SignIn::steady_seconds() {
    return std::chrono::duration_cast<std::chrono::seconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

std::optional<Refusal> SignIn::refuse_too_often(const Attempt& attempt) const {
    const auto seconds = throttle_.refuse(attempt, steady_seconds());
    if (!seconds) return std::nullopt;
    Refusal result =
        refusal(ErrorCode::too_often, "Too many attempts failed. Try again in " + std::to_string(*seconds) +
                                          (*seconds == 1 ? " second." : " seconds."));
    result.retry_after = *seconds;
    return result;
}

Attempt SignIn::attempt_of(std::string_view email, std::optional<std::int64_t> account,
                           const Caller& caller) {
    Attempt attempt{std::string(email), caller.address, {}};
    if (!account || caller.device_token.empty()) return attempt;
    const std::string hash = hash_of(caller.device_token);
    if (database_.read().is_known_device(*account, hash)) attempt.device = hash;
    return attempt;
}

std::string SignIn::organisation() const {
    const auto organisation = database_.read().find_organisation();
    return organisation ? organisation->name : std::string();
}

} // namespace telestate::auth
