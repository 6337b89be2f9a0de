#pragma once

// Reading and replacing records that are one row with its annotations and perhaps one list of texts: every
// kind but contracts. Inside storage only.

#include "server/storage/annotation_store.hpp"
#include "server/storage/child_cursor.hpp"
#include "server/storage/reader.hpp"
#include "server/storage/row_values.hpp"

#include <optional>
#include <string>
#include <vector>

namespace telestate::storage {

// How records of one kind are read.
template <typename Record>
struct RecordSource {
    RecordKind kind;
    // Takes :first and :last; its first column is the key, by which it is ordered.
    Sql select;
    void (*read_columns)(const Statement& row, Record& record);
    // The list of texts: a statement of owner and text, in order.
    std::optional<Sql> select_list = std::nullopt;
    std::vector<std::string> Record::*list = nullptr;
};

template <typename Record>
concept Annotated = requires(Record record) {
    record.annotations;
};

template <typename Record>
void visit_records(Connection& connection, const RecordSource<Record>& source, KeyRange keys,
                   const Visitor<Record>& visit) {
    if (keys.is_empty()) return;
    const StatementLease rows = connection.prepare(source.select);
    rows->bind(":first", keys.first);
    rows->bind(":last", keys.last);
    std::optional<ChildCursor> list;
    if (source.select_list) {
        list.emplace(connection, *source.select_list);
        list->seek(keys);
    }
    SilenceRows silences(connection, name_of(source.kind));
    ReleaseRows releases(connection, name_of(source.kind));
    if constexpr (Annotated<Record>) {
        silences.seek(keys);
        releases.seek(keys);
    }
    Record record;
    while (rows->step()) {
        const std::int64_t key = rows->integer(0);
        source.read_columns(*rows, record);
        if (list) {
            read_list(*list, key, record.*source.list,
                      [](const Statement& row, std::string& text) { read_text(row, 1, text); });
        }
        if constexpr (Annotated<Record>) {
            silences.read(key, 0, record.annotations.silences);
            releases.read(key, 0, record.annotations.releases);
        }
        visit(record);
    }
}

template <typename Record>
std::optional<Record> find_record(Connection& connection, const RecordSource<Record>& source,
                                  std::string_view id) {
    const std::optional<std::int64_t> key = find_key(connection, source.kind, id);
    std::optional<Record> found;
    if (key)
        visit_records<Record>(connection, source, only(*key), [&](const Record& record) { found = record; });
    return found;
}

template <typename Record>
std::vector<Record> list_records(Connection& connection, const RecordSource<Record>& source,
                                 const Page& page) {
    std::vector<Record> list;
    visit_records<Record>(connection, source, find_page(connection, source.kind, page),
                          [&](const Record& record) { list.push_back(record); });
    return list;
}

// Runs an INSERT or upsert that RETURNs the key. It has to run to its end: only there does SQLite look at
// foreign keys.
inline std::int64_t execute_returning_key(Statement& statement) {
    std::int64_t key = 0;
    while (statement.step()) {
        key = statement.integer(0);
    }
    statement.reset();
    return key;
}

inline void replace_annotations(Connection& connection, RecordKind kind, std::int64_t key, bool was_there,
                                const Annotations& annotations) {
    if (was_there) delete_annotations(connection, name_of(kind), key);
    insert_annotations(connection, name_of(kind), key, 0, annotations.silences, annotations.releases);
}

} // namespace telestate::storage
