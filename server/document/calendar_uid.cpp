#include "server/document/calendar_uid.hpp"

#include <algorithm>
#include <set>

namespace telestate::document {

namespace {

std::int64_t number_of(const SeenContract& seen, const Candidate& candidate) {
    const std::vector<Break>& breaks = seen.contract().term.breaks;
    switch (candidate.kind) {
    case DecisionKind::give_notice:
        return seen.schedule().first_number_ending_from(candidate.takes_effect);
    case DecisionKind::exercise_option:
        return static_cast<std::int64_t>(seen.first_option_left()) + 1;
    case DecisionKind::replace:
        return static_cast<std::int64_t>(seen.first_option_left());
    case DecisionKind::use_break:
        return std::find_if(breaks.begin(), breaks.end(),
                            [&](const Break& option) {
                                // Two of one day may differ in their notice.
                                return option.on == candidate.takes_effect &&
                                       seen.candidate_of(option).decide_by == candidate.decide_by;
                            }) -
               breaks.begin() + 1;
    }
    return 0;
}

std::string uid_of(std::string_view id, MilestoneKind what, std::string_view which,
                   std::string_view identity) {
    std::string uid(id);
    uid.append("-").append(name_of(what));
    if (!which.empty()) uid.append("-").append(which);
    return uid.append("@").append(identity).append(".telestate");
}

} // namespace

std::string calendar_uid(std::string_view identity, const SeenContract& seen, const Candidate& candidate,
                         MilestoneKind what) {
    const std::string which =
        std::string(name_of(candidate.kind)) + "-" + std::to_string(number_of(seen, candidate));
    return uid_of(seen.contract().id, what, which, identity);
}

std::string price_rise_uid(std::string_view identity, const Contract& contract, Day on) {
    std::set<Day> days;
    for (const Charge& charge : contract.charges) {
        for (const PriceRise& rise : charge.price_rises)
            days.insert(rise.on);
    }
    const auto number = std::distance(days.begin(), days.upper_bound(on));
    return uid_of(contract.id, MilestoneKind::price_rise, std::to_string(number), identity);
}

std::string calendar_uid(std::string_view identity, std::string_view id, MilestoneKind what) {
    return uid_of(id, what, {}, identity);
}

} // namespace telestate::document
