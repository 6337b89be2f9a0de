#include "server/storage/writer.hpp"

#include "server/storage/transaction.hpp"

#include "server/storage/history_store.hpp"
#include "server/storage/record_keys.hpp"
#include "server/storage/references.hpp"
#include "server/storage/search_entries.hpp"

#include <SQLiteCpp/Exception.h>

#include <stdexcept>

namespace telestate::storage {

namespace {

Sql delete_sql(RecordKind kind) {
    switch (kind) {
    case RecordKind::sites:
        return "DELETE FROM sites WHERE record_key = :key";
    case RecordKind::people:
        return "DELETE FROM people WHERE record_key = :key";
    case RecordKind::responsibilities:
        return "DELETE FROM responsibilities WHERE record_key = :key";
    case RecordKind::suppliers:
        return "DELETE FROM suppliers WHERE record_key = :key";
    case RecordKind::contracts:
        return "DELETE FROM contracts WHERE record_key = :key";
    case RecordKind::platforms:
        return "DELETE FROM platforms WHERE record_key = :key";
    case RecordKind::lines:
        return "DELETE FROM lines WHERE record_key = :key";
    case RecordKind::licences:
        return "DELETE FROM licences WHERE record_key = :key";
    case RecordKind::numbers:
        return "DELETE FROM numbers WHERE record_key = :key";
    case RecordKind::usage:
        return "DELETE FROM usage WHERE record_key = :key";
    }
    throw std::logic_error("no such kind of record");
}

constexpr Sql move_revision = R"(
    UPDATE estate
    SET revision = revision + 1, changed_at = :changed_at
    RETURNING revision)";

} // namespace

void Writer::Transaction::end() {
    is_committed = true;
    reader.reset();
    lock.reset();
    turn.unlock();
    watch.refresh();
}

Writer::Transaction::~Transaction() {
    if (is_committed) return;
    reader.reset();
    // Keys of records that were added and are undone will be given to others.
    connection.forget_ids();
    try {
        if (connection.is_in_transaction()) connection.execute("ROLLBACK");
    } catch (const SQLite::Exception&) {
        // SQLite undoes what was never committed when the file is opened next.
    }
}

Writer::Writer(std::unique_ptr<Transaction> transaction) : transaction_(std::move(transaction)) {}
Writer::Writer(Writer&&) noexcept = default;
Writer::~Writer() = default;

Connection& Writer::connection() const { return transaction_->connection; }

const Reader& Writer::reader() const { return *transaction_->reader; }

Result<void> Writer::delete_record(RecordKind kind, std::string_view id) {
    const std::optional<std::int64_t> key = find_key(connection(), kind, id);
    if (!key) {
        return Error{ErrorCode::not_found,
                     "There is no " + std::string(singular_of(kind)) + " \"" + std::string(id) + "\".",
                     {}};
    }
    if (const auto conflict = find_conflict(connection(), kind, *key, id)) return *conflict;
    remove_search_entry(connection(), kind, *key);
    const StatementLease statement = connection().prepare(delete_sql(kind));
    statement->bind(":key", *key);
    statement->execute();
    // The next record added may be given the key.
    connection().forget_ids();
    return {};
}

void Writer::note_change(const RecordChange& change) {
    insert_record_change(connection(), reader().revision() + 1, transaction_->noted_change_count, change);
    ++transaction_->noted_change_count;
}

std::int64_t Writer::commit(const ChangeNote& note) {
    std::int64_t revision = 0;
    {
        const StatementLease update = connection().prepare(move_revision);
        update->bind(":changed_at", note.changed_at);
        while (update->step()) {
            revision = update->integer(0);
        }
    }
    insert_history(connection(), revision, transaction_->noted_change_count, note);
    connection().execute("COMMIT");
    connection().ids_revision = revision;
    transaction_->end();
    return revision;
}

} // namespace telestate::storage
