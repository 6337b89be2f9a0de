#include "tests/storage/sample_estate.hpp"
#include "tests/storage/temporary_database.hpp"

#include <doctest/doctest.h>
#include <sqlite3.h>

#include <set>

using namespace telestate;
using namespace telestate::storage;

namespace {

std::set<std::string> statements_run;

int note_statement(unsigned, void*, void* statement, void*) {
    statements_run.insert(sqlite3_sql(static_cast<sqlite3_stmt*>(statement)));
    return 0;
}

int watch_connection(sqlite3* database, const char**, const void*) {
    return sqlite3_trace_v2(database, SQLITE_TRACE_STMT, note_statement, nullptr);
}

// While it lives, every connection that is opened notes the statements it runs.
class StatementWatch {
  public:
    StatementWatch() {
        statements_run.clear();
        sqlite3_auto_extension(reinterpret_cast<void (*)()>(watch_connection));
    }
    StatementWatch(const StatementWatch&) = delete;
    StatementWatch& operator=(const StatementWatch&) = delete;
    ~StatementWatch() { sqlite3_cancel_auto_extension(reinterpret_cast<void (*)()>(watch_connection)); }
};

std::string plan_of(Connection& connection, const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    REQUIRE(sqlite3_prepare_v2(connection.handle(), ("EXPLAIN QUERY PLAN " + sql).c_str(), -1, &statement,
                               nullptr) == SQLITE_OK);
    std::string plan;
    while (sqlite3_step(statement) == SQLITE_ROW) {
        plan += reinterpret_cast<const char*>(sqlite3_column_text(statement, 3));
        plan += "; ";
    }
    sqlite3_finalize(statement);
    return plan;
}

// Runs `work` on a reader of a database that holds a little, and gives the plans of what it asked.
template <typename Work>
std::vector<std::string> plans_of(const TemporaryDatabase& database, Work work) {
    std::set<std::string> run;
    {
        const StatementWatch watch;
        const auto watched = open_database(database.file());
        const Reader reader = watched->read();
        statements_run.clear();
        work(reader);
        run = statements_run;
    }
    Connection connection(database.file(), Access::read_only);
    std::vector<std::string> plans;
    for (const std::string& sql : run)
        plans.push_back(plan_of(connection, sql) + " of " + sql);
    CHECK_FALSE(plans.empty());
    return plans;
}

bool mentions(const std::string& plan, const char* text) { return plan.find(text) != std::string::npos; }

// What was found may be gone through; a table may not.
bool scans_a_table(const std::string& plan) {
    std::size_t at = 0;
    while ((at = plan.find("SCAN ", at)) != std::string::npos) {
        const std::string_view what = std::string_view(plan).substr(at + 5);
        if (!what.starts_with("(subquery") && !what.starts_with("referring") &&
            !what.starts_with("CONSTANT ROW") && !what.starts_with("searchable")) {
            return true;
        }
        ++at;
    }
    return false;
}

struct FullDatabase : TemporaryDatabase {
    FullDatabase() {
        Writer writer = write();
        put_estate(writer, sample_estate());
        writer.commit(noted_at(an_instant));
    }
};

} // namespace

TEST_CASE("contracts and all that belongs to them are read in the order they lie in, without sorting") {
    const FullDatabase database;
    for (const std::string& plan : plans_of(database, [](const Reader& reader) {
             reader.for_each_contract(Projection::computed, [](const Contract&) {});
             reader.for_each_contract(Projection::whole, [](const Contract&) {});
         })) {
        CAPTURE(plan);
        CHECK_FALSE(mentions(plan, "TEMP B-TREE"));
        CHECK_FALSE(mentions(plan, "AUTOMATIC"));
    }
}

TEST_CASE("records of every kind are exported without sorting and with their references looked up") {
    const FullDatabase database;
    for (const std::string& plan : plans_of(database, [](const Reader& reader) { read_estate(reader); })) {
        CAPTURE(plan);
        CHECK_FALSE(mentions(plan, "TEMP B-TREE"));
        CHECK_FALSE(mentions(plan, "AUTOMATIC"));
        CHECK_FALSE(mentions(plan, "SCAN suppliers LEFT-JOIN"));
    }
}

TEST_CASE("one record is found without a scan") {
    const FullDatabase database;
    for (const std::string& plan : plans_of(database, [](const Reader& reader) {
             reader.find_contract("phone-system");
             reader.find_site("hq");
             reader.find_supplier("bt");
             reader.find_platform("pbx");
             reader.find_line("lines-1");
             reader.find_licence("softphones");
             reader.find_number("main");
             reader.find_usage("calls");
             reader.list_observations(RecordKind::lines, "lines-1");
             reader.find_responsibility("telephony", "technical_lead", "lead");
         })) {
        CAPTURE(plan);
        CHECK_FALSE(mentions(plan, "SCAN"));
        CHECK_FALSE(mentions(plan, "AUTOMATIC"));
    }
}

TEST_CASE("filters of contracts use their indexes and need no sorting") {
    const FullDatabase database;
    for (const std::string& plan : plans_of(database, [](const Reader& reader) {
             ContractQuery query;
             query.supplier = "bt";
             reader.list_contracts(query);
             query.service = "telephony";
             reader.list_contracts(query);
             query.supplier.reset();
             reader.list_contracts(query);
         })) {
        CAPTURE(plan);
        CHECK_FALSE(mentions(plan, "SCAN"));
        CHECK_FALSE(mentions(plan, "TEMP B-TREE"));
    }
}

TEST_CASE("lines on the PSTN are found by their technology") {
    const FullDatabase database;
    bool is_found = false;
    for (const std::string& plan : plans_of(database, [](const Reader& reader) {
             reader.contracts_with_lines_on_pstn(day("2024-01-01"));
         })) {
        CAPTURE(plan);
        CHECK_FALSE(mentions(plan, "SCAN"));
        is_found = is_found || mentions(plan, "COVERING INDEX lines_technology (technology=?");
    }
    CHECK(is_found);
}

TEST_CASE("looking for who refers to a record, before it is deleted, uses indexes") {
    const FullDatabase database;
    const StatementWatch watch;
    const auto watched = open_database(database.file());
    Writer writer = std::move(watched->write().value());
    statements_run.clear();
    for (const char* const id : {"hq", "annexe"})
        CHECK(writer.delete_record(RecordKind::sites, id).has_error());
    CHECK(writer.delete_record(RecordKind::people, "gordon").has_error());
    CHECK(writer.delete_record(RecordKind::suppliers, "bt").has_error());
    CHECK(writer.delete_record(RecordKind::contracts, "phone-system").has_error());
    CHECK(writer.delete_record(RecordKind::platforms, "pbx").has_error());
    const auto run = statements_run;
    CHECK(run.size() > 8);
    Connection connection(database.file(), Access::read_only);
    for (const std::string& sql : run) {
        const std::string plan = plan_of(connection, sql) + " of " + sql;
        CAPTURE(plan);
        CHECK_FALSE(scans_a_table(plan));
    }
}

TEST_CASE("search is kept right by key, and what is found is read by key") {
    const FullDatabase database;
    const StatementWatch watch;
    const auto watched = open_database(database.file());
    Writer writer = std::move(watched->write().value());
    statements_run.clear();
    Contract contract = sample_contract();
    contract.title = "Another";
    writer.put_contract(contract).value();
    writer.reader().list_referrers(RecordKind::sites, "hq");
    const auto run = statements_run;
    Connection connection(database.file(), Access::read_only);
    bool is_renewed = false;
    for (const std::string& sql : run) {
        // What the indexes of words and digits ask of their own tables.
        if (mentions(sql, "search_words_") || mentions(sql, "search_digits_") || sql.starts_with("--"))
            continue;
        const std::string plan = plan_of(connection, sql) + " of " + sql;
        CAPTURE(plan);
        CHECK_FALSE(scans_a_table(plan));
        is_renewed = is_renewed || mentions(plan, "FROM searchable");
    }
    CHECK(is_renewed);
}

TEST_CASE("the history of a record, and of a revision, is found without a scan of the records changed") {
    const FullDatabase database;
    for (const std::string& plan : plans_of(database, [](const Reader& reader) {
             HistoryQuery query;
             query.kind = "contracts";
             query.id = "phone-system";
             const auto entries = reader.list_history(query);
             reader.count_history(query);
             reader.list_first_record_changes(entries, query, 20);
             reader.list_record_changes(1, Page{20, 0});
             reader.find_history(1);
         })) {
        CAPTURE(plan);
        CHECK_FALSE(mentions(plan, "SCAN changed"));
        CHECK_FALSE(mentions(plan, "SCAN record_changes"));
        CHECK_FALSE(mentions(plan, "SCAN shown"));
    }
}

TEST_CASE("how often records were changed is read from an index alone, and a feed is found by its secret's") {
    const FullDatabase database;
    for (const std::string& plan : plans_of(database, [](const Reader& reader) {
             reader.versions_of(RecordKind::contracts);
             reader.find_calendar_feed("secret");
         })) {
        CAPTURE(plan);
        CHECK_FALSE(mentions(plan, "SCAN record_changes"));
        CHECK_FALSE(mentions(plan, "SCAN calendar_feeds"));
        CHECK_FALSE(mentions(plan, "TEMP B-TREE"));
    }
}
