#pragma once

// A real database file in a directory of its own, gone when the test is over.

#include "server/storage/connection.hpp"
#include "server/storage/database.hpp"

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace telestate::storage {

inline constexpr const char* an_instant = "2021-11-08T09:30:00Z";

inline ChangeNote noted_at(const char* instant) {
    ChangeNote note;
    note.changed_at = instant;
    return note;
}

class TemporaryDirectory {
  public:
    TemporaryDirectory() {
        std::string name = (std::filesystem::temp_directory_path() / "telestate-storage-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
        path_ = name;
    }
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
    ~TemporaryDirectory() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    std::filesystem::path operator/(const char* name) const { return path_ / name; }

  private:
    std::filesystem::path path_;
};

inline OpenOptions default_options() {
    OpenOptions options;
    options.now = an_instant;
    options.lock_wait = std::chrono::milliseconds(10'000);
    return options;
}

inline std::unique_ptr<Database> open_database(const std::filesystem::path& file) {
    return std::move(Database::open(file, default_options()).value());
}

struct TemporaryDatabase {
    TemporaryDatabase() : database(open_database(directory / "estate.db")) {}

    Database* operator->() const { return database.get(); }
    std::filesystem::path file() const { return directory / "estate.db"; }
    Writer write() const { return std::move(database->write().value()); }
    void reopen() {
        database.reset();
        database = open_database(file());
    }

    // Puts one record in a transaction of its own.
    template <typename Record>
    PutOutcome put(Result<PutOutcome> (Writer::*put_record)(const Record&), const Record& record) const {
        Writer writer = write();
        const PutOutcome outcome = (writer.*put_record)(record).value();
        writer.commit(noted_at(an_instant));
        return outcome;
    }

    TemporaryDirectory directory;
    std::unique_ptr<Database> database;
};

} // namespace telestate::storage
