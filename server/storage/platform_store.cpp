#include "server/storage/record_rows.hpp"
#include "server/storage/references.hpp"
#include "server/storage/search_entries.hpp"
#include "server/storage/writer.hpp"

namespace telestate::storage {

namespace {

constexpr Sql select_platforms = R"(
    SELECT platforms.record_key, platforms.id, platforms.service, platforms.kind, platforms.product, platforms.version,
        makers.id,
        contracts.id, platforms.hosting, sites.id, platforms.end_of_support, platforms.notes
    FROM platforms
    LEFT JOIN suppliers AS makers ON makers.record_key = platforms.maker_key
    LEFT JOIN contracts ON contracts.record_key = platforms.contract_key
    LEFT JOIN sites ON sites.record_key = platforms.site_key
    WHERE platforms.record_key BETWEEN :first AND :last
    ORDER BY platforms.record_key)";

constexpr Sql upsert_platform = R"(
    INSERT INTO platforms
        (id, service, kind, product, version, maker_key, contract_key, hosting, site_key, end_of_support,
        notes)
    VALUES
        (:id, :service, :kind, :product, :version, :maker_key, :contract_key, :hosting, :site_key,
        :end_of_support, :notes)
    ON CONFLICT (id) DO UPDATE
    SET service = excluded.service, kind = excluded.kind, product = excluded.product,
        version = excluded.version, maker_key = excluded.maker_key, contract_key = excluded.contract_key,
        hosting = excluded.hosting, site_key = excluded.site_key,
        end_of_support = excluded.end_of_support, notes = excluded.notes
    RETURNING record_key)";

void read_columns(const Statement& row, Platform& record) {
    read_text(row, 1, record.id);
    read_text(row, 2, record.service);
    read_text(row, 3, record.kind);
    read_text(row, 4, record.product);
    read_text(row, 5, record.version);
    read_text(row, 6, record.maker);
    read_text(row, 7, record.contract);
    read_text(row, 8, record.hosting);
    read_text(row, 9, record.site);
    record.end_of_support = read_day(row, 10);
    read_text(row, 11, record.annotations.notes);
}

constexpr RecordSource<Platform> source{RecordKind::platforms, select_platforms, read_columns};

} // namespace

std::optional<Platform> Reader::find_platform(std::string_view id) const {
    return find_record(connection(), source, id);
}

std::vector<Platform> Reader::list_platforms(Page page) const {
    return list_records(connection(), source, page);
}

void Reader::for_each_platform(const Visitor<Platform>& visit) const {
    visit_records(connection(), source, KeyRange{}, visit);
}

Result<PutOutcome> Writer::put_platform(const Platform& record) {
    References references(connection());
    const auto maker = references.find(RecordKind::suppliers, record.maker, "/maker");
    const auto contract = references.find(RecordKind::contracts, record.contract, "/contract");
    const auto site = references.find(RecordKind::sites, record.site, "/site");
    if (!references.are_sound()) return references.error();
    const std::optional<Platform> stored = reader().find_platform(record.id);
    if (stored == record) return PutOutcome::unchanged;
    const StatementLease upsert = connection().prepare(upsert_platform);
    upsert->bind(":id", record.id);
    bind_text(*upsert, ":service", record.service);
    bind_text(*upsert, ":kind", record.kind);
    bind_text(*upsert, ":product", record.product);
    bind_text(*upsert, ":version", record.version);
    bind_key(*upsert, ":maker_key", maker);
    bind_key(*upsert, ":contract_key", contract);
    bind_text(*upsert, ":hosting", record.hosting);
    bind_key(*upsert, ":site_key", site);
    bind_day(*upsert, ":end_of_support", record.end_of_support);
    bind_text(*upsert, ":notes", record.annotations.notes);
    const std::int64_t key = execute_returning_key(*upsert);
    replace_annotations(connection(), RecordKind::platforms, key, stored.has_value(), record.annotations);
    renew_search_entry(connection(), RecordKind::platforms, key, stored.has_value());
    return stored ? PutOutcome::changed : PutOutcome::added;
}

} // namespace telestate::storage
