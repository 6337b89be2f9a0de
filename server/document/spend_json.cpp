#include "server/document/spend_json.hpp"

namespace telestate::document {

void append_spend(JsonWriter& json, const SpendReport& report, std::string_view currency) {
    json.begin_object();
    json.member("financial_year", format_financial_year(report.year));
    json.member("on", report.on);
    json.member("by", name_of(report.by));
    json.member("currency", currency);
    json.key("rows");
    json.begin_list();
    for (const SpendRow& row : report.rows)
        append_spend_row(json, row);
    json.end_list();
    json.key("totals");
    json.begin_object();
    append_spend_sums(json, report.totals);
    append_spend_flags(json, report.mixed_vat_bases, false);
    json.end_object();
    json.key("left_out");
    json.begin_list();
    for (const LeftOut& left_out : report.left_out) {
        json.begin_object();
        json.member("contract", left_out.contract);
        json.member("reason", left_out.reason);
        json.end_object();
    }
    json.end_list();
    json.key("average");
    append_average(json, report.average);
    json.end_object();
}

void append_spend_row(JsonWriter& json, const SpendRow& row) {
    json.begin_object();
    append_spend_row_members(json, row);
    json.end_object();
}

void append_spend_row_members(JsonWriter& json, const SpendRow& row) {
    if (row.key) {
        json.member("key", *row.key);
    } else {
        json.null_member("key");
    }
    json.member("title", row.title);
    append_spend_sums(json, row.sums);
    append_spend_flags(json, row.mixed_vat_bases, row.no_charges);
    json.key("average");
    append_average(json, row.average);
}

void append_spend_sums(JsonWriter& json, const SpendSums& sums) {
    json.member("committed", sums.committed);
    json.member("continuing", sums.continuing);
    json.member("total", sums.total);
    json.member("net", sums.net);
    json.member("vat", sums.vat);
    json.member("gross", sums.gross);
    json.member("unknown_vat_basis", sums.unknown_vat_basis);
}

void append_spend_flags(JsonWriter& json, bool mixed_vat_bases, bool no_charges) {
    json.key("flags");
    json.begin_list();
    if (mixed_vat_bases) json.text("mixed_vat_bases");
    if (no_charges) json.text("no_charges");
    json.end_list();
}

void append_average(JsonWriter& json, const std::optional<Average>& average) {
    if (!average) {
        json.null();
        return;
    }
    json.begin_object();
    json.member("value", average->value);
    json.key("years");
    json.begin_list();
    for (const FinancialYear year : average->years)
        json.text(format_financial_year(year));
    json.end_list();
    json.end_object();
}

} // namespace telestate::document
