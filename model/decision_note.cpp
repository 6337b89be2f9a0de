#include "model/decision_note.hpp"

namespace telestate {

std::string describe_next_decision(const NextDecision& decision, std::string_view currency) {
    const std::string by = format_long_day(decision.decide_by);
    const std::string effect = format_long_day(decision.takes_effect);
    const std::string until = decision.runs_until ? format_long_day(*decision.runs_until) : std::string();
    const std::string cost =
        decision.cost_at_stake ? " at a cost of " + format_money_for_people(*decision.cost_at_stake, currency)
                               : std::string();
    switch (decision.kind) {
    case DecisionKind::give_notice:
        return "Give notice by " + by + (until.empty() ? ", or it runs on" : " or it renews to " + until) +
               cost + ".";
    case DecisionKind::exercise_option:
        return "Exercise the option by " + by + " to go on" + (until.empty() ? "" : " until " + until) +
               cost + ", or it ends on " + effect + ".";
    case DecisionKind::replace:
        return "It ends on " + effect + ": have whatever follows it in place by " + by + ".";
    case DecisionKind::use_break:
        return "Give notice by " + by + " to use the break and leave on " + effect + ", or it goes on.";
    }
    return {};
}

} // namespace telestate
