#include "server/storage/references.hpp"

#include "server/storage/record_keys.hpp"

#include <span>

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

// One way to refer to a record: what refers to it, and the statement that lists who does (:key).
struct Referrer {
    const char* what;
    Sql select;
};

constexpr Referrer to_sites[] = {
    {"contract", "SELECT id FROM contracts WHERE site_key = :key ORDER BY record_key"},
    {"charge of contract",
     "SELECT DISTINCT contracts.id FROM charges JOIN contracts ON contracts.record_key = charges.contract_key\n"
     "WHERE charges.site_key = :key ORDER BY contracts.record_key"},
    {"platform", "SELECT id FROM platforms WHERE site_key = :key ORDER BY record_key"},
    {"line", "SELECT id FROM lines WHERE site_key = :key ORDER BY record_key"},
    {"licence", "SELECT id FROM licences WHERE site_key = :key ORDER BY record_key"},
    {"number", "SELECT id FROM numbers WHERE site_key = :key ORDER BY record_key"},
};
constexpr Referrer to_people[] = {
    {"owner of contract", "SELECT id FROM contracts WHERE owner_key = :key ORDER BY record_key"},
    {"deputy of contract",
     "SELECT contracts.id FROM deputies JOIN contracts ON contracts.record_key = deputies.contract_key\n"
     "WHERE deputies.person_key = :key ORDER BY contracts.record_key"},
    {"responsibility",
     "SELECT service || ' ' || role FROM responsibilities WHERE person_key = :key ORDER BY record_key"},
};
constexpr Referrer to_suppliers[] = {
    {"contract", "SELECT id FROM contracts WHERE supplier_key = :key ORDER BY record_key"},
    {"maker of platform", "SELECT id FROM platforms WHERE maker_key = :key ORDER BY record_key"},
    {"line", "SELECT id FROM lines WHERE provider_key = :key ORDER BY record_key"},
    {"number", "SELECT id FROM numbers WHERE provider_key = :key ORDER BY record_key"},
};
constexpr Referrer to_contracts[] = {
    {"platform", "SELECT id FROM platforms WHERE contract_key = :key ORDER BY record_key"},
    {"line", "SELECT id FROM lines WHERE contract_key = :key ORDER BY record_key"},
    {"licence", "SELECT id FROM licences WHERE contract_key = :key ORDER BY record_key"},
    {"number", "SELECT id FROM numbers WHERE contract_key = :key ORDER BY record_key"},
    {"usage record", "SELECT id FROM usage WHERE contract_key = :key ORDER BY record_key"},
};
constexpr Referrer to_platforms[] = {
    {"line", "SELECT id FROM lines WHERE platform_key = :key ORDER BY record_key"},
    {"licence", "SELECT id FROM licences WHERE platform_key = :key ORDER BY record_key"},
    {"number", "SELECT id FROM numbers WHERE platform_key = :key ORDER BY record_key"},
    {"usage record", "SELECT id FROM usage WHERE platform_key = :key ORDER BY record_key"},
};

std::span<const Referrer> referrers_to(RecordKind kind) {
    switch (kind) {
    case RecordKind::sites:
        return to_sites;
    case RecordKind::people:
        return to_people;
    case RecordKind::suppliers:
        return to_suppliers;
    case RecordKind::contracts:
        return to_contracts;
    case RecordKind::platforms:
        return to_platforms;
    default:
        return {};
    }
}

} // namespace

std::optional<Error> find_conflict(Connection& connection, RecordKind kind, std::int64_t key,
                                   std::string_view id) {
    constexpr std::size_t most_named = 5;
    std::vector<std::string> named;
    std::size_t count = 0;
    for (const Referrer& referrer : referrers_to(kind)) {
        const StatementLease rows = connection.prepare(referrer.select);
        rows->bind(":key", key);
        while (rows->step()) {
            if (++count <= most_named) {
                named.push_back(std::string(referrer.what) + " \"" + std::string(rows->text(0)) + "\"");
            }
        }
    }
    if (count == 0) return std::nullopt;
    std::string message = "The " + std::string(singular_of(kind)) + " \"" + std::string(id) +
                          "\" cannot be deleted while other records refer to it: ";
    for (std::size_t i = 0; i < named.size(); ++i) {
        if (i > 0) message += i + 1 == count ? " and " : ", ";
        message += named[i];
    }
    if (count > most_named) message += " and " + std::to_string(count - most_named) + " more";
    return Error{ErrorCode::conflict, message + ".", {}};
}

} // namespace telestate::storage
