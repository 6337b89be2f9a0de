#include "server/api/overview.hpp"

#include "server/api/renewals.hpp"
#include "server/api/spend.hpp"
#include "server/document/organisation_json.hpp"
#include "server/document/position_json.hpp"
#include "server/document/spend_json.hpp"
#include "server/document/workings_json.hpp"

#include <algorithm>
#include <array>

namespace telestate::api {

namespace {

using document::JsonWriter;

constexpr std::size_t decisions_shown = 10;
constexpr std::size_t suppliers_shown = 8;
constexpr std::size_t gap_contracts_shown = 20;

// Something missing from contracts that keeps a figure from being worked out.
struct Gap {
    std::optional<Flag> flag; // else that the kind of term itself is not known
    std::string_view title;
    std::int64_t contract_count = 0;
    std::optional<Money> spend; // of the financial year; nothing where no charge behind it is known
    std::vector<std::string> contracts;
};

class Overview {
  public:
    Overview(const EstateView& view, Day on)
        : view_(view), on_(on), until_(add_months(on, 12)),
          year_(financial_year_of(on, view.rules().year_start)),
          this_year_(year_, on, Grouping::supplier, view.rules()),
          next_year_({year_.starts_in + 1}, on, Grouping::supplier, view.rules()) {}

    void add(const Contract& contract, const Position& position);
    std::string json();

  private:
    void append_counts(JsonWriter& json) const;
    void append_decisions(JsonWriter& json);
    void append_overrun(JsonWriter& json);
    void append_spend(JsonWriter& json);
    void append_gaps(JsonWriter& json);
    static void append_year(JsonWriter& json, std::string_view name, const SpendReport& report);

    const EstateView& view_;
    Day on_;
    Day until_; // inclusive
    FinancialYear year_;
    SpendTally this_year_;
    SpendTally next_year_;
    std::array<std::int64_t, 4> status_counts_{};
    std::int64_t rolling_count_ = 0;
    std::optional<Money> at_stake_; // nothing where no decision has a cost
    SortedPositions decisions_;
    SortedPositions overrun_;
    std::array<Gap, 8> gaps_{{{Flag::no_charges, "No charges recorded", 0, std::nullopt, {}},
                              {Flag::notice_unknown, "Notice period not recorded", 0, std::nullopt, {}},
                              {std::nullopt, "Term not known", 0, std::nullopt, {}},
                              {Flag::end_unknown, "End not recorded", 0, std::nullopt, {}},
                              {Flag::end_imprecise, "End not recorded to the day", 0, std::nullopt, {}},
                              {Flag::start_assumed, "Start not recorded", 0, std::nullopt, {}},
                              {Flag::mixed_vat_bases, "Charges on different VAT bases", 0, std::nullopt, {}},
                              {Flag::holidays_missing, "Beyond the bank-holiday data", 0, std::nullopt, {}}}};
};

void Overview::add(const Contract& contract, const Position& position) {
    ++status_counts_.at(static_cast<std::size_t>(position.status));
    this_year_.add(contract);
    next_year_.add(contract);
    if (position.status == Status::ended) return;
    if (position.flags.has(Flag::rolling)) ++rolling_count_;
    if (position.status == Status::overrun) overrun_.add(contract, position);
    if (position.next_decision && position.next_decision->decide_by <= until_) {
        decisions_.add(contract, position);
        const auto& cost = position.next_decision->cost_at_stake;
        if (cost) at_stake_ = at_stake_.value_or(Money{}) + *cost;
    }
    std::optional<Money> spend;
    for (Gap& gap : gaps_) {
        const bool is_missing =
            gap.flag ? position.flags.has(*gap.flag) : contract.term.kind == TermKind::unknown;
        if (!is_missing) continue;
        if (!spend) {
            SpendTally tally(year_, on_, Grouping::contract, view_.rules());
            tally.add(contract);
            spend = tally.finish().totals.total;
        }
        ++gap.contract_count;
        if (has_priced_charge(contract)) gap.spend = gap.spend.value_or(Money{}) + *spend;
        if (gap.contracts.size() < gap_contracts_shown) gap.contracts.push_back(contract.id);
    }
}

void Overview::append_counts(JsonWriter& json) const {
    json.key("counts");
    json.begin_object();
    for (const RecordKind kind : all_record_kinds)
        json.member(name_of(kind), view_.reader().count_records(kind));
    json.end_object();
    json.key("statuses");
    json.begin_object();
    for (const Status status : {Status::pending, Status::active, Status::overrun, Status::ended}) {
        json.member(name_of(status), status_counts_.at(static_cast<std::size_t>(status)));
    }
    json.end_object();
}

void append_first(JsonWriter& json, SortedPositions& positions, std::size_t most) {
    positions.sort();
    json.begin_list();
    for (std::size_t i = 0; i < std::min(positions.size(), most); ++i)
        json.raw(positions.json(i));
    json.end_list();
}

void Overview::append_decisions(JsonWriter& json) {
    json.key("decisions");
    json.begin_object();
    json.member("until", until_);
    json.member("count", decisions_.size());
    if (at_stake_) {
        json.member("at_stake", *at_stake_);
    } else {
        json.null_member("at_stake");
    }
    json.key("items");
    append_first(json, decisions_, decisions_shown);
    json.end_object();
}

void Overview::append_overrun(JsonWriter& json) {
    json.key("overrun");
    append_first(json, overrun_, decisions_shown);
    json.member("overrun_count", overrun_.size());
    json.member("rolling_count", rolling_count_);
}

void Overview::append_year(JsonWriter& json, std::string_view name, const SpendReport& report) {
    json.key(name);
    document::append_year_spend(json, {report.year, report.totals, report.mixed_vat_bases, false});
}

void Overview::append_spend(JsonWriter& json) {
    SpendReport this_year = this_year_.finish();
    if (this_year.rows.size() > suppliers_shown) this_year.rows.resize(suppliers_shown);
    name_rows(view_.reader(), this_year);
    json.key("spend");
    json.begin_object();
    append_year(json, "this_year", this_year);
    append_year(json, "next_year", next_year_.finish());
    json.key("by_supplier");
    json.begin_list();
    for (const SpendRow& row : this_year.rows)
        document::append_spend_row(json, row);
    json.end_list();
    json.member("left_out_count", this_year.left_out.size());
    json.end_object();
}

void Overview::append_gaps(JsonWriter& json) {
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
        if (gap.spend) {
            json.member("spend", *gap.spend);
        } else {
            json.null_member("spend"); // what is not recorded is no zero
        }
        json.key("contracts");
        json.begin_list();
        for (const std::string& contract : gap.contracts)
            json.text(contract);
        json.end_list();
        json.end_object();
    }
    json.end_list();
}

std::string Overview::json() {
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    json.member("on", on_);
    json.key("organisation");
    document::append_organisation(json, view_.organisation());
    append_counts(json);
    append_decisions(json);
    append_overrun(json);
    append_spend(json);
    append_gaps(json);
    json.end_object();
    return out;
}

} // namespace

std::string overview_json(const EstateView& view, Day on) {
    Overview overview(view, on);
    storage::ContractQuery query;
    query.projection = storage::Projection::computed;
    view.for_each_position(query, on, [&](const Contract& contract, const Position& position) {
        overview.add(contract, position);
    });
    return overview.json();
}

} // namespace telestate::api
