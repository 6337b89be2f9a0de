#pragma once

// One request, read in full and checked, as handlers see it. Nothing here is a view into a socket's buffer,
// so tests build one by filling in members.

#include "model/error.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace telestate::auth {
struct Identity;
} // namespace telestate::auth

namespace telestate::http {

struct Parameter {
    std::string name;
    std::string value;

    friend bool operator==(const Parameter&, const Parameter&) = default;
};

struct Request {
    std::string method = "GET"; // in capitals; HEAD stays HEAD though a GET route answers it
    std::string target = "/";   // path and query as sent, still percent-encoded
    std::string path = "/";     // percent-decoded; valid UTF-8, no control characters, no "." or ".." segment
    std::vector<Parameter> query;   // decoded, in the order sent; '+' is a space
    std::vector<Parameter> headers; // in the order sent; a repeated one is joined with ", " ("; " for Cookie)
    std::string body;               // empty when there is none
    std::vector<Parameter> path_parameters; // what the route's {name} segments matched, decoded
    std::string remote_address; // of the client, without the port; a trusted proxy says whom it asks for
    std::string host;           // lower case, without the port; passed the server's list of allowed hosts
    std::string id;             // unique to this run of the server; X-Request-Id of the answer and in the log
    bool secure = false;        // whether it came over TLS, here or as far as a trusted proxy
    bool from_trusted_proxy = false; // whether headers that say who asks may be believed
    // Who asks, as ServerOptions::admit found; carried along here and never looked into.
    std::shared_ptr<const auth::Identity> identity;

    // The value of a header, whatever the case of its name; nothing when absent.
    std::optional<std::string_view> find_header(std::string_view name) const;

    // The first value of a query parameter; nothing when absent. "?on" and "?on=" are both present and empty.
    std::optional<std::string_view> find_query(std::string_view name) const;

    // The value of a cookie, without the quotes it may stand in; nothing when absent. Of several with the
    // name the first, as browsers send the one with the longest path first.
    std::optional<std::string_view> find_cookie(std::string_view name) const;

    // What a {name} of the route matched. A name the route does not have is a bug: throws std::out_of_range.
    const std::string& path_parameter(std::string_view name) const;
};

// Fills in target, path and query from what stood on the request line: "/path?query". An error (malformed)
// says what is wrong: a bad percent-escape, invalid UTF-8, a control character, an encoded slash or a dot
// segment. The members are unspecified after an error.
[[nodiscard]] std::optional<Error> assign_target(Request& request, std::string_view target);

// A request as a test or an inner caller wants it. Throws std::invalid_argument when assign_target would
// refuse.
Request request_of(std::string_view method, std::string_view target, std::string body = {},
                   std::vector<Parameter> headers = {});

// Parses "a=1&b=2" as a query string or an HTML form's body. Nothing when an escape is bad or a byte is not
// UTF-8.
std::optional<std::vector<Parameter>> parse_form(std::string_view text);

// Whether two header names, host names or tokens are equal but for the case of ASCII letters.
bool equals_ignoring_case(std::string_view left, std::string_view right);

} // namespace telestate::http
