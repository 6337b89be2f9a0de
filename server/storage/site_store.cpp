#include "server/storage/record_rows.hpp"
#include "server/storage/search_entries.hpp"
#include "server/storage/writer.hpp"

namespace telestate::storage {

namespace {

constexpr Sql select_sites = R"(
    SELECT sites.record_key, sites.id, sites.name, sites.address, sites.postcode, sites.notes
    FROM sites
    WHERE sites.record_key BETWEEN :first AND :last
    ORDER BY sites.record_key)";

constexpr Sql upsert_site = R"(
    INSERT INTO sites
        (id, name, address, postcode, notes)
    VALUES
        (:id, :name, :address, :postcode, :notes)
    ON CONFLICT (id) DO UPDATE
    SET name = excluded.name, address = excluded.address, postcode = excluded.postcode,
        notes = excluded.notes
    RETURNING record_key)";

void read_columns(const Statement& row, Site& record) {
    read_text(row, 1, record.id);
    read_text(row, 2, record.name);
    read_text(row, 3, record.address);
    read_text(row, 4, record.postcode);
    read_text(row, 5, record.annotations.notes);
}

constexpr RecordSource<Site> source{RecordKind::sites, select_sites, read_columns};

} // namespace

std::optional<Site> Reader::find_site(std::string_view id) const {
    return find_record(connection(), source, id);
}

std::vector<Site> Reader::list_sites(Page page) const { return list_records(connection(), source, page); }

void Reader::for_each_site(const Visitor<Site>& visit) const {
    visit_records(connection(), source, KeyRange{}, visit);
}

Result<PutOutcome> Writer::put_site(const Site& record) {
    const std::optional<Site> stored = reader().find_site(record.id);
    if (stored == record) return PutOutcome::unchanged;
    const StatementLease upsert = connection().prepare(upsert_site);
    upsert->bind(":id", record.id);
    bind_text(*upsert, ":name", record.name);
    bind_text(*upsert, ":address", record.address);
    bind_text(*upsert, ":postcode", record.postcode);
    bind_text(*upsert, ":notes", record.annotations.notes);
    const std::int64_t key = execute_returning_key(*upsert);
    replace_annotations(connection(), RecordKind::sites, key, stored.has_value(), record.annotations);
    renew_search_entry(connection(), RecordKind::sites, key, stored.has_value());
    return stored ? PutOutcome::changed : PutOutcome::added;
}

} // namespace telestate::storage
