#include "server/command/commands.hpp"

#include "server/auth/accounts.hpp"
#include "server/auth/password.hpp"
#include "server/command/password_prompt.hpp"
#include "server/command/text_table.hpp"
#include "server/document/json_writer.hpp"
#include "server/document/text_rules.hpp"

#include <ostream>

namespace telestate::command {

namespace {

using auth::Doer;
using document::JsonWriter;

// Whoever has the database file stands above all roles, so that nobody is named as the doer.
const Doer the_command_line{};

Error no_account(const std::string& email) {
    return {ErrorCode::not_found,
            "there is no account \"" + email + "\"; telestate user list names them all",
            {}};
}

auth::AccountDraft draft_of(const storage::Account& account) {
    return {account.name, account.email, auth::parse_role(account.role).value_or(auth::Role::viewer),
            account.is_disabled};
}

// Asked for, checked against the rules for passwords, and hashed.
Result<std::string> ask_for_hash(Workspace& workspace, const UserCommand& command,
                                 const auth::PasswordOwner& owner, Streams streams) {
    auto password = read_password(command.password_file, "Password for " + owner.email + ": ", streams.err);
    if (!password) return password.error();
    const auto organisation = workspace.database().read().find_organisation();
    if (auto why = auth::refuse_password(
            *password, {owner.name, owner.email, organisation ? organisation->name : std::string()}))
        return Error{ErrorCode::invalid, "the password cannot be chosen: " + *why, {}};
    return auth::hash_password(*password);
}

int add(Workspace& workspace, const UserCommand& command, Streams streams) {
    if (!document::is_email(command.email))
        return report({ErrorCode::invalid, "\"" + command.email + "\" is not a mail address", {}},
                      streams.err);
    const storage::Reader reader = workspace.database().read();
    if (reader.find_account_of_email(command.email)) {
        return report({ErrorCode::conflict, "there is an account \"" + command.email + "\" already", {}},
                      streams.err);
    }
    auth::AccountDraft draft;
    draft.name = command.name.empty() ? command.email : command.name;
    draft.email = command.email;
    // The first has to be able to look after the others.
    draft.role =
        command.role.value_or(reader.has_accounts() ? auth::Role::viewer : auth::Role::administrator);
    if (!reader.has_accounts() && draft.role != auth::Role::administrator) {
        return report({ErrorCode::conflict, "the first account has to be an administrator's", {}},
                      streams.err);
    }
    const auto hash = ask_for_hash(workspace, command, {draft.name, draft.email, {}}, streams);
    if (!hash) return report(hash.error(), streams.err);
    const auto added =
        auth::add_account(workspace.database(), workspace.services().now(), draft, *hash, the_command_line);
    if (!added) return report(added.error(), streams.err);
    streams.out << "Added " << printable(draft.name) << " <" << draft.email << "> as "
                << auth::name_of(draft.role) << ".\n";
    return done;
}

int list(Workspace& workspace, const UserCommand& command, Streams streams) {
    const auto accounts = workspace.database().read().list_accounts();
    if (command.is_json) {
        std::string out;
        JsonWriter json(out);
        json.begin_object();
        json.key("items");
        json.begin_list();
        for (const storage::Account& account : accounts) {
            json.begin_object();
            json.member("id", account.account);
            json.member("name", account.name);
            json.member("email", account.email);
            json.member("role", account.role);
            json.member("is_disabled", account.is_disabled);
            json.member("has_second_factor", account.has_second_factor);
            json.member("created_at", account.created_at);
            json.member_or_null("signed_in_at", account.signed_in_at);
            json.end_object();
        }
        json.end_list();
        json.end_object();
        streams.out << out << '\n';
        return done;
    }
    TextTable table({{"E-mail"}, {"Name"}, {"Role"}, {"Second factor"}, {"Last signed in"}, {"State"}});
    for (const storage::Account& account : accounts) {
        table.add_row({account.email, account.name, account.role, account.has_second_factor ? "on" : "off",
                       account.signed_in_at.value_or("never"),
                       account.is_disabled     ? "disabled"
                       : account.password_hash ? ""
                                               : "invited"});
    }
    streams.out << (accounts.empty() ? "There is no account yet.\n" : table.text());
    return done;
}

int change(Workspace& workspace, const UserCommand& command, Streams streams) {
    const auto account = workspace.database().read().find_account_of_email(command.email);
    if (!account) return report(no_account(command.email), streams.err);
    storage::Database& database = workspace.database();
    const auto now = workspace.services().now();
    auth::AccountDraft draft = draft_of(*account);
    std::string said;
    Result<void> changed{};
    switch (command.action) {
    case UserAction::passwd: {
        const auto hash = ask_for_hash(workspace, command, {account->name, account->email, {}}, streams);
        if (!hash) return report(hash.error(), streams.err);
        changed = auth::reset_password(database, now, account->account, *hash, the_command_line);
        said = "has a new password, is signed out everywhere, and has no second factor";
        break;
    }
    case UserAction::remove:
        changed = auth::remove_account(database, now, account->account, the_command_line);
        said = "is deleted";
        break;
    case UserAction::role:
        draft.role = command.role.value_or(draft.role);
        changed = auth::change_account(database, now, account->account, draft, the_command_line);
        said = "has the role " + std::string(auth::name_of(draft.role));
        break;
    case UserAction::disable:
    case UserAction::enable:
        draft.is_disabled = command.action == UserAction::disable;
        changed = auth::change_account(database, now, account->account, draft, the_command_line);
        said = draft.is_disabled ? "is disabled and signed out everywhere" : "may sign in again";
        break;
    case UserAction::add:
    case UserAction::list:
        break;
    }
    if (!changed) return report(changed.error(), streams.err);
    streams.out << account->email << ' ' << said << ".\n";
    return done;
}

int add(Workspace& workspace, const TokenCommand& command, Streams streams) {
    auth::TokenDraft draft;
    draft.name = command.name;
    draft.role = command.role.value_or(auth::Role::viewer);
    const auto now = workspace.services().now();
    if (!command.email.empty()) {
        const auto account = workspace.database().read().find_account_of_email(command.email);
        if (!account) return report(no_account(command.email), streams.err);
        draft.account = account->account;
        if (const auto role = auth::parse_role(account->role); role && draft.role > *role) {
            return report({ErrorCode::conflict, command.email + " is only " + account->role, {}},
                          streams.err);
        }
    }
    const Day last = command.expires_on.value_or(workspace.today() + date::days{365});
    draft.expires_at = clock::instant_at("UTC", last + date::days{1}, std::chrono::minutes(0));
    if (draft.expires_at <= now)
        return report({ErrorCode::invalid, format_day(last) + " is over", {}}, streams.err);
    const auto made = auth::make_token(workspace.database(), now, draft, the_command_line);
    if (!made) return report(made.error(), streams.err);
    // The token alone, so that a script can take it.
    streams.out << made->text << '\n';
    streams.err << "Token " << made->token << " of a " << auth::name_of(draft.role) << ", good until "
                << format_long_day(last) << ". It is not shown again.\n";
    return done;
}

int list(Workspace& workspace, const TokenCommand& command, Streams streams) {
    const auto tokens = workspace.database().read().list_api_tokens(std::nullopt);
    const std::string now = clock::format_instant(workspace.services().now());
    if (command.is_json) {
        std::string out;
        JsonWriter json(out);
        json.begin_object();
        json.key("items");
        json.begin_list();
        for (const storage::ApiToken& token : tokens) {
            json.begin_object();
            json.member("id", token.token);
            json.member("name", token.name);
            json.member("role", token.role);
            json.text_or_null("account", token.account_name);
            json.member("created_at", token.created_at);
            json.member("expires_at", token.expires_at);
            json.member_or_null("last_used_at", token.last_used_at);
            json.member("is_expired", token.expires_at <= now);
            json.end_object();
        }
        json.end_list();
        json.end_object();
        streams.out << out << '\n';
        return done;
    }
    TextTable table(
        {{"Token", Align::right}, {"Name"}, {"Role"}, {"Of"}, {"Until"}, {"Last used"}, {"State"}});
    for (const storage::ApiToken& token : tokens) {
        table.add_row({std::to_string(token.token), token.name, token.role, token.account_name,
                       token.expires_at, token.last_used_at.value_or("never"),
                       token.expires_at <= now ? "expired" : ""});
    }
    streams.out << (tokens.empty() ? "There is no API token.\n" : table.text());
    return done;
}

} // namespace

int run(const UserCommand& command, Streams streams) {
    const auto use = command.action == UserAction::add ? DatabaseUse::make_ready : DatabaseUse::existing;
    const auto workspace = Workspace::open(command.common, use);
    if (!workspace) return report(workspace.error(), streams.err);
    if (command.action == UserAction::add) return add(**workspace, command, streams);
    if (command.action == UserAction::list) return list(**workspace, command, streams);
    return change(**workspace, command, streams);
}

int run(const TokenCommand& command, Streams streams) {
    const auto use = command.action == TokenAction::add ? DatabaseUse::make_ready : DatabaseUse::existing;
    const auto workspace = Workspace::open(command.common, use);
    if (!workspace) return report(workspace.error(), streams.err);
    if (command.action == TokenAction::add) return add(**workspace, command, streams);
    if (command.action == TokenAction::list) return list(**workspace, command, streams);
    const auto revoked = auth::revoke_token((*workspace)->database(), (*workspace)->services().now(),
                                            command.token, std::nullopt, the_command_line);
    if (!revoked) return report(revoked.error(), streams.err);
    streams.out << "Token " << command.token << " is revoked.\n";
    return done;
}

} // namespace telestate::command
