#pragma once

// Finished responses kept by key, so that a view that has not changed is served without asking anybody.

#include "server/http/answer.hpp"

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace telestate::http {

// Bounded in bytes and in entries; what was asked for longest ago goes first. Safe from several threads.
class ResponseCache {
  public:
    // A bound of 0 keeps nothing.
    ResponseCache(std::size_t byte_limit, std::size_t entry_limit);

    // Null when there is none.
    std::shared_ptr<const FinishedResponse> find(std::string_view key);

    // Replaces one of the same key. One that takes more than a quarter of the byte limit is not kept.
    void store(std::string key, std::shared_ptr<const FinishedResponse> response);

    std::size_t byte_count() const;
    std::size_t entry_count() const;

  private:
    struct Entry {
        std::string key;
        std::shared_ptr<const FinishedResponse> response;
        std::size_t bytes = 0;
    };

    void erase(std::list<Entry>::iterator entry);

    const std::size_t byte_limit_;
    const std::size_t entry_limit_;
    mutable std::mutex mutex_;
    std::list<Entry> entries_;                                                // most recently used first
    std::unordered_map<std::string_view, std::list<Entry>::iterator> by_key_; // keys are views into entries_
    std::size_t bytes_ = 0;
};

} // namespace telestate::http
