#pragma once

// Errors as application/problem+json (RFC 9457): {"type":"about:blank","title":…,"status":…,"detail":…,
// "instance":…,"errors":[{"pointer":…,"detail":…}]}. `instance` and `errors` are left out when empty.

#include "model/error.hpp"
#include "server/http/response.hpp"

#include <string>
#include <string_view>

namespace telestate::http {

// The one mapping: malformed 400, forbidden 403, not_found 404, conflict 409, stale 412, too_large 413,
// unsupported 415, invalid 422, busy 503,
// unauthenticated 401, too_often 429.
int status_of(ErrorCode code);

// The answer to an expected error; every field error becomes an entry of `errors`. `instance` is a URI
// reference of this occurrence, such as the request's path.
Response problem(const Error& error, std::string_view instance = {});

// The same with further members (RFC 9457, 3.2), written as JSON: R"("current":{"id":"c1"})".
Response problem_with(const Error& error, std::string_view instance, std::string_view members);

// The answer to what HTTP itself refuses (405, 421, 431, 500 ...). Never pass the text of an exception.
Response problem(int status, std::string_view detail, std::string_view instance = {});

// Appends a JSON string with its quotes. Bytes that are not UTF-8 become U+FFFD, so the result is always
// valid JSON.
void append_json_string(std::string& out, std::string_view text);

} // namespace telestate::http
