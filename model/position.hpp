#pragma once

// Where a contract stands on a day: its status, its term, what must be decided next and by when, and how far
// money is already committed (SEMANTICS 2 and 3).

#include "model/contract.hpp"
#include "model/working_days.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace telestate {

enum class Status { pending, active, overrun, ended };
std::string_view name_of(Status status);

enum class Flag : unsigned {
    rolling,
    notice_unknown,          // auto_renew or rolling without a known notice
    end_unknown,             // no end can be worked out
    end_imprecise,           // the end is an interval of more than one day
    start_assumed,           // rolling without a start, or a recurring charge with nothing to start from
    overrun,                 // past its end and perhaps still in use
    notice_longer_than_term, // a term's notice day lies before that term
    deadline_passed,         // the current term's notice day has passed: committed to the next
    option_lapsed,
    mixed_vat_bases,
    no_charges, // no charge recorded and not known to be none
    pstn_at_risk,
    holidays_missing, // a working day was sought outside the bank-holiday data
};
inline constexpr unsigned flag_count = 13;
std::string_view name_of(Flag flag);

class Flags {
  public:
    void set(Flag flag) { bits_ |= 1U << static_cast<unsigned>(flag); }
    bool has(Flag flag) const { return ((bits_ >> static_cast<unsigned>(flag)) & 1U) != 0; }
    bool is_empty() const { return bits_ == 0; }
    // In the order of the enumeration.
    std::vector<Flag> list() const;

    friend bool operator==(const Flags&, const Flags&) = default;

  private:
    unsigned bits_ = 0;
};

struct NextDecision {
    DecisionKind kind = DecisionKind::give_notice;
    Day decide_by{};
    std::int64_t days_left = 0; // from the day asked about; 0 is today
    Day takes_effect{};
    std::optional<Day> start_by;
    std::optional<Day> runs_until;
    std::optional<Money> cost_at_stake;

    friend bool operator==(const NextDecision&, const NextDecision&) = default;
};

struct Position {
    Status status = Status::active;
    std::optional<std::int64_t> term_number;
    std::optional<Interval> term_end;
    std::optional<Interval> last_possible_end;
    Day committed_until{};
    std::optional<NextDecision> next_decision;
    Flags flags;

    friend bool operator==(const Position&, const Position&) = default;
};

// What a position is worked out against, the same for every contract of an organisation.
struct Rules {
    FinancialYearStart year_start;
    const WorkingCalendar& calendar;
    Day pstn_switch_off; // 31 January 2027 unless Openreach moves it
};

// Facts about a contract that are recorded elsewhere in the estate.
struct ContractSurroundings {
    // It pays for a line in service on the day that stops with the PSTN.
    bool has_lines_on_pstn = false;
};

// Never fails for a contract that problems_of() accepts.
Position position_of(const Contract& contract, const Rules& rules, const ContractSurroundings& surroundings,
                     Day on);

// The day the contract ended or will end by record, seen from `on`: the earlier of `ended_on` and the day a
// `leave` decision names. Nothing while neither is recorded.
std::optional<Day> end_by_record(const Contract& contract, Day on);

// The decisions open on `on`, soonest first, and among those of one day use_break, then give_notice or
// exercise_option, then replace. The next decision is the first of them.
std::vector<NextDecision> open_decisions(const Contract& contract, const Rules& rules, Day on);

} // namespace telestate
