#include "server/storage/observation_store.hpp"
#include "server/storage/record_rows.hpp"
#include "server/storage/references.hpp"
#include "server/storage/search_entries.hpp"
#include "server/storage/writer.hpp"

namespace telestate::storage {

namespace {

constexpr Sql select_numbers = R"(
    SELECT numbers.record_key, numbers.id, numbers.number_class, numbers.number, numbers.first, numbers.last, contracts.id,
        providers.id, platforms.id, sites.id, numbers.destination, numbers.public_facing,
        numbers.status, numbers.notes,
        counted.value, counted.measure, counted.qualifier, counted.as_at, counted.literal
    FROM numbers
    LEFT JOIN contracts ON contracts.record_key = numbers.contract_key
    LEFT JOIN suppliers AS providers ON providers.record_key = numbers.provider_key
    LEFT JOIN platforms ON platforms.record_key = numbers.platform_key
    LEFT JOIN sites ON sites.record_key = numbers.site_key
    LEFT JOIN observations AS counted
        ON counted.kind = 'numbers' AND counted.record_key = numbers.record_key
            AND counted.field = 'count' AND counted.is_current = 1
    WHERE numbers.record_key BETWEEN :first AND :last
    ORDER BY numbers.record_key)";

constexpr Sql upsert_number = R"(
    INSERT INTO numbers
        (id, number_class, number, first, last, contract_key, provider_key, platform_key, site_key,
        destination, public_facing, status, notes)
    VALUES
        (:id, :number_class, :number, :first, :last, :contract_key, :provider_key, :platform_key,
        :site_key, :destination, :public_facing, :status, :notes)
    ON CONFLICT (id) DO UPDATE
    SET number_class = excluded.number_class, number = excluded.number, first = excluded.first,
        last = excluded.last, contract_key = excluded.contract_key, provider_key = excluded.provider_key,
        platform_key = excluded.platform_key, site_key = excluded.site_key,
        destination = excluded.destination, public_facing = excluded.public_facing,
        status = excluded.status, notes = excluded.notes
    RETURNING record_key)";

void read_columns(const Statement& row, NumberRange& record) {
    read_text(row, 1, record.id);
    read_text(row, 2, record.number_class);
    read_text(row, 3, record.number);
    read_text(row, 4, record.first);
    read_text(row, 5, record.last);
    read_text(row, 6, record.contract);
    read_text(row, 7, record.provider);
    read_text(row, 8, record.platform);
    read_text(row, 9, record.site);
    read_text(row, 10, record.destination);
    record.public_facing = read_flag(row, 11);
    read_text(row, 12, record.status);
    read_text(row, 13, record.annotations.notes);
    record.count = read_count(row, 14);
}

constexpr RecordSource<NumberRange> source{RecordKind::numbers, select_numbers, read_columns};

// Counts are kept as observations, so that they are compared with those.
bool are_equal_but_counts(NumberRange a, NumberRange b) {
    a.count.reset();
    b.count.reset();
    return a == b;
}

} // namespace

std::optional<NumberRange> Reader::find_number(std::string_view id) const {
    return find_record(connection(), source, id);
}

std::vector<NumberRange> Reader::list_numbers(Page page) const {
    return list_records(connection(), source, page);
}

void Reader::for_each_number(const Visitor<NumberRange>& visit) const {
    visit_records(connection(), source, KeyRange{}, visit);
}

Result<PutOutcome> Writer::put_number(const NumberRange& record) {
    References references(connection());
    const auto contract = references.find(RecordKind::contracts, record.contract, "/contract");
    const auto provider = references.find(RecordKind::suppliers, record.provider, "/provider");
    const auto platform = references.find(RecordKind::platforms, record.platform, "/platform");
    const auto site = references.find(RecordKind::sites, record.site, "/site");
    if (!references.are_sound()) return references.error();
    const std::optional<NumberRange> stored = reader().find_number(record.id);
    const bool is_same = stored && are_equal_but_counts(*stored, record);
    std::int64_t key = 0;
    if (is_same) {
        key = *find_key(connection(), RecordKind::numbers, record.id);
    } else {
        const StatementLease upsert = connection().prepare(upsert_number);
        upsert->bind(":id", record.id);
        bind_text(*upsert, ":number_class", record.number_class);
        bind_text(*upsert, ":number", record.number);
        bind_text(*upsert, ":first", record.first);
        bind_text(*upsert, ":last", record.last);
        bind_key(*upsert, ":contract_key", contract);
        bind_key(*upsert, ":provider_key", provider);
        bind_key(*upsert, ":platform_key", platform);
        bind_key(*upsert, ":site_key", site);
        bind_text(*upsert, ":destination", record.destination);
        bind_flag(*upsert, ":public_facing", record.public_facing);
        bind_text(*upsert, ":status", record.status);
        bind_text(*upsert, ":notes", record.annotations.notes);
        key = execute_returning_key(*upsert);
        replace_annotations(connection(), RecordKind::numbers, key, stored.has_value(), record.annotations);
        renew_search_entry(connection(), RecordKind::numbers, key, stored.has_value());
    }
    const bool are_counts_changed =
        keep_stated_count(connection(), RecordKind::numbers, key, "count", record.count);
    if (!stored) return PutOutcome::added;
    return is_same && !are_counts_changed ? PutOutcome::unchanged : PutOutcome::changed;
}

} // namespace telestate::storage
