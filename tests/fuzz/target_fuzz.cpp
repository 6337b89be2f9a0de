// What stands on the request line, and forms.

#include "server/http/request.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace telestate::http;
using telestate::fuzz::require;

FUZZ_TARGET("target") {
    parse_form(bytes);
    Request request;
    if (assign_target(request, bytes)) return;
    require(request.target == bytes, "a target is kept as it was sent");
    require(request.path.find('\0') == std::string::npos, "a path holds no zero");
    require((request.path + "/").find("/../") == std::string::npos, "a path does not lead upwards");
    for (const Parameter& parameter : request.query)
        require(request.find_query(parameter.name).has_value(), "what was asked is found");
}
