#include "server/storage/id_table.hpp"

#include "server/storage/connection.hpp"
#include "server/storage/record_keys.hpp"

#include <stdexcept>

namespace telestate::storage {

const std::string& IdTable::id_of(Connection& connection, RecordKind kind, std::int64_t key) {
    const auto index = static_cast<std::size_t>(key);
    if (index < ids_.size() && !ids_[index].empty()) return ids_[index];
    return look_up(connection, kind, key);
}

const std::string& IdTable::look_up(Connection& connection, RecordKind kind, std::int64_t key) {
    const auto index = static_cast<std::size_t>(key);
    const StatementLease row = connection.prepare(id_of_key_sql(kind));
    row->bind(":key", key);
    if (key < 0 || !row->step()) {
        throw std::runtime_error("the database refers to a record that is not there, in " +
                                 std::string(name_of(kind)));
    }
    if (index >= ids_.size()) ids_.resize(index + 1);
    return ids_[index] = row->text(0);
}

void IdTable::load_all(Connection& connection, RecordKind kind) {
    if (has_all_) return;
    const StatementLease rows = connection.prepare(all_ids_sql(kind));
    while (rows->step()) {
        const auto index = static_cast<std::size_t>(rows->integer(0));
        if (index >= ids_.size()) ids_.resize(index + 1);
        ids_[index] = rows->text(1);
    }
    has_all_ = true;
}

void IdTable::clear() {
    ids_.clear();
    has_all_ = false;
}

} // namespace telestate::storage
