#pragma once

// Takes an estate document into the database, all or nothing.

#include "server/api/actor.hpp"
#include "server/api/services.hpp"
#include "server/document/changes.hpp"
#include "server/document/estate_reader.hpp"

#include <functional>
#include <string_view>

namespace telestate::api {

struct ImportOptions {
    bool is_dry_run = false; // say what would be done and change nothing
    // Whether the estate at this revision is the one the caller means to change; `stale` where it is not.
    std::function<bool(std::int64_t revision)> accepts_revision;
    Actor actor{storage::Origin::import, std::nullopt};
    std::string note = {}; // kept in the history: what was imported
};

// Records with a known id are replaced, new ones added, absent ones left alone. An error lists every problem
// with its JSON pointer, and then nothing has changed.
Result<document::ImportReport> import_estate(const Services& services, std::string_view document,
                                             ImportOptions options);

// The same of records that have been read already, by the year of `recorded_start`. Pointers lead into an
// estate document of them.
Result<document::ImportReport> import_records(const Services& services, document::EstateReading reading,
                                              FinancialYearStart recorded_start, ImportOptions options);

} // namespace telestate::api
