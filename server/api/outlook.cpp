#include "server/api/outlook.hpp"

#include "model/decision_note.hpp"
#include "model/decisions.hpp"
#include "model/spend.hpp"
#include "model/wording.hpp"
#include "server/document/position_json.hpp"
#include "server/document/workings_json.hpp"

namespace telestate::api {

namespace {

document::YearSpend spend_of_year(const Contract& contract, const Rules& rules, FinancialYear year, Day on) {
    SpendTally tally(year, on, Grouping::contract, rules);
    tally.add(contract);
    const SpendReport report = tally.finish();
    return {year, report.totals, report.mixed_vat_bases, !is_cost_known(contract)};
}

void append_decision_note(document::JsonWriter& json, const Position& position, std::string_view currency) {
    if (position.next_decision) {
        json.member("decision_note", describe_next_decision(*position.next_decision, currency));
    } else {
        json.null_member("decision_note");
    }
}

} // namespace

void append_outlook(document::JsonWriter& json, const Contract& contract, const Rules& rules,
                    const ContractSurroundings& surroundings, std::string_view currency, Day on) {
    // Worked out before anything is written, since amounts past all sense throw.
    const Position position = position_of(contract, rules, surroundings, on);
    const FinancialYear year = financial_year_of(on, rules.year_start);
    const document::YearSpend this_year = spend_of_year(contract, rules, year, on);
    const document::YearSpend next_year = spend_of_year(contract, rules, {year.starts_in + 1}, on);
    const std::vector<std::string> sentences =
        sentences_of(SeenContract(contract, rules, on), position, currency);

    json.key("position");
    document::append_position(json, document::label_of(contract), position);
    json.key("spend");
    json.begin_object();
    json.key("this_year");
    document::append_year_spend(json, this_year);
    json.key("next_year");
    document::append_year_spend(json, next_year);
    json.end_object();
    json.key("sentences");
    json.begin_list();
    for (const std::string& sentence : sentences)
        json.text(sentence);
    json.end_list();
    append_decision_note(json, position, currency);
}

void append_outlook_without_charges(document::JsonWriter& json, const Contract& contract, const Rules& rules,
                                    const ContractSurroundings& surroundings, std::string_view currency,
                                    Day on) {
    Contract known = contract;
    known.charges.clear();
    const Position position = position_of(known, rules, surroundings, on);
    json.key("position");
    document::append_position(json, document::label_of(known), position);
    json.null_member("spend");
    json.key("sentences");
    json.begin_list();
    json.end_list();
    append_decision_note(json, position, currency);
}

void append_no_outlook(document::JsonWriter& json) {
    json.null_member("position");
    json.null_member("spend");
    json.key("sentences");
    json.begin_list();
    json.end_list();
    json.null_member("decision_note");
}

} // namespace telestate::api
