#pragma once

// Reading the estate. A reader sees one moment of it, however long it is held and whatever is written
// meanwhile.

#include "model/estate.hpp"
#include "model/record_kind.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace telestate::storage {

class Connection;
class ReaderPool;

// Named here too, for those who speak of records as storage::RecordKind.
using telestate::all_record_kinds;
using telestate::name_of;
using telestate::parse_record_kind;
using telestate::RecordKind;
using telestate::singular_of;

struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
// Both are looked up by anything that converts to std::string_view.
using IdSet = std::unordered_set<std::string, TextHash, std::equal_to<>>;
template <typename Value>
using IdMap = std::unordered_map<std::string, Value, TextHash, std::equal_to<>>;

template <typename Record>
using Visitor = std::function<void(const Record&)>;

// A part of a list, in the order records were first stored.
struct Page {
    std::optional<std::int64_t> limit; // no limit where absent
    std::int64_t offset = 0;
};

// How much of each contract is wanted.
enum class Projection {
    whole,
    // What positions and spend are worked out from: id, title, supplier, service, site, cost_centre, the
    // term, lead_time, ended_on, decisions without their notes, the contract's silences, and the charges with
    // price rises and silences but without description, account code, notes and releases. All other fields
    // stay empty.
    computed,
};

// Which contracts; every condition that is given has to hold.
struct ContractQuery {
    Projection projection = Projection::whole;
    std::optional<std::vector<std::string>> ids; // unknown ones are passed over
    std::optional<std::string> supplier;         // its id
    std::optional<std::string> service;
    Page page;
};

// Where what a contract pays for stands.
struct ContractSite {
    std::string site;     // its id; empty where there are several
    bool several = false; // more than one site

    friend bool operator==(const ContractSite&, const ContractSite&) = default;
};

// A lease of one reading connection; belongs to one thread at a time. Hold it briefly: while it lives, the
// write-ahead log cannot be started afresh. Lists and visits come in the order records were first stored.
// A visitor may call other functions of the same reader, and may throw. A record handed to a visitor is
// reused for the next one: copy what is to be kept.
class Reader {
  public:
    Reader(Reader&&) noexcept;
    Reader& operator=(Reader&&) noexcept;
    ~Reader();

    // The revision of the estate that this reader sees. Of a writer's own reader: the one it started from.
    std::int64_t revision() const { return revision_; }
    // What tells this estate from every other, whatever their revisions: 16 hexadecimal digits made with the database.
    std::string identity() const;
    // When it was last changed, as the writer passed it in; nothing for an estate never written to.
    std::optional<std::string> find_changed_at() const;

    // Records of any kind.
    std::int64_t count_records(RecordKind kind) const;
    bool exists(RecordKind kind, std::string_view id) const; // never for responsibilities: they have no id
    IdSet known_ids(RecordKind kind) const;
    // Id to the name people know it by, for suppliers, people, sites, contracts and platforms; where nothing
    // is recorded, the id itself. Empty for other kinds.
    IdMap<std::string> names_of(RecordKind kind) const;

    std::optional<Organisation> find_organisation() const;

    std::optional<Site> find_site(std::string_view id) const;
    std::vector<Site> list_sites(Page page = {}) const;
    void for_each_site(const Visitor<Site>& visit) const;

    std::optional<Person> find_person(std::string_view id) const;
    std::vector<Person> list_people(Page page = {}) const;
    void for_each_person(const Visitor<Person>& visit) const;

    std::optional<Responsibility> find_responsibility(std::string_view service, std::string_view role,
                                                      std::string_view person) const;
    std::vector<Responsibility> list_responsibilities(Page page = {}) const;
    void for_each_responsibility(const Visitor<Responsibility>& visit) const;

    std::optional<Supplier> find_supplier(std::string_view id) const;
    std::vector<Supplier> list_suppliers(Page page = {}) const;
    void for_each_supplier(const Visitor<Supplier>& visit) const;

    std::optional<Contract> find_contract(std::string_view id,
                                          Projection projection = Projection::whole) const;
    std::vector<Contract> list_contracts(const ContractQuery& query = {}) const;
    // How many contracts the query asks for, its page left aside.
    std::int64_t count_contracts(const ContractQuery& query) const;
    // One pass over all contracts and what belongs to them.
    void for_each_contract(Projection projection, const Visitor<Contract>& visit) const;
    void for_each_contract(const ContractQuery& query, const Visitor<Contract>& visit) const;

    std::optional<Platform> find_platform(std::string_view id) const;
    std::vector<Platform> list_platforms(Page page = {}) const;
    void for_each_platform(const Visitor<Platform>& visit) const;

    std::optional<Line> find_line(std::string_view id) const;
    std::vector<Line> list_lines(Page page = {}) const;
    void for_each_line(const Visitor<Line>& visit) const;

    std::optional<Licence> find_licence(std::string_view id) const;
    std::vector<Licence> list_licences(Page page = {}) const;
    void for_each_licence(const Visitor<Licence>& visit) const;

    std::optional<NumberRange> find_number(std::string_view id) const;
    std::vector<NumberRange> list_numbers(Page page = {}) const;
    void for_each_number(const Visitor<NumberRange>& visit) const;

    std::optional<Usage> find_usage(std::string_view id) const;
    std::vector<Usage> list_usage(Page page = {}) const;
    void for_each_usage(const Visitor<Usage>& visit) const;

    // Every count ever kept of one record, the current one included: by field, then oldest first, the undated
    // ahead of the dated in the order they were written. Only lines, licences, numbers and usage have any.
    std::vector<Observation> list_observations(RecordKind kind, std::string_view id) const;
    // The counts that are not the current one of their field, for export.
    void for_each_older_observation(const Visitor<Observation>& visit) const;
    // The same, page by page and in the same order: by kind, then in the order records were first stored, by
    // field, and in the order the counts were written.
    std::vector<Observation> list_older_observations(Page page) const;

    // Ids of the contracts that pay for a line which stops with the PSTN (rides_on_pstn) and is in service on
    // `on`. A line is paid for by its own contract, else by its platform's.
    IdSet contracts_with_lines_on_pstn(Day on) const;
    // Contract id to the site its platforms, lines, licences and numbers stand at (what names no site stands
    // where its platform does; what names no contract belongs to its platform's). Contracts for which no site
    // is recorded so are absent.
    IdMap<ContractSite> site_of_contracts() const;

  private:
    friend class Database;
    friend class Writer;
    // Gives the connection back to where it came from; one that is only borrowed is left alone.
    struct Release {
        ReaderPool* pool = nullptr;
        void operator()(Connection* connection) const;
    };
    Reader(std::unique_ptr<Connection, Release> connection, std::int64_t revision);
    Connection& connection() const { return *connection_; }

    std::unique_ptr<Connection, Release> connection_;
    std::int64_t revision_ = 0;
};

} // namespace telestate::storage
