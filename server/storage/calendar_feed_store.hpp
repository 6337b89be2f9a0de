#pragma once

// The calendars that people subscribe to. They are kept beside the estate: neither its revision nor its
// history knows of them. They are read through a Reader.

#include "model/error.hpp"
#include "server/storage/calendar_feed.hpp"
#include "server/storage/ledger_transaction.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace telestate::storage {

// Adds a feed with a new secret: of what one person is responsible for, or of everything. `now` is a UTC
// instant. The error is `conflict` where there is one already.
Result<CalendarFeed> insert_calendar_feed(LedgerTransaction& ledger, const std::optional<std::string>& owner,
                                          std::string_view now);

// Gives it a new secret, so that the old one opens nothing. `not_found` for an unknown number.
Result<CalendarFeed> renew_calendar_feed(LedgerTransaction& ledger, std::int64_t feed, std::string_view now);

// `not_found` for an unknown number.
Result<void> delete_calendar_feed(LedgerTransaction& ledger, std::int64_t feed);

} // namespace telestate::storage
