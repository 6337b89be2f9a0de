#pragma once

// What a handler answers. The server adds the rest: security headers, Date, Content-Length or chunks, Vary,
// a compressed form where the client takes one, and 304 where the client already holds it.

#include "server/http/request.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace telestate::http {

// Makes a body piece by piece. `chunk` arrives empty; fill it and return true when more follows, false when
// this was the last (which may hold bytes too). It is called on a worker thread, never twice at once, and
// only when what it gave before has been taken by the client, so memory stays at a few pieces; aim at 8-64 KB
// a call. It lives until the body is sent or the client is gone. Throwing cuts the connection, so the client
// sees the body as broken.
using Producer = std::function<bool(std::string& chunk)>;

using Body = std::variant<std::string, std::shared_ptr<const std::string>, Producer>;

struct Response {
    int status = 200;
    std::string content_type;       // with its charset; empty when there is no body
    std::vector<Parameter> headers; // others; a CR, LF or NUL in one is a bug and answered 500
    Body body;
    std::string etag; // with its quotes, as "\"rev-17\""; empty for none. Must not end in -gzip or -br"
    std::string cache_control; // empty means "private, no-cache" when there is an etag, else "no-store"
    std::shared_ptr<const std::string> gzip_body;   // the same body compressed beforehand, if there is one
    std::shared_ptr<const std::string> brotli_body; // the same; never made here, only sent
    bool cacheable =
        false; // with a status of 200, an etag and a cache key, kept for later requests of the same key

    // Replaces or adds a header; returns the response, for chaining.
    Response& set_header(std::string_view name, std::string_view value);

    // The value of a header set here, whatever the case of its name; nothing when absent. Content-Type, ETag
    // and Cache-Control are members, not headers.
    std::optional<std::string_view> find_header(std::string_view name) const;

    // The body as text, for tests and inner callers: a producer is run to its end, and can be run only once.
    std::string body_text() const;
};

// 200 (or the status given) with "application/json".
Response json(std::string body, int status = 200);

// 200 (or the status given) with "text/plain; charset=utf-8".
Response text(std::string body, int status = 200);

// 200 with any media type, from bytes or from a producer.
Response content(std::string content_type, Body body);

// 204.
Response no_content();

// 303 See Other to a path of this server, as after a form.
Response see_other(std::string location);

// The standard phrase of a status, "Not Found" of 404; "Unknown" of a status without one.
std::string_view reason_of(int status);

} // namespace telestate::http
