#pragma once

// What lists show of each kind of record: the fields they are searched, sorted and narrowed by, and the
// columns of their CSV.

#include "model/number.hpp"
#include "server/api/estate_view.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace telestate::api {

// One field of one row.
struct FieldValue {
    std::string text;                                  // as people read it; empty where nothing is recorded
    std::optional<std::int64_t> number = {};           // what it sorts by where that is not the text
    std::string key = {};                              // what it is narrowed by where that is not the text
    std::optional<std::vector<std::string>> keys = {}; // the same of a field that holds several
};

// What rows are read against: the names of what they refer to, and where things hang and stand.
class ListContext {
  public:
    ListContext(const EstateView& view, Day on) : view_(view), on_(on) {}

    const EstateView& view() const { return view_; }
    Day on() const { return on_; }

    // The id itself where no such record is known; empty for an empty id.
    const std::string& name_of(RecordKind kind, const std::string& id) const;
    FieldValue reference(RecordKind kind, const std::string& id) const;

    // A record's own contract or site, else that of its platform.
    template <typename Record>
    const std::string& contract_of(const Record& record) const {
        return record.contract.empty() ? place_of(record.platform).contract : record.contract;
    }
    template <typename Record>
    const std::string& site_of(const Record& record) const {
        return record.site.empty() ? place_of(record.platform).site : record.site;
    }

  private:
    struct Place {
        std::string contract;
        std::string site;
    };
    const Place& place_of(const std::string& platform) const;

    const EstateView& view_;
    Day on_;
    // Read when first asked for.
    mutable std::array<std::optional<storage::IdMap<std::string>>, all_record_kinds.size()> names_;
    mutable std::optional<storage::IdMap<Place>> places_;
};

template <typename Row>
struct Field {
    using Read = FieldValue (*)(const Row& row, const ListContext& context);

    std::string_view name;  // in `sort` and as a parameter
    std::string_view label; // heads its column in the CSV; empty for a field that is none
    Read read = nullptr;
    bool is_searched = false;
    bool is_filter = false;
    Read read_filter = nullptr;                   // what it is narrowed by, where not what is shown
    std::span<const std::string_view> words = {}; // the keys there are, where they are fixed
};

struct SupplierSummary {
    std::int64_t contract_count = 0;
    std::optional<Money> spend; // this financial year; nothing where no contract has a charge
    std::optional<Day> next_decide_by;
};
struct SupplierRow {
    const Supplier& record;
    const SupplierSummary& summary;
};

struct ContractRow {
    const Contract& record;
    const Position& position;
    std::optional<Money> spend; // this financial year; nothing without charges
};

// In the order of the CSV's columns.
template <typename Row>
std::span<const Field<Row>> fields_of();
template <>
std::span<const Field<Site>> fields_of<Site>();
template <>
std::span<const Field<Person>> fields_of<Person>();
template <>
std::span<const Field<Responsibility>> fields_of<Responsibility>();
template <>
std::span<const Field<SupplierRow>> fields_of<SupplierRow>();
template <>
std::span<const Field<ContractRow>> fields_of<ContractRow>();
template <>
std::span<const Field<Platform>> fields_of<Platform>();
template <>
std::span<const Field<Line>> fields_of<Line>();
template <>
std::span<const Field<Licence>> fields_of<Licence>();
template <>
std::span<const Field<NumberRange>> fields_of<NumberRange>();
template <>
std::span<const Field<Usage>> fields_of<Usage>();

// What a list of these records shows as a row.
template <typename Record>
struct RowOf {
    using type = Record;
};
template <>
struct RowOf<Supplier> {
    using type = SupplierRow;
};
template <>
struct RowOf<Contract> {
    using type = ContractRow;
};

// "SIP trunk" for sip_trunk: a code as people say it.
std::string describe_code(std::string_view code);

} // namespace telestate::api
