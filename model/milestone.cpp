#include "model/milestone.hpp"

#include "model/switch_off.hpp"

#include <algorithm>
#include <array>

namespace telestate {

namespace {

using Offsets = std::vector<std::int64_t>;

constexpr std::array all_milestone_kinds = {MilestoneKind::decide_by, MilestoneKind::start_by,
                                            MilestoneKind::price_rise, MilestoneKind::end_of_support,
                                            MilestoneKind::pstn_switch_off};

Offsets offsets_of(const std::vector<int>& days, std::optional<std::int64_t> longest) {
    Offsets offsets;
    for (const int day : days) {
        if (day >= 0 && (!longest || day <= *longest)) offsets.push_back(day);
    }
    std::sort(offsets.begin(), offsets.end());
    offsets.erase(std::unique(offsets.begin(), offsets.end()), offsets.end());
    return offsets;
}

// How many days the term has that the decision closes, of a break the term it lies in; nothing where its
// beginning is not known. Of imprecise ends the longest it can be.
std::optional<std::int64_t> days_closed_by(const SeenContract& seen, const Candidate& candidate) {
    const TermSchedule& schedule = seen.schedule();
    std::optional<Day> first;
    Day last = candidate.end_last;
    if (candidate.kind == DecisionKind::give_notice) {
        const std::int64_t number = *seen.open_term();
        if (number > 1 || schedule.start() || schedule.kind() == TermKind::rolling)
            first = schedule.first_day_of_term(number);
    } else if (candidate.kind == DecisionKind::use_break && schedule.kind() == TermKind::auto_renew) {
        const std::int64_t number = schedule.current_term(candidate.takes_effect);
        if (number > 1 || schedule.start()) first = schedule.first_day_of_term(number);
        last = schedule.end_of_term(number).last;
    } else {
        if (schedule.start()) first = schedule.start()->first;
        last = seen.term_end()->last;
    }
    if (!first) return std::nullopt;
    return days_between(*first, last) + 1;
}

// Adds the offsets to those of the milestone of this kind and day.
void want(std::vector<WantedAlerts>& wanted, MilestoneKind kind, Day on, const Offsets& offsets) {
    const auto same = std::find_if(wanted.begin(), wanted.end(), [&](const WantedAlerts& other) {
        return other.kind == kind && other.on == on;
    });
    if (same == wanted.end()) {
        wanted.push_back({kind, on, offsets});
        return;
    }
    Offsets both;
    std::set_union(same->offsets.begin(), same->offsets.end(), offsets.begin(), offsets.end(),
                   std::back_inserter(both));
    same->offsets = std::move(both);
}

bool takes_effect(const SeenContract& seen, const Charge& charge, const PriceRise& rise) {
    const bool is_too_late =
        (charge.to && rise.on > *charge.to) || (seen.end_by_record() && rise.on > *seen.end_by_record());
    return !is_too_late;
}

bool is_passed_and_undecided(const SeenContract& seen, const Candidate& candidate, Day from) {
    return candidate.decide_by >= from && candidate.decide_by < seen.on() &&
           !seen.is_decided(candidate.kind, candidate.takes_effect);
}

void find_passed_notices(const SeenContract& seen, Day from, std::vector<Candidate>& passed) {
    if (!seen.notice() || seen.is_any_day()) return;
    const TermSchedule& schedule = seen.schedule();
    const auto first_from = [&](Day day) {
        return TermSchedule::first_number(1, TermSchedule::number_limit, [&](std::int64_t number) {
            return seen.notice_day_of_term(number) >= day ||
                   schedule.end_of_term(number).last >= last_representable_day;
        });
    };
    for (std::int64_t number = first_from(from);; ++number) {
        const Interval end = schedule.end_of_term(number);
        const Candidate candidate{DecisionKind::give_notice,
                                  seen.notice_day_of_term(number),
                                  end.first,
                                  seen.notice(),
                                  end.last,
                                  schedule.end_of_term(number + 1).last};
        if (candidate.decide_by >= seen.on() || end.last >= last_representable_day) break;
        if (is_passed_and_undecided(seen, candidate, from)) passed.push_back(candidate);
    }
}

void find_passed_ends(const SeenContract& seen, Day from, std::vector<Candidate>& passed) {
    const Interval end = *seen.term_end();
    const auto offer = [&](const Candidate& candidate) {
        if (is_passed_and_undecided(seen, candidate, from)) passed.push_back(candidate);
    };
    if (seen.option_decide_by())
        offer({DecisionKind::exercise_option, *seen.option_decide_by(), end.first, std::nullopt, end.last,
               std::nullopt});
    offer({DecisionKind::replace, seen.rules().calendar.notice_day(end.first, Notice{}), end.first, Notice{},
           end.last, std::nullopt});
}

std::vector<Candidate> find_passed(const SeenContract& seen, Day from) {
    std::vector<Candidate> passed;
    if (seen.status() == Status::ended || seen.end_by_record()) return passed;
    switch (seen.schedule().kind()) {
    case TermKind::auto_renew:
    case TermKind::rolling:
        find_passed_notices(seen, from, passed);
        break;
    case TermKind::fixed:
        find_passed_ends(seen, from, passed);
        break;
    case TermKind::perpetual:
    case TermKind::unknown:
        break;
    }
    for (const Break& option : seen.contract().term.breaks) {
        if (!seen.is_usable(option)) continue;
        const Candidate candidate = seen.candidate_of(option);
        if (is_passed_and_undecided(seen, candidate, from)) passed.push_back(candidate);
    }
    std::stable_sort(passed.begin(), passed.end(), [](const Candidate& a, const Candidate& b) {
        return a.decide_by != b.decide_by ? a.decide_by > b.decide_by : comes_before(a, b);
    });
    return passed;
}

} // namespace

std::string_view name_of(MilestoneKind kind) {
    switch (kind) {
    case MilestoneKind::decide_by:
        return "decide_by";
    case MilestoneKind::start_by:
        return "start_by";
    case MilestoneKind::price_rise:
        return "price_rise";
    case MilestoneKind::end_of_support:
        return "end_of_support";
    case MilestoneKind::pstn_switch_off:
        return "pstn_switch_off";
    }
    return {};
}

std::optional<MilestoneKind> parse_milestone_kind(std::string_view text) {
    for (const MilestoneKind kind : all_milestone_kinds) {
        if (name_of(kind) == text) return kind;
    }
    return std::nullopt;
}

std::vector<WantedAlerts> milestones_of(const SeenContract& seen, const std::vector<int>& usual_days) {
    std::vector<WantedAlerts> wanted;
    if (seen.status() == Status::ended) return wanted;
    const Contract& contract = seen.contract();
    const std::vector<int>& days = contract.alert_days ? *contract.alert_days : usual_days;
    // It comes round so often that only those who ask for it are told.
    const bool is_quiet = seen.schedule().kind() == TermKind::rolling && !contract.alert_days;
    for (const Candidate& candidate : seen.open_candidates()) {
        const Offsets offsets = is_quiet ? Offsets{} : offsets_of(days, days_closed_by(seen, candidate));
        want(wanted, MilestoneKind::decide_by, candidate.decide_by, offsets);
        const std::optional<Day> start_by = seen.start_by_of(candidate);
        if (start_by && *start_by >= seen.on()) want(wanted, MilestoneKind::start_by, *start_by, offsets);
    }
    // What is out of contract causes no alerts of its own but that it was missed.
    const bool is_overrun = seen.status() == Status::overrun;
    for (const Charge& charge : contract.charges) {
        for (const PriceRise& rise : charge.price_rises) {
            if (!is_overrun && rise.on >= seen.on() && takes_effect(seen, charge, rise))
                want(wanted, MilestoneKind::price_rise, rise.on, offsets_of(days, std::nullopt));
        }
    }
    std::stable_sort(wanted.begin(), wanted.end(), [](const WantedAlerts& a, const WantedAlerts& b) {
        return a.on != b.on ? a.on < b.on : a.kind < b.kind;
    });
    return wanted;
}

std::optional<WantedAlerts> milestone_of(const Platform& platform, const std::vector<int>& usual_days,
                                         Day on) {
    if (!platform.end_of_support || *platform.end_of_support < on) return std::nullopt;
    return WantedAlerts{MilestoneKind::end_of_support, *platform.end_of_support,
                        offsets_of(usual_days, std::nullopt)};
}

std::optional<WantedAlerts> milestone_of(const Line& line, const std::vector<int>& usual_days, Day switch_off,
                                         Day on) {
    if (switch_off < on || !line.technology || !rides_on_pstn(*line.technology)) return std::nullopt;
    if (!is_in_service(line, switch_off)) return std::nullopt;
    return WantedAlerts{MilestoneKind::pstn_switch_off, switch_off, offsets_of(usual_days, std::nullopt)};
}

std::vector<Candidate> passed_decisions(const SeenContract& seen, Day from) {
    const TermKind kind = seen.schedule().kind();
    if (kind != TermKind::auto_renew && kind != TermKind::fixed) return {};
    return find_passed(seen, from);
}

bool has_passed_decision(const SeenContract& seen, Day decide_by) {
    const std::vector<Candidate> passed = find_passed(seen, decide_by);
    return std::any_of(passed.begin(), passed.end(),
                       [&](const Candidate& candidate) { return candidate.decide_by == decide_by; });
}

bool has_price_rise_on(const SeenContract& seen, Day day) {
    const auto& charges = seen.contract().charges;
    return std::any_of(charges.begin(), charges.end(), [&](const Charge& charge) {
        return std::any_of(charge.price_rises.begin(), charge.price_rises.end(), [&](const PriceRise& rise) {
            return rise.on == day && takes_effect(seen, charge, rise);
        });
    });
}

} // namespace telestate
