#include "server/storage/process_lock.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <utility>

namespace telestate::storage {

namespace {

// A command run by root must not leave a lock that the service, which owns the database, cannot open. SQLite
// does the same for its log.
void give_to_owner_of(const std::filesystem::path& database, int lock_file) {
    if (::geteuid() != 0) return;
    struct stat owned {};
    struct stat lock {};
    if (::stat(database.c_str(), &owned) != 0 || ::fstat(lock_file, &lock) != 0) return;
    if (owned.st_uid == lock.st_uid && owned.st_gid == lock.st_gid) return;
    if (::fchown(lock_file, owned.st_uid, owned.st_gid) != 0) {
        throw std::system_error(errno, std::generic_category(),
                                "cannot give away the lock of " + database.string());
    }
}

} // namespace

std::optional<ProcessLock> ProcessLock::acquire(const std::filesystem::path& database,
                                                std::chrono::milliseconds wait) {
    const std::string name = database.string() + "-lock";
    const int file = ::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) {
        throw std::system_error(errno, std::generic_category(), "cannot open the lock file " + name);
    }
    ProcessLock lock(file);
    give_to_owner_of(database, file);
    // flock() can wait for ever or not at all; asking again often enough is as good as waiting for a while.
    constexpr auto pause = std::chrono::milliseconds(2);
    const auto give_up_at = std::chrono::steady_clock::now() + wait;
    while (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR) {
            throw std::system_error(errno, std::generic_category(), "cannot lock " + name);
        }
        if (std::chrono::steady_clock::now() >= give_up_at) return std::nullopt;
        std::this_thread::sleep_for(pause);
    }
    return lock;
}

ProcessLock::ProcessLock(ProcessLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

// The file stays: removing it could let two processes lock two files of one name.
ProcessLock::~ProcessLock() {
    if (file_ >= 0) ::close(file_);
}

} // namespace telestate::storage
