#pragma once

// Knows the estate's revision without asking the database each time. Inside storage only.

#include "server/storage/connection.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <mutex>

namespace telestate::storage {

// May be called from any thread.
class RevisionWatch {
  public:
    explicit RevisionWatch(const std::filesystem::path& file);

    // At most `longest_unchecked` behind commits that refresh() was not called for.
    std::int64_t revision();
    // How many commits were noticed, of this process and others, just as late.
    std::int64_t change_count();
    // Looks at once: after a commit of this process.
    void refresh();

  private:
    using Clock = std::chrono::steady_clock;
    static constexpr auto longest_unchecked = std::chrono::milliseconds(3);

    void look();
    void look_if_due();

    std::mutex mutex_; // guards the connection and data_version_
    Connection connection_;
    std::int64_t data_version_ = -1;
    std::atomic<std::int64_t> revision_ = 0;
    std::atomic<std::int64_t> change_count_ = 0;
    std::atomic<Clock::rep> looked_at_ = 0;
};

} // namespace telestate::storage
