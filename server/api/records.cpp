#include "server/api/records.hpp"

#include "server/document/record_json.hpp"

#include <map>

namespace telestate::api {

namespace {

using document::JsonWriter;
using storage::Reader;

// Writes the items of one list and counts all there are of it.
class ListWriter {
  public:
    ListWriter(JsonWriter& json, const Reader& reader, const ListQuery& query)
        : json_(json), reader_(reader), query_(query) {}

    std::int64_t write(RecordKind kind);

  private:
    template <typename Record>
    void append(const Record& record) {
        json_.raw(document::format_record(record));
    }

    template <typename Record>
    std::int64_t page(RecordKind kind, std::vector<Record> (Reader::*list)(storage::Page) const) {
        for (const Record& record : (reader_.*list)({query_.limit, query_.offset}))
            append(record);
        return reader_.count_records(kind);
    }

    // The same of those that hang on one contract: few, wherever they stand in the list.
    template <typename Record>
    std::int64_t page_of_contract(RecordKind kind, std::vector<Record> (Reader::*list)(storage::Page) const,
                                  void (Reader::*for_each)(const storage::Visitor<Record>&) const) {
        if (!query_.contract) return page(kind, list);
        const storage::IdSet platforms = platforms_of(*query_.contract);
        std::int64_t count = 0;
        (reader_.*for_each)([&](const Record& record) {
            if (!hangs_on(record, *query_.contract, platforms)) return;
            if (count >= query_.offset && count < query_.offset + query_.limit) append(record);
            ++count;
        });
        return count;
    }

    storage::IdSet platforms_of(std::string_view contract) const {
        storage::IdSet platforms;
        reader_.for_each_platform([&](const Platform& platform) {
            if (platform.contract == contract) platforms.insert(platform.id);
        });
        return platforms;
    }

    // By the contract it names, else by that of its platform.
    static bool hangs_on(const Platform& platform, std::string_view contract, const storage::IdSet&) {
        return platform.contract == contract;
    }
    template <typename Record>
    static bool hangs_on(const Record& record, std::string_view contract, const storage::IdSet& platforms) {
        return record.contract.empty() ? platforms.contains(record.platform) : record.contract == contract;
    }

    std::int64_t contracts();

    JsonWriter& json_;
    const Reader& reader_;
    const ListQuery& query_;
};

std::int64_t ListWriter::contracts() {
    storage::ContractQuery query;
    query.supplier = query_.supplier;
    query.service = query_.service;
    query.page = {query_.limit, query_.offset};
    reader_.for_each_contract(query, [&](const Contract& contract) { append(contract); });
    return reader_.count_contracts(query);
}

std::int64_t ListWriter::write(RecordKind kind) {
    switch (kind) {
    case RecordKind::sites:
        return page(kind, &Reader::list_sites);
    case RecordKind::people:
        return page(kind, &Reader::list_people);
    case RecordKind::responsibilities:
        return page(kind, &Reader::list_responsibilities);
    case RecordKind::suppliers:
        return page(kind, &Reader::list_suppliers);
    case RecordKind::contracts:
        return contracts();
    case RecordKind::platforms:
        return page_of_contract(kind, &Reader::list_platforms, &Reader::for_each_platform);
    case RecordKind::lines:
        return page_of_contract(kind, &Reader::list_lines, &Reader::for_each_line);
    case RecordKind::licences:
        return page_of_contract(kind, &Reader::list_licences, &Reader::for_each_licence);
    case RecordKind::numbers:
        return page_of_contract(kind, &Reader::list_numbers, &Reader::for_each_number);
    case RecordKind::usage:
        return page_of_contract(kind, &Reader::list_usage, &Reader::for_each_usage);
    }
    return 0;
}

template <typename Record>
std::optional<std::string> format_found(const std::optional<Record>& record) {
    if (!record) return std::nullopt;
    return document::format_record(*record);
}

} // namespace

std::string list_json(const Reader& reader, RecordKind kind, const ListQuery& query) {
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    json.key("items");
    json.begin_list();
    const std::int64_t total = ListWriter(json, reader, query).write(kind);
    json.end_list();
    json.member("total", total);
    json.member("offset", query.offset);
    json.member("limit", query.limit);
    json.end_object();
    return out;
}

std::optional<std::string> find_record_json(const Reader& reader, RecordKind kind, std::string_view id) {
    switch (kind) {
    case RecordKind::sites:
        return format_found(reader.find_site(id));
    case RecordKind::people:
        return format_found(reader.find_person(id));
    case RecordKind::responsibilities:
        return std::nullopt;
    case RecordKind::suppliers:
        return format_found(reader.find_supplier(id));
    case RecordKind::contracts:
        return format_found(reader.find_contract(id));
    case RecordKind::platforms:
        return format_found(reader.find_platform(id));
    case RecordKind::lines:
        return format_found(reader.find_line(id));
    case RecordKind::licences:
        return format_found(reader.find_licence(id));
    case RecordKind::numbers:
        return format_found(reader.find_number(id));
    case RecordKind::usage:
        return format_found(reader.find_usage(id));
    }
    return std::nullopt;
}

std::string names_json(const Reader& reader) {
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    for (const RecordKind kind : {RecordKind::suppliers, RecordKind::people, RecordKind::sites,
                                  RecordKind::contracts, RecordKind::platforms}) {
        json.key(name_of(kind));
        json.begin_object();
        // In order, so that the same names give the same bytes.
        const auto names = reader.names_of(kind);
        for (const auto& [id, name] :
             std::map<std::string_view, std::string_view>(names.begin(), names.end())) {
            json.member(id, name);
        }
        json.end_object();
    }
    json.end_object();
    return out;
}

} // namespace telestate::api
