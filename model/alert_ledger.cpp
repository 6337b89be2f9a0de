#include "model/alert_ledger.hpp"

#include <array>

namespace telestate {

namespace {

constexpr std::array all_alert_states = {AlertState::due, AlertState::missed, AlertState::superseded,
                                         AlertState::nobody_to_tell, AlertState::ended};

} // namespace

std::string format_alert_key(const AlertKey& key) {
    std::string text(name_of(key.milestone.subject_kind));
    text += '/';
    text += key.milestone.subject;
    text += '/';
    text += name_of(key.milestone.kind);
    text += '/';
    append_day(text, key.milestone.on);
    text += '/';
    text += std::to_string(key.offset_days);
    return text;
}

std::string_view name_of(AlertState state) {
    switch (state) {
    case AlertState::due:
        return "due";
    case AlertState::missed:
        return "missed";
    case AlertState::superseded:
        return "superseded";
    case AlertState::nobody_to_tell:
        return "nobody_to_tell";
    case AlertState::ended:
        return "ended";
    }
    return {};
}

std::optional<AlertState> parse_alert_state(std::string_view text) {
    for (const AlertState state : all_alert_states) {
        if (name_of(state) == text) return state;
    }
    return std::nullopt;
}

} // namespace telestate
