#pragma once

// Reading connections, kept for the next reader. Inside storage only.

#include "server/storage/connection.hpp"

#include <filesystem>
#include <memory>
#include <mutex>
#include <vector>

namespace telestate::storage {

// May be called from any thread. It has to outlive the connections it has given out.
class ReaderPool {
  public:
    explicit ReaderPool(std::filesystem::path file) : file_(std::move(file)) {}

    // A connection in no transaction.
    std::unique_ptr<Connection> take();
    // Ends the connection's transaction and keeps it, unless enough are kept already or it is not well.
    void give_back(std::unique_ptr<Connection> connection);

  private:
    static constexpr std::size_t most_kept = 8;

    std::filesystem::path file_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Connection>> kept_;
};

} // namespace telestate::storage
