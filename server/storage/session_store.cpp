// Sessions, known devices and tokens of the API.

#include "server/storage/account_store.hpp"
#include "server/storage/connection.hpp"
#include "server/storage/reader.hpp"
#include "server/storage/row_values.hpp"

namespace telestate::storage {

namespace {

constexpr Sql select_session = R"(
    SELECT session, account, created_at, seen_at, expires_at, address, agent
    FROM sessions
    WHERE token_hash = :hash)";

constexpr Sql select_sessions = R"(
    SELECT session, account, created_at, seen_at, expires_at, address, agent
    FROM sessions
    WHERE account = :account AND expires_at > :now AND seen_at > :idle_since
    ORDER BY seen_at DESC, session DESC)";

constexpr Sql insert_one_session = R"(
    INSERT INTO sessions (token_hash, account, created_at, seen_at, expires_at, address, agent)
    VALUES (:hash, :account, :created_at, :seen_at, :expires_at, :address, :agent)
    RETURNING session)";

constexpr Sql delete_one_session = R"(
    DELETE FROM sessions
    WHERE session = :session AND account = :account
    RETURNING session)";

constexpr Sql delete_other_sessions = "DELETE FROM sessions WHERE account = :account AND session IS NOT :but";

constexpr Sql update_seen =
    "UPDATE sessions SET seen_at = :seen_at WHERE session = :session AND seen_at < :seen_at";

constexpr Sql delete_sessions_over =
    "DELETE FROM sessions WHERE expires_at <= :now OR seen_at <= :idle_since";
constexpr Sql delete_invitations_over = "DELETE FROM invitations WHERE expires_at <= :now";
constexpr Sql delete_devices_over = "DELETE FROM known_devices WHERE seen_at <= :long_ago";
constexpr Sql delete_tokens_over = "DELETE FROM api_tokens WHERE expires_at <= :long_ago";

constexpr Sql select_device = R"(
    SELECT 1
    FROM known_devices
    WHERE account = :account AND device_hash = :hash)";

constexpr Sql upsert_device = R"(
    INSERT INTO known_devices (account, device_hash, seen_at)
    VALUES (:account, :hash, :now)
    ON CONFLICT (account, device_hash) DO UPDATE SET seen_at = excluded.seen_at)";

constexpr Sql delete_oldest_devices = R"(
    DELETE FROM known_devices
    WHERE account = :account AND device_hash NOT IN (
        SELECT device_hash FROM known_devices WHERE account = :account ORDER BY seen_at DESC, device_hash LIMIT 10))";

constexpr Sql delete_devices = "DELETE FROM known_devices WHERE account = :account";

constexpr Sql select_token = R"(
    SELECT token, api_tokens.account, coalesce(accounts.name, ''), api_tokens.name, api_tokens.role,
        api_tokens.created_at, expires_at, last_used_at
    FROM api_tokens LEFT JOIN accounts ON accounts.account = api_tokens.account
    WHERE token_hash = :hash)";

constexpr Sql select_tokens = R"(
    SELECT token, api_tokens.account, coalesce(accounts.name, ''), api_tokens.name, api_tokens.role,
        api_tokens.created_at, expires_at, last_used_at
    FROM api_tokens LEFT JOIN accounts ON accounts.account = api_tokens.account
    WHERE :account IS NULL OR api_tokens.account = :account
    ORDER BY token)";

constexpr Sql insert_one_token = R"(
    INSERT INTO api_tokens (token_hash, account, name, role, created_at, expires_at)
    VALUES (:hash, :account, :name, :role, :created_at, :expires_at)
    RETURNING token)";

constexpr Sql delete_one_token = R"(
    DELETE FROM api_tokens
    WHERE token = :token AND (:account IS NULL OR account = :account)
    RETURNING token)";

constexpr Sql update_used = R"(
    UPDATE api_tokens
    SET last_used_at = :used_at
    WHERE token = :token AND (last_used_at IS NULL OR last_used_at < :used_at))";

SignInSession read_session(const Statement& row) {
    SignInSession session;
    session.session = row.integer(0);
    session.account = row.integer(1);
    read_text(row, 2, session.created_at);
    read_text(row, 3, session.seen_at);
    read_text(row, 4, session.expires_at);
    read_text(row, 5, session.address);
    read_text(row, 6, session.agent);
    return session;
}

ApiToken read_token(const Statement& row) {
    ApiToken token;
    token.token = row.integer(0);
    if (!row.is_null(1)) token.account = row.integer(1);
    read_text(row, 2, token.account_name);
    read_text(row, 3, token.name);
    read_text(row, 4, token.role);
    read_text(row, 5, token.created_at);
    read_text(row, 6, token.expires_at);
    if (!row.is_null(7)) token.last_used_at.emplace(row.text(7));
    return token;
}

// The number that a change gives back; nothing where it changed nothing. It is carried out when all its rows
// have been taken.
std::optional<std::int64_t> take_number(Statement& change) {
    std::optional<std::int64_t> number;
    while (change.step())
        number = change.integer(0);
    return number;
}

} // namespace

std::optional<SignInSession> Reader::find_session(std::string_view token_hash) const {
    const StatementLease row = connection().prepare(select_session);
    row->bind(":hash", token_hash);
    if (!row->step()) return std::nullopt;
    return read_session(*row);
}

std::vector<SignInSession> Reader::list_sessions(std::int64_t account, std::string_view now,
                                                 std::string_view idle_since) const {
    std::vector<SignInSession> sessions;
    const StatementLease rows = connection().prepare(select_sessions);
    rows->bind(":account", account);
    rows->bind(":now", now);
    rows->bind(":idle_since", idle_since);
    while (rows->step())
        sessions.push_back(read_session(*rows));
    return sessions;
}

bool Reader::is_known_device(std::int64_t account, std::string_view device_hash) const {
    const StatementLease row = connection().prepare(select_device);
    row->bind(":account", account);
    row->bind(":hash", device_hash);
    return row->step();
}

std::optional<ApiToken> Reader::find_api_token(std::string_view token_hash) const {
    const StatementLease row = connection().prepare(select_token);
    row->bind(":hash", token_hash);
    if (!row->step()) return std::nullopt;
    return read_token(*row);
}

std::vector<ApiToken> Reader::list_api_tokens(std::optional<std::int64_t> account) const {
    std::vector<ApiToken> tokens;
    const StatementLease rows = connection().prepare(select_tokens);
    bind_key(*rows, ":account", account);
    while (rows->step())
        tokens.push_back(read_token(*rows));
    return tokens;
}

std::int64_t insert_session(LedgerTransaction& ledger, const SignInSession& session,
                            std::string_view token_hash) {
    const StatementLease insert = ledger.connection().prepare(insert_one_session);
    insert->bind(":hash", token_hash);
    insert->bind(":account", session.account);
    insert->bind(":created_at", session.created_at);
    insert->bind(":seen_at", session.seen_at);
    insert->bind(":expires_at", session.expires_at);
    insert->bind(":address", session.address);
    insert->bind(":agent", session.agent);
    return take_number(*insert).value();
}

bool delete_session(LedgerTransaction& ledger, std::int64_t account, std::int64_t session) {
    const StatementLease remove = ledger.connection().prepare(delete_one_session);
    remove->bind(":session", session);
    remove->bind(":account", account);
    return take_number(*remove).has_value();
}

void delete_sessions(LedgerTransaction& ledger, std::int64_t account, std::optional<std::int64_t> but) {
    const StatementLease remove = ledger.connection().prepare(delete_other_sessions);
    remove->bind(":account", account);
    bind_key(*remove, ":but", but);
    remove->execute();
}

void touch_session(LedgerTransaction& ledger, std::int64_t session, std::string_view seen_at) {
    const StatementLease update = ledger.connection().prepare(update_seen);
    update->bind(":session", session);
    update->bind(":seen_at", seen_at);
    update->execute();
}

void delete_expired(LedgerTransaction& ledger, std::string_view now, std::string_view idle_since,
                    std::string_view long_ago) {
    const StatementLease sessions = ledger.connection().prepare(delete_sessions_over);
    sessions->bind(":now", now);
    sessions->bind(":idle_since", idle_since);
    sessions->execute();
    const StatementLease invitations = ledger.connection().prepare(delete_invitations_over);
    invitations->bind(":now", now);
    invitations->execute();
    const StatementLease devices = ledger.connection().prepare(delete_devices_over);
    devices->bind(":long_ago", long_ago);
    devices->execute();
    const StatementLease tokens = ledger.connection().prepare(delete_tokens_over);
    tokens->bind(":long_ago", long_ago);
    tokens->execute();
}

void remember_device(LedgerTransaction& ledger, std::int64_t account, std::string_view device_hash,
                     std::string_view now) {
    const StatementLease upsert = ledger.connection().prepare(upsert_device);
    upsert->bind(":account", account);
    upsert->bind(":hash", device_hash);
    upsert->bind(":now", now);
    upsert->execute();
    const StatementLease remove = ledger.connection().prepare(delete_oldest_devices);
    remove->bind(":account", account);
    remove->execute();
}

void forget_devices(LedgerTransaction& ledger, std::int64_t account) {
    const StatementLease remove = ledger.connection().prepare(delete_devices);
    remove->bind(":account", account);
    remove->execute();
}

std::int64_t insert_api_token(LedgerTransaction& ledger, const ApiToken& token, std::string_view token_hash) {
    const StatementLease insert = ledger.connection().prepare(insert_one_token);
    insert->bind(":hash", token_hash);
    bind_key(*insert, ":account", token.account);
    insert->bind(":name", token.name);
    insert->bind(":role", token.role);
    insert->bind(":created_at", token.created_at);
    insert->bind(":expires_at", token.expires_at);
    return take_number(*insert).value();
}

bool delete_api_token(LedgerTransaction& ledger, std::int64_t token, std::optional<std::int64_t> of) {
    const StatementLease remove = ledger.connection().prepare(delete_one_token);
    remove->bind(":token", token);
    bind_key(*remove, ":account", of);
    return take_number(*remove).has_value();
}

void touch_api_token(LedgerTransaction& ledger, std::int64_t token, std::string_view used_at) {
    const StatementLease update = ledger.connection().prepare(update_used);
    update->bind(":token", token);
    update->bind(":used_at", used_at);
    update->execute();
}

} // namespace telestate::storage
