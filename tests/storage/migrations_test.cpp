#include "tests/storage/temporary_database.hpp"

#include <SQLiteCpp/Exception.h>
#include <doctest/doctest.h>

#include <csignal>
#include <fstream>
#include <iterator>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace telestate;
using namespace telestate::storage;

namespace {

// What the program knows, and steps that a later one might add.
std::vector<Migration> known_and(std::initializer_list<Migration> more) {
    std::vector<Migration> list(embedded_migrations().begin(), embedded_migrations().end());
    list.insert(list.end(), more);
    return list;
}

int next_number() { return static_cast<int>(embedded_migrations().size()) + 1; }

std::vector<Migration> with_planets() {
    return known_and({{next_number(), "planets", "CREATE TABLE planets (name TEXT) STRICT;"}});
}

Result<std::unique_ptr<Database>> open_with(const std::filesystem::path& file,
                                            std::span<const Migration> migrations) {
    OpenOptions options = default_options();
    options.migrations = migrations;
    return Database::open(file, options);
}

std::string contents_of(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

bool mentions(const Error& error, std::string_view text) {
    return error.message.find(text) != std::string::npos;
}

} // namespace

TEST_CASE("the migrations of the program are numbered from 1 without a gap") {
    int expected = 1;
    for (const Migration& migration : embedded_migrations()) {
        CHECK(migration.number == expected++);
        CHECK_FALSE(migration.name.empty());
        CHECK(migration.sql.find("CREATE TABLE") != std::string_view::npos);
    }
    CHECK(embedded_migrations().front().name == "estate");
}

TEST_CASE("a checksum is the SHA-256 of the text") {
    CHECK(checksum_of({1, "x", "abc"}) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("a new database records what made it") {
    const TemporaryDatabase database;
    const auto applied = database->list_migrations();
    REQUIRE(applied.size() == embedded_migrations().size());
    CHECK(applied[0] == AppliedMigration{1, "estate", checksum_of(embedded_migrations()[0]), an_instant});
}

TEST_CASE("an older database is brought up to date and keeps what it holds") {
    const TemporaryDirectory directory;
    const auto file = directory / "estate.db";
    {
        const auto database = open_database(file);
        Writer writer = std::move(database->write().value());
        writer.put_site({"hq", "HQ", "", "", {}}).value();
        writer.commit(noted_at(an_instant));
    }
    const auto newer = with_planets();
    OpenOptions options = default_options();
    options.migrations = newer;
    options.migrate = false;
    const auto refused = Database::open(file, options);
    REQUIRE(refused.has_error());
    CHECK(mentions(refused.error(), "older telestate"));

    const auto opened = open_with(file, newer);
    REQUIRE(opened.has_value());
    CHECK((*opened)->list_migrations().back().name == "planets");
    CHECK((*opened)->read().find_site("hq")->name == "HQ");
    CHECK((*opened)->check_integrity().empty());
}

TEST_CASE("a database of a newer program is refused") {
    const TemporaryDirectory directory;
    const auto file = directory / "estate.db";
    REQUIRE(open_with(file, with_planets()).has_value());
    const auto opened = Database::open(file, default_options());
    REQUIRE(opened.has_error());
    CHECK(mentions(opened.error(), "was written by a newer telestate (migration " +
                                       std::to_string(next_number()) + "); this one knows up to " +
                                       std::to_string(next_number() - 1)));
}

TEST_CASE("a program that is running refuses to write to a database that a newer one has changed") {
    const TemporaryDatabase database;
    REQUIRE(open_with(database.file(), with_planets()).has_value());
    const auto writer = database->write();
    REQUIRE(writer.has_error());
    CHECK(mentions(writer.error(), "newer telestate"));
}

TEST_CASE("a migration that was edited after it was applied is refused") {
    const TemporaryDirectory directory;
    const auto file = directory / "estate.db";
    REQUIRE(open_with(file, with_planets()).has_value());
    const auto opened = open_with(
        file,
        known_and({{next_number(), "planets", "CREATE TABLE planets (name TEXT, size INTEGER) STRICT;"}}));
    REQUIRE(opened.has_error());
    CHECK(mentions(opened.error(), "another migration " + std::to_string(next_number()) + " (planets)"));
}

TEST_CASE("a gap in the numbers is refused") {
    const TemporaryDirectory directory;
    const auto opened =
        open_with(directory / "estate.db",
                  known_and({{next_number() + 1, "late", "CREATE TABLE late (name TEXT) STRICT;"}}));
    REQUIRE(opened.has_error());
    CHECK(mentions(opened.error(), "missing migration " + std::to_string(next_number())));

    SUBCASE("also in the file") {
        const auto file = directory / "other.db";
        { const auto database = open_database(file); }
        Connection(file, Access::read_write).execute("UPDATE migrations SET number = 7 WHERE number = 1");
        std::vector<Migration> many;
        for (int i = 1; i <= 8; ++i)
            many.push_back({i, "x", "SELECT 1;"});
        const auto other = open_with(file, many);
        REQUIRE(other.has_error());
        CHECK(mentions(other.error(), "missing migration 1"));
    }
}

TEST_CASE("a migration that fails leaves the database as it was") {
    const TemporaryDirectory directory;
    const auto file = directory / "estate.db";
    { const auto database = open_database(file); }
    const std::string before = contents_of(file);
    struct Case {
        std::string description;
        const char* sql;
        const char* message;
    };
    const Case cases[] = {
        {"a mistake half-way", "CREATE TABLE planets (name TEXT) STRICT; INSERT INTO nowhere VALUES (1);",
         "failed"},
        {"it leaves references to nothing",
         "INSERT INTO responsibilities (service, role, person_key) VALUES ('a', 'b', 99);",
         "refer to records"},
    };
    for (const Case& failing : cases) {
        CAPTURE(failing.description);
        const auto opened = open_with(file, known_and({{next_number(), "planets", failing.sql}}));
        REQUIRE(opened.has_error());
        CHECK(mentions(opened.error(), failing.message));
        CHECK(contents_of(file) == before);
        const auto database = open_database(file);
        CHECK(database->list_migrations().size() == embedded_migrations().size());
        CHECK(database->check_integrity().empty());
    }
}

TEST_CASE("a migration may rebuild a table that others refer to") {
    const TemporaryDirectory directory;
    const auto file = directory / "estate.db";
    {
        const auto database = open_database(file);
        Writer writer = std::move(database->write().value());
        writer.put_person({"ann", "Ann", "", "", "", {}, {}}).value();
        writer.put_responsibility({"telephony", "lead", "ann", ""}).value();
        writer.commit(noted_at(an_instant));
    }
    const auto opened = open_with(
        file,
        known_and(
            {{next_number(), "rebuilt",
              "CREATE TABLE rebuilt (record_key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT,\n"
              "    job_title TEXT, email TEXT, phone TEXT, executive INTEGER, notes TEXT) STRICT;\n"
              "INSERT INTO rebuilt SELECT record_key, id, name, job_title, email, phone, executive, notes\n"
              "    FROM people;\n"
              "DROP TABLE people;\n"
              "ALTER TABLE rebuilt RENAME TO people;"}}));
    REQUIRE(opened.has_value());
    CHECK((*opened)->read().list_responsibilities().size() == 1);
    CHECK((*opened)->check_integrity().empty());
}

TEST_CASE("a program killed in the midst of a migration leaves a database that the next one can use") {
    const TemporaryDirectory directory;
    const auto file = directory / "estate.db";
    { const auto database = open_database(file); }
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        // It would fill the disk before it ended by itself.
        (void)open_with(
            file, known_and({{next_number(), "endless",
                              "CREATE TABLE planets (name TEXT) STRICT;\n"
                              "INSERT INTO planets WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1\n"
                              "FROM n) SELECT hex(zeroblob(2000)) FROM n;"}}));
        ::_exit(0);
    }
    // Once the log has grown, rows of the unfinished migration are on the disk.
    const auto log = std::filesystem::path(file.string() + "-wal");
    std::error_code ignored;
    while (!std::filesystem::exists(log, ignored) || std::filesystem::file_size(log, ignored) < 1'000'000) {
        std::this_thread::yield();
    }
    ::kill(child, SIGKILL);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFSIGNALED(status));

    const auto database = std::move(open_with(file, with_planets()).value());
    CHECK(database->list_migrations().back().name == "planets");
    CHECK(database->check_integrity().empty());
}

TEST_CASE("files that are not ours are refused and left alone") {
    const TemporaryDirectory directory;
    const auto file = directory / "other.db";
    struct Case {
        std::string description;
        const char* sql;
    };
    const Case cases[] = {
        {"another application's", "CREATE TABLE birds (name TEXT); PRAGMA application_id = 1234;"},
        {"with tables and no application named", "CREATE TABLE birds (name TEXT);"},
        {"another application's, still without tables", "PRAGMA application_id = 1234;"},
    };
    for (const Case& other : cases) {
        CAPTURE(other.description);
        std::filesystem::remove(file);
        { const std::ofstream empty(file); }
        Connection(file, Access::read_write).execute(other.sql);
        const std::string before = contents_of(file);
        const auto opened = Database::open(file, default_options());
        REQUIRE(opened.has_error());
        CHECK(mentions(opened.error(), "another application"));
        CHECK(mentions(opened.error(), "other.db"));
        CHECK(contents_of(file) == before);
    }

    SUBCASE("no database at all") {
        std::filesystem::remove(file);
        std::ofstream(file) << std::string(5000, 'x');
        const auto opened = Database::open(file, default_options());
        REQUIRE(opened.has_error());
        CHECK(opened.error().code == ErrorCode::unsupported);
        CHECK(mentions(opened.error(), "is not a database file"));
    }
}
