#include "server/api/deciding.hpp"

#include "model/decisions.hpp"
#include "server/api/estate_editor.hpp"
#include "server/api/outlook.hpp"
#include "server/api/record_checks.hpp"
#include "server/api/today.hpp"
#include "server/api/versions.hpp"
#include "server/api/write_request.hpp"
#include "server/document/field_error_json.hpp"

#include <algorithm>
#include <array>

namespace telestate::api {

namespace {

using document::JsonValue;

// What the body of a request says.
struct Wish {
    std::optional<Outcome> outcome; // nothing: extend
    std::optional<DecisionKind> kind;
    std::optional<Day> takes_effect;
    std::optional<Day> leaves_on;
    std::optional<Day> decided_on;
    std::optional<Period> length; // of an option taken for less than it may be
    std::string note;
};

Result<Wish> wish_of(std::string_view body) {
    const auto value = document::parse_json(body);
    if (!value) return value.error();
    document::Problems problems;
    const document::Path path;
    Wish wish;
    if (!value->is_object()) return invalid_record({{"", "has to be an object"}});
    const auto text = [&](std::string_view name) -> const std::string* {
        const JsonValue* member = value->find(name);
        if (member == nullptr) return nullptr;
        if (member->is_text()) return &member->text;
        problems.add(document::Path(path, name), "has to be a text");
        return nullptr;
    };
    const auto choice = [&](std::string_view name, auto parse, const char* expected) {
        using Choice = decltype(parse(std::string_view{}));
        const std::string* given = text(name);
        if (given == nullptr) return Choice{};
        Choice parsed = parse(std::string_view(*given));
        if (!parsed) problems.add(document::Path(path, name), std::string("has to be ") + expected);
        return parsed;
    };
    constexpr const char* a_day = "a day such as 2026-11-22";
    const std::string* outcome = text("outcome");
    if (value->find("outcome") == nullptr) problems.add("/outcome", "is needed");
    if (outcome != nullptr && *outcome != "extend") {
        wish.outcome = choice("outcome", parse_outcome, "renew, leave, replace or extend");
    }
    wish.kind = choice("kind", parse_decision_kind, "give_notice, exercise_option, replace or use_break");
    wish.takes_effect = choice("takes_effect", parse_day, a_day);
    wish.leaves_on = choice("leaves_on", parse_day, a_day);
    wish.decided_on = choice("decided_on", parse_day, a_day);
    wish.length = choice("length", parse_period, "a period such as P1Y");
    if (const std::string* note = text("note")) wish.note = *note;
    for (const document::JsonMember& member : value->members) {
        static constexpr std::array known = {"outcome",    "kind",   "takes_effect", "leaves_on",
                                             "decided_on", "length", "note"};
        if (std::find(known.begin(), known.end(), member.name) == known.end()) {
            problems.add(document::Path(path, member.name), "is no field of a decision");
        }
    }
    if (wish.kind.has_value() != wish.takes_effect.has_value()) {
        problems.add("/kind", "a decision is named by kind and takes_effect together");
    }
    if (!wish.outcome && value->find("outcome") != nullptr && !problems.has_errors()) {
        if (wish.kind && *wish.kind != DecisionKind::exercise_option) {
            problems.add("/kind", "extending is about exercise_option and nothing else");
        }
        if (wish.leaves_on) problems.add("/leaves_on", "is for leaving only");
    } else if (wish.outcome) {
        if (wish.length) problems.add("/length", "is for extending only");
        if (wish.leaves_on && *wish.outcome != Outcome::leave)
            problems.add("/leaves_on", "is for leaving only");
    }
    if (problems.has_errors()) return problems.to_error();
    return wish;
}

// The decision that the wish is about.
std::optional<Candidate> find_candidate(const SeenContract& seen, const Wish& wish) {
    if (!wish.kind) return seen.first_candidate();
    for (const Candidate& candidate : seen.open_candidates()) {
        if (candidate.kind == *wish.kind && candidate.takes_effect == *wish.takes_effect) return candidate;
    }
    return std::nullopt;
}

Error refused(std::string message) { return {ErrorCode::conflict, std::move(message), {}}; }

// The next option is exercised.
Result<void> extend(Contract& contract, const SeenContract& seen, const Wish& wish, Day decided_on) {
    const std::size_t next = seen.first_option_left();
    if (contract.term.kind != TermKind::fixed || next >= contract.term.extensions.size()) {
        return refused("there is no option left by which this contract could be extended");
    }
    if (wish.kind && !find_candidate(seen, wish)) return refused("there is no such option open");
    Extension& option = contract.term.extensions[next];
    option.exercised_on = decided_on;
    if (wish.length) option.exercised_length = wish.length;
    return {};
}

Result<void> decide(Contract& contract, const Rules& rules, const Wish& wish, Day on) {
    const Day decided_on = wish.decided_on.value_or(on);
    const Contract before = contract; // what `seen` refers to stays as it is
    const SeenContract seen(before, rules, on);
    if (decided_on > on) {
        return invalid_record(
            {{"/decided_on", "lies after " + format_day(on) + ", the day it is recorded for"}});
    }
    if (wish.leaves_on && contract.term.start) {
        const Day start = days_of(*contract.term.start, rules.year_start).first;
        if (*wish.leaves_on < start) {
            return invalid_record({{"/leaves_on", "lies before the contract's start, " + format_day(start)}});
        }
    }
    if (!wish.outcome) return extend(contract, seen, wish, decided_on);
    const auto candidate = find_candidate(seen, wish);
    if (wish.kind && !candidate) return refused("there is no such decision open on " + format_day(on));
    if (!candidate) {
        if (*wish.outcome == Outcome::leave && wish.leaves_on) {
            contract.ended_on = wish.leaves_on;
            return {};
        }
        return refused(
            *wish.outcome == Outcome::leave
                ? "nothing is to be decided about this contract; say by leaves_on on which day it ends"
                : "nothing is to be decided about this contract");
    }
    Decision decision;
    decision.kind = candidate->kind;
    decision.takes_effect = candidate->takes_effect;
    decision.outcome = *wish.outcome;
    decision.decided_on = decided_on;
    decision.leaves_on = wish.leaves_on;
    decision.note = wish.note;
    contract.decisions.push_back(std::move(decision));
    return {};
}

// What is odd about the contract now and was not before.
std::vector<FieldError> new_warnings(const EstateView& view, const Contract& before, const Contract& after) {
    const auto of = [&](const Contract& contract) {
        return warnings_of(contract, view.rules().year_start, view.rules().calendar);
    };
    const std::vector<FieldError> known = of(before);
    std::vector<FieldError> warnings = of(after);
    std::erase_if(warnings, [&](const FieldError& warning) {
        return std::find(known.begin(), known.end(), warning) != known.end();
    });
    return warnings;
}

std::string outcome_json(const EstateView& view, const Contract& before, const Contract& after, Day on) {
    const ContractSurroundings surroundings = view.surroundings_of(after, on);
    const std::string& currency = view.organisation().currency;
    std::string out;
    document::JsonWriter json(out);
    json.begin_object();
    json.key("record");
    json.raw(document::format_record(after));
    append_outlook(json, after, view.rules(), surroundings, currency, on);
    json.key("before");
    json.begin_object();
    append_outlook(json, before, view.rules(), surroundings, currency, on);
    json.end_object();
    document::append_remarks(json, "warnings", new_warnings(view, before, after));
    json.end_object();
    return out;
}

} // namespace

http::Response post_decision(const http::Request& request, const Services& services) {
    WriteRequest write(request);
    // Nobody has asked for today yet, so it is looked up here.
    const Organisation organisation = services.database.read().find_organisation().value_or(Organisation{});
    const Day today = day_in(organisation.time_zone, services.now());
    const Day on = write.parameters().day("on", today);
    const bool is_dry_run = write.parameters().boolean("dry_run");
    if (auto problem = write.find_problem()) return std::move(*problem);
    const auto wish = wish_of(request.body);
    if (!wish) return write.refuse(wish.error());

    auto begun = services.database.write();
    if (!begun) return write.refuse(begun.error());
    EstateEditor editor(std::move(begun.value()));
    const std::string& id = request.path_parameter("id");
    const auto stored = editor.reader().find_contract(id);
    if (!stored) {
        return write.refuse({ErrorCode::not_found, "there is no contract with the id \"" + id + "\"", {}});
    }
    if (auto stale = write.find_stale(document::format_record(*stored), "contract \"" + id + "\"")) {
        return std::move(*stale);
    }
    const EstateView view(services);
    Contract contract = *stored;
    const auto decided = decide(contract, view.rules(), *wish, on);
    if (!decided) return write.refuse(decided.error());
    auto problems = problems_of(contract, view.rules().year_start);
    if (!problems.empty()) return write.refuse(invalid_record(std::move(problems)));
    std::int64_t revision = editor.reader().revision();
    try {
        std::string body = outcome_json(view, *stored, contract, on);
        if (!is_dry_run) {
            const auto put = editor.put(contract);
            if (!put) return write.refuse(put.error());
            if (editor.has_changes()) revision = editor.commit(services, write.actor());
        }
        http::Response response = http::json(std::move(body));
        response.etag = version_of_record(is_dry_run ? *stored : contract);
        response.set_header("Telestate-Revision", std::to_string(revision));
        return response;
    } catch (const MoneyOverflow& overflow) {
        return write.refuse(refused(overflow.what()));
    }
}

} // namespace telestate::api
