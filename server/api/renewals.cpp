#include "server/api/renewals.hpp"

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

std::string renewals_json(const EstateView& view, const RenewalsQuery& query) {
    SortedPositions positions;
    view.for_each_position(all_contracts(), query.on,
                           [&](const Contract& contract, const Position& position) {
                               if (!query.status || position.status == *query.status)
                                   positions.add(contract, position);
                           });
    positions.sort();
    const std::size_t total = positions.size();
    const std::size_t first = std::min(static_cast<std::size_t>(query.offset), total);
    const std::size_t count =
        std::min(query.limit ? static_cast<std::size_t>(*query.limit) : total, total - first);

    std::string out;
    document::JsonWriter json(out);
    document::begin_renewals(json, query.on);
    for (std::size_t i = first; i < first + count; ++i)
        json.raw(positions.json(i));
    std::optional<document::Page> page;
    if (query.limit) page = document::Page{static_cast<std::int64_t>(total), query.offset, *query.limit};
    document::end_renewals(json, page);
    return out;
}

std::vector<Renewal> list_renewals(const EstateView& view, const RenewalsQuery& query) {
    const auto suppliers = view.reader().names_of(storage::RecordKind::suppliers);
    std::vector<Renewal> renewals;
    view.for_each_position(all_contracts(), query.on,
                           [&](const Contract& contract, const Position& position) {
                               if (query.status && position.status != *query.status) return;
                               const auto name = suppliers.find(contract.supplier);
                               renewals.push_back({contract.id, contract.title,
                                                   name == suppliers.end() ? contract.supplier : name->second,
                                                   contract.term.kind, position});
                           });
    std::sort(renewals.begin(), renewals.end(), [](const Renewal& a, const Renewal& b) {
        if (sort_day_of(a.position) != sort_day_of(b.position))
            return sort_day_of(a.position) < sort_day_of(b.position);
        if (rank_of(a.position) != rank_of(b.position)) return rank_of(a.position) < rank_of(b.position);
        return a.contract < b.contract;
    });
    return renewals;
}

} // namespace telestate::api
