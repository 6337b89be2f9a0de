#pragma once

// A database file while it is being made under a name for the time being. Inside storage only.

#include "server/storage/backup.hpp"
#include "server/storage/private_files.hpp"

#include <filesystem>
#include <memory>

namespace telestate::storage {

// A database others may be writing to, or a file nobody does.
enum class CopyOf { database, backup };

// "estate.sqlite.partial" beside the file it is to become, gone with this unless it became that. What a
// process that was killed left behind is taken over.
class BackupFile {
  public:
    static Result<std::unique_ptr<BackupFile>> create(const std::filesystem::path& target);
    BackupFile(const BackupFile&) = delete;
    BackupFile& operator=(const BackupFile&) = delete;
    ~BackupFile();

    const std::filesystem::path& path() const { return path_; }

    // Fills it with what the other file holds, all of one moment. Throws SQLite::Exception; an error when it
    // is given up.
    Result<void> copy(const std::filesystem::path& from, CopyOf kind, const BackupOptions& options);
    // Reads all of it and says what it holds, or why it will not do.
    Result<BackupSummary> verify(const BackupOptions& options);
    // Brings it up to date; how many migrations that took.
    Result<int> migrate(std::span<const Migration> known, std::string_view now);

    // Returns when it stands on the disk under its name, in the place of nothing or, where so asked, of
    // another.
    Result<void> settle(bool replaces);

  private:
    BackupFile(std::filesystem::path target, std::filesystem::path path, int descriptor);
    void remove_side_files() const;

    std::filesystem::path target_;
    std::filesystem::path path_;
    OpenFile file_;
    bool is_settled_ = false;
};

// Nothing when a file of this name can be made; says so when there is one already.
std::optional<Error> find_misplaced_copy(const std::filesystem::path& target);

// What SQLite or the system says while copies are made, in the terms of whoever asked for them.
Error copying_error(const std::filesystem::path& target, const std::exception& failure);

} // namespace telestate::storage
