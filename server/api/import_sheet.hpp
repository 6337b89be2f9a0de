#pragma once

// Takes a sheet of one kind of record into the database, all or nothing.

#include "server/api/import.hpp"
#include "server/document/sheet.hpp"

namespace telestate::api {

// As import_estate() of the same records, but of a known record only what the sheet has columns for changes
// (see merge_row()). What tables work out is passed over with a warning. Cells that name another record may
// hold its id or its name. Errors and warnings name the row and the column.
Result<document::ImportReport> import_sheet(const Services& services, std::string_view bytes,
                                            document::SheetFormat format, RecordKind kind,
                                            ImportOptions options);

} // namespace telestate::api
