#pragma once

// Says that a database file is in use, so that nobody puts another in its place. Inside storage only.

#include <chrono>
#include <filesystem>
#include <optional>

namespace telestate::storage {

// A lock on a byte of the same file that ProcessLock locks ("telestate.db-lock"), of another kind: writers'
// turns are flock()s of the whole file, this is an open file description's lock of its first byte, and
// neither knows of the other. One file beside the database is enough, an older program's turns still count,
// and the lock is of the name: it holds while one file takes the other's place. It ends with its owner,
// killed or not.
class UseLock {
  public:
    // Any number may share it; only restoring wants it alone.
    enum class Kind { shared, alone };

    // Waits at most `wait`; nothing when it is still held the other way then. Throws std::system_error when
    // the lock file cannot be opened.
    static std::optional<UseLock> acquire(const std::filesystem::path& database, Kind kind,
                                          std::chrono::milliseconds wait);

    UseLock(UseLock&& other) noexcept;
    UseLock& operator=(UseLock&&) = delete;
    ~UseLock();

  private:
    explicit UseLock(int file) : file_(file) {}

    int file_;
};

} // namespace telestate::storage
