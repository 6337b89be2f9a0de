#include "server/document/contract_json.hpp"

#include "server/document/annotation_json.hpp"
#include "server/document/charge_json.hpp"
#include "server/document/record_reader.hpp"
#include "server/document/term_json.hpp"

#include <algorithm>
#include <array>

namespace telestate::document {

namespace {

constexpr std::array<std::string_view, 4> decision_words = {"give_notice", "exercise_option", "replace",
                                                            "use_break"};
constexpr std::array<std::string_view, 3> outcome_words = {"renew", "leave", "replace"};
constexpr std::array<std::string_view, 3> framework_fields = {"name", "lot", "reference"};

Decision read_decision(const JsonValue& value, const Path& path, Problems& problems) {
    RecordReader reader(value, path, problems, "a decision");
    Decision decision;
    reader.report_missing("kind", "give_notice, exercise_option, replace or use_break");
    decision.kind =
        reader.choice("kind", decision_words, parse_decision_kind).value_or(DecisionKind::give_notice);
    reader.report_missing("takes_effect", "the day the decision takes effect");
    if (const auto day = reader.day("takes_effect")) decision.takes_effect = *day;
    reader.report_missing("outcome", "renew, leave or replace");
    decision.outcome = reader.choice("outcome", outcome_words, parse_outcome).value_or(Outcome::renew);
    reader.report_missing("decided_on", "the day it was decided");
    if (const auto day = reader.day("decided_on")) decision.decided_on = *day;
    decision.leaves_on = reader.day("leaves_on");
    decision.note = reader.paragraph("note");
    reader.finish();
    return decision;
}

std::optional<Framework> read_framework(RecordReader& record) {
    const JsonValue* value = record.find("framework");
    if (value == nullptr) return std::nullopt;
    const Path at(record.path(), "framework");
    RecordReader reader(*value, at, record.problems(), "a framework");
    Framework framework;
    framework.name = reader.line("name");
    framework.lot = reader.line("lot");
    framework.reference = reader.line("reference");
    if (value->is_object() && value->members.empty()) {
        record.problems().add(at, "is empty; leave the field out where there is no framework");
    }
    reader.finish();
    return framework;
}

std::string read_url(const JsonValue& value, const Path& path, Problems& problems) {
    std::string url = read_text(value, path, problems, Lines::one);
    if (url.empty() || is_web_address(url)) return url;
    problems.add(path, in_quotes(url) + " is no web address beginning with https:// or http://");
    return {};
}

bool looks_like_url(std::string_view text) {
    return text.starts_with("http://") || text.starts_with("https://");
}

// A text is the web address of a document, or else its title.
Document read_document(const JsonValue& value, const Path& path, Problems& problems) {
    Document document;
    if (value.is_text() && looks_like_url(value.text)) {
        document.url = read_url(value, path, problems);
        return document;
    }
    if (value.is_text()) {
        document.title = read_text(value, path, problems, Lines::one);
        return document;
    }
    RecordReader reader(value, path, problems, "a title, a web address, or");
    document.title = reader.line("title");
    if (const JsonValue* url = reader.find("url")) document.url = read_url(*url, Path(path, "url"), problems);
    if (value.is_object() && value.members.empty()) {
        problems.add(path, "must have a \"title\", a \"url\" or both");
    }
    reader.finish();
    return document;
}

void append_decisions(JsonWriter& json, const std::vector<Decision>& decisions) {
    if (decisions.empty()) return;
    json.key("decisions");
    json.begin_list();
    for (const Decision& decision : decisions) {
        json.begin_object();
        json.member("kind", name_of(decision.kind));
        json.member("takes_effect", decision.takes_effect);
        json.member("outcome", name_of(decision.outcome));
        json.member("decided_on", decision.decided_on);
        if (decision.leaves_on) json.member("leaves_on", *decision.leaves_on);
        json.member_if("note", decision.note);
        json.end_object();
    }
    json.end_list();
}

void append_document(JsonWriter& json, const Document& document) {
    const bool is_url_alone = document.title.empty();
    const bool is_title_alone = document.url.empty() && !looks_like_url(document.title);
    if (is_url_alone || is_title_alone) {
        json.text(is_url_alone ? document.url : document.title);
        return;
    }
    json.begin_object();
    json.member("title", document.title);
    json.member_if("url", document.url);
    json.end_object();
}

// The part of a contract within which one thing that could not be read makes the model's other remarks
// doubtful.
std::string area_of(std::string_view pointer) {
    std::vector<std::string_view> steps;
    while (!pointer.empty()) {
        pointer.remove_prefix(1);
        steps.push_back(pointer.substr(0, pointer.find('/')));
        pointer.remove_prefix(steps.back().size());
    }
    const auto joined = [&](std::size_t count) {
        std::string out;
        for (std::size_t i = 0; i < std::min(count, steps.size()); ++i)
            out.append("/").append(steps[i]);
        return out;
    };
    const auto step_is = [&](std::size_t index, std::string_view step) {
        return steps.size() > index && steps[index] == step;
    };
    // The kind decides what else must be there.
    if (step_is(0, "term") && step_is(1, "kind")) return joined(1);
    if (step_is(0, "term") && step_is(1, "extensions")) return joined(2);
    if (step_is(0, "charges") && step_is(2, "kind")) return joined(2);
    // The ways of pricing exclude one another.
    if (step_is(0, "charges") &&
        (step_is(2, "quantity") || step_is(2, "unit_price") || step_is(2, "silences"))) {
        return joined(2) + "/amount";
    }
    return joined(steps.size());
}

bool is_within(std::string_view inner, std::string_view outer) {
    return inner.starts_with(outer) && (inner.size() == outer.size() || inner[outer.size()] == '/');
}

} // namespace

Contract read_contract(const JsonValue& value, const Path& path, Problems& problems) {
    RecordReader reader(value, path, problems, "a contract");
    Contract contract;
    contract.id = reader.id();
    contract.title = reader.line_or_silence("title", "what people call the contract");
    contract.reference = reader.line("reference");
    contract.supplier = reader.reference("supplier", "a supplier");
    contract.service = reader.line("service");
    contract.site = reader.reference("site", "a site");
    reader.report_missing(
        "term", "how long the contract runs; write { \"kind\": \"unknown\" } where it is not known");
    if (const JsonValue* term = reader.find("term"))
        contract.term = read_term(*term, Path(path, "term"), problems);
    contract.lead_time = reader.period("lead_time");
    contract.charges = reader.list(
        "charges", [&](const JsonValue& item, const Path& at) { return read_charge(item, at, problems); });
    contract.decisions = reader.list("decisions", [&](const JsonValue& item, const Path& at) {
        return read_decision(item, at, problems);
    });
    contract.ended_on = reader.day("ended_on");
    contract.framework = read_framework(reader);
    contract.owner = reader.reference("owner", "a person");
    contract.deputies = reader.references("deputies", "a person");
    contract.cost_centre = reader.line("cost_centre");
    contract.account_code = reader.line("account_code");
    contract.alert_days = reader.alert_days();
    contract.documents = reader.list("documents", [&](const JsonValue& item, const Path& at) {
        return read_document(item, at, problems);
    });
    reader.nested_fields("term", term_fields);
    reader.nested_fields("framework", framework_fields);
    Annotations annotations = reader.annotations();
    contract.notes = std::move(annotations.notes);
    contract.silences = std::move(annotations.silences);
    contract.releases = std::move(annotations.releases);
    reader.finish();
    return contract;
}

void append_contract(JsonWriter& json, const Contract& contract) {
    json.begin_object();
    json.member("id", contract.id);
    json.member_if("title", contract.title);
    json.member_if("reference", contract.reference);
    json.member_if("supplier", contract.supplier);
    json.member_if("service", contract.service);
    json.member_if("site", contract.site);
    json.key("term");
    append_term(json, contract.term);
    if (contract.lead_time) json.member("lead_time", format_period(*contract.lead_time));
    if (!contract.charges.empty()) {
        json.key("charges");
        json.begin_list();
        for (const Charge& charge : contract.charges)
            append_charge(json, charge);
        json.end_list();
    }
    append_decisions(json, contract.decisions);
    if (contract.ended_on) json.member("ended_on", *contract.ended_on);
    if (contract.framework) {
        json.key("framework");
        json.begin_object();
        json.member_if("name", contract.framework->name);
        json.member_if("lot", contract.framework->lot);
        json.member_if("reference", contract.framework->reference);
        json.end_object();
    }
    json.member_if("owner", contract.owner);
    append_texts(json, "deputies", contract.deputies);
    json.member_if("cost_centre", contract.cost_centre);
    json.member_if("account_code", contract.account_code);
    append_alert_days(json, contract.alert_days);
    if (!contract.documents.empty()) {
        json.key("documents");
        json.begin_list();
        for (const Document& document : contract.documents)
            append_document(json, document);
        json.end_list();
    }
    append_annotations(json, contract.notes, contract.silences, contract.releases);
    json.end_object();
}

std::vector<std::string> broken_parts(const Problems& problems, std::size_t error_count,
                                      std::string_view pointer) {
    std::vector<std::string> broken;
    const std::vector<FieldError>& kept = problems.errors();
    for (std::size_t i = error_count; i < kept.size(); ++i)
        broken.push_back(kept[i].pointer.substr(pointer.size()));
    if (problems.error_count() > std::max(error_count, kept.size())) broken.emplace_back();
    return broken;
}

void check_contract(const Contract& contract, FinancialYearStart year_start, std::string_view pointer,
                    const std::vector<std::string>& broken, Problems& problems) {
    std::vector<std::string> broken_areas;
    for (const std::string& at : broken)
        broken_areas.push_back(area_of(at));
    for (FieldError& problem : problems_of(contract, year_start)) {
        const std::string area = area_of(problem.pointer);
        const bool only_follows =
            std::any_of(broken_areas.begin(), broken_areas.end(), [&](const std::string& other) {
                return is_within(area, other) || is_within(other, area);
            });
        if (!only_follows) problems.add(std::string(pointer) + problem.pointer, std::move(problem.message));
    }
}

} // namespace telestate::document
