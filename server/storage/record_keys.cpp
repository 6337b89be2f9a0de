#include "server/storage/record_keys.hpp"

#include "server/storage/connection.hpp"

#include <stdexcept>

namespace telestate::storage {

Sql id_of_key_sql(RecordKind kind) {
    switch (kind) {
    case RecordKind::sites:
        return "SELECT id FROM sites WHERE record_key = :key";
    case RecordKind::people:
        return "SELECT id FROM people WHERE record_key = :key";
    case RecordKind::suppliers:
        return "SELECT id FROM suppliers WHERE record_key = :key";
    case RecordKind::contracts:
        return "SELECT id FROM contracts WHERE record_key = :key";
    case RecordKind::platforms:
        return "SELECT id FROM platforms WHERE record_key = :key";
    case RecordKind::lines:
        return "SELECT id FROM lines WHERE record_key = :key";
    case RecordKind::licences:
        return "SELECT id FROM licences WHERE record_key = :key";
    case RecordKind::numbers:
        return "SELECT id FROM numbers WHERE record_key = :key";
    case RecordKind::usage:
        return "SELECT id FROM usage WHERE record_key = :key";
    case RecordKind::responsibilities:
        break;
    }
    throw std::logic_error("responsibilities have no ids");
}

Sql all_ids_sql(RecordKind kind) {
    switch (kind) {
    case RecordKind::sites:
        return "SELECT record_key, id FROM sites ORDER BY record_key";
    case RecordKind::people:
        return "SELECT record_key, id FROM people ORDER BY record_key";
    case RecordKind::suppliers:
        return "SELECT record_key, id FROM suppliers ORDER BY record_key";
    case RecordKind::contracts:
        return "SELECT record_key, id FROM contracts ORDER BY record_key";
    case RecordKind::platforms:
        return "SELECT record_key, id FROM platforms ORDER BY record_key";
    case RecordKind::lines:
        return "SELECT record_key, id FROM lines ORDER BY record_key";
    case RecordKind::licences:
        return "SELECT record_key, id FROM licences ORDER BY record_key";
    case RecordKind::numbers:
        return "SELECT record_key, id FROM numbers ORDER BY record_key";
    case RecordKind::usage:
        return "SELECT record_key, id FROM usage ORDER BY record_key";
    case RecordKind::responsibilities:
        break;
    }
    throw std::logic_error("responsibilities have no ids");
}

Sql count_sql(RecordKind kind) {
    switch (kind) {
    case RecordKind::sites:
        return "SELECT count(*) FROM sites";
    case RecordKind::people:
        return "SELECT count(*) FROM people";
    case RecordKind::responsibilities:
        return "SELECT count(*) FROM responsibilities";
    case RecordKind::suppliers:
        return "SELECT count(*) FROM suppliers";
    case RecordKind::contracts:
        return "SELECT count(*) FROM contracts";
    case RecordKind::platforms:
        return "SELECT count(*) FROM platforms";
    case RecordKind::lines:
        return "SELECT count(*) FROM lines";
    case RecordKind::licences:
        return "SELECT count(*) FROM licences";
    case RecordKind::numbers:
        return "SELECT count(*) FROM numbers";
    case RecordKind::usage:
        return "SELECT count(*) FROM usage";
    }
    throw std::logic_error("no such kind of record");
}

namespace {

Sql key_of_id_sql(RecordKind kind) {
    switch (kind) {
    case RecordKind::sites:
        return "SELECT record_key FROM sites WHERE id = :id";
    case RecordKind::people:
        return "SELECT record_key FROM people WHERE id = :id";
    case RecordKind::suppliers:
        return "SELECT record_key FROM suppliers WHERE id = :id";
    case RecordKind::contracts:
        return "SELECT record_key FROM contracts WHERE id = :id";
    case RecordKind::platforms:
        return "SELECT record_key FROM platforms WHERE id = :id";
    case RecordKind::lines:
        return "SELECT record_key FROM lines WHERE id = :id";
    case RecordKind::licences:
        return "SELECT record_key FROM licences WHERE id = :id";
    case RecordKind::numbers:
        return "SELECT record_key FROM numbers WHERE id = :id";
    case RecordKind::usage:
        return "SELECT record_key FROM usage WHERE id = :id";
    case RecordKind::responsibilities:
        break;
    }
    throw std::logic_error("responsibilities have no ids");
}

Sql page_sql(RecordKind kind) {
    switch (kind) {
    case RecordKind::sites:
        return "SELECT min(record_key), max(record_key)\n"
               "FROM (SELECT record_key FROM sites ORDER BY record_key LIMIT :limit OFFSET :offset)";
    case RecordKind::people:
        return "SELECT min(record_key), max(record_key)\n"
               "FROM (SELECT record_key FROM people ORDER BY record_key LIMIT :limit OFFSET :offset)";
    case RecordKind::responsibilities:
        return "SELECT min(record_key), max(record_key)\n"
               "FROM (SELECT record_key FROM responsibilities ORDER BY record_key LIMIT :limit OFFSET :offset)";
    case RecordKind::suppliers:
        return "SELECT min(record_key), max(record_key)\n"
               "FROM (SELECT record_key FROM suppliers ORDER BY record_key LIMIT :limit OFFSET :offset)";
    case RecordKind::contracts:
        return "SELECT min(record_key), max(record_key)\n"
               "FROM (SELECT record_key FROM contracts ORDER BY record_key LIMIT :limit OFFSET :offset)";
    case RecordKind::platforms:
        return "SELECT min(record_key), max(record_key)\n"
               "FROM (SELECT record_key FROM platforms ORDER BY record_key LIMIT :limit OFFSET :offset)";
    case RecordKind::lines:
        return "SELECT min(record_key), max(record_key)\n"
               "FROM (SELECT record_key FROM lines ORDER BY record_key LIMIT :limit OFFSET :offset)";
    case RecordKind::licences:
        return "SELECT min(record_key), max(record_key)\n"
               "FROM (SELECT record_key FROM licences ORDER BY record_key LIMIT :limit OFFSET :offset)";
    case RecordKind::numbers:
        return "SELECT min(record_key), max(record_key)\n"
               "FROM (SELECT record_key FROM numbers ORDER BY record_key LIMIT :limit OFFSET :offset)";
    case RecordKind::usage:
        return "SELECT min(record_key), max(record_key)\n"
               "FROM (SELECT record_key FROM usage ORDER BY record_key LIMIT :limit OFFSET :offset)";
    }
    throw std::logic_error("no such kind of record");
}

} // namespace

std::optional<std::int64_t> find_key(Connection& connection, RecordKind kind, std::string_view id) {
    if (kind == RecordKind::responsibilities || id.empty()) return std::nullopt;
    const StatementLease row = connection.prepare(key_of_id_sql(kind));
    row->bind(":id", id);
    if (!row->step()) return std::nullopt;
    return row->integer(0);
}

KeyRange find_page(Connection& connection, RecordKind kind, const Page& page) {
    if (!page.limit && page.offset == 0) return {};
    const StatementLease row = connection.prepare(page_sql(kind));
    row->bind(":limit", page.limit.value_or(-1)); // a negative limit is none
    row->bind(":offset", page.offset);
    if (!row->step() || row->is_null(0)) return no_keys;
    return {row->integer(0), row->integer(1)};
}

} // namespace telestate::storage
