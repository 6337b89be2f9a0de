#include "model/count.hpp"

namespace telestate {

std::optional<Qualifier> parse_qualifier(std::string_view text) {
    if (text == "exact") return Qualifier::exact;
    if (text == "approximately") return Qualifier::approximately;
    if (text == "at_least") return Qualifier::at_least;
    if (text == "up_to") return Qualifier::up_to;
    return std::nullopt;
}

std::string_view name_of(Qualifier qualifier) {
    switch (qualifier) {
    case Qualifier::exact:
        return "exact";
    case Qualifier::approximately:
        return "approximately";
    case Qualifier::at_least:
        return "at_least";
    case Qualifier::up_to:
        return "up_to";
    }
    return {};
}

std::string describe_count(const Count& count) {
    std::string digits = std::to_string(count.value);
    for (std::size_t at = digits.size(); at > 3;) {
        at -= 3;
        digits.insert(at, ",");
    }
    switch (count.qualifier) {
    case Qualifier::exact:
        return digits;
    case Qualifier::approximately:
        return "about " + digits;
    case Qualifier::at_least:
        return "at least " + digits;
    case Qualifier::up_to:
        return "up to " + digits;
    }
    return digits;
}

} // namespace telestate
