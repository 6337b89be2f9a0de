#pragma once

// The folder that scheduled backups are put in: what is there is the record of what was made.

#include "model/error.hpp"
#include "server/clock/instant.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace telestate::backups {

struct BackupEntry {
    std::filesystem::path file;
    clock::Instant at;

    friend bool operator==(const BackupEntry&, const BackupEntry&) = default;
};

// "telestate-20261122T020000Z.sqlite".
std::string backup_name(clock::Instant at);
// Written just so; nothing for any other name.
std::optional<clock::Instant> parse_backup_name(std::string_view name);

// The backups there, newest first; none where there is no such folder. Throws
// std::filesystem::filesystem_error when it cannot be read.
std::vector<BackupEntry> list_backups(const std::filesystem::path& directory);

// The newest that was made by `now`: one from the future was made while the clock was wrong.
std::optional<BackupEntry> find_last_backup(const std::filesystem::path& directory, clock::Instant now);

// Makes the folder for its owner alone, where there is none; the one it is in has to be there.
Result<void> make_folder(const std::filesystem::path& directory);

// Removes all but the newest `keep` of those made by `now`, and what a backup that was killed left behind.
// Other files are left alone. How many backups were removed. Throws std::filesystem::filesystem_error.
int remove_older(const std::filesystem::path& directory, int keep, clock::Instant now);

} // namespace telestate::backups
