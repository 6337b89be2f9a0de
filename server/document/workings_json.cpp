#include "server/document/workings_json.hpp"

#include "server/document/field_error_json.hpp"
#include "server/document/spend_json.hpp"

namespace telestate::document {

namespace {

void append_steps(JsonWriter& json, std::string_view name, const std::vector<Step>& steps) {
    json.key(name);
    json.begin_list();
    for (const Step& step : steps)
        append_step(json, step);
    json.end_list();
}

} // namespace

void append_workings(JsonWriter& json, const ContractLabel& label, const Workings& workings) {
    json.begin_object();
    json.member("on", workings.on);
    json.key("position");
    append_position(json, label, workings.position);
    json.key("sentences");
    json.begin_list();
    for (const std::string& sentence : workings.explanation.sentences)
        json.text(sentence);
    json.end_list();
    append_steps(json, "steps", workings.explanation.steps);
    json.key("open_decisions");
    json.begin_list();
    for (const NextDecision& decision : workings.open_decisions)
        append_next_decision(json, decision);
    json.end_list();
    json.key("spend");
    json.begin_list();
    for (const YearSpend& spend : workings.spend)
        append_year_spend(json, spend);
    json.end_list();
    append_steps(json, "spend_steps", workings.spend_steps);
    append_field_errors(json, "warnings", workings.warnings);
    json.end_object();
}

void append_year_spend(JsonWriter& json, const YearSpend& spend) {
    json.begin_object();
    json.member("financial_year", format_financial_year(spend.year));
    append_spend_sums(json, spend.sums);
    append_spend_flags(json, spend.mixed_vat_bases, spend.no_charges);
    json.end_object();
}

void append_step(JsonWriter& json, const Step& step) {
    json.begin_object();
    json.member("about", step.about);
    json.member("title", step.title);
    json.member("working", step.working);
    json.member("result", step.result);
    json.end_object();
}

} // namespace telestate::document
