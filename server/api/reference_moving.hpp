#pragma once

// Leading references elsewhere, so that a record can be deleted and nothing is orphaned.

#include "server/api/estate_editor.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace telestate::api {

// Every record that refers to `from` refers to `to` instead; without `to` the fields are emptied. `conflict`
// where a field must not be empty, `invalid` where a record would not be possible any more.
Result<void> move_references(EstateEditor& editor, RecordKind kind, std::string_view from,
                             const std::optional<std::string>& to);

} // namespace telestate::api
