#include "server/api/write_request.hpp"

#include "server/api/versions.hpp"

namespace telestate::api {

std::optional<http::Response> WriteRequest::find_problem() {
    auto actor = actor_of(request_);
    if (!actor) return refuse(actor.error());
    actor_ = std::move(*actor);
    return parameters_.find_problem();
}

std::optional<http::Response> WriteRequest::find_stale(std::string_view current,
                                                       std::string_view what) const {
    const auto if_match = http::parse_if_match(request_);
    if (!if_match) {
        return http::problem(
            428,
            "This change needs If-Match with the ETag of the copy it was made to, so that nobody's "
            "work is overwritten unseen; If-Match: * takes the record as it is.",
            request_.path);
    }
    const std::string version = version_of(current);
    if (if_match->allows(version)) return std::nullopt;
    std::string members = "\"current\":";
    members += current;
    http::Response response = http::problem_with(
        {ErrorCode::stale, "the " + std::string(what) + " has changed since the copy named by If-Match", {}},
        request_.path, members);
    response.etag = version;
    return response;
}

http::Response written_response(std::string record_json, std::int64_t revision, std::string location) {
    const std::string version = version_of(record_json);
    http::Response response = http::json(std::move(record_json), location.empty() ? 200 : 201);
    response.etag = version;
    response.set_header("Telestate-Revision", std::to_string(revision));
    if (!location.empty()) response.set_header("Location", location);
    return response;
}

} // namespace telestate::api
