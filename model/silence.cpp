#include "model/silence.hpp"

namespace telestate {

std::optional<Silence> parse_silence(std::string_view text) {
    if (text == "unknown") return Silence::unknown;
    if (text == "none") return Silence::none;
    if (text == "not_applicable") return Silence::not_applicable;
    if (text == "not_held") return Silence::not_held;
    if (text == "withheld") return Silence::withheld;
    return std::nullopt;
}

std::string_view name_of(Silence silence) {
    switch (silence) {
    case Silence::unknown:
        return "unknown";
    case Silence::none:
        return "none";
    case Silence::not_applicable:
        return "not_applicable";
    case Silence::not_held:
        return "not_held";
    case Silence::withheld:
        return "withheld";
    }
    return {};
}

std::optional<Silence> find_silence(const std::vector<FieldSilence>& silences, std::string_view field) {
    for (const FieldSilence& entry : silences) {
        if (entry.field == field) return entry.silence;
    }
    return std::nullopt;
}

} // namespace telestate
