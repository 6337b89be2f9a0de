#pragma once

// Takes a sheet of one kind of record into the database, all or nothing.

#include "server/api/import.hpp"
#include "server/document/record_kind.hpp"

namespace telestate::api {

// As import_estate() of the same records. Cells that name another record may hold its id or its name. Errors
// and warnings name the row and the column.
Result<document::ImportReport> import_sheet(const Services& services, std::string_view text, RecordKind kind,
                                            ImportOptions options);

} // namespace telestate::api
