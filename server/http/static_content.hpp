#pragma once

// The files of the web pages, held in memory: no request ever reaches the disk.

#include "server/http/request.hpp"
#include "server/http/response.hpp"
#include "server/http/router.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace telestate::http {

struct StaticFile {
    std::string content_type;
    std::string cache_control;
    std::string etag; // strong, from the SHA-256 of the bytes
    std::shared_ptr<const std::string> bytes;
    std::shared_ptr<const std::string> gzip_bytes;   // null when compressing would not make it smaller
    std::shared_ptr<const std::string> brotli_bytes; // the same, and of a file that was added without it
};

// A file compressed beforehand, with more patience than a start has.
struct CompressedForms {
    std::string gzip;
    std::string brotli;
};

// What a browser may keep and for how long.
inline constexpr std::string_view always_revalidate = "no-cache";
inline constexpr std::string_view keep_for_a_year =
    "public, max-age=31536000, immutable"; // a new name per content

class StaticContent {
  public:
    // Adds or replaces a file, at a path such as "/app.js". Compresses it here, once.
    void add(std::string path, std::string content_type, std::string bytes,
             std::string_view cache_control = always_revalidate);

    // The same with the media type taken from the path's extension (media_type_of).
    void add(std::string path, std::string bytes);

    // The same, but instead of compressing takes those forms that are smaller than the file.
    void add(std::string path, std::string bytes, CompressedForms forms);

    // Serves one file at one more path, such as "/" beside "/index.html". Throws std::logic_error if it is
    // not there.
    void add_alias(std::string path, std::string_view of);

    // Null when there is none. It lives as long as the table or any response made from it.
    std::shared_ptr<const StaticFile> find(std::string_view path) const;

    // One GET route for each file there is now; routes share the files, so this table may go.
    void add_routes(Router& router, std::string_view access = {}) const;

    // A fallback for the router: the page at `page_path` when a browser navigates to any other path (it asks
    // for text/html), so that addresses inside the pages can be opened and reloaded; a 404 problem for all
    // else. The table must hold the page.
    Handler page_fallback(std::string_view page_path) const;

  private:
    void add(std::string path, std::string content_type, std::string bytes, std::string_view cache_control,
             CompressedForms forms);

    std::map<std::string, std::shared_ptr<const StaticFile>, std::less<>> files_;
};

Response response_of(const StaticFile& file);

// "text/css; charset=utf-8" of "/style.css"; "application/octet-stream" of an extension that is not known.
std::string_view media_type_of(std::string_view path);

} // namespace telestate::http
