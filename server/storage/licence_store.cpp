#include "server/storage/observation_store.hpp"
#include "server/storage/record_rows.hpp"
#include "server/storage/references.hpp"
#include "server/storage/search_entries.hpp"
#include "server/storage/writer.hpp"

namespace telestate::storage {

namespace {

constexpr Sql select_licences = R"(
    SELECT licences.record_key, licences.id, licences.kind, licences.product, platforms.id, contracts.id, sites.id,
        licences.notes,
        purchased_now.value, purchased_now.measure, purchased_now.qualifier, purchased_now.as_at, purchased_now.literal,
        assigned_now.value, assigned_now.measure, assigned_now.qualifier, assigned_now.as_at, assigned_now.literal,
        in_use_now.value, in_use_now.measure, in_use_now.qualifier, in_use_now.as_at, in_use_now.literal
    FROM licences
    LEFT JOIN platforms ON platforms.record_key = licences.platform_key
    LEFT JOIN contracts ON contracts.record_key = licences.contract_key
    LEFT JOIN sites ON sites.record_key = licences.site_key
    LEFT JOIN observations AS purchased_now
        ON purchased_now.kind = 'licences' AND purchased_now.record_key = licences.record_key
            AND purchased_now.field = 'purchased' AND purchased_now.is_current = 1
    LEFT JOIN observations AS assigned_now
        ON assigned_now.kind = 'licences' AND assigned_now.record_key = licences.record_key
            AND assigned_now.field = 'assigned' AND assigned_now.is_current = 1
    LEFT JOIN observations AS in_use_now
        ON in_use_now.kind = 'licences' AND in_use_now.record_key = licences.record_key
            AND in_use_now.field = 'in_use' AND in_use_now.is_current = 1
    WHERE licences.record_key BETWEEN :first AND :last
    ORDER BY licences.record_key)";

constexpr Sql upsert_licence = R"(
    INSERT INTO licences
        (id, kind, product, platform_key, contract_key, site_key, notes)
    VALUES
        (:id, :kind, :product, :platform_key, :contract_key, :site_key, :notes)
    ON CONFLICT (id) DO UPDATE
    SET kind = excluded.kind, product = excluded.product, platform_key = excluded.platform_key,
        contract_key = excluded.contract_key, site_key = excluded.site_key, notes = excluded.notes
    RETURNING record_key)";

void read_columns(const Statement& row, Licence& record) {
    read_text(row, 1, record.id);
    read_text(row, 2, record.kind);
    read_text(row, 3, record.product);
    read_text(row, 4, record.platform);
    read_text(row, 5, record.contract);
    read_text(row, 6, record.site);
    read_text(row, 7, record.annotations.notes);
    record.purchased = read_count(row, 8);
    record.assigned = read_count(row, 13);
    record.in_use = read_count(row, 18);
}

constexpr RecordSource<Licence> source{RecordKind::licences, select_licences, read_columns};

// Counts are kept as observations, so that they are compared with those.
bool are_equal_but_counts(Licence a, Licence b) {
    a.purchased.reset();
    b.purchased.reset();
    a.assigned.reset();
    b.assigned.reset();
    a.in_use.reset();
    b.in_use.reset();
    return a == b;
}

} // namespace

std::optional<Licence> Reader::find_licence(std::string_view id) const {
    return find_record(connection(), source, id);
}

std::vector<Licence> Reader::list_licences(Page page) const {
    return list_records(connection(), source, page);
}

void Reader::for_each_licence(const Visitor<Licence>& visit) const {
    visit_records(connection(), source, KeyRange{}, visit);
}

Result<PutOutcome> Writer::put_licence(const Licence& record) {
    References references(connection());
    const auto platform = references.find(RecordKind::platforms, record.platform, "/platform");
    const auto contract = references.find(RecordKind::contracts, record.contract, "/contract");
    const auto site = references.find(RecordKind::sites, record.site, "/site");
    if (!references.are_sound()) return references.error();
    const std::optional<Licence> stored = reader().find_licence(record.id);
    const bool is_same = stored && are_equal_but_counts(*stored, record);
    std::int64_t key = 0;
    if (is_same) {
        key = *find_key(connection(), RecordKind::licences, record.id);
    } else {
        const StatementLease upsert = connection().prepare(upsert_licence);
        upsert->bind(":id", record.id);
        bind_text(*upsert, ":kind", record.kind);
        bind_text(*upsert, ":product", record.product);
        bind_key(*upsert, ":platform_key", platform);
        bind_key(*upsert, ":contract_key", contract);
        bind_key(*upsert, ":site_key", site);
        bind_text(*upsert, ":notes", record.annotations.notes);
        key = execute_returning_key(*upsert);
        replace_annotations(connection(), RecordKind::licences, key, stored.has_value(), record.annotations);
        renew_search_entry(connection(), RecordKind::licences, key, stored.has_value());
    }
    bool are_counts_changed = false;
    are_counts_changed |=
        keep_stated_count(connection(), RecordKind::licences, key, "purchased", record.purchased);
    are_counts_changed |=
        keep_stated_count(connection(), RecordKind::licences, key, "assigned", record.assigned);
    are_counts_changed |= keep_stated_count(connection(), RecordKind::licences, key, "in_use", record.in_use);
    if (!stored) return PutOutcome::added;
    return is_same && !are_counts_changed ? PutOutcome::unchanged : PutOutcome::changed;
}

} // namespace telestate::storage
