#include "server/api/list_contracts.hpp"

#include "model/decisions.hpp"
#include "model/spend.hpp"
#include "server/api/list_rows.hpp"

namespace telestate::api {

namespace {

constexpr std::array<std::string_view, 4> statuses = {"pending", "active", "overrun", "ended"};
constexpr std::array<std::string_view, 5> term_kinds = {"fixed", "auto_renew", "rolling", "perpetual",
                                                        "unknown"};
constexpr std::array<std::string_view, 1> gaps = {"term_unknown"};

std::span<const std::string_view> flag_names() {
    static const auto names = [] {
        std::array<std::string_view, flag_count> all;
        for (unsigned i = 0; i < flag_count; ++i)
            all.at(i) = name_of(static_cast<Flag>(i));
        return all;
    }();
    return names;
}

FieldValue of_day(const std::optional<Day>& day) {
    if (!day) return {};
    return {format_day(*day), day->time_since_epoch().count()};
}

FieldValue of_money(const std::optional<Money>& money) {
    if (!money) return {};
    return {format_money(*money), money->pence()};
}

FieldValue of_date(const std::optional<PartialDate>& date, const ListContext& context) {
    if (!date) return {};
    const Interval days = days_of(*date, context.view().rules().year_start);
    return {format_partial_date(*date), days.first.time_since_epoch().count()};
}

FieldValue of_notice(const Contract& contract) {
    const auto notice = notice_of(contract);
    return {notice ? describe_notice(*notice) : std::string()};
}

FieldValue of_flags(Flags flags) {
    FieldValue value;
    value.keys.emplace();
    for (const Flag flag : flags.list()) {
        value.text += (value.text.empty() ? "" : "; ") + std::string(name_of(flag));
        value.keys->emplace_back(name_of(flag));
    }
    return value;
}

std::optional<Day> decide_by_of(const Position& position) {
    if (!position.next_decision) return std::nullopt;
    return position.next_decision->decide_by;
}

// What its charges come to in the year.
std::optional<Money> spend_in(const Contract& contract, const Rules& rules, Interval year, Day on) {
    if (!is_cost_known(contract)) return std::nullopt;
    const SeenContract seen(contract, rules, on);
    Money total;
    for (const Charge& charge : contract.charges) {
        const ChargeSchedule schedule(charge, seen.charge_start());
        total += spend_of(charge, schedule, year, seen.committed_until(), seen.end_by_record()).total;
    }
    return total;
}

#define TELESTATE_FIELD(Row, ...)                                                                            \
    []([[maybe_unused]] const Row& row, [[maybe_unused]] const ListContext& context) -> FieldValue {         \
        __VA_ARGS__                                                                                          \
    }

} // namespace

template <>
std::span<const Field<ContractRow>> fields_of<ContractRow>() {
    using enum RecordKind;
    static const Field<ContractRow> fields[] = {
        {"id", "ID", TELESTATE_FIELD(ContractRow, return {row.record.id};), true},
        {"title", "Title", TELESTATE_FIELD(ContractRow, return {row.record.title};), true},
        {"reference", "Reference", TELESTATE_FIELD(ContractRow, return {row.record.reference};), true},
        {"supplier", "Supplier",
         TELESTATE_FIELD(ContractRow, return context.reference(suppliers, row.record.supplier);), true, true},
        {"service", "Service", TELESTATE_FIELD(ContractRow, return {row.record.service};), true, true},
        {"site", "Site", TELESTATE_FIELD(ContractRow, return context.reference(sites, row.record.site);),
         true},
        {"owner", "Owner", TELESTATE_FIELD(ContractRow, return context.reference(people, row.record.owner);),
         true, true},
        {"cost_centre", "Cost centre", TELESTATE_FIELD(ContractRow, return {row.record.cost_centre};), true},
        {"status", "Status",
         TELESTATE_FIELD(ContractRow, FieldValue value{std::string(name_of(row.position.status))};
                         value.number = static_cast<std::int64_t>(row.position.status); return value;),
         false, true, nullptr, statuses},
        {"kind", "Term", TELESTATE_FIELD(ContractRow, return {std::string(name_of(row.record.term.kind))};),
         false, true, nullptr, term_kinds},
        {"start", "Start", TELESTATE_FIELD(ContractRow, return of_date(row.record.term.start, context);)},
        {"term_end", "Term ends",
         TELESTATE_FIELD(ContractRow, if (!row.position.term_end) return {};
                         return of_day(row.position.term_end->last);)},
        {"notice", "Notice", TELESTATE_FIELD(ContractRow, return of_notice(row.record);)},
        {"decision", "Next decision",
         TELESTATE_FIELD(ContractRow, if (!row.position.next_decision) return {};
                         return {std::string(name_of(row.position.next_decision->kind))};)},
        {"decide_by", "Decide by", TELESTATE_FIELD(ContractRow, return of_day(decide_by_of(row.position));)},
        {"start_by", "Start by",
         TELESTATE_FIELD(ContractRow, if (!row.position.next_decision) return {};
                         return of_day(row.position.next_decision->start_by);)},
        {"runs_until", "Runs until if nobody acts",
         TELESTATE_FIELD(ContractRow, if (!row.position.next_decision) return {};
                         return of_day(row.position.next_decision->runs_until);)},
        {"cost_at_stake", "Cost at stake",
         TELESTATE_FIELD(ContractRow, if (!row.position.next_decision) return {};
                         return of_money(row.position.next_decision->cost_at_stake);)},
        {"committed_until", "Committed until",
         TELESTATE_FIELD(ContractRow, return of_day(row.position.committed_until);)},
        {"spend", "Spend this financial year", TELESTATE_FIELD(ContractRow, return of_money(row.spend);)},
        {"flag", "Flags", TELESTATE_FIELD(ContractRow, return of_flags(row.position.flags);), false, true,
         nullptr, flag_names()},
        {"gap", "",
         TELESTATE_FIELD(ContractRow,
                         return {row.record.term.kind == TermKind::unknown ? "term_unknown" : ""};),
         false, true, nullptr, gaps},
    };
    return fields;
}

template <>
std::span<const Field<SupplierRow>> fields_of<SupplierRow>() {
    static const Field<SupplierRow> fields[] = {
        {"id", "ID", TELESTATE_FIELD(SupplierRow, return {row.record.id};), true},
        {"name", "Name", TELESTATE_FIELD(SupplierRow, return {row.record.name};), true},
        {"company_number", "Company number",
         TELESTATE_FIELD(SupplierRow, return {row.record.company_number};), true},
        {"also_known_as", "Also known as",
         TELESTATE_FIELD(SupplierRow, FieldValue value; for (const std::string& name
                                                             : row.record.also_known_as) value.text +=
                                                        (value.text.empty() ? "" : "; ") + name;
                         return value;),
         true},
        {"account_manager", "Account manager",
         TELESTATE_FIELD(SupplierRow, return {row.record.account_manager.name};), true},
        {"account_manager_email", "Account manager email",
         TELESTATE_FIELD(SupplierRow, return {row.record.account_manager.email};), true},
        {"account_manager_phone", "Account manager phone",
         TELESTATE_FIELD(SupplierRow, return {row.record.account_manager.phone};), true},
        {"support", "Support", TELESTATE_FIELD(SupplierRow, return {row.record.support.name};), true},
        {"support_email", "Support email", TELESTATE_FIELD(SupplierRow, return {row.record.support.email};),
         true},
        {"support_phone", "Support phone", TELESTATE_FIELD(SupplierRow, return {row.record.support.phone};),
         true},
        {"contract_count", "Contracts",
         TELESTATE_FIELD(SupplierRow,
                         return {std::to_string(row.summary.contract_count), row.summary.contract_count};)},
        {"spend", "Spend this financial year",
         TELESTATE_FIELD(SupplierRow, return of_money(row.summary.spend);)},
        {"next_decide_by", "Next decision by",
         TELESTATE_FIELD(SupplierRow, return of_day(row.summary.next_decide_by);)},
        {"notes", "Notes", TELESTATE_FIELD(SupplierRow, return {row.record.annotations.notes};), true},
    };
    return fields;
}

#undef TELESTATE_FIELD

void for_each_contract_row(const EstateView& view, const storage::ContractQuery& query, Day on,
                           const std::function<void(const ContractRow&)>& visit, bool wants_spend) {
    const FinancialYearStart start = view.rules().year_start;
    const Interval year = days_of(financial_year_of(on, start), start);
    view.for_each_position(query, on, [&](const Contract& contract, const Position& position) {
        std::optional<Money> spend;
        try {
            if (wants_spend) spend = spend_in(contract, view.rules(), year, on);
        } catch (const MoneyOverflow&) {
            throw MoneyOverflow(contract.id);
        }
        visit({contract, position, spend});
    });
}

storage::IdMap<SupplierSummary> summarise_suppliers(const EstateView& view, Day on) {
    storage::IdMap<SupplierSummary> summaries;
    storage::ContractQuery query;
    query.projection = storage::Projection::computed;
    for_each_contract_row(view, query, on, [&](const ContractRow& row) {
        if (row.record.supplier.empty()) return;
        SupplierSummary& summary = summaries[row.record.supplier];
        ++summary.contract_count;
        if (row.spend) summary.spend = summary.spend.value_or(Money()) + *row.spend;
        const auto decide_by = decide_by_of(row.position);
        if (decide_by && (!summary.next_decide_by || *decide_by < *summary.next_decide_by))
            summary.next_decide_by = decide_by;
    });
    return summaries;
}

std::vector<ListedContract> list_contracts_of(const EstateView& view, const ListQuery& query) {
    const ListContext context(view, query.on);
    RowSieve<ContractRow> sieve(query, context);
    std::vector<ListedContract> kept;
    storage::ContractQuery all;
    all.projection = storage::Projection::computed;
    for_each_contract_row(view, all, query.on, [&](const ContractRow& row) {
        if (!sieve.add(row, row.record.id)) return;
        const Contract& contract = row.record;
        kept.push_back({contract.id, contract.title, contract.supplier, contract.service, contract.term.kind,
                        row.position, row.spend});
    });
    sieve.sort();
    std::vector<ListedContract> ordered;
    ordered.reserve(kept.size());
    for (const ListedRow& row : sieve.rows())
        ordered.push_back(std::move(kept[row.place]));
    return ordered;
}

} // namespace telestate::api
