#pragma once

// Taking back a revision of the estate, while nothing later contradicts it.

#include "server/api/actor.hpp"
#include "server/api/services.hpp"
#include "server/document/changes.hpp"

#include <optional>
#include <string>

namespace telestate::api {

struct UndoQuery {
    std::int64_t revision = 0;
    // Only what became of this record.
    std::optional<std::string> kind;
    std::optional<std::string> id;
    bool is_dry_run = false;
};

// What undoing does to a record.
struct UndoneRecord {
    std::string kind;
    std::string id;
    std::string title;
    storage::ChangeAction action = storage::ChangeAction::changed;
    std::vector<document::Change> changes; // of one that is changed
};

struct UndoReport {
    std::int64_t revision = 0; // the new one; of a dry run the present one
    std::vector<UndoneRecord> records;
};

// Every field that the revision changed is given back what it held before; what was changed since in other
// fields stays. `conflict` names what contradicts: a field changed again since, a record deleted since, one
// that others refer to now. The whole is undone or nothing. `not_found` for a revision without history.
Result<UndoReport> undo_revision(const Services& services, const UndoQuery& query, const Actor& actor);

// `current` with what led from `before` to `after` taken back, member by member of its objects. Where both
// have changed a value, its pointer goes to `contradictions` and the current one stays.
document::JsonValue reverted(const document::JsonValue& before, const document::JsonValue& after,
                             const document::JsonValue& current, const std::string& pointer,
                             std::vector<std::string>& contradictions);

} // namespace telestate::api
