#include "server/http/response_cache.hpp"

#include <utility>

namespace telestate::http {

ResponseCache::ResponseCache(std::size_t byte_limit, std::size_t entry_limit)
    : byte_limit_(byte_limit), entry_limit_(entry_limit) {}

std::shared_ptr<const FinishedResponse> ResponseCache::find(std::string_view key) {
    const std::lock_guard lock(mutex_);
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) return nullptr;
    if (found->second != entries_.begin()) entries_.splice(entries_.begin(), entries_, found->second);
    return found->second->response;
}

void ResponseCache::store(std::string key, std::shared_ptr<const FinishedResponse> response) {
    // The nodes of the list and of the table count too, or many tiny responses would cost more than the
    // limit.
    constexpr std::size_t node_bytes = 160;
    const std::size_t bytes = response->byte_count() + key.capacity() + node_bytes;
    if (entry_limit_ == 0 || bytes > byte_limit_ / 4) return;

    const std::lock_guard lock(mutex_);
    if (const auto found = by_key_.find(key); found != by_key_.end()) erase(found->second);
    while (!entries_.empty() && (entries_.size() >= entry_limit_ || bytes_ + bytes > byte_limit_))
        erase(std::prev(entries_.end()));
    entries_.push_front(Entry{std::move(key), std::move(response), bytes});
    by_key_.emplace(entries_.front().key, entries_.begin());
    bytes_ += bytes;
}

void ResponseCache::erase(std::list<Entry>::iterator entry) {
    bytes_ -= entry->bytes;
    by_key_.erase(entry->key);
    entries_.erase(entry);
}

std::size_t ResponseCache::byte_count() const {
    const std::lock_guard lock(mutex_);
    return bytes_;
}

std::size_t ResponseCache::entry_count() const {
    const std::lock_guard lock(mutex_);
    return entries_.size();
}

} // namespace telestate::http
