#include "server/auth/role.hpp"

namespace telestate::auth {

std::string_view name_of(Role role) {
    switch (role) {
    case Role::viewer:
        return "viewer";
    case Role::finance:
        return "finance";
    case Role::editor:
        return "editor";
    case Role::administrator:
        return "administrator";
    }
    return {};
}

std::optional<Role> parse_role(std::string_view text) {
    for (const Role role : all_roles)
        if (name_of(role) == text) return role;
    return std::nullopt;
}

bool sees_money(Role role) { return role >= Role::finance; }

} // namespace telestate::auth
