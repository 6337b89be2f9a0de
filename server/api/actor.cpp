#include "server/api/actor.hpp"

#include "server/auth/identity.hpp"

#include <algorithm>

namespace telestate::api {

namespace {

constexpr std::size_t longest_name = 200;

Error bad_name() {
    return {
        ErrorCode::malformed,
        "The header Telestate-Person has to be a name of at most 200 bytes, in UTF-8 and percent-encoded.",
        {}};
}

} // namespace

Result<Actor> actor_of(const http::Request& request) {
    Actor actor;
    const auto client = request.find_header("Telestate-Client");
    if (client && *client == "page") actor.origin = storage::Origin::page;
    // Who has shown who they are cannot be somebody else.
    if (request.identity && request.identity->via != auth::Via::no_one) {
        actor.name = request.identity->name;
        return actor;
    }
    const auto person = request.find_header("Telestate-Person");
    if (!person || person->empty()) return actor;
    if (person->size() > 3 * longest_name) return bad_name();
    // A form's field is decoded and checked the same way; what separates fields cannot stand in one.
    if (person->find_first_of("&=+") != std::string_view::npos) return bad_name();
    const auto decoded = http::parse_form("name=" + std::string(*person));
    if (!decoded || decoded->size() != 1) return bad_name();
    std::string name = decoded->front().value;
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
    if (name.size() > longest_name || std::any_of(name.begin(), name.end(), is_control)) return bad_name();
    const std::size_t first = name.find_first_not_of(' ');
    if (first == std::string::npos) return actor;
    actor.name = name.substr(first, name.find_last_not_of(' ') - first + 1);
    return actor;
}

} // namespace telestate::api
