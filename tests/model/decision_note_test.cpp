#include "model/decision_note.hpp"

#include "tests/model/support/values.hpp"

#include <doctest/doctest.h>

#include <string_view>

using namespace telestate;
using namespace telestate::test;

TEST_CASE("the next decision is put in one sentence") {
    const NextDecision notice{DecisionKind::give_notice, day("2026-06-26"), 135, day("2026-08-27"), {},
                              day("2027-08-27"),         money("14400.00")};
    const NextDecision option{DecisionKind::exercise_option,
                              day("2026-06-26"),
                              135,
                              day("2026-08-27"),
                              {},
                              day("2027-08-27"),
                              money("14400.00")};
    NextDecision without_cost = notice;
    without_cost.cost_at_stake.reset();
    struct Row {
        NextDecision decision;
        std::string_view said;
    };
    const Row rows[] = {
        {notice, "Give notice by 26 June 2026 or it renews to 27 August 2027 at a cost of £14,400.00."},
        {without_cost, "Give notice by 26 June 2026 or it renews to 27 August 2027."},
        {option,
         "Exercise the option by 26 June 2026 to go on until 27 August 2027 at a cost of £14,400.00, or it "
         "ends on 27 August 2026."},
        {{DecisionKind::replace, day("2026-08-27"), 197, day("2026-08-27"), {}, {}, {}},
         "It ends on 27 August 2026: have whatever follows it in place by 27 August 2026."},
        {{DecisionKind::use_break, day("2026-06-26"), 135, day("2026-08-27"), {}, {}, {}},
         "Give notice by 26 June 2026 to use the break and leave on 27 August 2026, or it goes on."},
    };
    for (const Row& row : rows)
        CHECK(describe_next_decision(row.decision, "GBP") == row.said);
}
