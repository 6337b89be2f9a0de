#include "server/http/static_content.hpp"

#include "server/http/conditional.hpp"
#include "server/http/content_coding.hpp"
#include "server/http/problem.hpp"
#include "server/http/security.hpp"

#include <stdexcept>
#include <utility>

namespace telestate::http {

void StaticContent::add(std::string path, std::string content_type, std::string bytes,
                        std::string_view cache_control) {
    CompressedForms forms;
    constexpr int smallest = 9;
    if (is_compressible(content_type) && bytes.size() >= smallest_gzip_body)
        forms.gzip = gzip_of(bytes, smallest);
    add(std::move(path), std::move(content_type), std::move(bytes), cache_control, std::move(forms));
}

void StaticContent::add(std::string path, std::string content_type, std::string bytes,
                        std::string_view cache_control, CompressedForms forms) {
    auto file = std::make_shared<StaticFile>();
    file->etag = etag_of(sha256_hex(bytes).substr(0, 32));
    file->cache_control = cache_control;
    const auto if_smaller = [&](std::string form) -> std::shared_ptr<const std::string> {
        if (form.empty() || form.size() >= bytes.size()) return nullptr;
        return std::make_shared<const std::string>(std::move(form));
    };
    file->gzip_bytes = if_smaller(std::move(forms.gzip));
    file->brotli_bytes = if_smaller(std::move(forms.brotli));
    file->bytes = std::make_shared<const std::string>(std::move(bytes));
    file->content_type = std::move(content_type);
    files_.insert_or_assign(std::move(path), std::move(file));
}

void StaticContent::add(std::string path, std::string bytes) {
    std::string type(media_type_of(path));
    add(std::move(path), std::move(type), std::move(bytes));
}

void StaticContent::add(std::string path, std::string bytes, CompressedForms forms) {
    std::string type(media_type_of(path));
    add(std::move(path), std::move(type), std::move(bytes), always_revalidate, std::move(forms));
}

void StaticContent::add_alias(std::string path, std::string_view of) {
    auto file = find(of);
    if (!file) throw std::logic_error("there is no file " + std::string(of));
    files_.insert_or_assign(std::move(path), std::move(file));
}

std::shared_ptr<const StaticFile> StaticContent::find(std::string_view path) const {
    const auto found = files_.find(path);
    return found == files_.end() ? nullptr : found->second;
}

void StaticContent::add_routes(Router& router, std::string_view access) const {
    RouteOptions options;
    options.access = access;
    options.inline_ok = true;
    for (const auto& [path, file] : files_)
        router.add(
            "GET", path, [file = file](const Request&) { return response_of(*file); }, options);
}

Handler StaticContent::page_fallback(std::string_view page_path) const {
    auto page = find(page_path);
    if (!page) throw std::logic_error("there is no file " + std::string(page_path));
    return [page = std::move(page)](const Request& request) {
        const auto accept = request.find_header("Accept");
        if (accept && accept->find("text/html") != std::string_view::npos) {
            Response response = response_of(*page);
            response.set_header("Vary", "Accept");
            response.cacheable = false; // a key of the path alone would give the page to programs too
            return response;
        }
        return problem(404, "There is nothing at this address.", request.path);
    };
}

Response response_of(const StaticFile& file) {
    Response response = content(file.content_type, file.bytes);
    response.etag = file.etag;
    response.cache_control = file.cache_control;
    response.gzip_body = file.gzip_bytes;
    response.brotli_body = file.brotli_bytes;
    response.cacheable = true;
    return response;
}

std::string_view media_type_of(std::string_view path) {
    static constexpr std::pair<std::string_view, std::string_view> types[] = {
        {".html", "text/html; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".json", "application/json"},
        {".webmanifest", "application/manifest+json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".webp", "image/webp"},
        {".ico", "image/x-icon"},
        {".woff2", "font/woff2"},
        {".txt", "text/plain; charset=utf-8"},
        {".md", "text/plain; charset=utf-8"},
        {".xml", "application/xml"},
        {".map", "application/json"},
        {".csv", "text/csv; charset=utf-8"},
    };
    for (const auto& [extension, type] : types) {
        if (path.ends_with(extension)) return type;
    }
    return "application/octet-stream";
}

} // namespace telestate::http
