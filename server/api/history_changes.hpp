#pragma once

// What the history says became of a record, field by field.

#include "server/document/changes.hpp"
#include "server/storage/history.hpp"

#include <vector>

namespace telestate::api {

// Of a record that was added every field it had, of one that was deleted every field it lost. A count that is
// kept beside those the record shows stands under "/observations/{field}/{as_at}", an undated one without the
// day.
std::vector<document::Change> changes_of(const storage::RecordChange& change);

} // namespace telestate::api
