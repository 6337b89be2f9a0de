#pragma once

// What tells one version of a record from another.

#include "server/document/record_json.hpp"
#include "server/http/conditional.hpp"
#include "server/http/security.hpp"

#include <string>
#include <string_view>

namespace telestate::api {

// The entity tag of a record's JSON: of its content alone, so that a change elsewhere in the estate leaves it
// as it is.
inline std::string version_of(std::string_view record_json) {
    return http::etag_of(http::sha256_hex(record_json).substr(0, 32));
}

template <typename Record>
std::string version_of_record(const Record& record) {
    return version_of(document::format_record(record));
}

} // namespace telestate::api
