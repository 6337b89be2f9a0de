#pragma once

// What was changed in the estate, when and by whom: one entry for each revision, kept for ever as it was
// written.

#include "server/storage/page.hpp"

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace telestate::storage {

enum class ChangeAction { added, changed, deleted };
std::string_view name_of(ChangeAction action);
std::optional<ChangeAction> parse_change_action(std::string_view name);

// Where a change came from.
enum class Origin { page, api, import, sample, undo };
std::string_view name_of(Origin origin);
std::optional<Origin> parse_origin(std::string_view name);

// What is known of a revision that is being made.
struct ChangeNote {
    std::string changed_at;                // the UTC instant, "2021-11-08T09:30:00Z"
    std::optional<std::string> changed_by; // nothing when nobody was named
    Origin origin = Origin::api;
    std::string note;                   // empty where there is none
    std::optional<std::int64_t> undoes; // the revision that this one takes back
};

// What became of one record. `before` and `after` are whatever text the caller writes records as; nothing for
// a record that was not there.
struct RecordChange {
    std::string kind; // a kind of record, or "organisation"
    std::string id;   // empty for the organisation, "service/role/person" for responsibilities
    std::string title;
    ChangeAction action = ChangeAction::changed;
    std::optional<std::string> before;
    std::optional<std::string> after;

    friend bool operator==(const RecordChange&, const RecordChange&) = default;
};

// What the history holds of one record. The count never falls: a record that is deleted and comes again goes
// on from it.
struct RecordVersion {
    std::int64_t change_count = 0; // being added and deleted included
    std::string changed_at;        // the last time
};

// One revision.
struct HistoryEntry {
    std::int64_t revision = 0;
    std::string changed_at;
    std::optional<std::string> changed_by;
    Origin origin = Origin::api;
    std::string note;
    std::optional<std::int64_t> undoes;
    std::optional<std::int64_t> undone_by; // the latest where several undo it, record by record
    std::int64_t record_count = 0;

    friend bool operator==(const HistoryEntry&, const HistoryEntry&) = default;
};

// Which revisions; every condition that is given has to hold. Those on records (kind, id, action) have to
// hold of one and the same record of the revision. Days are "2021-11-08" and inclusive, in UTC.
struct HistoryQuery {
    std::optional<std::string> kind;
    std::optional<std::string> id;
    std::optional<std::string> person; // whatever the case of its letters
    std::optional<Origin> origin;
    std::optional<ChangeAction> action;
    std::optional<std::string> from;
    std::optional<std::string> until;
    Page page;
};

// A record of a revision, counted from the newest revision backwards and from 0 within it.
struct HistoryPlace {
    std::int64_t revision = std::numeric_limits<std::int64_t>::max();
    std::int64_t position = 0;
};

using RecordChangeVisitor = std::function<void(const HistoryEntry&, const RecordChange&)>;

} // namespace telestate::storage
