#include "server/storage/revision_watch.hpp"

namespace telestate::storage {

RevisionWatch::RevisionWatch(const std::filesystem::path& file) : connection_(file, Access::read_only) {
    refresh();
}

void RevisionWatch::look_if_due() {
    const Clock::rep now = Clock::now().time_since_epoch().count();
    if (now - looked_at_.load(std::memory_order_relaxed) >= Clock::duration(longest_unchecked).count()) {
        // Where another thread is looking already, what it saw last is recent enough.
        const std::unique_lock lock(mutex_, std::try_to_lock);
        if (lock) look();
    }
}

std::int64_t RevisionWatch::revision() {
    look_if_due();
    return revision_.load();
}

std::int64_t RevisionWatch::change_count() {
    look_if_due();
    return change_count_.load();
}

void RevisionWatch::refresh() {
    const std::lock_guard lock(mutex_);
    look();
}

// data_version changes whenever another connection commits, in this process or another; it costs less than
// reading the row.
void RevisionWatch::look() {
    const Clock::rep now = Clock::now().time_since_epoch().count();
    const std::int64_t data_version = connection_.read_integer("PRAGMA data_version");
    if (data_version != data_version_) {
        revision_ = connection_.read_integer("SELECT revision FROM estate");
        data_version_ = data_version;
        ++change_count_;
    }
    looked_at_.store(now, std::memory_order_relaxed);
}

} // namespace telestate::storage
