// The cookie header, which anybody may fill.

#include "server/http/request.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace telestate::http;
using telestate::fuzz::require;

FUZZ_TARGET("cookie") {
    Request request;
    request.headers = {{"Cookie", std::string(bytes)}};
    for (const std::string_view name : {"telestate", "__Host-telestate", "a", ""}) {
        const auto value = request.find_cookie(name);
        if (!value) continue;
        const char* const begin = request.headers[0].value.data();
        require(value->empty() ||
                    (value->data() >= begin && value->data() + value->size() <= begin + bytes.size()),
                "a value is a part of the header");
        require(value->find(';') == std::string_view::npos, "a value ends where the next cookie begins");
        require(bytes.find(name) != std::string_view::npos, "what is found was sent");
    }
    // Beside another cookie, and in any order, it is the same.
    request.headers = {{"cookie", "theme=dark; " + std::string(bytes)}};
    const auto beside = request.find_cookie("telestate");
    request.headers = {{"Cookie", std::string(bytes)}};
    const auto alone = request.find_cookie("telestate");
    require(beside.has_value() == alone.has_value(), "another cookie before it hides none");
}
