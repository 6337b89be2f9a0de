#pragma once

// Tables as files to download.

#include "model/day.hpp"
#include "server/http/response.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace telestate::api {

// A row of a table, as a part of a longer text.
struct TextPiece {
    std::size_t offset = 0;
    std::size_t length = 0;
};

// `head`, then the pieces of `text` in the order given, as telestate-{name}-{on}.csv. Sent a piece at a time.
http::Response csv_response(std::string head, std::string text, std::vector<TextPiece> rows,
                            std::string_view name, Day on);
// The whole table in one text.
http::Response csv_response(std::string table, std::string_view name, Day on);

} // namespace telestate::api
