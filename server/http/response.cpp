#include "server/http/response.hpp"

#include <stdexcept>
#include <utility>

namespace telestate::http {

Response& Response::set_header(std::string_view name, std::string_view value) {
    for (Parameter& header : headers) {
        if (equals_ignoring_case(header.name, name)) {
            header.value = value;
            return *this;
        }
    }
    headers.push_back(Parameter{std::string(name), std::string(value)});
    return *this;
}

std::optional<std::string_view> Response::find_header(std::string_view name) const {
    for (const Parameter& header : headers) {
        if (equals_ignoring_case(header.name, name)) return header.value;
    }
    return std::nullopt;
}

std::string Response::body_text() const {
    if (const auto* text = std::get_if<std::string>(&body)) return *text;
    if (const auto* shared = std::get_if<std::shared_ptr<const std::string>>(&body))
        return *shared ? **shared : "";
    const Producer& producer = std::get<Producer>(body);
    std::string whole;
    std::string chunk;
    for (bool more = true; more;) {
        chunk.clear();
        more = producer(chunk);
        whole += chunk;
    }
    return whole;
}

Response content(std::string content_type, Body body) {
    Response response;
    response.content_type = std::move(content_type);
    response.body = std::move(body);
    return response;
}

Response json(std::string body, int status) {
    Response response = content("application/json", std::move(body));
    response.status = status;
    return response;
}

Response text(std::string body, int status) {
    Response response = content("text/plain; charset=utf-8", std::move(body));
    response.status = status;
    return response;
}

Response no_content() {
    Response response;
    response.status = 204;
    return response;
}

Response see_other(std::string location) {
    // "//host" and "https://host" would lead to another site.
    if (location.empty() || location[0] != '/' ||
        (location.size() > 1 && (location[1] == '/' || location[1] == '\\')))
        throw std::logic_error("a redirection leads away from this server: " + location);
    Response response;
    response.status = 303;
    response.set_header("Location", location);
    return response;
}

std::string_view reason_of(int status) {
    switch (status) {
    case 100:
        return "Continue";
    case 200:
        return "OK";
    case 201:
        return "Created";
    case 202:
        return "Accepted";
    case 204:
        return "No Content";
    case 301:
        return "Moved Permanently";
    case 302:
        return "Found";
    case 303:
        return "See Other";
    case 304:
        return "Not Modified";
    case 307:
        return "Temporary Redirect";
    case 308:
        return "Permanent Redirect";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 406:
        return "Not Acceptable";
    case 408:
        return "Request Timeout";
    case 409:
        return "Conflict";
    case 410:
        return "Gone";
    case 411:
        return "Length Required";
    case 412:
        return "Precondition Failed";
    case 413:
        return "Content Too Large";
    case 414:
        return "URI Too Long";
    case 415:
        return "Unsupported Media Type";
    case 417:
        return "Expectation Failed";
    case 421:
        return "Misdirected Request";
    case 422:
        return "Unprocessable Content";
    case 428:
        return "Precondition Required";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 501:
        return "Not Implemented";
    case 503:
        return "Service Unavailable";
    case 505:
        return "HTTP Version Not Supported";
    default:
        return "Unknown";
    }
}

} // namespace telestate::http
