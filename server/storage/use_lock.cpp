#include "server/storage/use_lock.hpp"

#include "server/storage/process_lock.hpp"

#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <utility>

namespace telestate::storage {

namespace {

// Whoever may only read shares the lock where it is there to be read, and goes without it elsewhere.
int open_to_share(const std::filesystem::path& database) {
    try {
        return open_lock_file(database);
    } catch (const std::system_error& failure) {
        const int reason = failure.code().value();
        if (reason != EACCES && reason != EPERM && reason != EROFS) throw;
        return ::open((database.string() + "-lock").c_str(), O_RDONLY | O_CLOEXEC);
    }
}

} // namespace

std::optional<UseLock> UseLock::acquire(const std::filesystem::path& database, Kind kind,
                                        std::chrono::milliseconds wait) {
    UseLock lock(kind == Kind::shared ? open_to_share(database) : open_lock_file(database));
    if (lock.file_ < 0) return lock;
    struct flock range {};
    range.l_type = kind == Kind::shared ? F_RDLCK : F_WRLCK;
    range.l_whence = SEEK_SET;
    range.l_start = 0;
    range.l_len = 1;
    constexpr auto pause = std::chrono::milliseconds(2);
    const auto give_up_at = std::chrono::steady_clock::now() + wait;
    while (::fcntl(lock.file_, F_OFD_SETLK, &range) != 0) {
        if (errno != EAGAIN && errno != EACCES && errno != EINTR) {
            throw std::system_error(errno, std::generic_category(),
                                    "cannot lock " + database.string() + "-lock");
        }
        if (std::chrono::steady_clock::now() >= give_up_at) return std::nullopt;
        std::this_thread::sleep_for(pause);
    }
    return lock;
}

UseLock::UseLock(UseLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

UseLock::~UseLock() {
    if (file_ >= 0) ::close(file_);
}

} // namespace telestate::storage
