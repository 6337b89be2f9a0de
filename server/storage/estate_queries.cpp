#include "server/storage/connection.hpp"
#include "server/storage/reader.hpp"
#include "server/storage/record_keys.hpp"
#include "server/storage/row_values.hpp"

#include <stdexcept>

namespace telestate::storage {

namespace {

Sql names_sql(RecordKind kind) {
    switch (kind) {
    case RecordKind::sites:
        return "SELECT id, coalesce(name, id) FROM sites ORDER BY record_key";
    case RecordKind::people:
        return "SELECT id, coalesce(name, job_title, id) FROM people ORDER BY record_key";
    case RecordKind::suppliers:
        return "SELECT id, coalesce(name, id) FROM suppliers ORDER BY record_key";
    case RecordKind::contracts:
        return "SELECT id, coalesce(title, id) FROM contracts ORDER BY record_key";
    case RecordKind::platforms:
        return "SELECT id, coalesce(product, kind, id) FROM platforms ORDER BY record_key";
    default:
        throw std::logic_error("records of this kind have no names");
    }
}

bool has_names(RecordKind kind) {
    return kind == RecordKind::sites || kind == RecordKind::people || kind == RecordKind::suppliers ||
           kind == RecordKind::contracts || kind == RecordKind::platforms;
}

// rides_on_pstn() in SQL; a test holds the two together.
constexpr Sql select_contracts_on_pstn = R"(
    SELECT coalesce(lines.contract_key, platforms.contract_key)
    FROM lines
    LEFT JOIN platforms ON platforms.record_key = lines.platform_key
    WHERE lines.technology IN ('pstn', 'isdn2', 'isdn30', 'adsl', 'fttc')
        AND (lines.ceased_on IS NULL OR lines.ceased_on >= :on))";

constexpr Sql select_contracts_of_one_licence = R"(
    SELECT contract_key
    FROM licences
    WHERE contract_key IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM platforms WHERE platforms.contract_key = licences.contract_key)
        AND NOT EXISTS (SELECT 1 FROM lines WHERE lines.contract_key = licences.contract_key)
        AND NOT EXISTS (SELECT 1 FROM numbers WHERE numbers.contract_key = licences.contract_key)
        AND NOT EXISTS (SELECT 1 FROM usage WHERE usage.contract_key = licences.contract_key)
    GROUP BY contract_key
    HAVING count(*) = 1)";

// Contract and site, once for everything that has both.
constexpr Sql select_sites_of_contracts = R"(
    SELECT contract_key, site_key
    FROM platforms
    WHERE contract_key IS NOT NULL AND site_key IS NOT NULL
    UNION ALL
    SELECT coalesce(lines.contract_key, platforms.contract_key), coalesce(lines.site_key, platforms.site_key)
    FROM lines
    LEFT JOIN platforms ON platforms.record_key = lines.platform_key
    UNION ALL
    SELECT coalesce(licences.contract_key, platforms.contract_key), coalesce(licences.site_key, platforms.site_key)
    FROM licences
    LEFT JOIN platforms ON platforms.record_key = licences.platform_key
    UNION ALL
    SELECT coalesce(numbers.contract_key, platforms.contract_key), coalesce(numbers.site_key, platforms.site_key)
    FROM numbers
    LEFT JOIN platforms ON platforms.record_key = numbers.platform_key)";

} // namespace

std::string Reader::identity() const { return connection().read_text("SELECT identity FROM estate"); }

std::optional<std::string> Reader::find_changed_at() const {
    const StatementLease row = connection().prepare("SELECT changed_at FROM estate");
    if (!row->step() || row->is_null(0)) return std::nullopt;
    return std::string(row->text(0));
}

std::int64_t Reader::count_records(RecordKind kind) const {
    return connection().read_integer(count_sql(kind));
}

bool Reader::exists(RecordKind kind, std::string_view id) const {
    return find_key(connection(), kind, id).has_value();
}

IdSet Reader::known_ids(RecordKind kind) const {
    IdSet ids;
    if (kind == RecordKind::responsibilities) return ids;
    const StatementLease rows = connection().prepare(all_ids_sql(kind));
    while (rows->step()) {
        ids.emplace(rows->text(1));
    }
    return ids;
}

IdMap<std::string> Reader::names_of(RecordKind kind) const {
    IdMap<std::string> names;
    if (!has_names(kind)) return names;
    const StatementLease rows = connection().prepare(names_sql(kind));
    while (rows->step()) {
        names.emplace(rows->text(0), rows->text(1));
    }
    return names;
}

IdSet Reader::contracts_with_lines_on_pstn(Day on) const {
    IdSet contracts;
    const StatementLease rows = connection().prepare(select_contracts_on_pstn);
    bind_day(*rows, ":on", on);
    while (rows->step()) {
        const std::int64_t key = rows->integer(0);
        if (key != 0) {
            contracts.insert(
                connection().ids(RecordKind::contracts).id_of(connection(), RecordKind::contracts, key));
        }
    }
    return contracts;
}

IdSet Reader::contracts_of_one_licence_only() const {
    IdSet contracts;
    IdTable& ids = connection().ids(RecordKind::contracts);
    // What hangs on a platform hangs on its contract together with the platform, so that only what names the
    // contract itself has to be looked at.
    const StatementLease rows = connection().prepare(select_contracts_of_one_licence);
    while (rows->step())
        contracts.insert(ids.id_of(connection(), RecordKind::contracts, rows->integer(0)));
    return contracts;
}

IdMap<ContractSite> Reader::site_of_contracts() const {
    std::unordered_map<std::int64_t, std::int64_t> site_keys; // 0 for several
    const StatementLease rows = connection().prepare(select_sites_of_contracts);
    while (rows->step()) {
        const std::int64_t site = rows->integer(1);
        if (rows->is_null(0) || site == 0) continue;
        const auto [entry, is_first] = site_keys.emplace(rows->integer(0), site);
        if (!is_first && entry->second != site) entry->second = 0;
    }
    IdTable& contracts = connection().ids(RecordKind::contracts);
    IdTable& sites = connection().ids(RecordKind::sites);
    IdMap<ContractSite> found;
    for (const auto& [contract, site] : site_keys) {
        const std::string& id = contracts.id_of(connection(), RecordKind::contracts, contract);
        if (site == 0) {
            found.emplace(id, ContractSite{{}, true});
        } else {
            found.emplace(id, ContractSite{sites.id_of(connection(), RecordKind::sites, site), false});
        }
    }
    return found;
}

} // namespace telestate::storage
