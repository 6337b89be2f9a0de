#pragma once

// Every contract's position, soonest decision first.

#include "model/position.hpp"
#include "server/api/estate_view.hpp"
#include "server/api/list_query.hpp"

#include <optional>
#include <string>
#include <vector>

namespace telestate::api {

struct RenewalsQuery {
    Day on{};
    // Narrows them, and orders them otherwise than soonest first; its own day and page are left aside.
    ListQuery contracts = {};
    std::optional<std::int64_t> limit = {}; // a page of them; all where absent
    std::int64_t offset = 0;
};

// {"on","positions"}, and with a limit also {"total","offset","limit"}.
std::string renewals_json(const EstateView& view, const RenewalsQuery& query);

struct Renewal {
    std::string contract;
    std::string title;
    std::string supplier; // its name, else its id; empty where none is recorded
    std::string service;
    TermKind term = TermKind::unknown;
    Position position;
};

// The same in the same order, for tables.
std::vector<Renewal> list_renewals(const EstateView& view, const RenewalsQuery& query);

// The same as a table for spreadsheets, whole.
std::string renewals_csv(const EstateView& view, const RenewalsQuery& query);

// Positions as JSON objects, sorted: those with a decision by its day, then the others, out of contract
// first.
class SortedPositions {
  public:
    void add(const Contract& contract, const Position& position);
    void sort();
    std::size_t size() const { return entries_.size(); }
    // The JSON of the `index`-th after sorting.
    std::string_view json(std::size_t index) const;

  private:
    struct Entry {
        Day decide_by;
        int rank;
        std::size_t offset;
        std::size_t length;
    };
    std::string text_;
    std::vector<Entry> entries_;
};

} // namespace telestate::api
