#include "server/storage/observation_store.hpp"

#include "server/storage/record_keys.hpp"
#include "server/storage/row_values.hpp"
#include "server/storage/writer.hpp"

#include <algorithm>
#include <stdexcept>

namespace telestate::storage {

namespace {

constexpr Sql select_of_field = R"(
    SELECT sequence, is_current, value, measure, qualifier, as_at, literal
    FROM observations
    WHERE kind = :kind AND record_key = :record_key AND field = :field
    ORDER BY sequence)";

constexpr Sql select_of_record = R"(
    SELECT field, value, measure, qualifier, as_at, literal
    FROM observations
    WHERE kind = :kind AND record_key = :record_key
    ORDER BY field, as_at, sequence)";

constexpr Sql select_older = R"(
    SELECT record_key, field, value, measure, qualifier, as_at, literal
    FROM observations
    WHERE kind = :kind AND is_current = 0
    ORDER BY record_key, field, sequence
    LIMIT :limit OFFSET :offset)";

constexpr Sql count_older = R"(
    SELECT count(*)
    FROM observations
    WHERE kind = :kind AND is_current = 0)";

constexpr Sql insert_observation = R"(
    INSERT INTO observations
        (kind, record_key, field, sequence, as_at, value, measure, qualifier, literal, is_current)
    VALUES (:kind, :record_key, :field, :sequence, :as_at, :value, :measure, :qualifier, :literal, 0))";

constexpr Sql correct_observation = R"(
    UPDATE observations
    SET value = :value, measure = :measure, qualifier = :qualifier, literal = :literal, as_at = :as_at
    WHERE kind = :kind AND record_key = :record_key AND field = :field AND sequence = :sequence)";

constexpr Sql mark_observation = R"(
    UPDATE observations
    SET is_current = :is_current
    WHERE kind = :kind AND record_key = :record_key AND field = :field AND sequence = :sequence)";

constexpr Sql delete_one = R"(
    DELETE FROM observations
    WHERE kind = :kind AND record_key = :record_key AND field = :field AND sequence = :sequence)";

constexpr RecordKind counted_kinds[] = {RecordKind::lines, RecordKind::licences, RecordKind::numbers,
                                        RecordKind::usage};

// The observations of one field of one record, in the order they were first written.
class FieldHistory {
  public:
    FieldHistory(Connection& connection, RecordKind kind, std::int64_t key, std::string_view field)
        : connection_(connection), kind_(name_of(kind)), key_(key), field_(field) {
        const StatementLease rows = connection_.prepare(select_of_field);
        bind_identity(*rows);
        while (rows->step()) {
            if (rows->integer(1) != 0) current_ = entries_.size();
            entries_.push_back({rows->integer(0), *read_count(*rows, 2)});
        }
    }

    bool is_changed() const { return is_changed_; }
    const Count* current() const { return current_ ? &entries_[*current_].count : nullptr; }

    // Where the observation stands now: corrected, found as it is, or added.
    std::size_t keep(const Count& count) {
        const auto same = std::ranges::find_if(entries_, [&](const Entry& entry) {
            return count.as_at ? entry.count.as_at == count.as_at : entry.count == count;
        });
        if (same != entries_.end() && same->count == count) return index_of(same);
        is_changed_ = true;
        if (same != entries_.end()) {
            same->count = count;
            write(correct_observation, *same);
            return index_of(same);
        }
        const std::int64_t sequence = entries_.empty() ? 0 : entries_.back().sequence + 1;
        entries_.push_back({sequence, count});
        write(insert_observation, entries_.back());
        return entries_.size() - 1;
    }

    // The latest dated one; nothing when none is dated.
    std::optional<std::size_t> find_latest_dated() const {
        std::optional<std::size_t> latest;
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            const std::optional<Day>& as_at = entries_[i].count.as_at;
            if (as_at && (!latest || *as_at > *entries_[*latest].count.as_at)) latest = i;
        }
        return latest;
    }

    void show(std::optional<std::size_t> index) {
        if (index == current_) return;
        is_changed_ = true;
        // In this order: never may two be current.
        if (current_) mark(entries_[*current_], false);
        if (index) mark(entries_[*index], true);
        current_ = index;
    }

    // False when there is no such observation. The last one where several are undated.
    bool remove(const std::optional<Day>& as_at) {
        const auto last = std::find_if(entries_.rbegin(), entries_.rend(),
                                       [&](const Entry& entry) { return entry.count.as_at == as_at; });
        if (last == entries_.rend()) return false;
        const std::size_t index = index_of(std::prev(last.base()));
        const StatementLease statement = connection_.prepare(delete_one);
        bind_identity(*statement);
        statement->bind(":sequence", entries_[index].sequence);
        statement->execute();
        entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(index));
        if (current_ == index) {
            current_.reset();
            const std::optional<std::size_t> latest = find_latest_dated();
            if (latest) {
                show(latest);
            } else if (!entries_.empty()) {
                show(entries_.size() - 1);
            }
        }
        return true;
    }

  private:
    struct Entry {
        std::int64_t sequence;
        Count count;
    };

    std::size_t index_of(std::vector<Entry>::const_iterator entry) const {
        return static_cast<std::size_t>(entry - entries_.begin());
    }

    void bind_identity(Statement& statement) const {
        statement.bind(":kind", kind_);
        statement.bind(":record_key", key_);
        statement.bind(":field", field_);
    }

    void write(Sql sql, const Entry& entry) {
        const StatementLease statement = connection_.prepare(sql);
        bind_identity(*statement);
        statement->bind(":sequence", entry.sequence);
        bind_day(*statement, ":as_at", entry.count.as_at);
        statement->bind(":value", entry.count.value);
        bind_text(*statement, ":measure", entry.count.measure);
        statement->bind(":qualifier", name_of(entry.count.qualifier));
        bind_text(*statement, ":literal", entry.count.literal);
        statement->execute();
    }

    void mark(const Entry& entry, bool is_current) {
        const StatementLease statement = connection_.prepare(mark_observation);
        bind_identity(*statement);
        statement->bind(":sequence", entry.sequence);
        bind_flag(*statement, ":is_current", is_current);
        statement->execute();
    }

    Connection& connection_;
    std::string_view kind_;
    std::int64_t key_;
    std::string_view field_;
    std::vector<Entry> entries_;
    std::optional<std::size_t> current_;
    bool is_changed_ = false;
};

std::int64_t count_older_of(Connection& connection, RecordKind kind) {
    const StatementLease row = connection.prepare(count_older);
    row->bind(":kind", name_of(kind));
    return row->step() ? row->integer(0) : 0;
}

void visit_older(Connection& connection, RecordKind kind, const Page& page,
                 const Visitor<Observation>& visit) {
    const StatementLease rows = connection.prepare(select_older);
    rows->bind(":kind", name_of(kind));
    rows->bind(":limit", page.limit.value_or(-1)); // a negative limit is none
    rows->bind(":offset", page.offset);
    Observation observation;
    observation.kind = name_of(kind);
    while (rows->step()) {
        observation.record = connection.ids(kind).id_of(connection, kind, rows->integer(0));
        read_text(*rows, 1, observation.field);
        observation.count = *read_count(*rows, 2);
        visit(observation);
    }
}

} // namespace

bool is_counted(RecordKind kind, std::string_view field) {
    if (kind == RecordKind::licences) {
        return field == "purchased" || field == "assigned" || field == "in_use";
    }
    return std::ranges::find(counted_kinds, kind) != std::end(counted_kinds) && field == "count";
}

std::optional<Count> read_count(const Statement& row, int column) {
    if (row.is_null(column)) return std::nullopt;
    Count count;
    count.value = row.integer(column);
    read_text(row, column + 1, count.measure);
    count.qualifier = read_required(row, column + 2, parse_qualifier);
    count.as_at = read_day(row, column + 3);
    read_text(row, column + 4, count.literal);
    return count;
}

bool keep_stated_count(Connection& connection, RecordKind kind, std::int64_t key, std::string_view field,
                       const std::optional<Count>& count) {
    FieldHistory history(connection, kind, key, field);
    if (count) {
        const std::size_t kept = history.keep(*count);
        // An older sheet imported late must not hide what is known since.
        history.show(count->as_at ? history.find_latest_dated() : kept);
    } else {
        history.show(std::nullopt);
    }
    return history.is_changed();
}

Result<PutOutcome> Writer::put_observation(const Observation& observation) {
    const std::optional<RecordKind> kind = parse_record_kind(observation.kind);
    std::vector<FieldError> problems;
    std::optional<std::int64_t> key;
    if (!kind || std::ranges::find(counted_kinds, *kind) == std::end(counted_kinds)) {
        problems.push_back({"/kind", "Only lines, licences, numbers and usage have counts."});
    } else {
        key = find_key(connection(), *kind, observation.record);
        if (!key) {
            problems.push_back({"/record", "There is no " + std::string(singular_of(*kind)) + " \"" +
                                               observation.record + "\"."});
        }
        if (!is_counted(*kind, observation.field)) {
            problems.push_back({"/field", "A " + std::string(singular_of(*kind)) + " has no count called \"" +
                                              observation.field + "\"."});
        }
    }
    if (!problems.empty())
        return Error{ErrorCode::invalid, "The observation is of nothing there is.", problems};

    FieldHistory history(connection(), *kind, *key, observation.field);
    const bool was_empty = history.current() == nullptr;
    const std::size_t kept = history.keep(observation.count);
    const bool is_new = history.is_changed();
    // Where the record shows no count, or one without a day, that was said on purpose.
    if (!was_empty && history.current()->as_at && observation.count.as_at &&
        *observation.count.as_at > *history.current()->as_at) {
        history.show(kept);
    }
    if (!history.is_changed()) return PutOutcome::unchanged;
    return is_new ? PutOutcome::added : PutOutcome::changed;
}

Result<void> Writer::delete_observation(RecordKind kind, std::string_view id, std::string_view field,
                                        std::optional<Day> as_at) {
    const std::optional<std::int64_t> key = find_key(connection(), kind, id);
    if (key && is_counted(kind, field) && FieldHistory(connection(), kind, *key, field).remove(as_at)) {
        return {};
    }
    return Error{ErrorCode::not_found,
                 "There is no observation of \"" + std::string(field) + "\" of the " +
                     std::string(singular_of(kind)) + " \"" + std::string(id) + "\"" +
                     (as_at ? " as at " + format_day(*as_at) : std::string(" without a day")) + ".",
                 {}};
}

std::vector<Observation> Reader::list_observations(RecordKind kind, std::string_view id) const {
    std::vector<Observation> list;
    const std::optional<std::int64_t> key = find_key(connection(), kind, id);
    if (!key) return list;
    const StatementLease rows = connection().prepare(select_of_record);
    rows->bind(":kind", name_of(kind));
    rows->bind(":record_key", *key);
    while (rows->step()) {
        list.push_back(
            {std::string(name_of(kind)), std::string(id), std::string(rows->text(0)), *read_count(*rows, 1)});
    }
    return list;
}

void Reader::for_each_older_observation(const Visitor<Observation>& visit) const {
    for (const RecordKind kind : counted_kinds)
        visit_older(connection(), kind, {}, visit);
}

std::vector<Observation> Reader::list_older_observations(Page page) const {
    std::vector<Observation> list;
    for (const RecordKind kind : counted_kinds) {
        if (page.offset > 0) {
            const std::int64_t count = count_older_of(connection(), kind);
            if (page.offset >= count) {
                page.offset -= count;
                continue;
            }
        }
        const std::size_t listed = list.size();
        visit_older(connection(), kind, page,
                    [&](const Observation& observation) { list.push_back(observation); });
        page.offset = 0;
        if (!page.limit) continue;
        *page.limit -= static_cast<std::int64_t>(list.size() - listed);
        if (*page.limit <= 0) break;
    }
    return list;
}

} // namespace telestate::storage
