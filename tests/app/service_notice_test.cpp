#include "server/app/service_notice.hpp"

#include <doctest/doctest.h>

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <future>
#include <stdexcept>
#include <string>

using telestate::ServiceNotice;
using namespace std::chrono_literals;

namespace {

// The service manager's end. Named in no folder, so that nothing is left behind.
class Listener {
  public:
    Listener() : name_("@telestate-notice-" + std::to_string(::getpid())) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path + 1, name_.data() + 1, name_.size() - 1);
        const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name_.size());
        socket_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        if (::bind(socket_, reinterpret_cast<const sockaddr*>(&address), size) != 0)
            throw std::runtime_error("cannot listen");
        ::setenv("NOTIFY_SOCKET", name_.c_str(), 1);
        ::unsetenv("WATCHDOG_PID");
        ::unsetenv("WATCHDOG_USEC");
    }
    ~Listener() {
        ::close(socket_);
        ::unsetenv("NOTIFY_SOCKET");
        ::unsetenv("WATCHDOG_PID");
        ::unsetenv("WATCHDOG_USEC");
    }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    // The next message; empty where none comes within 10 s.
    std::string next() {
        pollfd waiting{socket_, POLLIN, 0};
        if (::poll(&waiting, 1, 10'000) != 1) return {};
        std::array<char, 256> bytes{};
        const auto count = ::recv(socket_, bytes.data(), bytes.size(), 0);
        return count < 0 ? std::string() : std::string(bytes.data(), static_cast<std::size_t>(count));
    }

  private:
    std::string name_;
    int socket_ = -1;
};

void set_watchdog(std::chrono::microseconds within) {
    ::setenv("WATCHDOG_USEC", std::to_string(within.count()).c_str(), 1);
}

} // namespace

TEST_CASE("The service manager is told that the program serves, lives and ends") {
    Listener listener;
    set_watchdog(20ms);
    std::atomic<int> asked{0};
    ServiceNotice notice;
    notice.ready([&](const std::function<void()>& alive) {
        ++asked;
        alive();
    });
    CHECK(listener.next() == "READY=1");
    for (int i = 0; i < 3; ++i)
        CHECK(listener.next() == "WATCHDOG=1");
    CHECK(asked >= 3);
    notice.stopping();
    std::string last = listener.next();
    while (last == "WATCHDOG=1")
        last = listener.next();
    CHECK(last == "STOPPING=1");
}

TEST_CASE("A program that hangs gives no sign of life") {
    Listener listener;
    set_watchdog(2ms);
    std::promise<std::function<void()>> question;
    ServiceNotice notice;
    notice.ready([&](std::function<void()> alive) { question.set_value(std::move(alive)); });
    CHECK(listener.next() == "READY=1");
    const auto alive = question.get_future().get();
    notice.stopping();
    CHECK(listener.next() == "STOPPING=1");
    alive(); // too late; nothing comes of it
}

TEST_CASE("Signs of life are for the process they are wanted of") {
    Listener listener;
    set_watchdog(2ms);
    std::atomic<int> asked{0};
    const auto ask = [&](const std::function<void()>& alive) {
        ++asked;
        alive();
    };
    SUBCASE("this one") {
        ::setenv("WATCHDOG_PID", std::to_string(::getpid()).c_str(), 1);
        ServiceNotice notice;
        notice.ready(ask);
        CHECK(listener.next() == "READY=1");
        CHECK(listener.next() == "WATCHDOG=1");
    }
    SUBCASE("another") {
        ::setenv("WATCHDOG_PID", "1", 1);
        ServiceNotice notice;
        notice.ready(ask);
        notice.stopping();
        CHECK(listener.next() == "READY=1");
        CHECK(listener.next() == "STOPPING=1");
        CHECK(asked == 0);
    }
}

TEST_CASE("Without a service manager nobody is told and nothing is asked") {
    for (const char* nowhere : {"", "/no/such/socket", "relative", "@", "vsock:2:1234"}) {
        CAPTURE(nowhere);
        ::setenv("NOTIFY_SOCKET", nowhere, 1);
        set_watchdog(2ms);
        ServiceNotice notice;
        notice.ready([](const std::function<void()>&) { FAIL("was asked"); });
        notice.stopping();
    }
    ::unsetenv("NOTIFY_SOCKET");
    ::unsetenv("WATCHDOG_USEC");
}
