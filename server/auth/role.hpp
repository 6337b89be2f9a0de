#pragma once

// What a person or a program may do. Each role may do what the ones before it may.

#include <array>
#include <optional>
#include <string_view>

namespace telestate::auth {

enum class Role {
    viewer,        // reads, but sees no money
    finance,       // sees and exports money
    editor,        // changes the estate
    administrator, // looks after accounts, sending and backups
};

// From the least to the most.
inline constexpr std::array all_roles{Role::viewer, Role::finance, Role::editor, Role::administrator};

// "viewer", "finance", "editor", "administrator".
std::string_view name_of(Role role);
std::optional<Role> parse_role(std::string_view text);

bool sees_money(Role role);

} // namespace telestate::auth
