#pragma once

// What a Writer holds while it lives. Inside storage only.

#include "server/storage/connection.hpp"
#include "server/storage/process_lock.hpp"
#include "server/storage/revision_watch.hpp"
#include "server/storage/writer.hpp"

#include <mutex>
#include <optional>

namespace telestate::storage {

// Members end in the reverse order: the transaction first, then the lock between processes, then the one
// within.
struct Writer::Transaction {
    Transaction(std::unique_lock<std::timed_mutex> turn_in_process, ProcessLock turn_of_process,
                Connection& writing, RevisionWatch& watching)
        : turn(std::move(turn_in_process)), lock(std::move(turn_of_process)), connection(writing),
          watch(watching) {}
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    // After the commit: the next writer need not wait for this one to be destroyed.
    void end();
    // Undoes what was not committed.
    ~Transaction();

    std::unique_lock<std::timed_mutex> turn;
    std::optional<ProcessLock> lock;
    Connection& connection;
    RevisionWatch& watch;
    std::optional<Reader> reader;
    std::int64_t noted_change_count = 0;
    bool is_committed = false;
};

} // namespace telestate::storage
