#pragma once

// A response made ready to be written: its header as text, its body as bytes, the right one of its variants.

#include "server/http/content_coding.hpp"
#include "server/http/request.hpp"
#include "server/http/response.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace telestate::http {

// One way to write a response: plain or compressed. Heads hold the status line and the headers, each line
// with its CRLF; those that differ from one request to the next (Date, Connection, X-Request-Id) and the
// empty line follow.
struct Variant {
    std::shared_ptr<const std::string> head;
    std::shared_ptr<const std::string> body;
    std::shared_ptr<const std::string> not_modified_head; // of the 304 in its place
};

// A 200 with an etag, kept to serve many requests.
struct FinishedResponse {
    std::string etag; // of the plain variant
    Variant plain;
    std::optional<Variant> gzip;
    std::optional<Variant> brotli; // only of a response that brought it

    // What it takes of memory.
    std::size_t byte_count() const;
};

// What is written for one request.
struct Answer {
    int status = 200;
    std::shared_ptr<const std::string> head;
    std::shared_ptr<const std::string> body; // null when there is none, or when a producer makes it
    Producer producer;
    std::unique_ptr<GzipStream> gzip; // compresses what the producer makes
    bool chunked = false;             // how the producer's body is delimited; otherwise by closing
};

// All variants of a response. It must have status 200, an etag and no producer; throws std::logic_error when
// its headers could not be sent.
std::shared_ptr<const FinishedResponse> finish(Response response, std::string_view security_lines);

// Chooses the variant, or its 304, that answers this request.
Answer answer_of(const Request& request, const FinishedResponse& finished);

// The answer to this request alone. `chunks_allowed` says whether the client knows chunks (HTTP/1.1). Throws
// std::logic_error when the response's headers could not be sent: a line break in a value, a length of its
// own.
Answer answer_of(const Request& request, Response response, std::string_view security_lines,
                 bool chunks_allowed);

} // namespace telestate::http
