#pragma once

// Reads JSON strictly and within limits, and says where it is wrong by line and column.

#include "model/error.hpp"
#include "server/document/json_value.hpp"
#include "server/document/problems.hpp"

#include <cstddef>
#include <functional>
#include <string_view>

namespace telestate::document {

struct JsonLimits {
    std::size_t bytes = std::size_t{256} * 1024 * 1024;
    std::size_t depth = 32;          // of objects and lists in one another
    std::size_t members = 200;       // of one object
    std::size_t list_items = 10'000; // of one list
    std::size_t records = 1'000'000; // of a list at the top level of a document
};

// The whole of `bytes` as one value. Refused beside malformed JSON: bad UTF-8, an empty text, anything after
// the value, the same name twice in an object, and whatever passes the limits. A byte-order mark is passed
// over. The error's code is `malformed`, or `too_large` past the byte limit, or `invalid` for repeated names
// and long lists, which are all listed with their pointers.
Result<JsonValue> parse_json(std::string_view bytes, const JsonLimits& limits = {});

// Who is told what a document holds while it is read.
struct DocumentEvents {
    // A list begins at the top level.
    std::function<void(std::string_view name)> on_list;
    // One item of such a list.
    std::function<void(std::string_view name, std::size_t index, const JsonValue& item)> on_item;
    // A member of the top level that is no list.
    std::function<void(std::string_view name, const JsonValue& value)> on_member;
};

// Reads a document whose top level is an object, and never holds more of it than one item of one list.
// Repeated names and lists past a limit go to `problems` and reading goes on; what cannot be read any further
// is the error.
Result<void> stream_json(std::string_view bytes, const JsonLimits& limits, Problems& problems,
                         const DocumentEvents& events);

// The line and column, both from 1, of a byte in a text; columns count characters.
struct TextPosition {
    std::size_t line = 1;
    std::size_t column = 1;
};
TextPosition position_in(std::string_view bytes, std::size_t offset);

} // namespace telestate::document
