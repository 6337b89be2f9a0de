#pragma once

// References between records: ids turned into keys on the way in, and who refers to a record that is to go.
// Inside storage only.

#include "model/error.hpp"
#include "server/storage/connection.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace telestate::storage {

// Looks up what a record refers to, and notes each reference to nothing.
class References {
  public:
    explicit References(Connection& connection) : connection_(connection) {}

    // The key of the record; nothing for an empty id and for an unknown one, which is noted under `pointer`.
    std::optional<std::int64_t> find(RecordKind kind, const std::string& id, std::string_view pointer);

    bool are_sound() const { return problems_.empty(); }
    Error error() const;

  private:
    Connection& connection_;
    std::vector<FieldError> problems_;
};

// A conflict that names what refers to the record; nothing when it may go.
std::optional<Error> find_conflict(Connection& connection, RecordKind kind, std::int64_t key,
                                   std::string_view id);

} // namespace telestate::storage
