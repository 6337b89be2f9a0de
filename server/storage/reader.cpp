#include "server/storage/reader.hpp"

#include "server/storage/reader_pool.hpp"

#include <SQLiteCpp/Exception.h>

#include <utility>

namespace telestate::storage {

std::unique_ptr<Connection> ReaderPool::take() {
    {
        const std::lock_guard lock(mutex_);
        if (!kept_.empty()) {
            std::unique_ptr<Connection> connection = std::move(kept_.back());
            kept_.pop_back();
            return connection;
        }
    }
    return std::make_unique<Connection>(file_, Access::read_only);
}

void ReaderPool::give_back(std::unique_ptr<Connection> connection) {
    try {
        connection->prepare("ROLLBACK")->execute();
    } catch (const SQLite::Exception&) {
        return; // Closing it ends whatever it was in the midst of.
    }
    const std::lock_guard lock(mutex_);
    if (kept_.size() < most_kept) kept_.push_back(std::move(connection));
}

void Reader::Release::operator()(Connection* connection) const {
    if (pool != nullptr) pool->give_back(std::unique_ptr<Connection>(connection));
}

Reader::Reader(std::unique_ptr<Connection, Release> connection, std::int64_t revision)
    : connection_(std::move(connection)), revision_(revision) {}

Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;
Reader::~Reader() = default;

} // namespace telestate::storage
