#include "server/storage/observation_store.hpp"
#include "server/storage/record_rows.hpp"
#include "server/storage/references.hpp"
#include "server/storage/search_entries.hpp"
#include "server/storage/writer.hpp"

namespace telestate::storage {

namespace {

constexpr Sql select_lines = R"(
    SELECT lines.record_key, lines.id, platforms.id, contracts.id, sites.id, providers.id, lines.technology, lines.purpose,
        lines.number, lines.ceased_on, lines.notes,
        counted.value, counted.measure, counted.qualifier, counted.as_at, counted.literal
    FROM lines
    LEFT JOIN platforms ON platforms.record_key = lines.platform_key
    LEFT JOIN contracts ON contracts.record_key = lines.contract_key
    LEFT JOIN sites ON sites.record_key = lines.site_key
    LEFT JOIN suppliers AS providers ON providers.record_key = lines.provider_key
    LEFT JOIN observations AS counted
        ON counted.kind = 'lines' AND counted.record_key = lines.record_key
            AND counted.field = 'count' AND counted.is_current = 1
    WHERE lines.record_key BETWEEN :first AND :last
    ORDER BY lines.record_key)";

constexpr Sql upsert_line = R"(
    INSERT INTO lines
        (id, platform_key, contract_key, site_key, provider_key, technology, purpose, number, ceased_on,
        notes)
    VALUES
        (:id, :platform_key, :contract_key, :site_key, :provider_key, :technology, :purpose, :number,
        :ceased_on, :notes)
    ON CONFLICT (id) DO UPDATE
    SET platform_key = excluded.platform_key, contract_key = excluded.contract_key,
        site_key = excluded.site_key, provider_key = excluded.provider_key,
        technology = excluded.technology, purpose = excluded.purpose, number = excluded.number,
        ceased_on = excluded.ceased_on, notes = excluded.notes
    RETURNING record_key)";

constexpr Sql select_features = R"(
    SELECT line_key, feature
    FROM features
    WHERE line_key BETWEEN :first AND :last
    ORDER BY line_key, position)";

constexpr Sql insert_features = R"(
    INSERT INTO features (line_key, position, feature)
    VALUES (:line_key, :position, :feature))";

constexpr Sql delete_features = "DELETE FROM features WHERE line_key = :line_key";

void read_columns(const Statement& row, Line& record) {
    read_text(row, 1, record.id);
    read_text(row, 2, record.platform);
    read_text(row, 3, record.contract);
    read_text(row, 4, record.site);
    read_text(row, 5, record.provider);
    record.technology = read_value(row, 6, parse_line_technology);
    record.purpose = read_value(row, 7, parse_line_purpose);
    read_text(row, 8, record.number);
    record.ceased_on = read_day(row, 9);
    read_text(row, 10, record.annotations.notes);
    record.count = read_count(row, 11);
}

constexpr RecordSource<Line> source{RecordKind::lines, select_lines, read_columns, select_features,
                                    &Line::features};

void replace_features(Connection& connection, std::int64_t key, bool was_there,
                      const std::vector<std::string>& features) {
    if (was_there) {
        const StatementLease statement = connection.prepare(delete_features);
        statement->bind(":line_key", key);
        statement->execute();
    }
    for (std::size_t i = 0; i < features.size(); ++i) {
        const StatementLease statement = connection.prepare(insert_features);
        statement->bind(":line_key", key);
        statement->bind(":position", static_cast<std::int64_t>(i));
        statement->bind(":feature", features[i]);
        statement->execute();
    }
}

// Counts are kept as observations, so that they are compared with those.
bool are_equal_but_counts(Line a, Line b) {
    a.count.reset();
    b.count.reset();
    return a == b;
}

} // namespace

std::optional<Line> Reader::find_line(std::string_view id) const {
    return find_record(connection(), source, id);
}

std::vector<Line> Reader::list_lines(Page page) const { return list_records(connection(), source, page); }

void Reader::for_each_line(const Visitor<Line>& visit) const {
    visit_records(connection(), source, KeyRange{}, visit);
}

Result<PutOutcome> Writer::put_line(const Line& record) {
    References references(connection());
    const auto platform = references.find(RecordKind::platforms, record.platform, "/platform");
    const auto contract = references.find(RecordKind::contracts, record.contract, "/contract");
    const auto site = references.find(RecordKind::sites, record.site, "/site");
    const auto provider = references.find(RecordKind::suppliers, record.provider, "/provider");
    if (!references.are_sound()) return references.error();
    const std::optional<Line> stored = reader().find_line(record.id);
    const bool is_same = stored && are_equal_but_counts(*stored, record);
    std::int64_t key = 0;
    if (is_same) {
        key = *find_key(connection(), RecordKind::lines, record.id);
    } else {
        const StatementLease upsert = connection().prepare(upsert_line);
        upsert->bind(":id", record.id);
        bind_key(*upsert, ":platform_key", platform);
        bind_key(*upsert, ":contract_key", contract);
        bind_key(*upsert, ":site_key", site);
        bind_key(*upsert, ":provider_key", provider);
        bind_choice(*upsert, ":technology", record.technology);
        bind_choice(*upsert, ":purpose", record.purpose);
        bind_text(*upsert, ":number", record.number);
        bind_day(*upsert, ":ceased_on", record.ceased_on);
        bind_text(*upsert, ":notes", record.annotations.notes);
        key = execute_returning_key(*upsert);
        replace_features(connection(), key, stored.has_value(), record.features);
        replace_annotations(connection(), RecordKind::lines, key, stored.has_value(), record.annotations);
        renew_search_entry(connection(), RecordKind::lines, key, stored.has_value());
    }
    const bool are_counts_changed =
        keep_stated_count(connection(), RecordKind::lines, key, "count", record.count);
    if (!stored) return PutOutcome::added;
    return is_same && !are_counts_changed ? PutOutcome::unchanged : PutOutcome::changed;
}

} // namespace telestate::storage
