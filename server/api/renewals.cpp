#include "server/api/renewals.hpp"

#include "server/api/list_contracts.hpp"
#include "server/document/csv_writer.hpp"
#include "server/document/position_json.hpp"

#include <algorithm>

namespace telestate::api {

namespace {

// Without a decision, what has run out comes before what runs on, and what is over comes last.
int rank_of(const Position& position) {
    switch (position.status) {
    case Status::overrun:
        return 0;
    case Status::active:
        return 1;
    case Status::pending:
        return 2;
    case Status::ended:
        return 3;
    }
    return 4;
}

Day sort_day_of(const Position& position) {
    return position.next_decision ? position.next_decision->decide_by : last_representable_day + Days{1};
}

storage::ContractQuery all_contracts() {
    storage::ContractQuery query;
    query.projection = storage::Projection::computed;
    return query;
}

} // namespace

void SortedPositions::add(const Contract& contract, const Position& position) {
    const std::size_t offset = text_.size();
    document::JsonWriter json(text_);
    document::append_position(json, document::label_of(contract), position);
    entries_.push_back({sort_day_of(position), rank_of(position), offset, text_.size() - offset});
}

std::string_view SortedPositions::json(std::size_t index) const {
    const Entry& entry = entries_[index];
    return std::string_view(text_).substr(entry.offset, entry.length);
}

void SortedPositions::sort() {
    const std::string_view text = text_;
    std::sort(entries_.begin(), entries_.end(), [&](const Entry& a, const Entry& b) {
        if (a.decide_by != b.decide_by) return a.decide_by < b.decide_by;
        if (a.rank != b.rank) return a.rank < b.rank;
        // Each begins with its contract's id, so the texts sort as the ids do.
        return text.substr(a.offset, a.length) < text.substr(b.offset, b.length);
    });
}

namespace {

// Those the query asks for, in its order.
std::vector<ListedContract> listed_contracts(const EstateView& view, const RenewalsQuery& query) {
    ListQuery contracts = query.contracts;
    contracts.on = query.on;
    std::vector<ListedContract> listed = list_contracts_of(view, contracts);
    if (!contracts.sort.empty()) return listed;
    std::sort(listed.begin(), listed.end(), [](const ListedContract& a, const ListedContract& b) {
        if (sort_day_of(a.position) != sort_day_of(b.position))
            return sort_day_of(a.position) < sort_day_of(b.position);
        if (rank_of(a.position) != rank_of(b.position)) return rank_of(a.position) < rank_of(b.position);
        return a.id < b.id;
    });
    return listed;
}

// Writes an answer of the positions from `first` on, each through `append`.
template <typename Append>
std::string page_json(const RenewalsQuery& query, std::size_t total, Append append) {
    const std::size_t first = std::min(static_cast<std::size_t>(query.offset), total);
    const std::size_t count =
        std::min(query.limit ? static_cast<std::size_t>(*query.limit) : total, total - first);
    std::string out;
    document::JsonWriter json(out);
    document::begin_renewals(json, query.on);
    for (std::size_t i = first; i < first + count; ++i)
        append(json, i);
    std::optional<document::Page> page;
    if (query.limit) page = document::Page{static_cast<std::int64_t>(total), query.offset, *query.limit};
    document::end_renewals(json, page);
    return out;
}

} // namespace

std::string renewals_json(const EstateView& view, const RenewalsQuery& query) {
    if (!query.contracts.is_plain()) {
        const std::vector<ListedContract> listed = listed_contracts(view, query);
        return page_json(query, listed.size(), [&](document::JsonWriter& json, std::size_t i) {
            const ListedContract& contract = listed[i];
            document::append_position(
                json, {contract.id, contract.title, contract.supplier, contract.service}, contract.position);
        });
    }
    SortedPositions positions;
    view.for_each_position(
        all_contracts(), query.on,
        [&](const Contract& contract, const Position& position) { positions.add(contract, position); });
    positions.sort();
    return page_json(query, positions.size(),
                     [&](document::JsonWriter& json, std::size_t i) { json.raw(positions.json(i)); });
}

std::vector<Renewal> list_renewals(const EstateView& view, const RenewalsQuery& query) {
    const auto suppliers = view.reader().names_of(storage::RecordKind::suppliers);
    std::vector<Renewal> renewals;
    for (const ListedContract& contract : listed_contracts(view, query)) {
        const auto name = suppliers.find(contract.supplier);
        renewals.push_back({contract.id, contract.title,
                            name == suppliers.end() ? contract.supplier : name->second, contract.service,
                            contract.term, contract.position});
    }
    return renewals;
}

std::string renewals_csv(const EstateView& view, const RenewalsQuery& query) {
    std::string out(document::csv_byte_order_mark);
    document::CsvWriter csv(out);
    for (const char* const heading :
         {"Decide by", "Days left", "Next decision", "Title", "Supplier", "Service", "Status", "Term ends",
          "Takes effect", "Start by", "Runs until if nobody acts", "Cost at stake", "Committed until",
          "Flags", "ID"}) {
        csv.cell(heading);
    }
    csv.end_row();
    const auto day = [&](const std::optional<Day>& on) { csv.cell(on ? format_day(*on) : std::string()); };
    for (const Renewal& renewal : list_renewals(view, query)) {
        const Position& position = renewal.position;
        const NextDecision* next = position.next_decision ? &*position.next_decision : nullptr;
        day(next ? std::optional(next->decide_by) : std::nullopt);
        csv.cell(next ? std::to_string(next->days_left) : std::string());
        csv.cell(next ? name_of(next->kind) : std::string_view());
        csv.cell(renewal.title);
        csv.cell(renewal.supplier);
        csv.cell(renewal.service);
        csv.cell(name_of(position.status));
        day(position.term_end ? std::optional(position.term_end->last) : std::nullopt);
        day(next ? std::optional(next->takes_effect) : std::nullopt);
        day(next ? next->start_by : std::nullopt);
        day(next ? next->runs_until : std::nullopt);
        csv.cell(next && next->cost_at_stake ? format_money(*next->cost_at_stake) : std::string());
        day(position.committed_until);
        std::string flags;
        for (const Flag flag : position.flags.list())
            flags += (flags.empty() ? "" : "; ") + std::string(name_of(flag));
        csv.cell(flags);
        csv.cell(renewal.contract);
        csv.end_row();
    }
    return out;
}

} // namespace telestate::api
