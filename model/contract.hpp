#pragma once

// Contracts: their terms, options, breaks, decisions and charges, and what may not be recorded about them.

#include "model/charge.hpp"
#include "model/error.hpp"
#include "model/partial_date.hpp"
#include "model/period.hpp"
#include "model/silence.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace telestate {

enum class TermKind { fixed, auto_renew, rolling, perpetual, unknown };
enum class NoticeExpires { term_end, any_day };
enum class DecisionKind { give_notice, exercise_option, replace, use_break };
enum class Outcome { renew, leave, replace };

std::optional<TermKind> parse_term_kind(std::string_view text);
std::string_view name_of(TermKind kind);
std::optional<NoticeExpires> parse_notice_expires(std::string_view text);
std::string_view name_of(NoticeExpires expires);
std::optional<DecisionKind> parse_decision_kind(std::string_view text);
std::string_view name_of(DecisionKind kind);
std::optional<Outcome> parse_outcome(std::string_view text);
std::string_view name_of(Outcome outcome);

// An option to extend a fixed contract. It counts as exercised on a day only if `exercised_on` is on or
// before it.
struct Extension {
    Period length;
    std::optional<bool> up_to; // the option may be taken for less than its length
    std::optional<Notice> notice;
    std::optional<Day> exercised_on;
    std::optional<Period> exercised_length; // only with up_to

    friend bool operator==(const Extension&, const Extension&) = default;
};

struct Break {
    Day on{}; // the contract's last day if the break is used
    std::optional<Notice> notice;

    friend bool operator==(const Break&, const Break&) = default;
};

struct Term {
    TermKind kind = TermKind::unknown;
    std::optional<PartialDate> start;
    std::optional<Period> length;
    std::optional<PartialDate> end; // wins over start + length
    std::optional<Period> renews_for;
    std::optional<Period> period; // of rolling
    std::optional<Notice> notice;
    std::optional<NoticeExpires> notice_expires;
    std::vector<Extension> extensions;
    std::vector<Break> breaks;

    friend bool operator==(const Term&, const Term&) = default;
};

struct Decision {
    DecisionKind kind = DecisionKind::give_notice;
    Day takes_effect{};
    Outcome outcome = Outcome::renew;
    Day decided_on{};
    std::optional<Day> leaves_on;
    std::string note;

    friend bool operator==(const Decision&, const Decision&) = default;
};

struct Framework {
    std::string name;
    std::string lot;
    std::string reference; // of the call-off

    friend bool operator==(const Framework&, const Framework&) = default;
};

struct Document {
    std::string title;
    std::string url;

    friend bool operator==(const Document&, const Document&) = default;
};

struct Contract {
    std::string id;
    std::string title;
    std::string reference;
    std::string supplier; // a supplier's id
    std::string service;
    std::string site; // a site's id
    Term term;
    std::optional<Period> lead_time;
    std::vector<Charge> charges;
    std::vector<Decision> decisions;
    std::optional<Day> ended_on;
    std::optional<Framework> framework;
    std::string owner;                 // a person's id
    std::vector<std::string> deputies; // people's ids
    std::string cost_centre;
    std::string account_code;
    // Days before a milestone, in place of the organisation's; empty means no alerts by rule (a missed
    // decision is still told).
    std::optional<std::vector<int>> alert_days;
    std::vector<Document> documents;
    std::string notes;
    std::vector<FieldSilence> silences;
    std::vector<Release> releases;

    friend bool operator==(const Contract&, const Contract&) = default;
};

// The contract's notice: as stated, P0D where `none` is recorded for term.notice, else nothing: we do not
// know.
std::optional<Notice> notice_of(const Contract& contract);

// Whether any sum can be made of what is recorded: at least one charge with a price.
bool has_priced_charge(const Contract& contract);

// What is refused about a contract, every problem at once, with JSON pointers relative to it
// ("/term/renews_for",
// "/charges/2/to"). Empty for a contract that may be kept. The organisation's financial year gives meaning to
// imprecise dates.
std::vector<FieldError> problems_of(const Contract& contract, FinancialYearStart year_start);

// What is kept but odd: an end that disagrees with start and length, a late exercise, a decision that matches
// nothing.
std::vector<FieldError> warnings_of(const Contract& contract, FinancialYearStart year_start,
                                    const class WorkingCalendar& calendar);

} // namespace telestate
