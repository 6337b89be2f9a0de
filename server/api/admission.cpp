#include "server/api/admission.hpp"

#include "server/http/problem.hpp"
#include "server/http/security.hpp"

namespace telestate::api {

namespace {

http::Response refuse(ErrorCode code, std::string message, const http::Request& request) {
    return http::problem(Error{code, std::move(message), {}}, request.path);
}

bool changes_something(const http::Request& request) {
    return request.method != "GET" && request.method != "HEAD" && request.method != "OPTIONS";
}

// A browser of the last years says from which page a request comes; the dashboard adds a header that no other
// site's page can add. What says neither is not the dashboard.
bool comes_from_own_page(const http::Request& request, std::string_view public_url) {
    const bool tells = request.find_header("Origin") || request.find_header("Sec-Fetch-Site") ||
                       request.find_header("Telestate-Client");
    return tells && http::is_same_origin(request, public_url);
}

} // namespace

std::optional<http::Response> admit(http::Request& request, const http::Route& route, auth::Gate& gate,
                                    std::string_view public_url) {
    const std::string_view access = route.options.access;
    if (access == access_file) return std::nullopt;
    request.identity = gate.identify(request);
    if (changes_something(request)) {
        const bool is_carried = request.identity && request.identity->is_carried_by_browser();
        const bool is_own =
            is_carried ? comes_from_own_page(request, public_url) : http::is_same_origin(request, public_url);
        if (!is_own) {
            return refuse(ErrorCode::forbidden,
                          "a change has to come from this server's own pages or a program", request);
        }
    }
    if (access == access_anyone) return std::nullopt;
    if (!request.identity) {
        http::Response response =
            refuse(ErrorCode::unauthenticated, "Sign in, or send an API token that is good.", request);
        response.set_header("WWW-Authenticate", "Bearer realm=\"telestate\"");
        return response;
    }
    // A route that forgot to say who may have it is nobody's.
    const auto least = auth::parse_role(access);
    if (!least) return refuse(ErrorCode::forbidden, "Nobody may do this.", request);
    if (request.identity->role >= *least) return std::nullopt;
    return refuse(ErrorCode::forbidden,
                  "This needs the role \"" + std::string(auth::name_of(*least)) + "\" or more; yours is \"" +
                      std::string(auth::name_of(request.identity->role)) + "\".",
                  request);
}

} // namespace telestate::api
