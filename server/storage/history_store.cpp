#include "server/storage/history_store.hpp"

#include "server/storage/reader.hpp"
#include "server/storage/row_values.hpp"

namespace telestate::storage {

namespace {

constexpr Sql insert_revision = R"(
    INSERT INTO history (revision, changed_at, changed_by, origin, note, undoes, record_count)
    VALUES (:revision, :changed_at, :changed_by, :origin, :note, :undoes, :record_count))";

constexpr Sql insert_change = R"(
    INSERT INTO record_changes (revision, position, kind, record_id, action, title, before_record, after_record)
    VALUES (:revision, :position, :kind, :record_id, :action, :title, :before_record, :after_record))";

// A record that is named is looked up first, so that only its revisions are read; else revisions are read
// newest first until the page is full.
constexpr Sql select_history = R"(
    SELECT revision, changed_at, changed_by, origin, note, undoes, record_count,
        (SELECT max(later.revision) FROM history AS later WHERE later.undoes = history.revision)
    FROM history
    WHERE (:person IS NULL OR changed_by = :person COLLATE NOCASE)
        AND (:origin IS NULL OR origin = :origin)
        AND (:from IS NULL OR substr(changed_at, 1, 10) >= :from)
        AND (:until IS NULL OR substr(changed_at, 1, 10) <= :until)
        AND CASE
            WHEN :kind IS NOT NULL AND :id IS NOT NULL THEN revision IN (
                SELECT changed.revision
                FROM record_changes AS changed
                WHERE changed.kind = :kind AND changed.record_id = :id AND (:action IS NULL OR changed.action = :action))
            WHEN :kind IS NOT NULL OR :id IS NOT NULL OR :action IS NOT NULL THEN EXISTS (
                SELECT 1
                FROM record_changes AS changed
                WHERE changed.revision = history.revision
                    AND (:kind IS NULL OR changed.kind = :kind)
                    AND (:id IS NULL OR changed.record_id = :id)
                    AND (:action IS NULL OR changed.action = :action))
            ELSE 1
        END
    ORDER BY revision DESC
    LIMIT :limit OFFSET :offset)";

constexpr Sql count_revisions = R"(
    SELECT count(*)
    FROM history
    WHERE (:person IS NULL OR changed_by = :person COLLATE NOCASE)
        AND (:origin IS NULL OR origin = :origin)
        AND (:from IS NULL OR substr(changed_at, 1, 10) >= :from)
        AND (:until IS NULL OR substr(changed_at, 1, 10) <= :until)
        AND CASE
            WHEN :kind IS NOT NULL AND :id IS NOT NULL THEN revision IN (
                SELECT changed.revision
                FROM record_changes AS changed
                WHERE changed.kind = :kind AND changed.record_id = :id AND (:action IS NULL OR changed.action = :action))
            WHEN :kind IS NOT NULL OR :id IS NOT NULL OR :action IS NOT NULL THEN EXISTS (
                SELECT 1
                FROM record_changes AS changed
                WHERE changed.revision = history.revision
                    AND (:kind IS NULL OR changed.kind = :kind)
                    AND (:id IS NULL OR changed.record_id = :id)
                    AND (:action IS NULL OR changed.action = :action))
            ELSE 1
        END)";

constexpr Sql select_revision = R"(
    SELECT revision, changed_at, changed_by, origin, note, undoes, record_count,
        (SELECT max(later.revision) FROM history AS later WHERE later.undoes = history.revision)
    FROM history
    WHERE revision = :revision)";

constexpr Sql select_changes = R"(
    SELECT revision, position, kind, record_id, title, action, before_record, after_record
    FROM record_changes
    WHERE revision = :revision
        AND (:kind IS NULL OR kind = :kind)
        AND (:id IS NULL OR record_id = :id)
    ORDER BY position
    LIMIT :limit OFFSET :offset)";

constexpr Sql count_changes = R"(
    SELECT count(*)
    FROM record_changes
    WHERE revision = :revision
        AND (:kind IS NULL OR kind = :kind)
        AND (:id IS NULL OR record_id = :id))";

constexpr Sql select_versions = R"(
    SELECT counted.record_id, counted.change_count, history.changed_at
    FROM (
        SELECT record_id, count(*) AS change_count, max(revision) AS revision
        FROM record_changes
        WHERE kind = :kind
        GROUP BY record_id) AS counted
    JOIN history ON history.revision = counted.revision)";

// The first few of each revision that is asked for, which are the values of a JSON list.
constexpr Sql select_first_changes = R"(
    SELECT shown.revision, shown.position, shown.kind, shown.record_id, shown.title, shown.action,
        shown.before_record, shown.after_record
    FROM json_each(:revisions) AS asked
    JOIN record_changes AS shown ON shown.revision = asked.value
    WHERE shown.position IN (
        SELECT changed.position
        FROM record_changes AS changed
        WHERE changed.revision = asked.value
            AND (:kind IS NULL OR changed.kind = :kind)
            AND (:id IS NULL OR changed.record_id = :id)
            AND (:action IS NULL OR changed.action = :action)
        ORDER BY changed.position
        LIMIT :most_each)
    ORDER BY asked.key, shown.position)";

// From a place on: the rest of that place's revision, then the revisions before it.
constexpr Sql select_all_changes = R"(
    SELECT changed.revision, changed.position, changed.kind, changed.record_id, changed.title, changed.action,
        changed.before_record, changed.after_record,
        history.changed_at, history.changed_by, history.origin, history.note, history.undoes, history.record_count,
        (SELECT max(later.revision) FROM history AS later WHERE later.undoes = history.revision)
    FROM history
    CROSS JOIN record_changes AS changed ON changed.revision = history.revision
    WHERE history.revision <= :from_revision
        AND (history.revision < :from_revision OR changed.position >= :from_position)
        AND (:person IS NULL OR history.changed_by = :person COLLATE NOCASE)
        AND (:origin IS NULL OR history.origin = :origin)
        AND (:from IS NULL OR substr(history.changed_at, 1, 10) >= :from)
        AND (:until IS NULL OR substr(history.changed_at, 1, 10) <= :until)
        AND (:kind IS NULL OR changed.kind = :kind)
        AND (:id IS NULL OR changed.record_id = :id)
        AND (:action IS NULL OR changed.action = :action)
    ORDER BY history.revision DESC, changed.position)";

template <typename Text>
void bind_condition(Statement& statement, const char* name, const std::optional<Text>& text) {
    if (text) {
        statement.bind(name, *text);
    } else {
        statement.bind_null(name);
    }
}

// What the conditions on records and on revisions are bound to; the statement has all of them.
void bind_record_conditions(Statement& statement, const HistoryQuery& query) {
    bind_condition(statement, ":kind", query.kind);
    bind_condition(statement, ":id", query.id);
    bind_choice(statement, ":action", query.action);
}

void bind_conditions(Statement& statement, const HistoryQuery& query) {
    bind_record_conditions(statement, query);
    bind_condition(statement, ":person", query.person);
    bind_choice(statement, ":origin", query.origin);
    bind_condition(statement, ":from", query.from);
    bind_condition(statement, ":until", query.until);
}

void bind_page(Statement& statement, const Page& page) {
    statement.bind(":limit", page.limit.value_or(-1)); // a negative limit is none
    statement.bind(":offset", page.offset);
}

std::optional<std::string> read_optional_text(const Statement& row, int column) {
    if (row.is_null(column)) return std::nullopt;
    return std::string(row.text(column));
}

std::optional<std::int64_t> read_optional_integer(const Statement& row, int column) {
    if (row.is_null(column)) return std::nullopt;
    return row.integer(column);
}

// The columns after the revision, from changed_at on.
HistoryEntry read_entry(const Statement& row, std::int64_t revision, int column) {
    HistoryEntry entry;
    entry.revision = revision;
    entry.changed_at = row.text(column);
    entry.changed_by = read_optional_text(row, column + 1);
    entry.origin = read_required(row, column + 2, parse_origin);
    entry.note = row.text(column + 3);
    entry.undoes = read_optional_integer(row, column + 4);
    entry.record_count = row.integer(column + 5);
    entry.undone_by = read_optional_integer(row, column + 6);
    return entry;
}

// The columns after revision and position.
RecordChange read_change(const Statement& row) {
    RecordChange change;
    change.kind = row.text(2);
    change.id = row.text(3);
    change.title = row.text(4);
    change.action = read_required(row, 5, parse_change_action);
    change.before = read_optional_text(row, 6);
    change.after = read_optional_text(row, 7);
    return change;
}

} // namespace

void insert_history(Connection& connection, std::int64_t revision, std::int64_t record_count,
                    const ChangeNote& note) {
    const StatementLease insert = connection.prepare(insert_revision);
    insert->bind(":revision", revision);
    insert->bind(":changed_at", note.changed_at);
    bind_text(*insert, ":changed_by", note.changed_by.value_or(""));
    insert->bind(":origin", name_of(note.origin));
    bind_text(*insert, ":note", note.note);
    bind_key(*insert, ":undoes", note.undoes);
    insert->bind(":record_count", record_count);
    insert->execute();
}

void insert_record_change(Connection& connection, std::int64_t revision, std::int64_t position,
                          const RecordChange& change) {
    const StatementLease insert = connection.prepare(insert_change);
    insert->bind(":revision", revision);
    insert->bind(":position", position);
    insert->bind(":kind", change.kind);
    insert->bind(":record_id", change.id);
    insert->bind(":action", name_of(change.action));
    bind_text(*insert, ":title", change.title);
    bind_condition(*insert, ":before_record", change.before);
    bind_condition(*insert, ":after_record", change.after);
    insert->execute();
}

std::vector<HistoryEntry> Reader::list_history(const HistoryQuery& query) const {
    std::vector<HistoryEntry> entries;
    const StatementLease rows = connection().prepare(select_history);
    bind_conditions(*rows, query);
    bind_page(*rows, query.page);
    while (rows->step()) {
        entries.push_back(read_entry(*rows, rows->integer(0), 1));
    }
    return entries;
}

std::int64_t Reader::count_history(const HistoryQuery& query) const {
    const StatementLease row = connection().prepare(count_revisions);
    bind_conditions(*row, query);
    return row->step() ? row->integer(0) : 0;
}

std::optional<HistoryEntry> Reader::find_history(std::int64_t revision) const {
    const StatementLease row = connection().prepare(select_revision);
    row->bind(":revision", revision);
    if (!row->step()) return std::nullopt;
    return read_entry(*row, revision, 1);
}

std::vector<RecordChange> Reader::list_record_changes(std::int64_t revision, Page page,
                                                      std::optional<std::string_view> kind,
                                                      std::optional<std::string_view> id) const {
    std::vector<RecordChange> changes;
    const StatementLease rows = connection().prepare(select_changes);
    rows->bind(":revision", revision);
    bind_condition(*rows, ":kind", kind);
    bind_condition(*rows, ":id", id);
    bind_page(*rows, page);
    while (rows->step()) {
        changes.push_back(read_change(*rows));
    }
    return changes;
}

std::int64_t Reader::count_record_changes(std::int64_t revision, std::optional<std::string_view> kind,
                                          std::optional<std::string_view> id) const {
    const StatementLease row = connection().prepare(count_changes);
    row->bind(":revision", revision);
    bind_condition(*row, ":kind", kind);
    bind_condition(*row, ":id", id);
    return row->step() ? row->integer(0) : 0;
}

std::vector<std::vector<RecordChange>>
Reader::list_first_record_changes(const std::vector<HistoryEntry>& entries, const HistoryQuery& query,
                                  std::int64_t most_each) const {
    std::vector<std::vector<RecordChange>> changes(entries.size());
    std::string revisions = "[";
    for (const HistoryEntry& entry : entries) {
        if (revisions.size() > 1) revisions += ',';
        revisions += std::to_string(entry.revision);
    }
    revisions += ']';
    const StatementLease rows = connection().prepare(select_first_changes);
    rows->bind(":revisions", revisions);
    bind_record_conditions(*rows, query);
    rows->bind(":most_each", most_each);
    std::size_t place = 0;
    while (rows->step()) {
        while (entries[place].revision != rows->integer(0))
            ++place;
        changes[place].push_back(read_change(*rows));
    }
    return changes;
}

std::optional<HistoryPlace> Reader::for_each_record_change(const HistoryQuery& query,
                                                           const RecordChangeVisitor& visit,
                                                           HistoryPlace from,
                                                           std::optional<std::int64_t> limit) const {
    const StatementLease rows = connection().prepare(select_all_changes);
    bind_conditions(*rows, query);
    rows->bind(":from_revision", from.revision);
    rows->bind(":from_position", from.position);
    HistoryEntry entry;
    for (std::int64_t count = 0; rows->step(); ++count) {
        const std::int64_t revision = rows->integer(0);
        if (count == limit) return HistoryPlace{revision, rows->integer(1)};
        if (entry.revision != revision) entry = read_entry(*rows, revision, 8);
        visit(entry, read_change(*rows));
    }
    return std::nullopt;
}

IdMap<RecordVersion> Reader::versions_of(RecordKind kind) const {
    IdMap<RecordVersion> versions;
    const StatementLease rows = connection().prepare(select_versions);
    rows->bind(":kind", name_of(kind));
    while (rows->step())
        versions.try_emplace(std::string(rows->text(0)),
                             RecordVersion{rows->integer(1), std::string(rows->text(2))});
    return versions;
}

} // namespace telestate::storage
