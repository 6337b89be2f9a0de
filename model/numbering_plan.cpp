#include "model/numbering_plan.hpp"

#include <algorithm>
#include <iterator>

namespace telestate {

namespace {

constexpr PlanRange plan[] = {
    {"1", 10, NumberClass::geographic},
    {"2", 10, NumberClass::geographic},
    {"30", 10, NumberClass::public_body_03},
    {"33", 10, NumberClass::charged_as_geographic},
    {"34", 10, NumberClass::charged_as_geographic},
    {"37", 10, NumberClass::charged_as_geographic},
    {"500", 9, NumberClass::withdrawn},
    {"55", 10, NumberClass::corporate_voip},
    {"56", 10, NumberClass::corporate_voip},
    {"70", 10, NumberClass::personal},
    {"71", 10, NumberClass::mobile},
    {"72", 10, NumberClass::mobile},
    {"73", 10, NumberClass::mobile},
    {"74", 10, NumberClass::mobile},
    {"75", 10, NumberClass::mobile},
    {"76", 10, NumberClass::pager},
    {"7624", 10, NumberClass::mobile},
    {"77", 10, NumberClass::mobile},
    {"78", 10, NumberClass::mobile},
    {"79", 10, NumberClass::mobile},
    {"800", 10, NumberClass::freephone},
    {"800", 9, NumberClass::freephone},
    {"808", 10, NumberClass::freephone},
    {"84", 10, NumberClass::service_charge},
    {"87", 10, NumberClass::service_charge},
    {"9", 10, NumberClass::premium_rate},
};

// The areas that still have numbers of nine digits beside those of ten. Anywhere else in 01 nine digits are a
// number with one left out.
constexpr std::string_view nine_digit_areas[] = {
    "1204", "1208", "1254", "1276", "1297", "1298", "1363", "1364",   "1384",   "1386", "1404",
    "1420", "1460", "1461", "1480", "1488", "1524", "1527", "1562",   "1566",   "1606", "1629",
    "1635", "1647", "1659", "1695", "1726", "1744", "1750", "1768",   "1827",   "1837", "1884",
    "1900", "1905", "1935", "1946", "1949", "1963", "1995", "169772", "169773",
};

// Area codes one digit longer than their neighbours', which matter only to where the spaces go.
constexpr std::string_view five_digit_areas[] = {
    "13873", "15242", "15394", "15395", "15396", "16973",
    "16974", "16977", "17683", "17684", "17687", "19467",
};

bool starts_with_any(std::string_view text, const auto& prefixes) {
    return std::any_of(std::begin(prefixes), std::end(prefixes),
                       [&](std::string_view prefix) { return text.starts_with(prefix); });
}

} // namespace

std::span<const PlanRange> numbering_plan() { return plan; }

bool begins_with_nine_digit_area(std::string_view digits) {
    return starts_with_any(digits, nine_digit_areas);
}

bool begins_with_five_digit_area(std::string_view digits) {
    return starts_with_any(digits, five_digit_areas);
}

std::optional<PlanRange> find_range(std::string_view digits) {
    if (digits.size() == 9) {
        for (const std::string_view area : nine_digit_areas)
            if (digits.starts_with(area)) return PlanRange{area, 9, NumberClass::geographic};
    }
    std::optional<PlanRange> best;
    for (const PlanRange& row : plan) {
        if (row.digits == digits.size() && digits.starts_with(row.prefix) &&
            (!best || row.prefix.size() > best->prefix.size()))
            best = row;
    }
    return best;
}

} // namespace telestate
