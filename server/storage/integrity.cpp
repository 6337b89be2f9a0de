#include "server/storage/integrity.hpp"

#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

namespace telestate::storage {

namespace {

// What foreign keys cannot hold together: silences, releases and counts belong to records of several kinds.
constexpr Sql select_strays = R"(
    SELECT kind, record_key
    FROM (
        SELECT kind, record_key, part FROM silences
        UNION SELECT kind, record_key, part FROM releases
        UNION SELECT kind, record_key, 0 FROM observations
    ) AS belongings
    WHERE NOT CASE kind
        WHEN 'organisation' THEN EXISTS (SELECT 1 FROM organisation WHERE organisation.record_key = belongings.record_key)
        WHEN 'sites' THEN EXISTS (SELECT 1 FROM sites WHERE sites.record_key = belongings.record_key)
        WHEN 'people' THEN EXISTS (SELECT 1 FROM people WHERE people.record_key = belongings.record_key)
        WHEN 'suppliers' THEN EXISTS (SELECT 1 FROM suppliers WHERE suppliers.record_key = belongings.record_key)
        WHEN 'contracts' THEN EXISTS (SELECT 1 FROM contracts WHERE contracts.record_key = belongings.record_key)
        WHEN 'charges' THEN EXISTS (
            SELECT 1 FROM charges
            WHERE charges.contract_key = belongings.record_key AND charges.position = belongings.part)
        WHEN 'platforms' THEN EXISTS (SELECT 1 FROM platforms WHERE platforms.record_key = belongings.record_key)
        WHEN 'lines' THEN EXISTS (SELECT 1 FROM lines WHERE lines.record_key = belongings.record_key)
        WHEN 'licences' THEN EXISTS (SELECT 1 FROM licences WHERE licences.record_key = belongings.record_key)
        WHEN 'numbers' THEN EXISTS (SELECT 1 FROM numbers WHERE numbers.record_key = belongings.record_key)
        WHEN 'usage' THEN EXISTS (SELECT 1 FROM usage WHERE usage.record_key = belongings.record_key)
        ELSE 0
    END)";

void list_broken_pages(Connection& connection, std::vector<std::string>& problems) {
    const StatementLease rows = connection.prepare("PRAGMA integrity_check");
    while (rows->step()) {
        const std::string_view finding = rows->text(0);
        constexpr std::string_view broken_check = "CHECK constraint failed in ";
        if (finding.starts_with(broken_check)) {
            problems.push_back("Rows of " + std::string(finding.substr(broken_check.size())) +
                               " hold what may not stand there.");
        } else if (finding != "ok") {
            problems.push_back("The file is damaged: " + std::string(finding) + ".");
        }
    }
}

void list_broken_references(Connection& connection, std::vector<std::string>& problems) {
    const StatementLease rows = connection.prepare(
        "SELECT \"table\", \"parent\", count(*) FROM pragma_foreign_key_check GROUP BY 1, 2");
    while (rows->step()) {
        problems.push_back(std::to_string(rows->integer(2)) + " of the rows in " +
                           std::string(rows->text(0)) + " refer to nothing in " + std::string(rows->text(1)) +
                           ".");
    }
}

void list_strays(Connection& connection, std::vector<std::string>& problems) {
    const StatementLease rows = connection.prepare(select_strays);
    while (rows->step()) {
        problems.push_back("A silence, release or count belongs to number " +
                           std::to_string(rows->integer(1)) + " of " + std::string(rows->text(0)) +
                           ", which is not there.");
    }
}

} // namespace

std::unique_ptr<Connection> open_for_check(const std::filesystem::path& file) {
    try {
        auto connection = std::make_unique<Connection>(file, Access::read_write);
        connection->execute("PRAGMA query_only = ON");
        return connection;
    } catch (const SQLite::Exception& failure) {
        const int reason = failure.getErrorCode() & 0xFF;
        if (reason != SQLITE_CANTOPEN && reason != SQLITE_PERM && reason != SQLITE_READONLY) throw;
        return std::make_unique<Connection>(file, Access::read_only);
    }
}

std::vector<std::string> list_integrity_problems(Connection& connection) {
    std::vector<std::string> problems;
    try {
        // All three look at one moment of the file.
        connection.execute("BEGIN");
        list_broken_pages(connection, problems);
        list_broken_references(connection, problems);
        list_strays(connection, problems);
        connection.execute("ROLLBACK");
    } catch (const SQLite::Exception& failure) {
        problems.push_back(std::string("The file cannot be read: ") + failure.what() + ".");
    }
    return problems;
}

} // namespace telestate::storage
