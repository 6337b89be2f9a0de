#include "server/storage/contract_rows.hpp"
#include "server/storage/record_keys.hpp"

#include <algorithm>

namespace telestate::storage {

namespace {

constexpr Sql select_keys = R"(
    SELECT record_key
    FROM contracts
    ORDER BY record_key)";

constexpr Sql select_keys_by_supplier = R"(
    SELECT record_key
    FROM contracts
    WHERE supplier_key = :supplier_key
    ORDER BY record_key)";

constexpr Sql select_keys_by_service = R"(
    SELECT record_key
    FROM contracts
    WHERE service = :service
    ORDER BY record_key)";

constexpr Sql select_keys_by_both = R"(
    SELECT record_key
    FROM contracts
    WHERE supplier_key = :supplier_key AND +service = :service
    ORDER BY record_key)";

bool is_filtered(const ContractQuery& query) { return query.ids || query.supplier || query.service; }

using Keys = std::vector<std::int64_t>;

// The keys that supplier and service leave, in order.
Keys list_keys(Connection& connection, const ContractQuery& query) {
    std::optional<std::int64_t> supplier;
    if (query.supplier) {
        supplier = find_key(connection, RecordKind::suppliers, *query.supplier);
        if (!supplier) return {};
    }
    const StatementLease rows = connection.prepare(supplier && query.service ? select_keys_by_both
                                                   : supplier                ? select_keys_by_supplier
                                                   : query.service           ? select_keys_by_service
                                                                             : select_keys);
    if (supplier) rows->bind(":supplier_key", *supplier);
    if (query.service) rows->bind(":service", *query.service);
    Keys keys;
    while (rows->step()) {
        keys.push_back(rows->integer(0));
    }
    return keys;
}

// The keys of all contracts the query asks for, its page left aside, in order.
Keys matching_keys(Connection& connection, const ContractQuery& query) {
    if (!query.ids) return list_keys(connection, query);
    Keys named;
    for (const std::string& id : *query.ids) {
        const std::optional<std::int64_t> key = find_key(connection, RecordKind::contracts, id);
        if (key) named.push_back(*key);
    }
    std::ranges::sort(named);
    // Not std::ranges::unique: clang 14 does not compile it with this standard library.
    named.erase(std::unique(named.begin(), named.end()), named.end());
    if (!query.supplier && !query.service) return named;
    const Keys others = list_keys(connection, query);
    Keys both;
    std::ranges::set_intersection(named, others, std::back_inserter(both));
    return both;
}

void keep_page(Keys& keys, const Page& page) {
    const auto size = static_cast<std::int64_t>(keys.size());
    const std::int64_t first = std::clamp<std::int64_t>(page.offset, 0, size);
    keys.erase(keys.begin(), keys.begin() + first);
    if (page.limit && *page.limit < size - first)
        keys.resize(static_cast<std::size_t>(std::max<std::int64_t>(*page.limit, 0)));
}

void visit_range(ContractRows& rows, KeyRange keys, const Visitor<Contract>& visit) {
    if (keys.is_empty()) return;
    rows.seek(keys);
    while (const Contract* const contract = rows.next()) {
        visit(*contract);
    }
}

// Where the wanted contracts lie close together, passing over those between them is cheaper than looking each
// one up in a dozen tables.
void visit_keys(ContractRows& rows, const Keys& keys, const Visitor<Contract>& visit) {
    if (keys.empty()) return;
    const std::int64_t spread = keys.back() - keys.front() + 1;
    if (spread > 4 * static_cast<std::int64_t>(keys.size())) {
        for (const std::int64_t key : keys) {
            visit_range(rows, only(key), visit);
        }
        return;
    }
    rows.seek({keys.front(), keys.back()});
    auto wanted = keys.begin();
    while (wanted != keys.end()) {
        const Contract* const contract = rows.next();
        if (contract == nullptr) return;
        if (rows.key() != *wanted) continue;
        visit(*contract);
        ++wanted;
    }
}

} // namespace

std::optional<Contract> Reader::find_contract(std::string_view id, Projection projection) const {
    const std::optional<std::int64_t> key = find_key(connection(), RecordKind::contracts, id);
    if (!key) return std::nullopt;
    ContractRows rows(connection(), projection);
    rows.seek(only(*key));
    const Contract* const contract = rows.next();
    return contract == nullptr ? std::nullopt : std::optional(*contract);
}

std::vector<Contract> Reader::list_contracts(const ContractQuery& query) const {
    std::vector<Contract> list;
    for_each_contract(query, [&](const Contract& contract) { list.push_back(contract); });
    return list;
}

std::int64_t Reader::count_contracts(const ContractQuery& query) const {
    if (!is_filtered(query)) return count_records(RecordKind::contracts);
    return static_cast<std::int64_t>(matching_keys(connection(), query).size());
}

void Reader::for_each_contract(Projection projection, const Visitor<Contract>& visit) const {
    connection().ids(RecordKind::suppliers).load_all(connection(), RecordKind::suppliers);
    connection().ids(RecordKind::sites).load_all(connection(), RecordKind::sites);
    ContractRows rows(connection(), projection);
    visit_range(rows, KeyRange{}, visit);
}

void Reader::for_each_contract(const ContractQuery& query, const Visitor<Contract>& visit) const {
    if (!is_filtered(query)) {
        const KeyRange keys = find_page(connection(), RecordKind::contracts, query.page);
        ContractRows rows(connection(), query.projection);
        visit_range(rows, keys, visit);
        return;
    }
    Keys keys = matching_keys(connection(), query);
    keep_page(keys, query.page);
    ContractRows rows(connection(), query.projection);
    visit_keys(rows, keys, visit);
}

} // namespace telestate::storage
