#pragma once

// The lock that keeps writers of different processes apart. Inside storage only.

#include <chrono>
#include <filesystem>
#include <optional>

namespace telestate::storage {

// An exclusive lock on a file of its own beside the database ("telestate.db-lock"), held until it is
// destroyed or the process ends. SQLite's own locks let one writer in at a time, but not a checkpoint by one
// process away from a write by another, which in the version we run on may spoil the log.
class ProcessLock {
  public:
    // Waits at most `wait`; nothing when somebody else still holds it then. Throws std::system_error when the
    // lock file cannot be opened.
    static std::optional<ProcessLock> acquire(const std::filesystem::path& database,
                                              std::chrono::milliseconds wait);

    ProcessLock(ProcessLock&& other) noexcept;
    ProcessLock& operator=(ProcessLock&&) = delete;
    ~ProcessLock();

  private:
    explicit ProcessLock(int file) : file_(file) {}

    int file_;
};

// Opens the file that is locked, and makes it where there is none: private, and of the owner of the database.
// Throws std::system_error.
int open_lock_file(const std::filesystem::path& database);

} // namespace telestate::storage
