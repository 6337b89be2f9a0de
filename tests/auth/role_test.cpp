#include "server/auth/role.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using namespace telestate::auth;

TEST_CASE("Roles are read as they are written, and nothing else is a role") {
    for (const Role role : all_roles)
        CHECK(parse_role(name_of(role)) == role);
    for (const char* text : {"", "Viewer", "admin", "viewer ", "owner"})
        CHECK(parse_role(text) == std::nullopt);
}

TEST_CASE("Each role may do more than the one before, and viewers alone see no money") {
    CHECK(std::is_sorted(all_roles.begin(), all_roles.end()));
    CHECK(!sees_money(Role::viewer));
    CHECK(sees_money(Role::finance));
    CHECK(sees_money(Role::editor));
    CHECK(sees_money(Role::administrator));
}
