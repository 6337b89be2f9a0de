#pragma once

// Rows of a child table, read side by side with the records they belong to. Inside storage only.

#include "server/storage/connection.hpp"
#include "server/storage/record_keys.hpp"

#include <limits>

namespace telestate::storage {

// Goes through a statement whose first column is the owner's key, which takes :first and :last and is ordered
// by that key. Asking for owners in rising order makes one pass of it.
class ChildCursor {
  public:
    ChildCursor(Connection& connection, Sql sql) : rows_(connection.prepare(sql)) {}

    void seek(KeyRange owners) {
        rows_->reset();
        rows_->bind(":first", owners.first);
        rows_->bind(":last", owners.last);
        advance();
    }

    void advance() { owner_ = rows_->step() ? rows_->integer(0) : past_the_end; }

    // Whether the present row belongs to `owner`; rows of owners before it are passed over.
    bool stands_at(std::int64_t owner) {
        while (owner_ < owner) {
            advance();
        }
        return owner_ == owner && owner_ != past_the_end;
    }

    // The same for a part of the owner, numbered in the second column.
    bool stands_at(std::int64_t owner, std::int64_t part) {
        while (stands_at(owner)) {
            const std::int64_t present = rows_->integer(1);
            if (present >= part) return present == part;
            advance();
        }
        return false;
    }

    Statement& row() { return *rows_; }

  private:
    static constexpr std::int64_t past_the_end = std::numeric_limits<std::int64_t>::max();

    StatementLease rows_;
    std::int64_t owner_ = past_the_end;
};

// Fills `list` from the rows of one owner, using again what the list holds already.
template <typename Element, typename Read>
void read_list(ChildCursor& cursor, std::int64_t owner, std::vector<Element>& list, Read read) {
    std::size_t count = 0;
    while (cursor.stands_at(owner)) {
        if (count == list.size()) list.emplace_back();
        read(cursor.row(), list[count]);
        ++count;
        cursor.advance();
    }
    list.resize(count);
}

} // namespace telestate::storage
