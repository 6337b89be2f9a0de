#include "server/storage/search_entries.hpp"

namespace telestate::storage {

namespace {

// The indexes hold no text of their own: to take a row out they have to be told what stood in it.
constexpr Sql take_out_words = R"(
    INSERT INTO search_words (search_words, rowid, title, words, kind)
    SELECT 'delete', entry_key, title, words, kind
    FROM search_entries
    WHERE kind = :kind AND record_key = :record_key)";

constexpr Sql take_out_digits = R"(
    INSERT INTO search_digits (search_digits, rowid, digits)
    SELECT 'delete', entry_key, digits
    FROM search_entries
    WHERE kind = :kind AND record_key = :record_key AND digits <> '')";

constexpr Sql upsert_entry = R"(
    INSERT INTO search_entries (kind, record_key, id, title, words, digits)
    SELECT kind, record_key, id, title, words, digits
    FROM searchable
    WHERE kind = :kind AND record_key = :record_key
    ON CONFLICT (kind, record_key) DO UPDATE
    SET id = excluded.id, title = excluded.title, words = excluded.words, digits = excluded.digits)";

constexpr Sql put_in_words = R"(
    INSERT INTO search_words (rowid, title, words, kind)
    SELECT entry_key, title, words, kind
    FROM search_entries
    WHERE kind = :kind AND record_key = :record_key)";

constexpr Sql put_in_digits = R"(
    INSERT INTO search_digits (rowid, digits)
    SELECT entry_key, digits
    FROM search_entries
    WHERE kind = :kind AND record_key = :record_key AND digits <> '')";

constexpr Sql delete_entry = R"(
    DELETE FROM search_entries
    WHERE kind = :kind AND record_key = :record_key)";

void run(Connection& connection, Sql sql, RecordKind kind, std::int64_t key) {
    const StatementLease statement = connection.prepare(sql);
    statement->bind(":kind", name_of(kind));
    statement->bind(":record_key", key);
    statement->execute();
}

bool has_digits(RecordKind kind) {
    return kind == RecordKind::people || kind == RecordKind::suppliers || kind == RecordKind::lines ||
           kind == RecordKind::numbers;
}

void take_out(Connection& connection, RecordKind kind, std::int64_t key) {
    run(connection, take_out_words, kind, key);
    if (has_digits(kind)) run(connection, take_out_digits, kind, key);
}

} // namespace

void renew_search_entry(Connection& connection, RecordKind kind, std::int64_t key, bool was_there) {
    if (was_there) take_out(connection, kind, key);
    run(connection, upsert_entry, kind, key);
    run(connection, put_in_words, kind, key);
    if (has_digits(kind)) run(connection, put_in_digits, kind, key);
}

void remove_search_entry(Connection& connection, RecordKind kind, std::int64_t key) {
    take_out(connection, kind, key);
    run(connection, delete_entry, kind, key);
}

} // namespace telestate::storage
