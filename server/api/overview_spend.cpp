#include "server/api/overview_sections.hpp"
#include "server/api/spend.hpp"
#include "server/document/spend_json.hpp"
#include "server/document/workings_json.hpp"

namespace telestate::api::overview {

namespace {

using document::JsonWriter;

constexpr std::size_t rows_shown = 8;
constexpr std::size_t gap_contracts_shown = 20;

void append_year(JsonWriter& json, std::string_view name, const SpendReport& report) {
    json.key(name);
    document::append_year_spend(json, {report.year, report.totals, report.mixed_vat_bases, false});
}

// The rows with the most spend this year, each with its totals of this year and the next.
void append_rows(JsonWriter& json, std::string_view name, SpendReport& this_year,
                 const SpendReport& next_year) {
    json.key(name);
    json.begin_list();
    for (const SpendRow& row : this_year.rows) {
        const auto next = std::find_if(next_year.rows.begin(), next_year.rows.end(),
                                       [&](const SpendRow& other) { return other.key == row.key; });
        json.begin_object();
        document::append_spend_row_members(json, row);
        json.member("this_year", row.sums.total);
        json.member("next_year", next == next_year.rows.end() ? Money{} : next->sums.total);
        json.end_object();
    }
    json.end_list();
}

// Leaves the first rows and names them; says how many there were.
std::size_t keep_first_rows(const storage::Reader& reader, SpendReport& report) {
    const std::size_t count = report.rows.size();
    if (count > rows_shown) report.rows.resize(rows_shown);
    name_rows(reader, report);
    return count;
}

} // namespace

SpendSection::SpendSection(FinancialYear year, Day on, const Rules& rules)
    : suppliers_this_year_(year, on, Grouping::supplier, rules),
      suppliers_next_year_({year.starts_in + 1}, on, Grouping::supplier, rules, false),
      services_this_year_(year, on, Grouping::service, rules, false),
      services_next_year_({year.starts_in + 1}, on, Grouping::service, rules, false) {}

void SpendSection::add(const SeenContract& seen) {
    suppliers_this_year_.add(seen);
    suppliers_next_year_.add(seen);
    services_this_year_.add(seen);
    services_next_year_.add(seen);
}

void SpendSection::append(JsonWriter& json, const storage::Reader& reader) {
    SpendReport suppliers = suppliers_this_year_.finish();
    SpendReport services = services_this_year_.finish();
    const SpendReport next_year = suppliers_next_year_.finish();
    const std::size_t supplier_count = keep_first_rows(reader, suppliers);
    const std::size_t service_count = keep_first_rows(reader, services);
    json.key("spend");
    json.begin_object();
    append_year(json, "this_year", suppliers);
    append_year(json, "next_year", next_year);
    append_rows(json, "by_supplier", suppliers, next_year);
    json.member("supplier_count", supplier_count);
    append_rows(json, "by_service", services, services_next_year_.finish());
    json.member("service_count", service_count);
    json.member("left_out_count", suppliers.left_out.size());
    json.end_object();
}

void GapSection::add(const SeenContract& seen, const Position& position) {
    if (position.status == Status::ended) return;
    const Contract& contract = seen.contract();
    const bool is_priced = has_priced_charge(contract);
    std::optional<Money> spend;
    for (Gap& gap : gaps_) {
        const bool is_missing =
            gap.flag ? position.flags.has(*gap.flag) : contract.term.kind == TermKind::unknown;
        if (!is_missing) continue;
        ++gap.contract_count;
        if (is_priced) {
            if (!spend) spend = spend_of(seen, year_).total;
            gap.spend = gap.spend.value_or(Money{}) + *spend;
        }
        if (gap.contracts.size() < gap_contracts_shown) gap.contracts.push_back(contract.id);
    }
}

void GapSection::append(JsonWriter& json) {
    std::stable_sort(gaps_.begin(), gaps_.end(), [](const Gap& a, const Gap& b) {
        if (a.spend != b.spend) return a.spend > b.spend;
        return a.contract_count > b.contract_count;
    });
    json.key("gaps");
    json.begin_list();
    for (const Gap& gap : gaps_) {
        if (gap.contract_count == 0) continue;
        json.begin_object();
        json.member("flag", gap.flag ? name_of(*gap.flag) : "term_unknown");
        json.member("title", gap.title);
        json.member("contract_count", gap.contract_count);
        json.member_or_null("spend", gap.spend); // what is not recorded is no zero
        json.key("contracts");
        json.begin_list();
        for (const std::string& contract : gap.contracts)
            json.text(contract);
        json.end_list();
        json.end_object();
    }
    json.end_list();
}

} // namespace telestate::api::overview
