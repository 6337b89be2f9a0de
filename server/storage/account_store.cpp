#include "server/storage/account_store.hpp"

#include "server/storage/connection.hpp"
#include "server/storage/reader.hpp"
#include "server/storage/row_values.hpp"

namespace telestate::storage {

namespace {

constexpr Sql select_any_account = "SELECT 1 FROM accounts LIMIT 1";

constexpr Sql select_accounts = R"(
    SELECT account, name, email, role, is_disabled, password_hash, password_changed_at, totp_secret,
        totp_confirmed_at, totp_last_step, created_at, signed_in_at,
        (SELECT count(*) FROM recovery_codes WHERE recovery_codes.account = accounts.account)
    FROM accounts
    ORDER BY name COLLATE NOCASE, account)";

constexpr Sql select_account = R"(
    SELECT account, name, email, role, is_disabled, password_hash, password_changed_at, totp_secret,
        totp_confirmed_at, totp_last_step, created_at, signed_in_at,
        (SELECT count(*) FROM recovery_codes WHERE recovery_codes.account = accounts.account)
    FROM accounts
    WHERE account = :account)";

constexpr Sql select_account_of_email = R"(
    SELECT account, name, email, role, is_disabled, password_hash, password_changed_at, totp_secret,
        totp_confirmed_at, totp_last_step, created_at, signed_in_at,
        (SELECT count(*) FROM recovery_codes WHERE recovery_codes.account = accounts.account)
    FROM accounts
    WHERE email = :email)";

constexpr Sql insert_one = R"(
    INSERT INTO accounts (name, email, role, is_disabled, password_hash, password_changed_at, created_at)
    VALUES (:name, :email, :role, :is_disabled, :password_hash, :password_changed_at, :created_at)
    ON CONFLICT (email) DO NOTHING
    RETURNING account)";

constexpr Sql select_other_of_email = "SELECT 1 FROM accounts WHERE email = :email AND account <> :account";

constexpr Sql update_one = R"(
    UPDATE accounts
    SET name = :name, email = :email, role = :role, is_disabled = :is_disabled
    WHERE account = :account
    RETURNING account)";

constexpr Sql delete_one = "DELETE FROM accounts WHERE account = :account RETURNING account";

constexpr Sql update_password = R"(
    UPDATE accounts
    SET password_hash = :hash, password_changed_at = :now
    WHERE account = :account)";

constexpr Sql update_hash = "UPDATE accounts SET password_hash = :hash WHERE account = :account";

constexpr Sql update_signed_in = "UPDATE accounts SET signed_in_at = :now WHERE account = :account";

constexpr Sql update_totp_secret = R"(
    UPDATE accounts
    SET totp_secret = :secret, totp_confirmed_at = NULL, totp_last_step = 0
    WHERE account = :account)";

constexpr Sql update_totp_confirmed = "UPDATE accounts SET totp_confirmed_at = :now WHERE account = :account";

constexpr Sql clear_totp = R"(
    UPDATE accounts
    SET totp_secret = NULL, totp_confirmed_at = NULL, totp_last_step = 0
    WHERE account = :account)";

constexpr Sql update_totp_step = R"(
    UPDATE accounts
    SET totp_last_step = :step
    WHERE account = :account AND totp_last_step < :step
    RETURNING account)";

constexpr Sql delete_recovery_codes = "DELETE FROM recovery_codes WHERE account = :account";

constexpr Sql insert_recovery_code =
    "INSERT INTO recovery_codes (account, code_hash) VALUES (:account, :hash)";

constexpr Sql delete_recovery_code = R"(
    DELETE FROM recovery_codes
    WHERE account = :account AND code_hash = :hash
    RETURNING account)";

constexpr Sql upsert_invitation = R"(
    INSERT INTO invitations (account, code_hash, expires_at)
    VALUES (:account, :hash, :expires_at)
    ON CONFLICT (account) DO UPDATE SET code_hash = excluded.code_hash, expires_at = excluded.expires_at)";

constexpr Sql delete_invitation = "DELETE FROM invitations WHERE account = :account";

constexpr Sql select_invitation = R"(
    SELECT account
    FROM invitations
    WHERE code_hash = :hash AND expires_at > :now)";

constexpr Sql insert_event = R"(
    INSERT INTO account_events (at, by, what, about, address)
    VALUES (:at, :by, :what, :about, :address))";

constexpr Sql select_events = R"(
    SELECT at, by, what, about, address
    FROM account_events
    ORDER BY event DESC
    LIMIT :limit OFFSET :offset)";

constexpr Sql count_events = "SELECT count(*) FROM account_events";

std::optional<std::string> read_optional(const Statement& row, int column) {
    if (row.is_null(column)) return std::nullopt;
    return std::string(row.text(column));
}

Account read_account(const Statement& row) {
    Account account;
    account.account = row.integer(0);
    read_text(row, 1, account.name);
    read_text(row, 2, account.email);
    read_text(row, 3, account.role);
    account.is_disabled = row.integer(4) != 0;
    account.password_hash = read_optional(row, 5);
    account.password_changed_at = read_optional(row, 6);
    account.totp_secret = read_optional(row, 7);
    account.has_second_factor = !row.is_null(8);
    account.totp_last_step = row.integer(9);
    read_text(row, 10, account.created_at);
    account.signed_in_at = read_optional(row, 11);
    account.recovery_code_count = row.integer(12);
    return account;
}

// Whether a change that returns its rows changed any. It is carried out when all have been taken.
bool run(Statement& change) {
    bool is_changed = false;
    while (change.step())
        is_changed = true;
    return is_changed;
}

Error no_such_account() { return {ErrorCode::not_found, "there is no such account", {}}; }

Error email_taken() {
    return {ErrorCode::conflict,
            "there is an account with this e-mail address already",
            {{"/email", "there is an account with this e-mail address already"}}};
}

} // namespace

bool Reader::has_accounts() const { return connection().prepare(select_any_account)->step(); }

std::vector<Account> Reader::list_accounts() const {
    std::vector<Account> accounts;
    const StatementLease rows = connection().prepare(select_accounts);
    while (rows->step())
        accounts.push_back(read_account(*rows));
    return accounts;
}

std::optional<Account> Reader::find_account(std::int64_t account) const {
    const StatementLease row = connection().prepare(select_account);
    row->bind(":account", account);
    if (!row->step()) return std::nullopt;
    return read_account(*row);
}

std::optional<Account> Reader::find_account_of_email(std::string_view email) const {
    const StatementLease row = connection().prepare(select_account_of_email);
    row->bind(":email", email);
    if (!row->step()) return std::nullopt;
    return read_account(*row);
}

std::optional<std::int64_t> Reader::find_invitation(std::string_view code_hash, std::string_view now) const {
    const StatementLease row = connection().prepare(select_invitation);
    row->bind(":hash", code_hash);
    row->bind(":now", now);
    if (!row->step()) return std::nullopt;
    return row->integer(0);
}

std::vector<AccountEvent> Reader::list_account_events(Page page) const {
    std::vector<AccountEvent> events;
    const StatementLease rows = connection().prepare(select_events);
    rows->bind(":limit", page.limit.value_or(-1));
    rows->bind(":offset", page.offset);
    while (rows->step()) {
        AccountEvent& event = events.emplace_back();
        read_text(*rows, 0, event.at);
        read_text(*rows, 1, event.by);
        read_text(*rows, 2, event.what);
        read_text(*rows, 3, event.about);
        read_text(*rows, 4, event.address);
    }
    return events;
}

std::int64_t Reader::count_account_events() const {
    const StatementLease row = connection().prepare(count_events);
    row->step();
    return row->integer(0);
}

Result<std::int64_t> insert_account(LedgerTransaction& ledger, const Account& account) {
    const StatementLease insert = ledger.connection().prepare(insert_one);
    insert->bind(":name", account.name);
    insert->bind(":email", account.email);
    insert->bind(":role", account.role);
    insert->bind(":is_disabled", std::int64_t{account.is_disabled});
    bind_text(*insert, ":password_hash", account.password_hash.value_or(std::string()));
    bind_text(*insert, ":password_changed_at", account.password_changed_at.value_or(std::string()));
    insert->bind(":created_at", account.created_at);
    std::optional<std::int64_t> number;
    while (insert->step())
        number = insert->integer(0);
    if (!number) return email_taken();
    return *number;
}

Result<void> update_account(LedgerTransaction& ledger, const Account& account) {
    {
        const StatementLease other = ledger.connection().prepare(select_other_of_email);
        other->bind(":email", account.email);
        other->bind(":account", account.account);
        if (other->step()) return email_taken();
    }
    const StatementLease update = ledger.connection().prepare(update_one);
    update->bind(":account", account.account);
    update->bind(":name", account.name);
    update->bind(":email", account.email);
    update->bind(":role", account.role);
    update->bind(":is_disabled", std::int64_t{account.is_disabled});
    if (!run(*update)) return no_such_account();
    return {};
}

Result<void> delete_account(LedgerTransaction& ledger, std::int64_t account) {
    const StatementLease remove = ledger.connection().prepare(delete_one);
    remove->bind(":account", account);
    if (!run(*remove)) return no_such_account();
    return {};
}

void set_password(LedgerTransaction& ledger, std::int64_t account, std::string_view hash,
                  std::string_view now) {
    const StatementLease update = ledger.connection().prepare(update_password);
    update->bind(":account", account);
    update->bind(":hash", hash);
    update->bind(":now", now);
    update->execute();
}

void renew_password_hash(LedgerTransaction& ledger, std::int64_t account, std::string_view hash) {
    const StatementLease update = ledger.connection().prepare(update_hash);
    update->bind(":account", account);
    update->bind(":hash", hash);
    update->execute();
}

void mark_signed_in(LedgerTransaction& ledger, std::int64_t account, std::string_view now) {
    const StatementLease update = ledger.connection().prepare(update_signed_in);
    update->bind(":account", account);
    update->bind(":now", now);
    update->execute();
}

void set_totp_secret(LedgerTransaction& ledger, std::int64_t account, std::string_view secret) {
    const StatementLease update = ledger.connection().prepare(update_totp_secret);
    update->bind(":account", account);
    update->bind(":secret", secret);
    update->execute();
}

void confirm_totp(LedgerTransaction& ledger, std::int64_t account, std::string_view now) {
    const StatementLease update = ledger.connection().prepare(update_totp_confirmed);
    update->bind(":account", account);
    update->bind(":now", now);
    update->execute();
}

void remove_totp(LedgerTransaction& ledger, std::int64_t account) {
    const StatementLease update = ledger.connection().prepare(clear_totp);
    update->bind(":account", account);
    update->execute();
    replace_recovery_codes(ledger, account, {});
}

bool use_totp_step(LedgerTransaction& ledger, std::int64_t account, std::int64_t step) {
    const StatementLease update = ledger.connection().prepare(update_totp_step);
    update->bind(":account", account);
    update->bind(":step", step);
    return run(*update);
}

void replace_recovery_codes(LedgerTransaction& ledger, std::int64_t account,
                            const std::vector<std::string>& hashes) {
    const StatementLease remove = ledger.connection().prepare(delete_recovery_codes);
    remove->bind(":account", account);
    remove->execute();
    const StatementLease insert = ledger.connection().prepare(insert_recovery_code);
    for (const std::string& hash : hashes) {
        insert->bind(":account", account);
        insert->bind(":hash", hash);
        insert->execute();
        insert->reset();
    }
}

bool use_recovery_code(LedgerTransaction& ledger, std::int64_t account, std::string_view hash) {
    const StatementLease remove = ledger.connection().prepare(delete_recovery_code);
    remove->bind(":account", account);
    remove->bind(":hash", hash);
    return run(*remove);
}

void set_invitation(LedgerTransaction& ledger, std::int64_t account, std::string_view code_hash,
                    std::string_view expires_at) {
    const StatementLease upsert = ledger.connection().prepare(upsert_invitation);
    upsert->bind(":account", account);
    upsert->bind(":hash", code_hash);
    upsert->bind(":expires_at", expires_at);
    upsert->execute();
}

void remove_invitation(LedgerTransaction& ledger, std::int64_t account) {
    const StatementLease remove = ledger.connection().prepare(delete_invitation);
    remove->bind(":account", account);
    remove->execute();
}

void insert_account_event(LedgerTransaction& ledger, const AccountEvent& event) {
    const StatementLease insert = ledger.connection().prepare(insert_event);
    insert->bind(":at", event.at);
    bind_text(*insert, ":by", event.by);
    insert->bind(":what", event.what);
    bind_text(*insert, ":about", event.about);
    bind_text(*insert, ":address", event.address);
    insert->execute();
}

} // namespace telestate::storage
