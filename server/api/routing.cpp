// How requests reach the endpoints, and what is kept of their answers.

#include "server/api/admission.hpp"
#include "server/api/calendar.hpp"
#include "server/api/endpoint.hpp"
#include "server/api/routes.hpp"
#include "server/api/today.hpp"
#include "server/document/without_money.hpp"
#include "server/http/conditional.hpp"
#include "server/http/problem.hpp"

namespace telestate::api {

namespace {

// Answers without money are others, and so are their tags.
constexpr std::string_view without_money_mark = "-without-money";

bool sees_money(const http::Request& request) {
    return request.identity && auth::sees_money(request.identity->role);
}

std::string etag_of(const Services& services, std::int64_t revision, Day today, bool with_money) {
    return http::etag_of(services.edition + "-" + std::to_string(revision) + "-" + format_day(today) +
                         std::string(with_money ? "" : without_money_mark));
}

// What an order or a filter by money would tell one who does not see it.
bool asks_about_money(const http::Request& request) {
    static constexpr std::string_view amounts[] = {"spend", "cost_at_stake"};
    for (const http::Parameter& parameter : request.query) {
        std::string_view value = parameter.value;
        if (value.starts_with('-')) value.remove_prefix(1);
        for (const std::string_view amount : amounts) {
            if (parameter.name == amount || (parameter.name == "sort" && value == amount)) return true;
        }
    }
    return false;
}

// The answer as one may have it who sees no money.
http::Response without_money(http::Response response) {
    if (response.content_type.find("json") == std::string::npos) return response;
    response.body = document::without_money(response.body_text());
    response.gzip_body = nullptr;
    response.brotli_body = nullptr;
    if (!response.etag.empty() && response.etag.find(without_money_mark) == std::string::npos)
        response.etag.insert(response.etag.size() - 1, without_money_mark);
    return response;
}

// Takes care that money is shown only to those who may see it.
http::Handler guarding_money(const Endpoint& endpoint, http::Handler handler) {
    if (endpoint.access == access_anyone) return handler;
    return [handler = std::move(handler)](const http::Request& request) {
        if (sees_money(request)) return handler(request);
        if (asks_about_money(request)) {
            return http::problem(
                Error{ErrorCode::forbidden, "Money is shown from the role \"finance\" on.", {}},
                request.path);
        }
        return without_money(handler(request));
    };
}

http::Response answer_view(const http::Request& request, const Services& services, Today& clock,
                           ViewHandler handler) {
    const EstateView view(services);
    const Day day = clock.at(view.reader().revision());
    const std::string etag = etag_of(services, view.reader().revision(), day, sees_money(request));
    const auto held = request.find_header("If-None-Match");
    // Still what the client holds: spare the work. Whether the record exists does not change without the
    // revision.
    if (held && *held != "*" && http::if_none_match_names(*held, etag)) {
        http::Response response;
        response.status = 304;
        // The tag of the form the client holds, which may be the compressed one.
        response.etag =
            held->find(http::gzip_etag_of(etag)) != std::string_view::npos ? http::gzip_etag_of(etag) : etag;
        response.set_header("Vary", "Accept-Encoding");
        return response;
    }
    http::Response response = handler(request, view, day);
    if (response.status == 200) {
        // A record has a tag of its own, which guards an edit of it.
        if (response.etag.empty()) response.etag = etag;
        response.cacheable = true;
    }
    return response;
}

} // namespace

void add_routes(http::Router& router, const Services& services, Today& today) {
    // Beside the calendars there is nothing, not even a page: who misspells an address is to notice.
    http::RouteOptions for_anyone;
    for_anyone.access = access_anyone;
    router.add(
        "GET", "/calendar/{other}",
        [&services](const http::Request& request) { return no_calendar(request, services); }, for_anyone);
    for (const Endpoint& endpoint : all_endpoints()) {
        http::RouteOptions options;
        options.access = endpoint.access;
        options.is_slow = endpoint.is_slow;
        if (endpoint.body_limit != 0) options.body_limit = endpoint.body_limit;
        if (endpoint.takes_sheets) {
            options.content_types.insert(options.content_types.end(), sheet_media_types.begin(),
                                         sheet_media_types.end());
        }
        http::Handler handler;
        if (endpoint.view != nullptr) {
            handler = [&services, &today, view = endpoint.view](const http::Request& request) {
                return answer_view(request, services, today, view);
            };
        } else {
            handler = [&services, action = endpoint.action](const http::Request& request) {
                return action(request, services);
            };
        }
        router.add(endpoint.method, endpoint.pattern, guarding_money(endpoint, std::move(handler)), options);
    }
}

std::optional<std::string> cache_key_of(const http::Request& request, const Services& services,
                                        Today& today) {
    if (!request.target.starts_with("/api/v1/")) return std::nullopt;
    const std::int64_t revision = services.database.revision();
    return std::to_string(revision) + " " + std::to_string(today.at(revision).time_since_epoch().count()) +
           (sees_money(request) ? " " : " without money ") + request.target;
}

} // namespace telestate::api
