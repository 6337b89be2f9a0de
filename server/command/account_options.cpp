#include "server/command/account_options.hpp"

#include <CLI/CLI.hpp>

#include <utility>
#include <vector>

namespace telestate::command {

namespace {

CLI::Validator checked(const std::string& form, const std::function<bool(const std::string&)>& is_good) {
    return CLI::Validator(
        [form, is_good](std::string& text) {
            return is_good(text) ? std::string() : "\"" + text + "\" is not " + form;
        },
        form);
}

CLI::Validator a_role() {
    return checked("viewer, finance, editor or administrator",
                   [](const std::string& text) { return auth::parse_role(text).has_value(); });
}

} // namespace

struct AccountOptions::State {
    std::string database;
    std::string config;
    std::string email;
    std::string name;
    std::string role;
    std::string password_file;
    std::string expires_on;
    std::int64_t token = 0;
    bool is_json = false;
    std::vector<std::pair<CLI::App*, UserAction>> user;
    std::vector<std::pair<CLI::App*, TokenAction>> tokens;

    CLI::App* add(CLI::App& group, const std::string& command_name, const std::string& description) {
        CLI::App* command = group.add_subcommand(command_name, description);
        command->add_option("--database", database, "The database file (else the configuration's)");
        command->add_option("--config", config, "The configuration file");
        return command;
    }
    CLI::App* add_user(CLI::App& group, UserAction action, const std::string& command_name,
                       const std::string& description) {
        CLI::App* command = add(group, command_name, description);
        if (action != UserAction::list) {
            command->add_option("email,--email", email, "The mail address one signs in with")->required();
        }
        user.emplace_back(command, action);
        return command;
    }
    CLI::App* add_token(CLI::App& group, TokenAction action, const std::string& command_name,
                        const std::string& description) {
        CLI::App* command = add(group, command_name, description);
        tokens.emplace_back(command, action);
        return command;
    }
    void add_password_file(CLI::App* command) {
        command->add_option(
            "--password-file", password_file,
            "A file with the password; else it is asked for, or read from the standard input");
    }
};

AccountOptions::AccountOptions(CLI::App& program) : state_(std::make_unique<State>()) {
    State& state = *state_;
    CLI::App* users = program.add_subcommand("user", "Accounts of people");
    users->require_subcommand(1);
    CLI::App* add =
        state.add_user(*users, UserAction::add, "add", "Add an account; the first is an administrator's");
    add->add_option("--name", state.name, "The person's name, as the history shows it");
    add->add_option("--role", state.role, "viewer, finance, editor or administrator")->check(a_role());
    state.add_password_file(add);
    CLI::App* passwd = state.add_user(*users, UserAction::passwd, "passwd",
                                      "Set a new password; ends all sessions and the second factor");
    state.add_password_file(passwd);
    CLI::App* list = state.add_user(*users, UserAction::list, "list", "List the accounts");
    list->add_flag("--json", state.is_json, "JSON instead of text for people");
    CLI::App* role = state.add_user(*users, UserAction::role, "role", "Give an account another role");
    role->add_option("role,--role", state.role, "viewer, finance, editor or administrator")
        ->required()
        ->check(a_role());
    state.add_user(*users, UserAction::disable, "disable", "Let an account sign in no more");
    state.add_user(*users, UserAction::enable, "enable", "Let an account sign in again");
    state.add_user(*users, UserAction::remove, "remove", "Delete an account");

    CLI::App* tokens = program.add_subcommand("token", "API tokens of programs");
    tokens->require_subcommand(1);
    CLI::App* make =
        state.add_token(*tokens, TokenAction::add, "add", "Make an API token and print it, this once");
    make->add_option("name,--name", state.name, "What it is for")->required();
    make->add_option("--role", state.role, "viewer, finance, editor or administrator; viewer where left out")
        ->check(a_role());
    make->add_option("--user", state.email, "The mail address of the account it belongs to; else to none");
    make->add_option("--expires-on", state.expires_on,
                     "The last day it is good; a year from now where left out")
        ->check(checked("a day such as 2027-03-31",
                        [](const std::string& text) { return parse_day(text).has_value(); }));
    CLI::App* revoke = state.add_token(*tokens, TokenAction::revoke, "revoke", "Revoke an API token");
    revoke->add_option("token,--token", state.token, "Its number, as token list shows it")->required();
    CLI::App* list_tokens = state.add_token(*tokens, TokenAction::list, "list", "List the API tokens");
    list_tokens->add_flag("--json", state.is_json, "JSON instead of text for people");
}

AccountOptions::~AccountOptions() = default;

std::optional<std::variant<UserCommand, TokenCommand>> AccountOptions::asked_for() const {
    const State& state = *state_;
    CommonOptions common;
    if (!state.database.empty()) common.database = state.database;
    if (!state.config.empty()) common.config = state.config;
    const auto role = auth::parse_role(state.role);
    for (const auto& [command, action] : state.user) {
        if (!command->parsed()) continue;
        UserCommand asked{common, action, state.email, state.name, role, {}, state.is_json};
        if (!state.password_file.empty()) asked.password_file = state.password_file;
        return asked;
    }
    for (const auto& [command, action] : state.tokens) {
        if (!command->parsed()) continue;
        return TokenCommand{common,      action,       state.name,
                            role,        state.email,  parse_day(state.expires_on),
                            state.token, state.is_json};
    }
    return std::nullopt;
}

} // namespace telestate::command
