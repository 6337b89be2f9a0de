#include "server/backups/backup_folder.hpp"

#include <algorithm>
#include <sys/stat.h>
#include <system_error>

namespace telestate::backups {

namespace {

constexpr std::string_view prefix = "telestate-";
constexpr std::string_view extension = ".sqlite";
// What backups are called while they are made, and the log SQLite keeps beside them meanwhile.
constexpr std::string_view unfinished[] = {".partial", ".partial-wal", ".partial-shm", ".partial-journal"};

bool is_unfinished(std::string_view name) {
    return std::any_of(std::begin(unfinished), std::end(unfinished), [&](std::string_view ending) {
        return name.ends_with(ending) && parse_backup_name(name.substr(0, name.size() - ending.size()));
    });
}

} // namespace

std::string backup_name(clock::Instant at) {
    std::string stamp;
    for (const char c : clock::format_instant(at)) {
        if (c != '-' && c != ':') stamp += c;
    }
    return std::string(prefix) + stamp + std::string(extension);
}

std::optional<clock::Instant> parse_backup_name(std::string_view name) {
    constexpr std::string_view form = "20261122T020000Z";
    if (name.size() != prefix.size() + form.size() + extension.size()) return std::nullopt;
    if (!name.starts_with(prefix) || !name.ends_with(extension)) return std::nullopt;
    std::string text(name.substr(prefix.size(), form.size()));
    // Of this century: other years may be past what an instant can hold.
    const bool has_digits = std::all_of(
        text.begin(), text.end(), [](char c) { return c == 'T' || c == 'Z' || (c >= '0' && c <= '9'); });
    if (!has_digits || !text.starts_with("20")) return std::nullopt;
    for (const std::size_t colon : {13U, 11U})
        text.insert(colon, 1, ':');
    for (const std::size_t hyphen : {6U, 4U})
        text.insert(hyphen, 1, '-');
    const auto at = clock::parse_instant(text);
    return at && backup_name(*at) == name ? at : std::nullopt;
}

std::vector<BackupEntry> list_backups(const std::filesystem::path& directory) {
    std::vector<BackupEntry> list;
    if (!std::filesystem::exists(directory)) return list;
    for (const auto& entry : std::filesystem::directory_iterator(directory)) {
        const auto at = parse_backup_name(entry.path().filename().string());
        if (at && entry.symlink_status().type() == std::filesystem::file_type::regular)
            list.push_back({entry.path(), *at});
    }
    std::sort(list.begin(), list.end(), [](const auto& a, const auto& b) { return a.at > b.at; });
    return list;
}

std::optional<BackupEntry> find_last_backup(const std::filesystem::path& directory, clock::Instant now) {
    for (BackupEntry& entry : list_backups(directory)) {
        if (entry.at <= now) return std::move(entry);
    }
    return std::nullopt;
}

Result<void> make_folder(const std::filesystem::path& directory) {
    std::error_code error;
    if (std::filesystem::is_directory(directory, error)) return {};
    if (::mkdir(directory.c_str(), 0700) == 0) return {};
    const std::string reason = std::generic_category().message(errno);
    return Error{ErrorCode::conflict,
                 "the folder for backups, " + directory.string() + ", cannot be made: " + reason,
                 {}};
}

int remove_older(const std::filesystem::path& directory, int keep, clock::Instant now) {
    int removed = 0;
    int seen = 0;
    for (const BackupEntry& entry : list_backups(directory)) {
        if (entry.at > now || ++seen <= keep) continue;
        std::filesystem::remove(entry.file);
        ++removed;
    }
    std::vector<std::filesystem::path> leavings;
    for (const auto& entry : std::filesystem::directory_iterator(directory)) {
        if (is_unfinished(entry.path().filename().string())) leavings.push_back(entry.path());
    }
    for (const auto& file : leavings)
        std::filesystem::remove(file);
    return removed;
}

} // namespace telestate::backups
