#include "server/storage/observation_store.hpp"
#include "server/storage/record_rows.hpp"
#include "server/storage/references.hpp"
#include "server/storage/search_entries.hpp"
#include "server/storage/writer.hpp"

namespace telestate::storage {

namespace {

constexpr Sql select_usage = R"(
    SELECT usage.record_key, usage.id, platforms.id, contracts.id, usage.measure, usage.per, usage.from_on, usage.to_on,
        usage.notes,
        counted.value, counted.measure, counted.qualifier, counted.as_at, counted.literal
    FROM usage
    LEFT JOIN platforms ON platforms.record_key = usage.platform_key
    LEFT JOIN contracts ON contracts.record_key = usage.contract_key
    LEFT JOIN observations AS counted
        ON counted.kind = 'usage' AND counted.record_key = usage.record_key
            AND counted.field = 'count' AND counted.is_current = 1
    WHERE usage.record_key BETWEEN :first AND :last
    ORDER BY usage.record_key)";

constexpr Sql upsert_usage = R"(
    INSERT INTO usage
        (id, platform_key, contract_key, measure, per, from_on, to_on, notes)
    VALUES
        (:id, :platform_key, :contract_key, :measure, :per, :from_on, :to_on, :notes)
    ON CONFLICT (id) DO UPDATE
    SET platform_key = excluded.platform_key, contract_key = excluded.contract_key,
        measure = excluded.measure, per = excluded.per, from_on = excluded.from_on,
        to_on = excluded.to_on, notes = excluded.notes
    RETURNING record_key)";

void read_columns(const Statement& row, Usage& record) {
    read_text(row, 1, record.id);
    read_text(row, 2, record.platform);
    read_text(row, 3, record.contract);
    read_text(row, 4, record.measure);
    record.per = read_period(row, 5);
    record.from = read_day(row, 6);
    record.to = read_day(row, 7);
    read_text(row, 8, record.annotations.notes);
    record.count = read_count(row, 9);
}

constexpr RecordSource<Usage> source{RecordKind::usage, select_usage, read_columns};

// Counts are kept as observations, so that they are compared with those.
bool are_equal_but_counts(Usage a, Usage b) {
    a.count.reset();
    b.count.reset();
    return a == b;
}

} // namespace

std::optional<Usage> Reader::find_usage(std::string_view id) const {
    return find_record(connection(), source, id);
}

std::vector<Usage> Reader::list_usage(Page page) const { return list_records(connection(), source, page); }

void Reader::for_each_usage(const Visitor<Usage>& visit) const {
    visit_records(connection(), source, KeyRange{}, visit);
}

Result<PutOutcome> Writer::put_usage(const Usage& record) {
    References references(connection());
    const auto platform = references.find(RecordKind::platforms, record.platform, "/platform");
    const auto contract = references.find(RecordKind::contracts, record.contract, "/contract");
    if (!references.are_sound()) return references.error();
    const std::optional<Usage> stored = reader().find_usage(record.id);
    const bool is_same = stored && are_equal_but_counts(*stored, record);
    std::int64_t key = 0;
    if (is_same) {
        key = *find_key(connection(), RecordKind::usage, record.id);
    } else {
        const StatementLease upsert = connection().prepare(upsert_usage);
        upsert->bind(":id", record.id);
        bind_key(*upsert, ":platform_key", platform);
        bind_key(*upsert, ":contract_key", contract);
        bind_text(*upsert, ":measure", record.measure);
        bind_period(*upsert, ":per", record.per);
        bind_day(*upsert, ":from_on", record.from);
        bind_day(*upsert, ":to_on", record.to);
        bind_text(*upsert, ":notes", record.annotations.notes);
        key = execute_returning_key(*upsert);
        replace_annotations(connection(), RecordKind::usage, key, stored.has_value(), record.annotations);
        renew_search_entry(connection(), RecordKind::usage, key, stored.has_value());
    }
    const bool are_counts_changed =
        keep_stated_count(connection(), RecordKind::usage, key, "count", record.count);
    if (!stored) return PutOutcome::added;
    return is_same && !are_counts_changed ? PutOutcome::unchanged : PutOutcome::changed;
}

} // namespace telestate::storage
