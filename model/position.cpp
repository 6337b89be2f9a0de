#include "model/position.hpp"

#include "model/decisions.hpp"

#include <algorithm>
#include <array>

namespace telestate {

namespace {

constexpr std::array<std::string_view, flag_count> flag_names = {"rolling",
                                                                 "notice_unknown",
                                                                 "end_unknown",
                                                                 "end_imprecise",
                                                                 "start_assumed",
                                                                 "overrun",
                                                                 "notice_longer_than_term",
                                                                 "deadline_passed",
                                                                 "option_lapsed",
                                                                 "mixed_vat_bases",
                                                                 "no_charges",
                                                                 "pstn_at_risk",
                                                                 "holidays_missing"};

bool has_mixed_vat_bases(const Contract& contract) {
    const auto basis_of = [](const Charge& charge) {
        return charge.vat ? charge.vat->basis : VatBasis::unknown;
    };
    return std::any_of(contract.charges.begin(), contract.charges.end(), [&](const Charge& charge) {
        return basis_of(charge) != basis_of(contract.charges.front());
    });
}

bool has_charge_from_nowhere(const Contract& contract) {
    return !contract.term.start &&
           std::any_of(contract.charges.begin(), contract.charges.end(), [](const Charge& charge) {
               return charge.kind == ChargeKind::recurring && !charge.from;
           });
}

// What may be said of the record whatever its state on the day.
void flag_record(const SeenContract& seen, Flags& flags) {
    const Contract& contract = seen.contract();
    const TermKind recorded = contract.term.kind;
    const bool is_rolling = recorded == TermKind::rolling;
    if (is_rolling) flags.set(Flag::rolling);
    // Without an end there is nothing to count a notice back from: the end is what is missing then.
    const TermKind kind = seen.schedule().kind();
    if ((kind == TermKind::auto_renew || kind == TermKind::rolling) && !seen.notice()) {
        flags.set(Flag::notice_unknown);
    }
    if (recorded != TermKind::unknown && kind == TermKind::unknown) flags.set(Flag::end_unknown);
    if ((is_rolling && !contract.term.start) || has_charge_from_nowhere(contract))
        flags.set(Flag::start_assumed);
    if (has_mixed_vat_bases(contract)) flags.set(Flag::mixed_vat_bases);
    if (contract.charges.empty()) {
        const auto silence = find_silence(contract.silences, "charges");
        if (silence != Silence::none && silence != Silence::not_applicable) flags.set(Flag::no_charges);
    }
}

void flag_notice_days(const SeenContract& seen, Flags& flags) {
    const TermKind kind = seen.schedule().kind();
    if ((kind != TermKind::auto_renew && kind != TermKind::rolling) || !seen.notice() || seen.is_any_day())
        return;
    if (!seen.end_by_record() && seen.notice_day_of_term(seen.term_number()) < seen.on())
        flags.set(Flag::deadline_passed);
    // A term without a recorded start cannot be too short for its notice.
    const bool has_first_day = seen.schedule().start().has_value() || kind == TermKind::rolling;
    const auto is_too_short = [&](std::int64_t number) {
        return (number > 1 || has_first_day) &&
               seen.notice_day_of_term(number) < seen.schedule().first_day_of_term(number);
    };
    if (is_too_short(seen.term_number()) || (seen.open_term() && is_too_short(*seen.open_term()))) {
        flags.set(Flag::notice_longer_than_term);
    }
}

bool is_at_risk_of_switch_off(const SeenContract& seen) {
    const Day switch_off = seen.rules().pstn_switch_off;
    if (seen.end_by_record()) return *seen.end_by_record() > switch_off;
    if (seen.schedule().kind() == TermKind::fixed) return seen.term_end()->last > switch_off;
    return true; // it goes on until somebody ends it
}

// Whether a working day was sought where the bank-holiday data says nothing.
bool misses_holidays(const SeenContract& seen, const std::optional<Candidate>& next) {
    const WorkingCalendar& calendar = seen.rules().calendar;
    if (next && !(calendar.covers(next->decide_by) && calendar.covers(next->takes_effect))) return true;
    if (seen.is_any_day() && seen.notice() && seen.notice()->working_days)
        return !calendar.covers(seen.committed_until());
    return false;
}

} // namespace

std::string_view name_of(Status status) {
    switch (status) {
    case Status::pending:
        return "pending";
    case Status::active:
        return "active";
    case Status::overrun:
        return "overrun";
    case Status::ended:
        return "ended";
    }
    return {};
}

std::string_view name_of(Flag flag) { return flag_names.at(static_cast<std::size_t>(flag)); }

std::vector<Flag> Flags::list() const {
    std::vector<Flag> flags;
    for (unsigned i = 0; i < flag_count; ++i) {
        if (has(static_cast<Flag>(i))) flags.push_back(static_cast<Flag>(i));
    }
    return flags;
}

Position position_of(const Contract& contract, const Rules& rules, const ContractSurroundings& surroundings,
                     Day on) {
    const SeenContract seen(contract, rules, on);
    Position position;
    position.status = seen.status();
    position.committed_until = seen.committed_until();
    flag_record(seen, position.flags);
    if (seen.status() == Status::ended) return position;

    position.term_end = seen.term_end();
    switch (seen.schedule().kind()) {
    case TermKind::fixed:
        position.term_number = 1;
        position.last_possible_end = seen.last_possible_end();
        if (seen.option_has_lapsed()) position.flags.set(Flag::option_lapsed);
        break;
    case TermKind::auto_renew:
        position.term_number = seen.term_number();
        break;
    case TermKind::rolling:
        if (seen.schedule().start()) position.term_number = seen.term_number();
        break;
    case TermKind::perpetual:
    case TermKind::unknown:
        break;
    }
    const std::optional<Candidate> next = seen.first_candidate();
    if (next) position.next_decision = seen.decision_of(*next);
    if (seen.status() == Status::overrun) position.flags.set(Flag::overrun);
    if (seen.term_end() && seen.term_end()->first != seen.term_end()->last)
        position.flags.set(Flag::end_imprecise);
    flag_notice_days(seen, position.flags);
    if (surroundings.has_lines_on_pstn && is_at_risk_of_switch_off(seen))
        position.flags.set(Flag::pstn_at_risk);
    if (misses_holidays(seen, next)) position.flags.set(Flag::holidays_missing);
    return position;
}

std::vector<NextDecision> open_decisions(const Contract& contract, const Rules& rules, Day on) {
    const SeenContract seen(contract, rules, on);
    std::vector<NextDecision> decisions;
    for (const Candidate& candidate : seen.open_candidates())
        decisions.push_back(seen.decision_of(candidate));
    return decisions;
}

} // namespace telestate
