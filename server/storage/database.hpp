#pragma once

// The one SQLite file an estate lives in.

#include "model/error.hpp"
#include "server/storage/ledger_transaction.hpp"
#include "server/storage/migrations.hpp"
#include "server/storage/reader.hpp"
#include "server/storage/writer.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace telestate::storage {

struct OpenOptions {
    // Make the file where there is none (its directory has to be there), readable by its owner alone. Else an
    // absent file is an error.
    bool create = true;
    // Bring an older database up to date. Else an older one is an error.
    bool migrate = true;
    // The UTC instant recorded with migrations ("2021-11-08T09:30:00Z").
    std::string now;
    std::span<const Migration> migrations = embedded_migrations();
    // How long a writer waits for another one before it gives up.
    std::chrono::milliseconds lock_wait{30'000};
};

class ProcessLock;

// Held until it is destroyed or the process ends.
class AlertRunLock {
  public:
    explicit AlertRunLock(std::unique_ptr<ProcessLock> lock);
    AlertRunLock(AlertRunLock&&) noexcept;
    AlertRunLock& operator=(AlertRunLock&&) = delete;
    ~AlertRunLock();

  private:
    std::unique_ptr<ProcessLock> lock_;
};

// All its functions may be called from any thread. Several processes may hold the same file open; writers of
// all of them take turns.
class Database {
  public:
    // Errors name the file and say what is wrong: no such file or directory, not writable, not a database,
    // not ours, newer than this program, a migration that differs or fails.
    static Result<std::unique_ptr<Database>> open(const std::filesystem::path& path,
                                                  const OpenOptions& options);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    const std::filesystem::path& path() const;

    // A view of the estate as it is now. Costs some microseconds once the first few have been opened. Where
    // the process has too many files open for it this and write() throw std::system_error with that code.
    Reader read();

    // Begins a write transaction, waiting for its turn; `busy` after `lock_wait` without one.
    Result<Writer> write();

    // Begins a transaction that changes what is kept beside the estate (alerts, mails, calendar feeds), under
    // the same conditions. The estate's revision stays as it is.
    Result<LedgerTransaction> write_ledger();

    // Only one run of the alerts at a time, whichever process it is in. Nothing when somebody else still
    // holds it after `wait`.
    std::optional<AlertRunLock> lock_alert_run(std::chrono::milliseconds wait);

    // The estate's current revision, cheap enough for every request. Exact about this process's own writes; a
    // few milliseconds behind those of other processes.
    std::int64_t revision();

    // Moves with every commit to the file, also of what is kept beside the estate. Exact and cheap in the same way.
    std::int64_t change_count();

    // What is wrong with the file, one sentence each; empty when it is sound. Reads all of it.
    std::vector<std::string> check_integrity();
    std::vector<AppliedMigration> list_migrations();

  private:
    struct Implementation;
    explicit Database(std::unique_ptr<Implementation> implementation);
    Reader begin_reading();
    Result<std::unique_ptr<Writer::Transaction>> begin();
    Result<std::unique_ptr<Writer::Transaction>> begin_writing();

    std::unique_ptr<Implementation> implementation_;
};

} // namespace telestate::storage
