#pragma once

// The program's subcommands. Each returns an exit status: 0 done, 1 failed. Results go to `out`, all else to
// `err`.

#include "model/record_kind.hpp"
#include "model/spend.hpp"
#include "server/auth/role.hpp"
#include "server/command/workspace.hpp"

#include <iosfwd>
#include <optional>
#include <string>

namespace telestate::command {

inline constexpr int done = 0;
inline constexpr int failed = 1;
inline constexpr int wrong_usage = 2;

struct Streams {
    std::ostream& out;
    std::ostream& err;
};

struct ImportCommand {
    CommonOptions common;
    std::string file; // "-" is the standard input
    bool is_dry_run = false;
    bool is_json = false;
    std::optional<RecordKind> kind = {}; // of the rows of a sheet; nothing for an estate document
};
int run(const ImportCommand& command, Streams streams);

struct ExportCommand {
    CommonOptions common;
    std::string format = "json";
    std::optional<std::filesystem::path> out; // else the standard output
};
int run(const ExportCommand& command, Streams streams);

struct RenewalsCommand {
    CommonOptions common;
    std::optional<Day> on;
    bool is_json = false;
};
int run(const RenewalsCommand& command, Streams streams);

struct SpendCommand {
    CommonOptions common;
    std::optional<FinancialYear> year; // the present one where absent
    Grouping by = Grouping::contract;
    std::optional<Day> on;
    bool is_json = false;
};
int run(const SpendCommand& command, Streams streams);

struct AlertsPreviewCommand {
    CommonOptions common;
    std::optional<Day> on;
    bool is_json = false;
};
int run(const AlertsPreviewCommand& command, Streams streams);

// `failed` while anything waits, so that cron tells somebody.
struct AlertsSendCommand {
    CommonOptions common;
    std::optional<Day> on;
};
int run(const AlertsSendCommand& command, Streams streams);

struct BackupCommand {
    CommonOptions common;
    std::filesystem::path file; // to be made
};
int run(const BackupCommand& command, Streams streams);

// Refused while the database is in use.
struct RestoreCommand {
    CommonOptions common;
    std::filesystem::path file; // a backup
};
int run(const RestoreCommand& command, Streams streams);

struct CheckCommand {
    CommonOptions common;
    bool is_json = false;
};
int run(const CheckCommand& command, Streams streams);

enum class UserAction { add, passwd, list, role, disable, enable, remove };
struct UserCommand {
    CommonOptions common;
    UserAction action = UserAction::list;
    std::string email;
    std::string name; // the address where it is empty
    std::optional<auth::Role> role;
    std::optional<std::filesystem::path> password_file; // else asked for
    bool is_json = false;
};
int run(const UserCommand& command, Streams streams);

enum class TokenAction { add, revoke, list };
struct TokenCommand {
    CommonOptions common;
    TokenAction action = TokenAction::list;
    std::string name;
    std::optional<auth::Role> role; // a viewer's where absent
    std::string email;              // of the account it belongs to; empty: none
    std::optional<Day> expires_on;  // a year from now where absent
    std::int64_t token = 0;
    bool is_json = false;
};
int run(const TokenCommand& command, Streams streams);

// Prints an error for people: its message, and each field's on a line of its own. Returns `failed`.
int report(const Error& error, std::ostream& err);

} // namespace telestate::command
