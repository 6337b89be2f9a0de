#include "server/api/records.hpp"

#include "server/document/record_json.hpp"

#include <map>

namespace telestate::api {

namespace {

using document::JsonWriter;
using storage::Reader;

template <typename Record>
std::optional<std::string> format_found(const std::optional<Record>& record) {
    if (!record) return std::nullopt;
    return document::format_record(*record);
}

} // namespace

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
