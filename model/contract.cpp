#include "model/contract.hpp"

#include <algorithm>

namespace telestate {

std::optional<TermKind> parse_term_kind(std::string_view text) {
    if (text == "fixed") return TermKind::fixed;
    if (text == "auto_renew") return TermKind::auto_renew;
    if (text == "rolling") return TermKind::rolling;
    if (text == "perpetual") return TermKind::perpetual;
    if (text == "unknown") return TermKind::unknown;
    return std::nullopt;
}

std::string_view name_of(TermKind kind) {
    switch (kind) {
    case TermKind::fixed:
        return "fixed";
    case TermKind::auto_renew:
        return "auto_renew";
    case TermKind::rolling:
        return "rolling";
    case TermKind::perpetual:
        return "perpetual";
    case TermKind::unknown:
        return "unknown";
    }
    return {};
}

std::optional<NoticeExpires> parse_notice_expires(std::string_view text) {
    if (text == "term_end") return NoticeExpires::term_end;
    if (text == "any_day") return NoticeExpires::any_day;
    return std::nullopt;
}

std::string_view name_of(NoticeExpires expires) {
    return expires == NoticeExpires::term_end ? "term_end" : "any_day";
}

std::optional<DecisionKind> parse_decision_kind(std::string_view text) {
    if (text == "give_notice") return DecisionKind::give_notice;
    if (text == "exercise_option") return DecisionKind::exercise_option;
    if (text == "replace") return DecisionKind::replace;
    if (text == "use_break") return DecisionKind::use_break;
    return std::nullopt;
}

std::string_view name_of(DecisionKind kind) {
    switch (kind) {
    case DecisionKind::give_notice:
        return "give_notice";
    case DecisionKind::exercise_option:
        return "exercise_option";
    case DecisionKind::replace:
        return "replace";
    case DecisionKind::use_break:
        return "use_break";
    }
    return {};
}

std::optional<Outcome> parse_outcome(std::string_view text) {
    if (text == "renew") return Outcome::renew;
    if (text == "leave") return Outcome::leave;
    if (text == "replace") return Outcome::replace;
    return std::nullopt;
}

std::string_view name_of(Outcome outcome) {
    switch (outcome) {
    case Outcome::renew:
        return "renew";
    case Outcome::leave:
        return "leave";
    case Outcome::replace:
        return "replace";
    }
    return {};
}

std::optional<Notice> notice_of(const Contract& contract) {
    if (contract.term.notice) return contract.term.notice;
    if (find_silence(contract.silences, "term.notice") == Silence::none) return Notice{};
    return std::nullopt;
}

bool has_priced_charge(const Contract& contract) {
    return std::any_of(contract.charges.begin(), contract.charges.end(),
                       [](const Charge& charge) { return charge.is_priced(); });
}

} // namespace telestate
