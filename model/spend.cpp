#include "model/spend.hpp"

#include <algorithm>

namespace telestate {

namespace {

// What a person would call the charge: its id, else what it is for, else where it stands.
std::string name_of(const Contract& contract, const Charge& charge) {
    if (!charge.id.empty()) return "charge " + charge.id;
    if (!charge.description.empty()) return "charge \"" + charge.description + "\"";
    return "charge " + std::to_string(&charge - contract.charges.data() + 1);
}

bool is_mixed(unsigned vat_bases) { return (vat_bases & (vat_bases - 1)) != 0; }

// The silence that stands for whatever of the price is missing.
std::string why_unpriced(const Charge& charge) {
    for (const char* field : {"amount", "unit_price", "quantity"}) {
        if (const auto silence = find_silence(charge.silences, field)) return std::string(name_of(*silence));
    }
    return "not recorded";
}

} // namespace

std::optional<Grouping> parse_grouping(std::string_view text) {
    if (text == "contract") return Grouping::contract;
    if (text == "supplier") return Grouping::supplier;
    if (text == "service") return Grouping::service;
    if (text == "site") return Grouping::site;
    if (text == "cost_centre") return Grouping::cost_centre;
    return std::nullopt;
}

std::string_view name_of(Grouping grouping) {
    switch (grouping) {
    case Grouping::contract:
        return "contract";
    case Grouping::supplier:
        return "supplier";
    case Grouping::service:
        return "service";
    case Grouping::site:
        return "site";
    case Grouping::cost_centre:
        return "cost_centre";
    }
    return {};
}

SpendSums& SpendSums::operator+=(const SpendSums& other) {
    committed += other.committed;
    continuing += other.continuing;
    total += other.total;
    net += other.net;
    vat += other.vat;
    gross += other.gross;
    unknown_vat_basis += other.unknown_vat_basis;
    return *this;
}

SpendSums spend_of(const Charge& charge, const ChargeSchedule& schedule, Interval year, Day committed_until,
                   std::optional<Day> end_by_record) {
    SpendSums sums;
    if (schedule.is_recurring()) {
        const Day last = end_by_record ? std::min(year.last, *end_by_record) : year.last;
        sums.total = schedule.share({year.first, last});
        const Day committed_last = std::min(last, committed_until);
        sums.committed = committed_last == last ? sums.total : schedule.share({year.first, committed_last});
    } else {
        sums.total = schedule.share(year);
        sums.committed = sums.total;
    }
    sums.continuing = sums.total - sums.committed;
    if (sums.total.is_zero()) return sums;
    if (const auto split = split_vat(sums.total, charge.vat.value_or(Vat{}))) {
        sums.net = split->net;
        sums.vat = split->vat;
        sums.gross = split->gross;
    } else {
        sums.unknown_vat_basis = sums.total;
    }
    return sums;
}

SpendSums spend_of(const SeenContract& seen, Interval days) {
    SpendSums sums;
    const Day committed_until = seen.committed_until();
    const Day start = seen.charge_start();
    for (const Charge& charge : seen.contract().charges)
        sums += spend_of(charge, ChargeSchedule(charge, start), days, committed_until, seen.end_by_record());
    return sums;
}

std::optional<std::string> reason_left_out(const Contract& contract) {
    if (!contract.charges.empty()) return std::nullopt;
    const auto silence = find_silence(contract.silences, "charges");
    if (!silence) return "no charges recorded";
    switch (*silence) {
    case Silence::unknown:
        return "charges unknown";
    case Silence::not_held:
        return "charges not held";
    case Silence::withheld:
        return "charges withheld";
    case Silence::none:
    case Silence::not_applicable:
        break;
    }
    return std::nullopt;
}

bool is_cost_known(const Contract& contract) {
    return has_priced_charge(contract) || (contract.charges.empty() && !reason_left_out(contract));
}

std::array<FinancialYear, 3> years_before(Day on, FinancialYearStart start) {
    // The year of `on` has not ended before it, so the last one ended is always the one before.
    const int last = financial_year_of(on, start).starts_in - 1;
    return {FinancialYear{last - 2}, FinancialYear{last - 1}, FinancialYear{last}};
}

SpendTally::SpendTally(FinancialYear year, Day on, Grouping by, const Rules& rules, bool has_averages)
    : year_(year), on_(on), by_(by), rules_(rules), days_(days_of(year, rules.year_start)),
      has_averages_(has_averages), earlier_years_(years_before(on, rules.year_start)) {
    for (std::size_t i = 0; i < earlier_years_.size(); ++i) {
        earlier_days_[i] = days_of(earlier_years_[i], rules.year_start);
    }
}

SpendTally::Row& SpendTally::row_of(const std::string& key) {
    if (last_row_ < rows_.size() && rows_[last_row_].first == key) return rows_[last_row_].second;
    const auto [found, is_new] = row_numbers_.try_emplace(key, rows_.size());
    if (is_new) rows_.emplace_back(key, Row{});
    last_row_ = found->second;
    return rows_[last_row_].second;
}

void SpendTally::add_to(Row& row, const SpendSums& sums, const std::array<Money, 3>& earlier,
                        unsigned vat_basis) {
    row.sums += sums;
    for (std::size_t i = 0; i < earlier.size(); ++i)
        row.earlier_totals[i] += earlier[i];
    if (!sums.total.is_zero()) row.vat_bases |= vat_basis;
}

void SpendTally::add(const Contract& contract, std::string_view site) {
    Row* const contract_row = begin(contract);
    if (!contract.charges.empty()) add_charges(SeenContract(contract, rules_, on_), contract_row, site);
}

void SpendTally::add(const SeenContract& seen, std::string_view site) {
    Row* const contract_row = begin(seen.contract());
    add_charges(seen, contract_row, site);
}

SpendTally::Row* SpendTally::begin(const Contract& contract) {
    if (auto reason = reason_left_out(contract)) left_out_.push_back({contract.id, std::move(*reason)});
    Row* contract_row = nullptr;
    if (by_ == Grouping::contract) {
        // Every contract comes once, so there is no row to look for.
        rows_.emplace_back(contract.id, Row{});
        contract_row = &rows_.back().second;
        contract_row->no_charges = !is_cost_known(contract);
    }
    return contract_row;
}

void SpendTally::add_charges(const SeenContract& seen, Row* contract_row, std::string_view site) {
    const Contract& contract = seen.contract();
    const Day committed_until = seen.committed_until();
    const std::optional<Day>& ends_on = seen.end_by_record();
    const Day start = seen.charge_start();
    for (const Charge& charge : contract.charges) {
        if (!charge.is_priced()) {
            left_out_.push_back(
                {contract.id, name_of(contract, charge) + ": amount " + why_unpriced(charge)});
        }
        const ChargeSchedule schedule(charge, start);
        const SpendSums sums = spend_of(charge, schedule, days_, committed_until, ends_on);
        std::array<Money, 3> earlier{};
        for (std::size_t i = 0; has_averages_ && i < earlier.size(); ++i) {
            Interval span = earlier_days_[i];
            if (ends_on && schedule.is_recurring()) span.last = std::min(span.last, *ends_on);
            earlier[i] = schedule.share(span);
        }
        const unsigned vat_basis =
            1U << static_cast<unsigned>(charge.vat ? charge.vat->basis : VatBasis::unknown);
        add_to(totals_, sums, earlier, vat_basis);
        if (contract_row != nullptr) {
            add_to(*contract_row, sums, earlier, vat_basis);
            continue;
        }
        switch (by_) {
        case Grouping::contract:
            break;
        case Grouping::supplier:
            add_to(row_of(contract.supplier), sums, earlier, vat_basis);
            break;
        case Grouping::service:
            add_to(row_of(contract.service), sums, earlier, vat_basis);
            break;
        case Grouping::site: {
            const std::string& own = charge.site.empty() ? contract.site : charge.site;
            add_to(row_of(own.empty() ? std::string(site) : own), sums, earlier, vat_basis);
            break;
        }
        case Grouping::cost_centre: {
            const std::string& own = charge.cost_centre.empty() ? contract.cost_centre : charge.cost_centre;
            add_to(row_of(own), sums, earlier, vat_basis);
            break;
        }
        }
    }
}

std::optional<Average> SpendTally::average_of(const Row& row) const {
    Average average;
    Money sum;
    for (std::size_t i = 0; i < earlier_years_.size(); ++i) {
        if (row.earlier_totals[i].is_zero()) continue;
        sum += row.earlier_totals[i];
        average.years.push_back(earlier_years_[i]);
    }
    if (average.years.empty()) return std::nullopt;
    average.value =
        Money::of_wide_pence(divide_half_up(sum.pence(), static_cast<std::int64_t>(average.years.size())));
    return average;
}

SpendReport SpendTally::finish() {
    SpendReport report;
    report.year = year_;
    report.on = on_;
    report.by = by_;
    report.rows.reserve(rows_.size());
    for (auto& [key, row] : rows_) {
        SpendRow& out = report.rows.emplace_back();
        if (!key.empty()) out.key = std::move(key);
        out.sums = row.sums;
        out.average = average_of(row);
        out.mixed_vat_bases = is_mixed(row.vat_bases);
        out.no_charges = row.no_charges;
    }
    rows_.clear();
    row_numbers_.clear();
    std::sort(report.rows.begin(), report.rows.end(), [](const SpendRow& a, const SpendRow& b) {
        if (a.sums.total != b.sums.total) return a.sums.total > b.sums.total;
        return a.key < b.key;
    });
    report.totals = totals_.sums;
    report.mixed_vat_bases = is_mixed(totals_.vat_bases);
    report.left_out = std::move(left_out_);
    report.average = average_of(totals_);
    return report;
}

} // namespace telestate
