#pragma once

// What every request that changes something has to bring, looked at once and in one place.

#include "server/api/actor.hpp"
#include "server/api/parameters.hpp"
#include "server/http/conditional.hpp"
#include "server/http/problem.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace telestate::api {

class WriteRequest {
  public:
    explicit WriteRequest(const http::Request& request) : request_(request), parameters_(request) {}

    const http::Request& request() const { return request_; }
    Parameters& parameters() { return parameters_; }
    // Who makes the change; only after find_problem() found none.
    const Actor& actor() const { return actor_; }

    // Where the request must not be obeyed: it names somebody in a way that cannot be read, or has parameters
    // that cannot be used. To be asked once, after all parameters were taken.
    std::optional<http::Response> find_problem();

    // Whether the caller's copy is the record as it stands: nothing when it is; 428 without If-Match; 412
    // with the record as it stands, which is `current` in JSON. `what` names the record: "contract \"c1\"".
    std::optional<http::Response> find_stale(std::string_view current, std::string_view what) const;

    http::Response refuse(const Error& error) const { return http::problem(error, request_.path); }

  private:
    const http::Request& request_;
    Parameters parameters_;
    Actor actor_;
};

// The answer to a write: the record as it now stands, with its tag and the revision it was written in.
// `location` where the record is new.
http::Response written_response(std::string record_json, std::int64_t revision, std::string location = {});

} // namespace telestate::api
