#include "server/api/records.hpp"

#include "server/api/record_access.hpp"
#include "server/document/record_json.hpp"

#include <map>

namespace telestate::api {

using document::JsonWriter;
using storage::Reader;

std::optional<std::string> find_record_json(const Reader& reader, RecordKind kind, std::string_view id) {
    return with_type_of(kind, [&]<typename Record>(std::type_identity<Record>) {
        std::optional<std::string> text;
        if constexpr (!std::is_same_v<Record, Responsibility>) {
            if (const auto record = RecordAccess<Record>::find(reader, id))
                text = document::format_record(*record);
        }
        return text;
    });
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
