#include "server/storage/history.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace telestate::storage {

namespace {

constexpr std::array<std::pair<ChangeAction, std::string_view>, 3> actions{{
    {ChangeAction::added, "added"},
    {ChangeAction::changed, "changed"},
    {ChangeAction::deleted, "deleted"},
}};

constexpr std::array<std::pair<Origin, std::string_view>, 5> origins{{
    {Origin::page, "page"},
    {Origin::api, "api"},
    {Origin::import, "import"},
    {Origin::sample, "sample"},
    {Origin::undo, "undo"},
}};

template <typename Table, typename Choice>
std::string_view name_in(const Table& table, Choice choice) {
    const auto entry = std::ranges::find(table, choice, &Table::value_type::first);
    return entry == table.end() ? std::string_view{} : entry->second;
}

template <typename Table>
auto choice_in(const Table& table, std::string_view name)
    -> std::optional<typename Table::value_type::first_type> {
    const auto entry = std::ranges::find(table, name, &Table::value_type::second);
    if (entry == table.end()) return std::nullopt;
    return entry->first;
}

} // namespace

std::string_view name_of(ChangeAction action) { return name_in(actions, action); }
std::optional<ChangeAction> parse_change_action(std::string_view name) { return choice_in(actions, name); }

std::string_view name_of(Origin origin) { return name_in(origins, origin); }
std::optional<Origin> parse_origin(std::string_view name) { return choice_in(origins, name); }

} // namespace telestate::storage
