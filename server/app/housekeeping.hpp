#pragma once

// A thread that does a small thing again and again.

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace telestate {

class Housekeeping {
  public:
    // What the work throws is told to `failed`, and the work tried again the next time.
    Housekeeping(std::function<void()> work, std::function<void(const std::string&)> failed,
                 std::chrono::milliseconds each = std::chrono::seconds(3));
    ~Housekeeping() { stop(); }
    Housekeeping(const Housekeeping&) = delete;
    Housekeeping& operator=(const Housekeeping&) = delete;

    void start();
    // Does the work a last time, and returns when the thread has ended.
    void stop();

  private:
    void do_work() const;

    const std::function<void()> work_;
    const std::function<void(const std::string&)> failed_;
    const std::chrono::milliseconds each_;
    std::mutex mutex_;
    std::condition_variable stopping_;
    bool is_stopping_ = false;
    std::thread thread_;
};

} // namespace telestate
