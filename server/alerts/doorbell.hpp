#pragma once

// How other threads wake the one that sends alerts.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>

namespace telestate::alerts {

class Doorbell {
  public:
    // A run is wanted now.
    void ask_for_run() {
        {
            const std::scoped_lock lock(mutex_);
            is_run_asked_for_ = true;
        }
        rung_.notify_all();
    }
    // The thread is to end, and what it is doing to be given up.
    void close() {
        {
            const std::scoped_lock lock(mutex_);
            is_closed_ = true;
        }
        rung_.notify_all();
    }
    bool is_closed() const { return is_closed_; }

    // Returns when it was rung, or after `most`.
    void wait(std::chrono::milliseconds most) {
        std::unique_lock lock(mutex_);
        rung_.wait_for(lock, most, [this] { return is_closed_ || is_run_asked_for_; });
    }
    // Whether a run was asked for since the last time.
    bool take_run() {
        const std::scoped_lock lock(mutex_);
        const bool asked = is_run_asked_for_;
        is_run_asked_for_ = false;
        return asked;
    }

  private:
    std::mutex mutex_;
    std::condition_variable rung_;
    std::atomic<bool> is_closed_ = false;
    bool is_run_asked_for_ = false;
};

} // namespace telestate::alerts
