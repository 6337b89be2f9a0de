#pragma once

// What a service manager is told: that the program serves, lives, and ends.

#include <chrono>
#include <functional>
#include <memory>
#include <string_view>
#include <thread>

namespace telestate {

class ServiceNotice {
  public:
    // Asks whether the program lives: calls what it is given, from any thread, once it has proved to; never
    // where something hangs. Does not throw and does not wait.
    using LifeQuestion = std::function<void(std::function<void()> alive)>;

    // Takes NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID from the environment, as systemd sets them for a
    // unit of Type=notify. Without them nobody is told anything.
    ServiceNotice();
    // Asks no more.
    ~ServiceNotice();

    ServiceNotice(const ServiceNotice&) = delete;
    ServiceNotice& operator=(const ServiceNotice&) = delete;

    // It serves. Where signs of life are wanted, asks for one now and then each half of the time within which
    // one has to come, and passes on each answer. Call once.
    void ready(LifeQuestion ask);
    // It has begun to end. Asks no more.
    void stopping();

  private:
    struct Watch;

    void tell(std::string_view message) const;
    void watch(const LifeQuestion& ask);
    void stop_watching();

    int socket_ = -1; // connected; open all the while, so that a shortage of descriptors silences nothing
    std::chrono::microseconds within_{}; // zero where no sign of life is wanted
    std::shared_ptr<Watch> watch_;
    std::thread thread_;
};

} // namespace telestate
