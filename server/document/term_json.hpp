#pragma once

// A contract's term in document shape; read_X and append_X promise what they do in organisation_json.hpp.

#include "model/contract.hpp"
#include "server/document/json_value.hpp"
#include "server/document/json_writer.hpp"
#include "server/document/problems.hpp"

#include <array>
#include <string_view>

namespace telestate::document {

inline constexpr std::array<std::string_view, 10> term_fields = {
    "kind",   "start",  "length",         "end",        "renews_for",
    "period", "notice", "notice_expires", "extensions", "breaks"};

Term read_term(const JsonValue& value, const Path& path, Problems& problems);
void append_term(JsonWriter& json, const Term& term);

// A period, or {"length","days":"working"}.
void append_notice(JsonWriter& json, Notice notice);

} // namespace telestate::document
