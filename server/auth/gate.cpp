#include "server/auth/gate.hpp"

#include "model/letter_case.hpp"
#include "server/auth/secret.hpp"
#include "server/storage/account_store.hpp"

#include <algorithm>
#include <vector>

namespace telestate::auth {

namespace {

using clock::format_instant;
using clock::Instant;

constexpr std::size_t most_known = 10'000;
// How far behind what is written down may be.
constexpr std::chrono::minutes written_each{1};
constexpr std::chrono::hours cleaned_each{1};
constexpr std::chrono::hours kept_after_the_end{24 * 365};
constexpr std::size_t longest_secret = 200;
constexpr std::string_view token_beginning = "tst_"; // see api_token()

// Nothing for another scheme.
std::optional<std::string_view> bearer_in(std::string_view authorization) {
    constexpr std::string_view scheme = "bearer ";
    if (authorization.size() <= scheme.size()) return std::nullopt;
    if (!http::equals_ignoring_case(authorization.substr(0, scheme.size()), scheme)) return std::nullopt;
    authorization.remove_prefix(scheme.size());
    while (authorization.starts_with(' '))
        authorization.remove_prefix(1);
    return authorization;
}

// An instant that cannot be read is long past.
Instant instant_of(std::string_view text) { return clock::parse_instant(text).value_or(Instant{}); }

Role role_of(std::string_view text) { return parse_role(text).value_or(Role::viewer); }

} // namespace

std::string_view session_cookie_name(bool is_secure) { return is_secure ? "__Host-telestate" : "telestate"; }

std::string_view device_cookie_name(bool is_secure) {
    return is_secure ? "__Host-telestate-device" : "telestate-device";
}

Gate::Gate(storage::Database& database, GateSettings settings, std::function<Instant()> now)
    : database_(database), settings_(std::move(settings)), now_(std::move(now)),
      anybody_(std::make_shared<const Identity>(Identity{.role = Role::administrator, .via = Via::no_one})) {}

std::shared_ptr<const Identity> Gate::identify(const http::Request& request) {
    if (!settings_.is_sign_in_required) return anybody_;
    // What is said outright comes before what a browser or a proxy adds.
    std::optional<std::string_view> token;
    if (const auto authorization = request.find_header("Authorization")) token = bearer_in(*authorization);
    if (token && token->starts_with(token_beginning)) return identity_of_token(*token);
    if (request.from_trusted_proxy && !settings_.proxy_header.empty()) {
        const auto email = request.find_header(settings_.proxy_header);
        if (email && !email->empty()) return identity_of_proxy(*email);
    }
    // A token of somebody else's making, which a proxy may pass on beside its header, shows nothing by
    // itself.
    if (token) return nullptr;
    if (const auto cookie = request.find_cookie(session_cookie_name(request.secure)))
        return identity_of_session(*cookie);
    return nullptr;
}

std::shared_ptr<const Identity> Gate::identity_of_session(std::string_view cookie) {
    if (cookie.empty() || cookie.size() > longest_secret) return nullptr;
    const auto session =
        known(hash_of(cookie), [this](const std::string& hash) { return find_session(hash); });
    const Instant now = now_();
    if (!session || now >= session->expires_at || !is_in_use(session->identity->session, now)) return nullptr;
    return session->identity;
}

std::shared_ptr<const Identity> Gate::identity_of_token(std::string_view token) {
    if (token.empty() || token.size() > longest_secret) return nullptr;
    const auto found = known(hash_of(token), [this](const std::string& hash) { return find_token(hash); });
    const Instant now = now_();
    if (!found || now >= found->expires_at) return nullptr;
    const std::scoped_lock lock(mutex_);
    tokens_[found->identity->token].at = now;
    return found->identity;
}

std::shared_ptr<const Identity> Gate::identity_of_proxy(std::string_view email) {
    // A header that came twice was not set by the proxy alone.
    if (email.size() > longest_secret || email.find(',') != std::string_view::npos) return nullptr;
    const std::string address = lower_case(email);
    const auto person = known("proxy " + address, [&](const std::string&) { return find_person(address); });
    return person ? person->identity : nullptr;
}

std::optional<Gate::Known> Gate::find_session(const std::string& hash) {
    const storage::Reader reader = database_.read();
    const auto session = reader.find_session(hash);
    if (!session) return std::nullopt;
    const auto account = reader.find_account(session->account);
    if (!account || account->is_disabled) return std::nullopt;
    const Instant seen_at = instant_of(session->seen_at);
    {
        const std::scoped_lock lock(mutex_);
        Use& use = sessions_[session->session];
        use.at = std::max(use.at, seen_at);
        use.written = std::max(use.written, seen_at);
    }
    Identity identity{.role = role_of(account->role),
                      .via = Via::session,
                      .account = account->account,
                      .session = session->session,
                      .name = account->name,
                      .email = account->email};
    // A shorter limit counts for sessions begun under a longer one, too.
    const Instant ends_at =
        std::min(instant_of(session->expires_at), instant_of(session->created_at) + settings_.longest);
    return Known{std::make_shared<const Identity>(std::move(identity)), ends_at};
}

std::optional<Gate::Known> Gate::find_token(const std::string& hash) {
    const storage::Reader reader = database_.read();
    const auto token = reader.find_api_token(hash);
    if (!token) return std::nullopt;
    Identity identity{
        .role = role_of(token->role), .via = Via::token, .token = token->token, .name = token->name};
    if (token->account) {
        const auto account = reader.find_account(*token->account);
        if (!account || account->is_disabled) return std::nullopt;
        // A token never may more than the person it belongs to may by now.
        identity.role = std::min(identity.role, role_of(account->role));
        identity.account = account->account;
        identity.email = account->email;
        identity.name = account->name + " (" + token->name + ")";
    }
    return Known{std::make_shared<const Identity>(std::move(identity)), instant_of(token->expires_at)};
}

std::optional<Gate::Known> Gate::find_person(const std::string& email) {
    const auto account = database_.read().find_account_of_email(email);
    Identity identity{.via = Via::proxy, .name = email, .email = email};
    if (account) {
        if (account->is_disabled) return std::nullopt;
        identity.role = role_of(account->role);
        identity.account = account->account;
        identity.name = account->name;
    } else if (settings_.proxy_role) {
        identity.role = *settings_.proxy_role;
    } else {
        return std::nullopt;
    }
    return Known{std::make_shared<const Identity>(std::move(identity)), Instant::max()};
}

template <typename Find>
std::optional<Gate::Known> Gate::known(const std::string& key, Find find) {
    const std::int64_t change_count = database_.change_count();
    {
        const std::scoped_lock lock(mutex_);
        if (change_count != change_count_) {
            // Anything may have changed: a role, a password, a session that was ended from elsewhere.
            known_.clear();
            change_count_ = change_count;
        } else if (const auto held = known_.find(key); held != known_.end()) {
            return held->second;
        }
    }
    std::optional<Known> found = find(key);
    if (!found) return std::nullopt;
    const std::scoped_lock lock(mutex_);
    // Read before a change that was noticed meanwhile, it may be wrong already.
    if (change_count == change_count_) {
        if (known_.size() >= most_known) known_.clear();
        known_.insert_or_assign(key, *found);
    }
    return found;
}

bool Gate::is_in_use(std::int64_t session, Instant now) {
    const std::scoped_lock lock(mutex_);
    Use& use = sessions_[session];
    if (use.at <= idle_since(now)) return false;
    use.at = std::max(use.at, now);
    return true;
}

std::optional<Instant> Gate::find_session_use(std::int64_t session) {
    const std::scoped_lock lock(mutex_);
    const auto found = sessions_.find(session);
    if (found == sessions_.end()) return std::nullopt;
    return found->second.at;
}

std::optional<Instant> Gate::find_token_use(std::int64_t token) {
    const std::scoped_lock lock(mutex_);
    const auto found = tokens_.find(token);
    if (found == tokens_.end()) return std::nullopt;
    return found->second.at;
}

void Gate::write_down() {
    struct Due {
        std::int64_t key;
        Instant at;
    };
    const auto due_of = [](const Uses& uses) {
        std::vector<Due> due;
        for (const auto& [key, use] : uses) {
            if (use.at - use.written >= written_each) due.push_back({key, use.at});
        }
        return due;
    };
    const Instant now = now_();
    std::vector<Due> sessions;
    std::vector<Due> tokens;
    bool is_cleaning = false;
    {
        const std::scoped_lock lock(mutex_);
        sessions = due_of(sessions_);
        tokens = due_of(tokens_);
        is_cleaning = now - cleaned_at_ >= cleaned_each || now < cleaned_at_;
    }
    if (sessions.empty() && tokens.empty() && !is_cleaning) return;
    auto ledger = database_.write_ledger();
    if (!ledger) return;
    for (const Due& session : sessions)
        storage::touch_session(*ledger, session.key, format_instant(session.at));
    for (const Due& token : tokens)
        storage::touch_api_token(*ledger, token.key, format_instant(token.at));
    if (is_cleaning) {
        storage::delete_expired(*ledger, format_instant(now), format_instant(idle_since(now)),
                                format_instant(now - kept_after_the_end));
    }
    ledger->commit();
    const std::scoped_lock lock(mutex_);
    for (const Due& session : sessions)
        sessions_[session.key].written = session.at;
    for (const Due& token : tokens)
        tokens_[token.key].written = token.at;
    if (!is_cleaning) return;
    cleaned_at_ = now;
    std::erase_if(sessions_, [&](const auto& entry) { return entry.second.at <= idle_since(now); });
}

} // namespace telestate::auth
