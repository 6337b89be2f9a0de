#pragma once

// The one SQLite file an estate lives in.

#include "model/error.hpp"
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

    // A view of the estate as it is now. Costs some microseconds once the first few have been opened.
    Reader read();

    // Begins a write transaction, waiting for its turn; `busy` after `lock_wait` without one.
    Result<Writer> write();

    // The estate's current revision, cheap enough for every request. Exact about this process's own writes; a
    // few milliseconds behind those of other processes.
    std::int64_t revision();

    // What is wrong with the file, one sentence each; empty when it is sound. Reads all of it.
    std::vector<std::string> check_integrity();
    std::vector<AppliedMigration> list_migrations();

  private:
    struct Implementation;
    explicit Database(std::unique_ptr<Implementation> implementation);

    std::unique_ptr<Implementation> implementation_;
};

} // namespace telestate::storage
