#pragma once

// Entity tags and conditional requests (RFC 9110, 8.8.3 and 13). A compressed form of a body is another
// representation and so has a tag of its own: the tag of the plain one with "-gzip" or "-br" before the
// closing quote. All comparisons here take these for the same, so a tag from a compressed GET guards an edit
// just as well.

#include "server/http/content_coding.hpp"
#include "server/http/request.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace telestate::http {

// The text as a strong tag: "rev-17" becomes "\"rev-17\"". The text holds no quotes, spaces or control
// characters.
std::string etag_of(std::string_view text);

// The tag of a form: "\"rev-17\"" becomes "\"rev-17-br\"" of Brotli and stays as it is of identity.
std::string etag_of_form(std::string_view etag, Coding coding);

// The tag of the form that a program compresses itself: "\"rev-17\"" becomes "\"rev-17-gzip\"".
std::string gzip_etag_of(std::string_view etag);

// Whether a tag can stand in an ETag header: optional W/, quotes around, nothing inside that RFC 9110
// forbids.
bool is_etag(std::string_view text);

// Whether an If-None-Match header ("*", or a list of tags) names this tag: compared weakly, as that header
// is.
bool if_none_match_names(std::string_view header, std::string_view etag);

// What an If-Match header asks for.
struct IfMatch {
    bool any = false; // "*": the record must exist, in whatever state
    std::vector<std::string>
        tags; // with their quotes and without -gzip or -br; weak ones left out, as they never match

    // Whether a record with this tag may be edited.
    bool allows(std::string_view etag) const;
};

// Nothing when the request has no If-Match. A header that does not parse allows nothing: safer than to ignore
// it.
std::optional<IfMatch> parse_if_match(const Request& request);

} // namespace telestate::http
