#include "server/app/service_notice.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <charconv>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <utility>

namespace telestate {

// systemd documents this protocol as stable and free to be spoken without its library (sd_notify(3)): lines
// of a datagram. libsystemd would be one more library in the program for these three words.

namespace {

std::string_view variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string_view() : std::string_view(value);
}

std::int64_t number_in(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? number : 0;
}

// A socket that sends to `path`; -1 where there is none to send to.
int connect_to(std::string_view path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const bool is_abstract = path.starts_with('@');
    if (path.size() < 2 || path.size() >= sizeof(address.sun_path) || (!is_abstract && path[0] != '/'))
        return -1;
    std::memcpy(address.sun_path, path.data(), path.size());
    // Linux writes the names that are in no folder with a zero byte first.
    if (is_abstract) address.sun_path[0] = '\0';
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size());
    const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (socket < 0) return -1;
    if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), size) == 0) return socket;
    ::close(socket);
    return -1;
}

} // namespace

struct ServiceNotice::Watch {
    std::mutex mutex;
    std::condition_variable changed;
    bool is_alive = false; // the last question was answered
    bool is_ended = false;
};

ServiceNotice::ServiceNotice()
    : socket_(connect_to(variable("NOTIFY_SOCKET"))), watch_(std::make_shared<Watch>()) {
    const std::string_view whom = variable("WATCHDOG_PID");
    if (whom.empty() || number_in(whom) == ::getpid())
        within_ = std::chrono::microseconds(number_in(variable("WATCHDOG_USEC")));
}

ServiceNotice::~ServiceNotice() {
    stop_watching();
    if (socket_ >= 0) ::close(socket_);
}

void ServiceNotice::ready(LifeQuestion ask) {
    tell("READY=1");
    if (socket_ < 0 || within_.count() <= 0) return;
    thread_ = std::thread([this, ask = std::move(ask)] { watch(ask); });
}

void ServiceNotice::stopping() {
    stop_watching();
    tell("STOPPING=1");
}

void ServiceNotice::tell(std::string_view message) const {
    // One that cannot be told finds out by itself: it waits, and then ends the program.
    if (socket_ >= 0) (void)::send(socket_, message.data(), message.size(), MSG_NOSIGNAL);
}

// No time of its own for an answer: one that is late only makes the next sign of life late, and the service
// manager knows what is too late.
void ServiceNotice::watch(const LifeQuestion& ask) {
    std::unique_lock lock(watch_->mutex);
    while (!watch_->is_ended) {
        watch_->is_alive = false;
        lock.unlock();
        ask([watch = watch_] {
            const std::lock_guard answered(watch->mutex);
            watch->is_alive = true;
            watch->changed.notify_all();
        });
        lock.lock();
        watch_->changed.wait(lock, [&] { return watch_->is_alive || watch_->is_ended; });
        if (watch_->is_ended) return;
        tell("WATCHDOG=1");
        watch_->changed.wait_for(lock, within_ / 2, [&] { return watch_->is_ended; });
    }
}

void ServiceNotice::stop_watching() {
    {
        const std::lock_guard lock(watch_->mutex);
        watch_->is_ended = true;
        watch_->changed.notify_all();
    }
    if (thread_.joinable()) thread_.join();
}

} // namespace telestate
