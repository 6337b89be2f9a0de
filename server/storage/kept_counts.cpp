#include "server/storage/observation_store.hpp"
#include "server/storage/record_keys.hpp"
#include "server/storage/row_values.hpp"
#include "server/storage/writer.hpp"

#include <optional>

namespace telestate::storage {

namespace {

constexpr Sql select_kept = R"(
    SELECT field, is_current, value, measure, qualifier, as_at, literal
    FROM observations
    WHERE kind = :kind AND record_key = :record_key
    ORDER BY field, sequence)";

constexpr Sql delete_kept = R"(
    DELETE FROM observations
    WHERE kind = :kind AND record_key = :record_key)";

constexpr Sql insert_kept = R"(
    INSERT INTO observations
        (kind, record_key, field, sequence, as_at, value, measure, qualifier, literal, is_current)
    VALUES (:kind, :record_key, :field, :sequence, :as_at, :value, :measure, :qualifier, :literal, :is_current))";

// Of each field the dated ones come first, the latest ahead of the others, then the undated ones from the
// last written on: the first row of a field is the one that was known.
constexpr Sql select_known_on = R"(
    SELECT record_key, field, value, measure, qualifier, as_at, literal
    FROM observations
    WHERE kind = :kind AND (as_at IS NULL OR as_at <= :on)
    ORDER BY record_key, field, as_at DESC, sequence DESC)";

} // namespace

std::vector<KeptCount> Reader::list_kept_counts(RecordKind kind, std::string_view id) const {
    std::vector<KeptCount> counts;
    const std::optional<std::int64_t> key = find_key(connection(), kind, id);
    if (!key) return counts;
    const StatementLease rows = connection().prepare(select_kept);
    rows->bind(":kind", name_of(kind));
    rows->bind(":record_key", *key);
    while (rows->step()) {
        counts.push_back({std::string(rows->text(0)), *read_count(*rows, 2), rows->integer(1) != 0});
    }
    return counts;
}

void Reader::for_each_count_as_at(RecordKind kind, Day on, const CountVisitor& visit) const {
    const StatementLease rows = connection().prepare(select_known_on);
    rows->bind(":kind", name_of(kind));
    bind_day(*rows, ":on", on);
    std::optional<std::int64_t> last_key;
    std::string last_field;
    while (rows->step()) {
        const std::int64_t key = rows->integer(0);
        if (key == last_key && rows->text(1) == last_field) continue;
        last_key = key;
        read_text(*rows, 1, last_field);
        visit(connection().ids(kind).id_of(connection(), kind, key), last_field, *read_count(*rows, 2));
    }
}

Result<void> Writer::restore_counts(RecordKind kind, std::string_view id,
                                    const std::vector<KeptCount>& counts) {
    std::vector<FieldError> problems;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (!is_counted(kind, counts[i].field)) {
            problems.push_back({"/" + std::to_string(i) + "/field", "A " + std::string(singular_of(kind)) +
                                                                        " has no count called \"" +
                                                                        counts[i].field + "\"."});
        }
    }
    if (!problems.empty()) return Error{ErrorCode::invalid, "The counts are of nothing there is.", problems};
    const std::optional<std::int64_t> key = find_key(connection(), kind, id);
    if (!key) {
        return Error{ErrorCode::not_found,
                     "There is no " + std::string(singular_of(kind)) + " \"" + std::string(id) + "\".",
                     {}};
    }
    const StatementLease clear = connection().prepare(delete_kept);
    clear->bind(":kind", name_of(kind));
    clear->bind(":record_key", *key);
    clear->execute();
    std::int64_t sequence = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const KeptCount& kept = counts[i];
        sequence = i > 0 && counts[i - 1].field == kept.field ? sequence + 1 : 0;
        const StatementLease insert = connection().prepare(insert_kept);
        insert->bind(":kind", name_of(kind));
        insert->bind(":record_key", *key);
        insert->bind(":field", kept.field);
        insert->bind(":sequence", sequence);
        bind_day(*insert, ":as_at", kept.count.as_at);
        insert->bind(":value", kept.count.value);
        bind_text(*insert, ":measure", kept.count.measure);
        insert->bind(":qualifier", name_of(kept.count.qualifier));
        bind_text(*insert, ":literal", kept.count.literal);
        bind_flag(*insert, ":is_current", kept.is_current);
        insert->execute();
    }
    return {};
}

} // namespace telestate::storage
