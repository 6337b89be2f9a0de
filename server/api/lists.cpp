#include "server/api/lists.hpp"

#include "server/api/counts_as_at.hpp"
#include "server/api/csv_response.hpp"
#include "server/api/list_contracts.hpp"
#include "server/api/list_rows.hpp"
#include "server/api/record_access.hpp"
#include "server/document/position_json.hpp"
#include "server/document/record_json.hpp"

#include <type_traits>

namespace telestate::api {

namespace {

using document::JsonWriter;
using storage::Reader;

// What a list of at most so many records is narrowed by next is always said.
constexpr std::int64_t short_list = 10'000;

// Every record of a type with the row it makes; sums are left out of it where nobody wants them.
template <typename Record, typename Visit>
void for_each_row(const EstateView& view, const ListQuery& query, [[maybe_unused]] bool wants_figures,
                  Visit visit) {
    const Reader& reader = view.reader();
    if constexpr (std::is_same_v<Record, Contract>) {
        storage::ContractQuery all;
        all.projection = storage::Projection::computed;
        for_each_contract_row(view, all, query.on, visit, wants_figures);
    } else if constexpr (std::is_same_v<Record, Supplier>) {
        static const SupplierSummary nothing;
        const auto summaries =
            wants_figures ? summarise_suppliers(view, query.on) : storage::IdMap<SupplierSummary>();
        reader.for_each_supplier([&](const Supplier& supplier) {
            const auto found = summaries.find(supplier.id);
            visit(SupplierRow{supplier, found == summaries.end() ? nothing : found->second});
        });
    } else if constexpr (is_counted<Record>) {
        std::optional<CountsAsAt> counts;
        if (query.is_as_at) counts.emplace(reader, RecordAccess<Record>::kind, query.on);
        RecordAccess<Record>::for_each(reader, [&](const Record& record) {
            if (!counts) return visit(record);
            Record seen = record;
            counts->apply(seen);
            visit(seen);
        });
    } else {
        RecordAccess<Record>::for_each(reader, visit);
    }
}

template <typename Row>
const auto& record_of(const Row& row) {
    if constexpr (requires { row.record; }) {
        return row.record;
    } else {
        return row;
    }
}

// One page of a list with how long the list is.
template <typename Record>
struct ListedPage {
    std::vector<Record> records;
    std::int64_t total = 0;
    std::string facets = "{}";
};

// By the key, without looking at any other record.
template <typename Record>
ListedPage<Record> page_in_stored_order(const EstateView& view, const ListQuery& query) {
    const storage::Page page{query.limit, query.offset};
    ListedPage<Record> listed;
    if constexpr (std::is_same_v<Record, Contract>) {
        storage::ContractQuery contracts;
        for (const auto& [name, value] : query.filters)
            (name == "supplier" ? contracts.supplier : contracts.service) = value;
        contracts.page = page;
        listed.records = view.reader().list_contracts(contracts);
        listed.total = view.reader().count_contracts(contracts);
    } else {
        listed.records = RecordAccess<Record>::page(view.reader(), page);
        listed.total = view.reader().count_records(RecordAccess<Record>::kind);
    }
    return listed;
}

template <typename Record>
ListedPage<Record> page_of_rows(const EstateView& view, const ListQuery& query) {
    using Row = typename RowOf<Record>::type;
    const ListContext context(view, query.on);
    RowSieve<Row> sieve(query, context);
    std::vector<Record> held; // responsibilities have no id to find them by again
    const bool sorts_by_figures =
        query.sort == "spend" || query.sort == "contract_count" || query.sort == "next_decide_by";
    for_each_row<Record>(view, query, sorts_by_figures, [&](const Row& row) {
        if constexpr (std::is_same_v<Record, Responsibility>) {
            if (sieve.add(row, {})) held.push_back(row);
        } else {
            sieve.add(row, record_of(row).id);
        }
    });
    sieve.sort();
    ListedPage<Record> listed;
    listed.total = static_cast<std::int64_t>(sieve.rows().size());
    const std::int64_t first = std::min(query.offset, listed.total);
    const std::int64_t last = std::min(first + query.limit, listed.total);
    for (std::int64_t i = first; i < last; ++i) {
        const ListedRow& row = sieve.rows()[static_cast<std::size_t>(i)];
        if constexpr (std::is_same_v<Record, Responsibility>) {
            listed.records.push_back(held[row.place]);
        } else if (auto record = RecordAccess<Record>::find(view.reader(), row.id)) {
            listed.records.push_back(std::move(*record));
        }
    }
    listed.facets.clear();
    JsonWriter json(listed.facets);
    json.begin_object();
    sieve.append_facets(json);
    json.end_object();
    return listed;
}

template <typename Record>
bool is_read_by_key(const EstateView& view, const ListQuery& query) {
    if (query.q || !query.sort.empty() || query.wants_facets) return false;
    const bool is_narrowed = std::ranges::any_of(query.filters, [](const auto& filter) {
        return !std::is_same_v<Record, Contract> || (filter.first != "supplier" && filter.first != "service");
    });
    return !is_narrowed && view.reader().count_records(RecordAccess<Record>::kind) > short_list;
}

// "positions" and "spend" of the contracts on the page.
void append_contract_figures(JsonWriter& json, const EstateView& view, const ListQuery& query,
                             const std::vector<Contract>& contracts) {
    storage::ContractQuery of_page;
    of_page.projection = storage::Projection::computed;
    of_page.ids.emplace();
    for (const Contract& contract : contracts)
        of_page.ids->push_back(contract.id);
    std::string spend_text;
    JsonWriter spend(spend_text);
    spend.begin_object();
    json.key("positions");
    json.begin_object();
    for_each_contract_row(view, of_page, query.on, [&](const ContractRow& row) {
        json.key(row.record.id);
        document::append_position(json, document::label_of(row.record), row.position);
        spend.member_or_null(row.record.id, row.spend);
    });
    json.end_object();
    spend.end_object();
    json.key("spend");
    json.raw(spend_text);
}

void append_supplier_figures(JsonWriter& json, const EstateView& view, const ListQuery& query,
                             const std::vector<Supplier>& suppliers) {
    const auto summaries = summarise_suppliers(view, query.on);
    json.key("summary");
    json.begin_object();
    for (const Supplier& supplier : suppliers) {
        const auto found = summaries.find(supplier.id);
        const SupplierSummary summary = found == summaries.end() ? SupplierSummary{} : found->second;
        json.key(supplier.id);
        json.begin_object();
        json.member("contract_count", summary.contract_count);
        json.member_or_null("spend", summary.spend);
        if (summary.next_decide_by) {
            json.member("next_decide_by", *summary.next_decide_by);
        } else {
            json.null_member("next_decide_by");
        }
        json.end_object();
    }
    json.end_object();
}

template <typename Record>
std::string json_of_list(const EstateView& view, const ListQuery& query) {
    ListedPage<Record> page = is_read_by_key<Record>(view, query) ? page_in_stored_order<Record>(view, query)
                                                                  : page_of_rows<Record>(view, query);
    if constexpr (is_counted<Record>) {
        if (query.is_as_at) {
            const CountsAsAt counts(view.reader(), RecordAccess<Record>::kind, query.on);
            for (Record& record : page.records)
                counts.apply(record);
        }
    }
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    json.key("items");
    json.begin_list();
    for (const Record& record : page.records)
        json.raw(document::format_record(record));
    json.end_list();
    json.member("on", query.on);
    json.member("total", page.total);
    json.member("offset", query.offset);
    json.member("limit", query.limit);
    json.key("facets");
    json.raw(page.facets);
    if constexpr (std::is_same_v<Record, Contract>) append_contract_figures(json, view, query, page.records);
    if constexpr (std::is_same_v<Record, Supplier>) append_supplier_figures(json, view, query, page.records);
    json.end_object();
    return out;
}

template <typename Record>
http::Response csv_of_list(const EstateView& view, const ListQuery& query) {
    using Row = typename RowOf<Record>::type;
    std::string head(document::csv_byte_order_mark);
    document::CsvWriter head_row(head);
    for (const Field<Row>& field : fields_of<Row>()) {
        if (!field.label.empty()) head_row.cell(field.label);
    }
    head_row.end_row();

    const ListContext context(view, query.on);
    RowSieve<Row> sieve(query, context);
    std::string text;
    document::CsvWriter csv(text);
    std::vector<TextPiece> kept;
    for_each_row<Record>(view, query, true, [&](const Row& row) {
        if (!sieve.add(row, {})) return;
        const std::size_t offset = text.size();
        for (const Field<Row>& field : fields_of<Row>()) {
            if (!field.label.empty()) csv.cell(field.read(row, context).text);
        }
        csv.end_row();
        kept.push_back({offset, text.size() - offset});
    });
    sieve.sort();
    std::vector<TextPiece> rows;
    rows.reserve(kept.size());
    for (const ListedRow& row : sieve.rows())
        rows.push_back(kept[row.place]);
    return csv_response(std::move(head), std::move(text), std::move(rows),
                        name_of(RecordAccess<Record>::kind), query.on);
}

} // namespace

std::string list_json(const EstateView& view, RecordKind kind, const ListQuery& query) {
    return with_type_of(kind,
                        [&](auto type) { return json_of_list<typename decltype(type)::type>(view, query); });
}

http::Response list_csv(const EstateView& view, RecordKind kind, const ListQuery& query) {
    return with_type_of(kind,
                        [&](auto type) { return csv_of_list<typename decltype(type)::type>(view, query); });
}

} // namespace telestate::api
