#include "server/api/history_csv.hpp"

#include "server/api/history.hpp"
#include "server/api/history_changes.hpp"
#include "server/api/today.hpp"
#include "server/document/csv_writer.hpp"
#include "server/document/json_parser.hpp"
#include "server/http/conditional.hpp"

#include <memory>

namespace telestate::api {

namespace {

using storage::HistoryEntry;
using storage::RecordChange;

// Records may be long, and each is held with what it was before.
constexpr std::int64_t records_at_once = 100;
constexpr std::size_t piece_size = std::size_t{32} * 1024;

// A text as people read it; anything else as JSON.
std::string cell_of(const std::optional<std::string>& json) {
    if (!json) return {};
    if (!json->starts_with('"')) return *json;
    const auto value = document::parse_json(*json);
    return value ? value->text : *json;
}

void append_head(document::CsvWriter& csv) {
    for (const std::string_view name :
         {"revision", "changed_at", "changed_by", "origin", "note", "undoes", "undone_by", "kind", "id",
          "title", "action", "field", "before", "after"}) {
        csv.cell(name);
    }
    csv.end_row();
}

std::string number_of(const std::optional<std::int64_t>& revision) {
    return revision ? std::to_string(*revision) : std::string();
}

void append_row(document::CsvWriter& csv, const HistoryEntry& entry, const RecordChange& record,
                const document::Change& change) {
    csv.cell(std::to_string(entry.revision));
    csv.cell(entry.changed_at);
    csv.cell(entry.changed_by.value_or(""));
    csv.cell(storage::name_of(entry.origin));
    csv.cell(entry.note);
    csv.cell(number_of(entry.undoes));
    csv.cell(number_of(entry.undone_by));
    csv.cell(record.kind);
    csv.cell(record.id);
    csv.cell(record.title);
    csv.cell(storage::name_of(record.action));
    csv.cell(change.field);
    csv.cell(cell_of(change.before));
    csv.cell(cell_of(change.after));
    csv.end_row();
}

} // namespace

HistoryTable::HistoryTable(storage::Reader reader, storage::HistoryQuery query)
    : reader_(std::move(reader)), query_(std::move(query)) {}

bool HistoryTable::next(std::string& chunk) {
    chunk.clear();
    document::CsvWriter csv(chunk);
    if (!has_head_) {
        chunk += document::csv_byte_order_mark;
        append_head(csv);
        has_head_ = true;
    }
    while (place_ && chunk.size() < piece_size) {
        place_ = reader_.for_each_record_change(
            query_,
            [&](const HistoryEntry& entry, const RecordChange& record) {
                std::vector<document::Change> changes = changes_of(record);
                // The record itself is worth a row where no field tells of it.
                if (changes.empty()) changes.emplace_back();
                for (const document::Change& change : changes)
                    append_row(csv, entry, record, change);
            },
            *place_, records_at_once);
    }
    return place_.has_value();
}

http::Response get_history_csv(const http::Request& request, const Services& services) {
    Parameters parameters(request);
    storage::HistoryQuery query = read_history_query(parameters);
    if (auto problem = parameters.find_problem()) return std::move(*problem);
    storage::Reader reader = services.database.read();
    const std::string etag =
        http::etag_of(services.edition + "-" + std::to_string(reader.revision()) + "-history");
    const auto table = std::make_shared<HistoryTable>(std::move(reader), std::move(query));
    http::Response response =
        http::content("text/csv; charset=utf-8",
                      http::Producer([table](std::string& chunk) { return table->next(chunk); }));
    response.etag = etag;
    response.set_header("Content-Disposition", "attachment; filename=\"telestate-history.csv\"");
    return response;
}

} // namespace telestate::api
