#pragma once

// Compressed bodies: which form the client takes, and compressing with gzip itself. Brotli forms are made
// when the program is built. Bodies of requests are taken uncompressed only.

#include "server/http/request.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace telestate::http {

// Bodies smaller than this many bytes are sent as they are: a header would outweigh what is saved.
inline constexpr std::size_t smallest_gzip_body = 1024;

// How the bytes of a body stand for it.
enum class Coding { identity, gzip, brotli };

// The name in Content-Encoding: "gzip", "br"; empty of identity.
std::string_view name_of(Coding coding);

// The compressed forms that there are of a body, beside the plain one.
struct CodingOffer {
    bool gzip = false;
    bool brotli = false;
};

// What an Accept-Encoding header ("br;q=1, gzip;q=0.5", "*") likes best of what is offered; among equals
// Brotli comes first, then gzip.
Coding choose_coding(std::string_view accept_encoding, CodingOffer offer);
Coding choose_coding(const Request& request, CodingOffer offer);

// Whether such a header lets the body come as gzip, and does not like the plain form better.
bool accepts_gzip(std::string_view accept_encoding);
bool accepts_gzip(const Request& request);

// Whether a Content-Encoding header names no coding: "identity", which is none, may stand there.
bool is_identity(std::string_view content_encoding);

// Whether a media type, with or without parameters, is worth compressing (text, JSON, XML, SVG, JavaScript
// ...).
bool is_compressible(std::string_view content_type);

// The text as one gzip member. Levels are zlib's, 1 (fast) to 9 (small).
std::string gzip_of(std::string_view text, int level = 6);

// Compresses a body that comes in pieces.
class GzipStream {
  public:
    explicit GzipStream(int level = 6);
    ~GzipStream();
    GzipStream(const GzipStream&) = delete;
    GzipStream& operator=(const GzipStream&) = delete;

    // Appends to `out` what is ready of the compressed form of all text so far; `last` ends the stream.
    void append(std::string& out, std::string_view text, bool last);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace telestate::http
