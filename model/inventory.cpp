#include "model/inventory.hpp"

#include <array>
#include <utility>

namespace telestate {

namespace {

constexpr std::array<std::pair<LineTechnology, std::string_view>, 12> technologies = {{
    {LineTechnology::pstn, "pstn"},
    {LineTechnology::isdn2, "isdn2"},
    {LineTechnology::isdn30, "isdn30"},
    {LineTechnology::sip_trunk, "sip_trunk"},
    {LineTechnology::hosted_voip, "hosted_voip"},
    {LineTechnology::sogea, "sogea"},
    {LineTechnology::fttp, "fttp"},
    {LineTechnology::fttc, "fttc"},
    {LineTechnology::adsl, "adsl"},
    {LineTechnology::leased_line, "leased_line"},
    {LineTechnology::mobile, "mobile"},
    {LineTechnology::unknown, "unknown"},
}};

constexpr std::array<std::pair<LinePurpose, std::string_view>, 9> purposes = {{
    {LinePurpose::voice, "voice"},
    {LinePurpose::fax, "fax"},
    {LinePurpose::lift, "lift"},
    {LinePurpose::alarm, "alarm"},
    {LinePurpose::payment, "payment"},
    {LinePurpose::door_entry, "door_entry"},
    {LinePurpose::telecare, "telecare"},
    {LinePurpose::nurse_call, "nurse_call"},
    {LinePurpose::broadband, "broadband"},
}};

template <typename Names, typename Value = typename Names::value_type::first_type>
std::optional<Value> find_value(const Names& names, std::string_view text) {
    for (const auto& [value, name] : names) {
        if (name == text) return value;
    }
    return std::nullopt;
}

template <typename Names, typename Value>
std::string_view find_name(const Names& names, Value wanted) {
    for (const auto& [value, name] : names) {
        if (value == wanted) return name;
    }
    return {};
}

} // namespace

std::optional<LineTechnology> parse_line_technology(std::string_view text) {
    return find_value(technologies, text);
}
std::string_view name_of(LineTechnology technology) { return find_name(technologies, technology); }
std::optional<LinePurpose> parse_line_purpose(std::string_view text) { return find_value(purposes, text); }
std::string_view name_of(LinePurpose purpose) { return find_name(purposes, purpose); }

bool rides_on_pstn(LineTechnology technology) {
    switch (technology) {
    case LineTechnology::pstn:
    case LineTechnology::isdn2:
    case LineTechnology::isdn30:
    case LineTechnology::adsl:
    case LineTechnology::fttc:
        return true;
    default:
        return false;
    }
}

} // namespace telestate
