#include "server/storage/database.hpp"

#include "server/storage/backup.hpp"
#include "server/storage/integrity.hpp"
#include "server/storage/private_files.hpp"
#include "server/storage/reader_pool.hpp"
#include "server/storage/transaction.hpp"
#include "server/storage/use_lock.hpp"

#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

#include <cerrno>
#include <fcntl.h>
#include <mutex>
#include <system_error>
#include <unistd.h>

namespace telestate::storage {

namespace {

std::string quoted(const std::filesystem::path& file) { return "\"" + file.string() + "\""; }

Error database_error(ErrorCode code, const std::filesystem::path& file, const std::string& rest) {
    return {code, "The database " + quoted(file) + " " + rest, {}};
}

// What SQLite reports while a file is being opened, in the terms of whoever named the file.
Error opening_error(const std::filesystem::path& file, const SQLite::Exception& failure) {
    switch (failure.getErrorCode() & 0xFF) {
    case SQLITE_NOTADB:
        return database_error(ErrorCode::unsupported, file, "is not a database file.");
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_READONLY:
        return database_error(
            ErrorCode::forbidden, file,
            "cannot be opened: the file and its directory have to be readable and writable.");
    case SQLITE_BUSY:
        return database_error(ErrorCode::conflict, file, "is in use by another program.");
    case SQLITE_FULL:
        return database_error(ErrorCode::conflict, file, "cannot be used: its disk is full.");
    case SQLITE_IOERR:
        return database_error(ErrorCode::conflict, file,
                              std::string("cannot be used: its disk is full or fails (") + failure.what() +
                                  ").");
    default:
        return database_error(ErrorCode::conflict, file,
                              std::string("cannot be used: ") + failure.what() + ".");
    }
}

Error waited_in_vain(const std::filesystem::path& file, std::chrono::milliseconds wait) {
    return database_error(ErrorCode::busy, file,
                          "is being written to by somebody else, who did not finish within " +
                              std::to_string(std::chrono::ceil<std::chrono::seconds>(wait).count()) +
                              " seconds.");
}

// Nothing when a file could be there.
std::optional<Error> find_misplaced(const std::filesystem::path& file) {
    if (file.empty()) return Error{ErrorCode::invalid, "No database file is named.", {}};
    std::error_code ignored;
    const std::filesystem::path directory = std::filesystem::absolute(file).parent_path();
    if (!std::filesystem::exists(directory, ignored)) {
        return Error{ErrorCode::not_found,
                     "The directory " + quoted(directory) + " of the database does not exist.",
                     {}};
    }
    if (std::filesystem::is_directory(file, ignored)) {
        return database_error(ErrorCode::invalid, file, "is a directory.");
    }
    return std::nullopt;
}

// The caller holds the lock. A file that appeared meanwhile is as good.
void create_file(const std::filesystem::path& file) {
    const OpenFile created(::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!created) {
        if (errno == EEXIST) return;
        throw std::system_error(errno, std::generic_category(), "cannot create " + file.string());
    }
    give_to_owner_of(std::filesystem::absolute(file).parent_path(), *created);
}

// What is to be done before the file can be used.
struct Work {
    int pending = 0; // migrations
    bool is_log_wrong = false;
};

Result<Work> find_work(Connection& connection, std::span<const Migration> known) {
    const Result<int> pending = count_pending_migrations(connection, known);
    if (!pending) return pending.error();
    return Work{*pending, connection.read_text("PRAGMA journal_mode") != "wal"};
}

// What is older and holds something is copied before it is changed: nothing else would bring the older
// program back. The caller holds the lock. Gives the copy's name, or none where there was nothing to copy.
Result<std::filesystem::path> keep_before_migrating(const std::filesystem::path& file, int pending,
                                                    const OpenOptions& options) {
    const auto applied = options.migrations.size() - static_cast<std::size_t>(pending);
    if (pending == 0 || applied == 0) return std::filesystem::path{};
    std::string number = std::to_string(applied + 1);
    number.insert(0, number.size() < 4 ? 4 - number.size() : 0, '0');
    const std::filesystem::path wanted =
        beside(file, (".before-migration-" + number + "-" + compact_instant(options.now)).c_str());
    std::filesystem::path copy = wanted;
    for (int i = 2; std::filesystem::exists(std::filesystem::symlink_status(copy)); ++i)
        copy = beside(wanted, ("-" + std::to_string(i)).c_str());
    const auto made = backup_database(file, copy, {options.migrations, {}});
    if (made) return copy;
    return database_error(
        made.error().code, file,
        "is older than this program and is not brought up to date before a copy of it is made: " +
            made.error().message);
}

Result<Work> find_permitted_work(Connection& connection, const std::filesystem::path& file,
                                 const OpenOptions& options) {
    const Result<Work> work = find_work(connection, options.migrations);
    if (!work) return Error{work.error().code, quoted(file) + ": " + work.error().message, {}};
    if (work->pending == 0 || options.migrate) return work;
    return database_error(ErrorCode::conflict, file,
                          "is of an older telestate and has to be brought up to date first.");
}

// SQLite says only that a file cannot be opened. Whoever asks for the estate can try again when the reason is
// that too many are open; so that reason is told apart.
void rethrow_if_short_of_descriptors(const SQLite::Exception& failure) {
    if ((failure.getErrorCode() & 0xFF) != SQLITE_CANTOPEN) return;
    const int spare = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (spare < 0 && (errno == EMFILE || errno == ENFILE)) {
        throw std::system_error(errno, std::generic_category(), "cannot open the database");
    }
    if (spare >= 0) ::close(spare);
}

Result<void> prepare(const std::filesystem::path& file, const OpenOptions& options) {
    // A journal is left by who was killed while restoring; only one that may write can take it back.
    if (std::filesystem::exists(file) && !std::filesystem::exists(beside(file, "-journal"))) {
        Connection connection(file, Access::read_only);
        const Result<Work> work = find_permitted_work(connection, file, options);
        if (!work) return work.error();
        if (work->pending == 0 && !work->is_log_wrong) return {};
    }
    const std::optional<ProcessLock> lock = ProcessLock::acquire(file, options.lock_wait);
    if (!lock) return waited_in_vain(file, options.lock_wait);
    create_file(file);
    Connection connection(file, Access::read_write);
    // Once more, now that nobody else can change it; and before anything in the file is touched.
    const Result<Work> work = find_permitted_work(connection, file, options);
    if (!work) return work.error();
    const auto kept = keep_before_migrating(file, work->pending, options);
    if (!kept) return kept.error();
    connection.execute("PRAGMA journal_mode = WAL");
    const Result<void> migrated = apply_migrations(connection, options.migrations, options.now);
    if (migrated) return {};
    // Where nothing was applied the copy is of what is still there, and the next try would make another.
    const auto left = count_pending_migrations(connection, options.migrations);
    if (!kept->empty() && left && *left == work->pending) std::filesystem::remove(*kept);
    return Error{migrated.error().code, quoted(file) + ": " + migrated.error().message, {}};
}

} // namespace

struct Database::Implementation {
    Implementation(const std::filesystem::path& path, const OpenOptions& options, UseLock lock)
        : in_use(std::move(lock)), file(std::filesystem::absolute(path)),
          migration_count(static_cast<int>(options.migrations.size())), lock_wait(options.lock_wait),
          readers(file), watch(file) {}
    Implementation(const Implementation&) = delete;
    Implementation& operator=(const Implementation&) = delete;

    // Leaves the whole estate in the one file, where that can be done without waiting.
    ~Implementation() {
        if (!writing) return;
        try {
            const std::optional<ProcessLock> lock = ProcessLock::acquire(file, std::chrono::milliseconds(0));
            if (lock) writing->execute("PRAGMA busy_timeout = 0; PRAGMA wal_checkpoint(TRUNCATE);");
        } catch (const std::exception&) {
            // The log stays beside the file and is read from there.
        }
    }

    UseLock in_use; // as long as anything of the file is open
    std::filesystem::path file;
    int migration_count;
    std::chrono::milliseconds lock_wait;
    ReaderPool readers;
    RevisionWatch watch;
    std::timed_mutex turn;               // of the one writer in this process
    std::unique_ptr<Connection> writing; // opened by the first writer, used by whose turn it is
};

AlertRunLock::AlertRunLock(std::unique_ptr<ProcessLock> lock) : lock_(std::move(lock)) {}
AlertRunLock::AlertRunLock(AlertRunLock&&) noexcept = default;
AlertRunLock::~AlertRunLock() = default;

Database::Database(std::unique_ptr<Implementation> implementation)
    : implementation_(std::move(implementation)) {}
Database::~Database() = default;

Result<std::unique_ptr<Database>> Database::open(const std::filesystem::path& name,
                                                 const OpenOptions& options) {
    const std::filesystem::path path = without_links(name);
    if (const auto error = find_misplaced(path)) return *error;
    try {
        if (!options.create && !std::filesystem::exists(path))
            return Error{ErrorCode::not_found, "There is no database " + quoted(path) + ".", {}};
        std::optional<UseLock> in_use = UseLock::acquire(path, UseLock::Kind::shared, options.lock_wait);
        if (!in_use) return database_error(ErrorCode::busy, path, "is being restored just now.");
        const Result<void> prepared = prepare(path, options);
        if (!prepared) return prepared.error();
        make_private(path);
        return std::unique_ptr<Database>(
            new Database(std::make_unique<Implementation>(path, options, std::move(*in_use))));
    } catch (const SQLite::Exception& failure) {
        return opening_error(path, failure);
    } catch (const std::system_error& failure) {
        return database_error(ErrorCode::forbidden, path,
                              std::string("cannot be opened: ") + failure.what() + ".");
    }
}

const std::filesystem::path& Database::path() const { return implementation_->file; }

Reader Database::read() {
    try {
        return begin_reading();
    } catch (const SQLite::Exception& failure) {
        rethrow_if_short_of_descriptors(failure);
        throw;
    }
}

Reader Database::begin_reading() {
    ReaderPool& pool = implementation_->readers;
    std::unique_ptr<Connection, Reader::Release> connection(pool.take().release(), Reader::Release{&pool});
    connection->prepare("BEGIN")->execute();
    // The first look at the database is what fixes the moment that this reader sees.
    const std::int64_t revision = connection->read_integer("SELECT revision FROM estate");
    if (connection->ids_revision != revision) {
        connection->forget_ids();
        connection->ids_revision = revision;
    }
    return {std::move(connection), revision};
}

Result<std::unique_ptr<Writer::Transaction>> Database::begin() {
    try {
        return begin_writing();
    } catch (const SQLite::Exception& failure) {
        rethrow_if_short_of_descriptors(failure);
        throw;
    }
}

Result<std::unique_ptr<Writer::Transaction>> Database::begin_writing() {
    const auto give_up_at = std::chrono::steady_clock::now() + implementation_->lock_wait;
    std::unique_lock turn(implementation_->turn, give_up_at);
    if (!turn) return waited_in_vain(path(), implementation_->lock_wait);
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(give_up_at - std::chrono::steady_clock::now());
    std::optional<ProcessLock> lock = ProcessLock::acquire(path(), left);
    if (!lock) return waited_in_vain(path(), implementation_->lock_wait);

    std::unique_ptr<Connection>& connection = implementation_->writing;
    if (!connection) connection = std::make_unique<Connection>(path(), Access::read_write);
    if (sqlite3_db_readonly(connection->handle(), "main") != 0) {
        return database_error(ErrorCode::forbidden, path(), "may not be written to.");
    }
    auto transaction = std::make_unique<Writer::Transaction>(std::move(turn), std::move(*lock), *connection,
                                                             implementation_->watch);
    try {
        connection->execute("BEGIN IMMEDIATE");
    } catch (const SQLite::Exception& failure) {
        // Ours keep to the lock; this is some other program that does not know of it.
        if ((failure.getErrorCode() & 0xFF) != SQLITE_BUSY) throw;
        return database_error(ErrorCode::conflict, path(), "is being written to by another program.");
    }
    if (connection->read_integer("SELECT max(number) FROM migrations") > implementation_->migration_count) {
        return database_error(
            ErrorCode::conflict, path(),
            "has been brought up to date by a newer telestate; this one has to be restarted.");
    }
    const std::int64_t revision = connection->read_integer("SELECT revision FROM estate");
    if (connection->ids_revision != revision) {
        connection->forget_ids();
        connection->ids_revision = revision;
    }
    transaction->reader.emplace(
        Reader(std::unique_ptr<Connection, Reader::Release>(connection.get(), Reader::Release{}), revision));
    return transaction;
}

Result<Writer> Database::write() {
    auto transaction = begin();
    if (!transaction) return transaction.error();
    return Writer(std::move(transaction.value()));
}

Result<LedgerTransaction> Database::write_ledger() {
    auto transaction = begin();
    if (!transaction) return transaction.error();
    return LedgerTransaction(std::move(transaction.value()));
}

std::int64_t Database::revision() { return implementation_->watch.revision(); }

std::int64_t Database::change_count() { return implementation_->watch.change_count(); }

std::optional<AlertRunLock> Database::lock_alert_run(std::chrono::milliseconds wait) {
    std::filesystem::path file = path();
    file += "-alerts";
    std::optional<ProcessLock> lock = ProcessLock::acquire(file, wait);
    if (!lock) return std::nullopt;
    return AlertRunLock(std::make_unique<ProcessLock>(std::move(*lock)));
}

std::vector<std::string> Database::check_integrity() {
    const std::unique_ptr<Connection> connection = open_for_check(implementation_->file);
    return list_integrity_problems(*connection);
}

std::vector<AppliedMigration> Database::list_migrations() {
    const std::unique_ptr<Connection> connection = implementation_->readers.take();
    return list_applied_migrations(*connection);
}

} // namespace telestate::storage
