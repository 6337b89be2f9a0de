#include "server/storage/process_lock.hpp"

#include "server/storage/private_files.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <utility>

namespace telestate::storage {

int open_lock_file(const std::filesystem::path& database) {
    const std::string name = database.string() + "-lock";
    const int file = ::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) {
        throw std::system_error(errno, std::generic_category(), "cannot open the lock file " + name);
    }
    try {
        give_to_owner_of(database, file);
    } catch (...) {
        ::close(file);
        throw;
    }
    return file;
}

std::optional<ProcessLock> ProcessLock::acquire(const std::filesystem::path& database,
                                                std::chrono::milliseconds wait) {
    const int file = open_lock_file(database);
    ProcessLock lock(file);
    // flock() can wait for ever or not at all; asking again often enough is as good as waiting for a while.
    constexpr auto pause = std::chrono::milliseconds(2);
    const auto give_up_at = std::chrono::steady_clock::now() + wait;
    while (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR) {
            throw std::system_error(errno, std::generic_category(),
                                    "cannot lock " + database.string() + "-lock");
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
