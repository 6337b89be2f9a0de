#include "server/app/housekeeping.hpp"

#include <exception>
#include <utility>

namespace telestate {

Housekeeping::Housekeeping(std::function<void()> work, std::function<void(const std::string&)> failed,
                           std::chrono::milliseconds each)
    : work_(std::move(work)), failed_(std::move(failed)), each_(each) {}

void Housekeeping::do_work() const {
    try {
        work_();
    } catch (const std::exception& error) {
        failed_(error.what());
    }
}

void Housekeeping::start() {
    thread_ = std::thread([this] {
        std::unique_lock lock(mutex_);
        while (!stopping_.wait_for(lock, each_, [this] { return is_stopping_; })) {
            lock.unlock();
            do_work();
            lock.lock();
        }
    });
}

void Housekeeping::stop() {
    {
        const std::scoped_lock lock(mutex_);
        is_stopping_ = true;
    }
    stopping_.notify_all();
    if (!thread_.joinable()) return;
    thread_.join();
    do_work();
}

} // namespace telestate
