#include "tests/storage/temporary_database.hpp"

#include <SQLiteCpp/Exception.h>
#include <doctest/doctest.h>

using namespace telestate;
using namespace telestate::storage;

namespace {

// A database with a record of each kind for others to refer to, written to by plain SQL.
struct PlainDatabase {
    PlainDatabase() : connection(database.file(), Access::read_write) {
        connection.execute(
            "INSERT INTO people (id) VALUES ('ann');"
            "INSERT INTO contracts (id, term_kind, states_alert_days) VALUES ('c', 'fixed', 0);"
            "INSERT INTO charges (contract_key, position, kind) VALUES (1, 0, 'recurring');"
            "INSERT INTO lines (id) VALUES ('l');");
    }
    bool takes(const std::string& sql) {
        try {
            connection.execute(sql);
            return true;
        } catch (const SQLite::Exception&) {
            return false;
        }
    }

    TemporaryDatabase database;
    Connection connection;
};

} // namespace

TEST_CASE("the schema takes what is well formed") {
    PlainDatabase plain;
    const char* const statements[] = {
        "INSERT INTO sites (id) VALUES ('a-1')",
        "UPDATE contracts SET term_start = '2024-02-29'",
        "UPDATE contracts SET term_start = '2024-10'",
        "UPDATE contracts SET term_start = '2024-Q4'",
        "UPDATE contracts SET term_start = '2024'",
        "UPDATE contracts SET term_start = 'FY2020-21'",
        "UPDATE contracts SET term_start = 'FY1999-00-Q4'",
        "UPDATE contracts SET term_start = NULL",
        "UPDATE contracts SET term_length = 'P1Y6M'",
        "UPDATE contracts SET term_length = 'P6W'",
        "UPDATE contracts SET term_length = 'P90D'",
        "UPDATE contracts SET term_notice = 'P10D', term_notice_working_days = 1",
        "UPDATE charges SET amount = '-461605.00', quantity = '0.3333', unit_price = '12'",
        "UPDATE charges SET from_on = '2024-01-01', to_on = '2024-01-01'",
        "UPDATE organisation SET financial_year_start = '08-01'",
    };
    for (const std::string sql : statements) {
        CAPTURE(sql);
        CHECK(plain.takes(sql));
    }
}

TEST_CASE("the schema refuses what the product could not mean") {
    PlainDatabase plain;
    const char* const statements[] = {
        // Ids.
        "INSERT INTO sites (id) VALUES ('')",
        "INSERT INTO sites (id) VALUES ('Upper')",
        "INSERT INTO sites (id) VALUES ('under_score')",
        "INSERT INTO sites (id) VALUES ('sp ace')",
        "INSERT INTO sites (id) VALUES (NULL)",
        "INSERT INTO people (id) VALUES ('ann')",
        "UPDATE charges SET id = 'No'",
        // Days.
        "UPDATE contracts SET ended_on = '2024-02-31'",
        "UPDATE contracts SET ended_on = '2023-02-29'",
        "UPDATE contracts SET ended_on = '2024-1-1'",
        "UPDATE contracts SET ended_on = '2024-10'",
        "UPDATE contracts SET ended_on = 'now'",
        "UPDATE contracts SET ended_on = ''",
        "UPDATE contracts SET ended_on = 20240101",
        "UPDATE contracts SET ended_on = '2024-01-01T00:00:00'",
        "UPDATE charges SET from_on = '2024-01-02', to_on = '2024-01-01'",
        "INSERT INTO breaks (contract_key, position, on_day) VALUES (1, 0, '2024-04-31')",
        // Imprecise dates.
        "UPDATE contracts SET term_start = '2024-13'",
        "UPDATE contracts SET term_start = '2024-Q5'",
        "UPDATE contracts SET term_start = 'FY2020-22'",
        "UPDATE contracts SET term_start = 'soon'",
        "UPDATE contracts SET term_end = '2024-02-30'",
        // Periods.
        "UPDATE contracts SET term_length = '3 years'",
        "UPDATE contracts SET term_length = 'P'",
        "UPDATE contracts SET term_length = 'P1Y3D'",
        "UPDATE contracts SET term_length = 'PT5H'",
        "UPDATE contracts SET term_notice = 'P10D'",
        // Amounts.
        "UPDATE charges SET amount = '1,000.00'",
        "UPDATE charges SET amount = '1e3'",
        "UPDATE charges SET amount = '+1'",
        "UPDATE charges SET amount = '1.2.3'",
        "UPDATE charges SET amount = '.5'",
        "UPDATE charges SET amount = '1.'",
        "UPDATE charges SET amount = '--1'",
        "UPDATE charges SET vat_rate = '20'",
        "INSERT INTO price_rises (contract_key, charge_position, position, on_day) VALUES (1, 0, 0, '2024-01-01')",
        "INSERT INTO price_rises (contract_key, charge_position, position, on_day, percent, price)"
        " VALUES (1, 0, 0, '2024-01-01', '1', '1')",
        "UPDATE charges SET kind = 'one_off', every = 'P1M'",
        // Choices.
        "UPDATE contracts SET term_kind = 'forever'",
        "UPDATE contracts SET term_notice_expires = 'never'",
        "UPDATE charges SET kind = 'often'",
        "UPDATE charges SET vat_basis = 'maybe'",
        "UPDATE lines SET technology = 'carrier_pigeon'",
        "UPDATE lines SET purpose = 'fun'",
        "UPDATE people SET executive = 2",
        "INSERT INTO silences (kind, record_key, part, position, field, silence)"
        " VALUES ('contracts', 1, 0, 0, 'x', 'shy')",
        "INSERT INTO silences (kind, record_key, part, position, field, silence)"
        " VALUES ('birds', 1, 0, 0, 'x', 'unknown')",
        "INSERT INTO observations (kind, record_key, field, sequence, value, qualifier, is_current)"
        " VALUES ('lines', 1, 'assigned', 0, 1, 'exact', 1)",
        "INSERT INTO observations (kind, record_key, field, sequence, value, qualifier, is_current)"
        " VALUES ('lines', 1, 'count', 0, -1, 'exact', 1)",
        "INSERT INTO observations (kind, record_key, field, sequence, value, qualifier, is_current)"
        " VALUES ('lines', 1, 'count', 0, 1, 'exact', 1), ('lines', 1, 'count', 1, 2, 'exact', 1)",
        // References.
        "UPDATE contracts SET supplier_key = 9",
        "UPDATE contracts SET owner_key = 9",
        "INSERT INTO charges (contract_key, position, kind) VALUES (9, 0, 'recurring')",
        "INSERT INTO price_rises (contract_key, charge_position, position, on_day, percent)"
        " VALUES (1, 5, 0, '2024-01-01', '1')",
        "INSERT INTO responsibilities (service, role, person_key) VALUES ('a', 'b', 9)",
        "INSERT INTO exemptions (kind, record_key, part, release_position, position, exemption)"
        " VALUES ('sites', 1, 0, 0, 0, 's40')",
        // One of each.
        "INSERT INTO estate (estate_key, revision) VALUES (2, 0)",
        "INSERT INTO organisation (record_key, time_zone, bank_holidays, financial_year_start, currency)"
        " VALUES (2, 'Europe/London', 'scotland', '04-01', 'GBP')",
        "INSERT INTO organisation (time_zone, bank_holidays, financial_year_start, currency)"
        " VALUES ('Europe/London', 'scotland', '02-29', 'GBP')",
        "INSERT INTO organisation (time_zone, bank_holidays, financial_year_start, currency)"
        " VALUES ('Europe/London', 'wales', '04-01', 'GBP')",
        // Types.
        "UPDATE estate SET revision = 'many'",
        // Texts in double quotes are columns, not texts.
        "UPDATE sites SET name = \"no such column\"",
    };
    for (const std::string sql : statements) {
        CAPTURE(sql);
        CHECK_FALSE(plain.takes(sql));
    }
}

TEST_CASE("the one organisation's year cannot begin on 29 February") {
    PlainDatabase plain;
    CHECK(plain.takes("INSERT INTO organisation (time_zone, bank_holidays, financial_year_start, currency)"
                      " VALUES ('Europe/London', 'scotland', '04-06', 'GBP')"));
    CHECK_FALSE(plain.takes("UPDATE organisation SET financial_year_start = '02-29'"));
    CHECK_FALSE(plain.takes("UPDATE organisation SET financial_year_start = '4-6'"));
}

TEST_CASE("a connection is set up for safety") {
    const TemporaryDatabase database;
    Connection connection(database.file(), Access::read_write);
    CHECK(connection.read_integer("PRAGMA foreign_keys") == 1);
    CHECK(connection.read_integer("PRAGMA synchronous") == 2);
    CHECK(connection.read_integer("PRAGMA trusted_schema") == 0);
    CHECK(connection.read_text("PRAGMA journal_mode") == "wal");
    CHECK(connection.read_integer("PRAGMA application_id") == application_id);
    CHECK_THROWS_AS(connection.execute("SELECT load_extension('x')"), SQLite::Exception);
    CHECK_THROWS_AS(connection.execute("PRAGMA writable_schema = ON; DELETE FROM sqlite_schema"),
                    SQLite::Exception);
    Connection reading(database.file(), Access::read_only);
    CHECK_THROWS_AS(reading.execute("DELETE FROM sites"), SQLite::Exception);
    CHECK(reading.read_integer("PRAGMA wal_autocheckpoint") == 0);
}
