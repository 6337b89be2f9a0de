#include "server/api/csv_response.hpp"

#include <memory>

namespace telestate::api {

namespace {

constexpr std::size_t piece_size = std::size_t{64} * 1024;

void name_file(http::Response& response, std::string_view name, Day on) {
    response.set_header("Content-Disposition", "attachment; filename=\"telestate-" + std::string(name) + "-" +
                                                   format_day(on) + ".csv\"");
}

struct Table {
    std::string head;
    std::string text;
    std::vector<TextPiece> rows;
    std::size_t next = 0;
};

} // namespace

http::Response csv_response(std::string head, std::string text, std::vector<TextPiece> rows,
                            std::string_view name, Day on) {
    const auto table = std::make_shared<Table>(Table{std::move(head), std::move(text), std::move(rows)});
    http::Response response =
        http::content("text/csv; charset=utf-8", http::Producer([table](std::string& chunk) {
                          if (table->next == 0) chunk = table->head;
                          while (table->next < table->rows.size() && chunk.size() < piece_size) {
                              const TextPiece& row = table->rows[table->next++];
                              chunk.append(table->text, row.offset, row.length);
                          }
                          return table->next < table->rows.size();
                      }));
    name_file(response, name, on);
    return response;
}

http::Response csv_response(std::string table, std::string_view name, Day on) {
    http::Response response = http::content("text/csv; charset=utf-8", std::move(table));
    name_file(response, name, on);
    return response;
}

} // namespace telestate::api
