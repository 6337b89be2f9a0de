#pragma once

// The history as a table: one row for each field of each record that was changed.

#include "server/api/endpoint.hpp"
#include "server/storage/reader.hpp"

#include <optional>
#include <string>

namespace telestate::api {

// One moment of the history on its way out, newest first: never more than a page of it is held.
class HistoryTable {
  public:
    HistoryTable(storage::Reader reader, storage::HistoryQuery query);

    // Puts the next piece into `chunk`, which is emptied first; false when it was the last.
    bool next(std::string& chunk);

  private:
    storage::Reader reader_;
    storage::HistoryQuery query_;
    std::optional<storage::HistoryPlace> place_ = storage::HistoryPlace{};
    bool has_head_ = false;
};

// The same filters as the list, without pages.
http::Response get_history_csv(const http::Request& request, const Services& services);

} // namespace telestate::api
