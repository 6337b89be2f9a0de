#include "server/storage/references.hpp"

#include "server/storage/record_keys.hpp"
#include "server/storage/row_values.hpp"

#include <utility>

namespace telestate::storage {

std::optional<std::int64_t> References::find(RecordKind kind, const std::string& id,
                                             std::string_view pointer) {
    if (id.empty()) return std::nullopt;
    const std::optional<std::int64_t> key = find_key(connection_, kind, id);
    if (!key) {
        problems_.push_back(
            {std::string(pointer), "There is no " + std::string(singular_of(kind)) + " \"" + id + "\"."});
    }
    return key;
}

Error References::error() const {
    return {ErrorCode::invalid, "The record refers to records that are not there.", problems_};
}

namespace {

// Each lists what refers to the record :key, one arm for each field that can: what a message calls it, the
// field, and the referring record, by the titles that search knows. The last column is how many there are in
// all.
constexpr Sql select_referrers_to_site = R"(
    SELECT referring.kind, referring.id, coalesce(entry.title, referring.id), referring.field, referring.what, referring.total
    FROM (
        SELECT *, count(*) OVER () AS total
        FROM (
            SELECT 1 AS place, 'contracts' AS kind, record_key, id, '/site' AS field, 'contract' AS what
            FROM contracts WHERE site_key = :key
            UNION ALL
            SELECT DISTINCT 2, 'contracts', contracts.record_key, contracts.id, '/charges', 'charge of contract'
            FROM charges JOIN contracts ON contracts.record_key = charges.contract_key WHERE charges.site_key = :key
            UNION ALL
            SELECT 3, 'platforms', record_key, id, '/site', 'platform' FROM platforms WHERE site_key = :key
            UNION ALL
            SELECT 4, 'lines', record_key, id, '/site', 'line' FROM lines WHERE site_key = :key
            UNION ALL
            SELECT 5, 'licences', record_key, id, '/site', 'licence' FROM licences WHERE site_key = :key
            UNION ALL
            SELECT 6, 'numbers', record_key, id, '/site', 'number' FROM numbers WHERE site_key = :key)
        ORDER BY place, record_key
        LIMIT :limit OFFSET :offset
    ) AS referring
    LEFT JOIN search_entries AS entry ON entry.kind = referring.kind AND entry.record_key = referring.record_key
    ORDER BY referring.place, referring.record_key)";

constexpr Sql select_referrers_to_person = R"(
    SELECT referring.kind, referring.id, coalesce(entry.title, referring.id), referring.field, referring.what, referring.total
    FROM (
        SELECT *, count(*) OVER () AS total
        FROM (
            SELECT 1 AS place, 'contracts' AS kind, record_key, id, '/owner' AS field, 'owner of contract' AS what
            FROM contracts WHERE owner_key = :key
            UNION ALL
            SELECT DISTINCT 2, 'contracts', contracts.record_key, contracts.id, '/deputies', 'deputy of contract'
            FROM deputies JOIN contracts ON contracts.record_key = deputies.contract_key WHERE deputies.person_key = :key
            UNION ALL
            SELECT 3, 'responsibilities', responsibilities.record_key,
                responsibilities.service || '/' || responsibilities.role || '/' || people.id, '/person', 'responsibility'
            FROM responsibilities JOIN people ON people.record_key = responsibilities.person_key
            WHERE responsibilities.person_key = :key)
        ORDER BY place, record_key
        LIMIT :limit OFFSET :offset
    ) AS referring
    LEFT JOIN search_entries AS entry ON entry.kind = referring.kind AND entry.record_key = referring.record_key
    ORDER BY referring.place, referring.record_key)";

constexpr Sql select_referrers_to_supplier = R"(
    SELECT referring.kind, referring.id, coalesce(entry.title, referring.id), referring.field, referring.what, referring.total
    FROM (
        SELECT *, count(*) OVER () AS total
        FROM (
            SELECT 1 AS place, 'contracts' AS kind, record_key, id, '/supplier' AS field, 'contract' AS what
            FROM contracts WHERE supplier_key = :key
            UNION ALL
            SELECT 2, 'platforms', record_key, id, '/maker', 'maker of platform' FROM platforms WHERE maker_key = :key
            UNION ALL
            SELECT 3, 'lines', record_key, id, '/provider', 'line' FROM lines WHERE provider_key = :key
            UNION ALL
            SELECT 4, 'numbers', record_key, id, '/provider', 'number' FROM numbers WHERE provider_key = :key)
        ORDER BY place, record_key
        LIMIT :limit OFFSET :offset
    ) AS referring
    LEFT JOIN search_entries AS entry ON entry.kind = referring.kind AND entry.record_key = referring.record_key
    ORDER BY referring.place, referring.record_key)";

constexpr Sql select_referrers_to_contract = R"(
    SELECT referring.kind, referring.id, coalesce(entry.title, referring.id), referring.field, referring.what, referring.total
    FROM (
        SELECT *, count(*) OVER () AS total
        FROM (
            SELECT 1 AS place, 'platforms' AS kind, record_key, id, '/contract' AS field, 'platform' AS what
            FROM platforms WHERE contract_key = :key
            UNION ALL
            SELECT 2, 'lines', record_key, id, '/contract', 'line' FROM lines WHERE contract_key = :key
            UNION ALL
            SELECT 3, 'licences', record_key, id, '/contract', 'licence' FROM licences WHERE contract_key = :key
            UNION ALL
            SELECT 4, 'numbers', record_key, id, '/contract', 'number' FROM numbers WHERE contract_key = :key
            UNION ALL
            SELECT 5, 'usage', record_key, id, '/contract', 'usage record' FROM usage WHERE contract_key = :key)
        ORDER BY place, record_key
        LIMIT :limit OFFSET :offset
    ) AS referring
    LEFT JOIN search_entries AS entry ON entry.kind = referring.kind AND entry.record_key = referring.record_key
    ORDER BY referring.place, referring.record_key)";

constexpr Sql select_referrers_to_platform = R"(
    SELECT referring.kind, referring.id, coalesce(entry.title, referring.id), referring.field, referring.what, referring.total
    FROM (
        SELECT *, count(*) OVER () AS total
        FROM (
            SELECT 1 AS place, 'lines' AS kind, record_key, id, '/platform' AS field, 'line' AS what
            FROM lines WHERE platform_key = :key
            UNION ALL
            SELECT 2, 'licences', record_key, id, '/platform', 'licence' FROM licences WHERE platform_key = :key
            UNION ALL
            SELECT 3, 'numbers', record_key, id, '/platform', 'number' FROM numbers WHERE platform_key = :key
            UNION ALL
            SELECT 4, 'usage', record_key, id, '/platform', 'usage record' FROM usage WHERE platform_key = :key)
        ORDER BY place, record_key
        LIMIT :limit OFFSET :offset
    ) AS referring
    LEFT JOIN search_entries AS entry ON entry.kind = referring.kind AND entry.record_key = referring.record_key
    ORDER BY referring.place, referring.record_key)";

// Nothing for kinds that nothing can refer to.
std::optional<Sql> referrers_sql(RecordKind kind) {
    switch (kind) {
    case RecordKind::sites:
        return select_referrers_to_site;
    case RecordKind::people:
        return select_referrers_to_person;
    case RecordKind::suppliers:
        return select_referrers_to_supplier;
    case RecordKind::contracts:
        return select_referrers_to_contract;
    case RecordKind::platforms:
        return select_referrers_to_platform;
    default:
        return std::nullopt;
    }
}

// Visits the rows of a page; returns how many there are in all, which is known only when the page has any.
template <typename Visit>
std::int64_t visit_referrers(Connection& connection, RecordKind kind, std::int64_t key, const Page& page,
                             Visit visit) {
    const std::optional<Sql> sql = referrers_sql(kind);
    if (!sql) return 0;
    const StatementLease rows = connection.prepare(*sql);
    rows->bind(":key", key);
    rows->bind(":limit", page.limit.value_or(-1)); // a negative limit is none
    rows->bind(":offset", page.offset);
    std::int64_t total = 0;
    while (rows->step()) {
        total = rows->integer(5);
        visit(*rows);
    }
    return total;
}

} // namespace

std::vector<Referrer> Reader::list_referrers(RecordKind kind, std::string_view id, Page page) const {
    std::vector<Referrer> referrers;
    const std::optional<std::int64_t> key = find_key(connection(), kind, id);
    if (!key) return referrers;
    visit_referrers(connection(), kind, *key, page, [&](const Statement& row) {
        referrers.push_back({read_required(row, 0, parse_record_kind), std::string(row.text(1)),
                             std::string(row.text(2)), std::string(row.text(3))});
    });
    return referrers;
}

std::int64_t Reader::count_referrers(RecordKind kind, std::string_view id) const {
    const std::optional<std::int64_t> key = find_key(connection(), kind, id);
    if (!key) return 0;
    return visit_referrers(connection(), kind, *key, Page{1, 0}, [](const Statement&) {});
}

std::optional<Error> find_conflict(Connection& connection, RecordKind kind, std::int64_t key,
                                   std::string_view id) {
    constexpr std::int64_t most_named = 5;
    std::vector<std::string> named;
    const std::int64_t count =
        visit_referrers(connection, kind, key, Page{most_named, 0}, [&](const Statement& row) {
            named.push_back(std::string(row.text(4)) + " \"" + std::string(row.text(1)) + "\"");
        });
    if (count == 0) return std::nullopt;
    std::string message = "The " + std::string(singular_of(kind)) + " \"" + std::string(id) +
                          "\" cannot be deleted while other records refer to it: ";
    const bool are_all_named = count <= most_named;
    for (std::size_t i = 0; i < named.size(); ++i) {
        if (i > 0) message += are_all_named && i + 1 == named.size() ? " and " : ", ";
        message += named[i];
    }
    if (!are_all_named) message += " and " + std::to_string(count - most_named) + " more";
    return Error{ErrorCode::conflict, message + ".", {}};
}

} // namespace telestate::storage
