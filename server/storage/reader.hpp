#pragma once

// Reading the estate. A reader sees one moment of it, however long it is held and whatever is written
// meanwhile.

#include "model/estate.hpp"
#include "model/record_kind.hpp"
#include "server/storage/account.hpp"
#include "server/storage/alerts.hpp"
#include "server/storage/calendar_feed.hpp"
#include "server/storage/history.hpp"
#include "server/storage/page.hpp"
#include "server/storage/search.hpp"

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

// How much of each contract is wanted.
enum class Projection {
    whole,
    // What positions and spend are worked out from, and what tells contracts apart: id, title, reference,
    // supplier, service, site, owner, cost_centre, the term, lead_time, ended_on, decisions without their
    // notes, the contract's silences, and the charges with price rises and silences but without description,
    // account code, notes and releases. All other fields stay empty.
    computed,
    // The same with deputies and alert_days: what alerts are worked out from.
    alerting,
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

// One way in which a record refers to another.
struct Referrer {
    RecordKind kind = RecordKind::contracts;
    std::string id;    // "service/role/person" for responsibilities
    std::string title; // the name people know it by, else the id
    std::string
        field; // a JSON pointer to the field of the referring record: "/supplier", "/deputies", "/charges"

    friend bool operator==(const Referrer&, const Referrer&) = default;
};

// A count ever kept of a record, and whether it is the one the record shows.
struct KeptCount {
    std::string field;
    Count count;
    bool is_current = false;

    friend bool operator==(const KeptCount&, const KeptCount&) = default;
};

using CountVisitor = std::function<void(const std::string& id, std::string_view field, const Count&)>;

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
    // What tells this estate from every other, whatever their revisions: 16 hexadecimal digits made with the
    // database.
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

    // Every count ever kept of one record as it is stored: by field, then in the order they were written.
    std::vector<KeptCount> list_kept_counts(RecordKind kind, std::string_view id) const;
    // For each record of the kind and each of its fields, the count as it was known on `on`: the latest with
    // an `as_at` until then, else the undated one last written. A field without either is passed over. In the
    // order of the records, then by field.
    void for_each_count_as_at(RecordKind kind, Day on, const CountVisitor& visit) const;

    // What refers to the record, by kind and in the order of the records; a record that refers to it in
    // several fields once for each. Nothing for an unknown id.
    std::vector<Referrer> list_referrers(RecordKind kind, std::string_view id, Page page = {}) const;
    std::int64_t count_referrers(RecordKind kind, std::string_view id) const;

    // The revisions the query asks for, newest first. Revisions made before history was kept have none.
    std::vector<HistoryEntry> list_history(const HistoryQuery& query) const;
    std::int64_t count_history(const HistoryQuery& query) const; // its page left aside
    std::optional<HistoryEntry> find_history(std::int64_t revision) const;
    // The records of one revision, in the order they were noted; only those of the kind and id that are
    // given.
    std::vector<RecordChange> list_record_changes(std::int64_t revision, Page page = {},
                                                  std::optional<std::string_view> kind = {},
                                                  std::optional<std::string_view> id = {}) const;
    std::int64_t count_record_changes(std::int64_t revision, std::optional<std::string_view> kind = {},
                                      std::optional<std::string_view> id = {}) const;
    // For each of the entries, in their order, its first records that the query's conditions hold of.
    std::vector<std::vector<RecordChange>> list_first_record_changes(const std::vector<HistoryEntry>& entries,
                                                                     const HistoryQuery& query,
                                                                     std::int64_t most_each) const;
    // The records that the query's conditions hold of, newest revision first, its page left aside. At most
    // `limit` of them; then the place to go on from, which is nothing when all have been visited.
    std::optional<HistoryPlace> for_each_record_change(const HistoryQuery& query,
                                                       const RecordChangeVisitor& visit,
                                                       HistoryPlace from = {},
                                                       std::optional<std::int64_t> limit = {}) const;

    // How often and when each record of the kind was changed, as far as the history goes; by id. Records that
    // were deleted are among them.
    IdMap<RecordVersion> versions_of(RecordKind kind) const;

    // The calendars that people subscribe to, in the order they were made.
    std::vector<CalendarFeed> list_calendar_feeds() const;
    std::optional<CalendarFeed> find_calendar_feed(std::string_view secret) const;

    // People who may sign in, by name.
    bool has_accounts() const;
    std::vector<Account> list_accounts() const;
    std::optional<Account> find_account(std::int64_t account) const;
    std::optional<Account> find_account_of_email(std::string_view email) const; // in whatever case
    // Whose password may be chosen with the code; nothing for one that is unknown or over.
    std::optional<std::int64_t> find_invitation(std::string_view code_hash, std::string_view now) const;
    // Whether or not it is over.
    std::optional<SignInSession> find_session(std::string_view token_hash) const;
    // Those that are not over and were used since, the last used first.
    std::vector<SignInSession> list_sessions(std::int64_t account, std::string_view now,
                                             std::string_view idle_since) const;
    bool is_known_device(std::int64_t account, std::string_view device_hash) const;
    // Whether or not it has run out.
    std::optional<ApiToken> find_api_token(std::string_view token_hash) const;
    // Of one account, or all of them.
    std::vector<ApiToken> list_api_tokens(std::optional<std::int64_t> account) const;
    // Newest first.
    std::vector<AccountEvent> list_account_events(Page page) const;
    std::int64_t count_account_events() const;

    // Records in which every word of the query begins a word, or whose telephone numbers hold its digits; the
    // best first. Whatever is typed is looked for as it stands: there is no query language. A limit below 0
    // is none.
    SearchResult search(std::string_view query, std::int64_t limit) const;

    // What a run of the alerts on that day has to know: all but what is over for good.
    AlertLedger read_alert_ledger(Day on) const;
    // The last run that was begun, whatever day it was for.
    std::optional<AlertRunEntry> find_last_alert_run() const;
    // The latest day a run was for, no later than `day`.
    std::optional<Day> find_alert_run_day(Day day) const;
    // By milestone, soonest first; of one milestone the widest first. `total` counts all pages.
    struct AlertList {
        std::vector<KeptAlert> alerts;
        std::int64_t total = 0;
    };
    AlertList list_alerts(const AlertQuery& query) const;
    std::optional<KeptAlert> find_alert(std::int64_t alert) const;
    AlertCounts count_alerts(Day today) const;
    // Newest first.
    struct MailList {
        std::vector<Mail> mails;
        std::int64_t total = 0;
    };
    MailList list_mails(MailView view, Page page = {}) const;
    std::optional<Mail> find_mail(std::int64_t mail) const;
    // As it was last composed; empty texts before the first attempt.
    ComposedMail read_mail_text(std::int64_t mail) const;
    // Its alerts; of one that was not sent yet those that wait in it.
    std::vector<MailedAlert> list_mailed_alerts(std::int64_t mail) const;
    // Mails to be tried: in flight or waiting, oldest first, those whose next attempt is due at the UTC
    // instant, or all of them where none is given.
    std::vector<Mail> list_mails_to_try(std::optional<std::string_view> due_at) const;
    // When the next attempt is due; nothing while no mail waits.
    std::optional<std::string> find_next_attempt_at() const;
    // Why mails wait: the error of the one tried last. Nothing while none waits or none was tried.
    std::optional<std::string> find_pending_error() const;

    // Ids of the contracts that pay for a line which stops with the PSTN (rides_on_pstn) and is in service on
    // `on`. A line is paid for by its own contract, else by its platform's.
    IdSet contracts_with_lines_on_pstn(Day on) const;
    // Ids of the contracts on which one licence hangs and nothing else: no platform, line, number or usage.
    IdSet contracts_of_one_licence_only() const;
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
