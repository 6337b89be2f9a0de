#include "tests/storage/sample_estate.hpp"
#include "tests/storage/temporary_database.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <fstream>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace telestate;
using namespace telestate::storage;

namespace {

Site site(const char* id, const char* name = "") { return {id, name, "", "", {}}; }

std::int64_t put_and_commit(Database& database, const Site& record) {
    Writer writer = std::move(database.write().value());
    writer.put_site(record).value();
    return writer.commit(noted_at(an_instant));
}

} // namespace

TEST_CASE("opening says what is wrong with the file that was named") {
    const TemporaryDirectory directory;
    struct Case {
        std::string description;
        std::filesystem::path file;
        ErrorCode code;
        const char* message;
    };
    const Case cases[] = {
        {"no directory", directory / "missing/estate.db", ErrorCode::not_found, "does not exist"},
        {"a directory", directory / ".", ErrorCode::invalid, "is a directory"},
        {"no name", "", ErrorCode::invalid, "No database file is named"},
        {"no such device can be a database", "/proc/estate.db", ErrorCode::forbidden, "cannot be opened"},
    };
    for (const Case& wrong : cases) {
        CAPTURE(wrong.description);
        const auto opened = Database::open(wrong.file, default_options());
        REQUIRE(opened.has_error());
        CHECK(opened.error().code == wrong.code);
        CAPTURE(opened.error().message);
        CHECK(opened.error().message.find(wrong.message) != std::string::npos);
    }
    OpenOptions options = default_options();
    options.create = false;
    const auto opened = Database::open(directory / "estate.db", options);
    REQUIRE(opened.has_error());
    CHECK(opened.error().code == ErrorCode::not_found);
    CHECK_FALSE(std::filesystem::exists(directory / "estate.db"));
}

TEST_CASE("a new database file is for its owner alone") {
    const TemporaryDatabase database;
    struct stat state {};
    REQUIRE(::stat(database.file().c_str(), &state) == 0);
    CHECK((state.st_mode & 0777) == 0600);
}

TEST_CASE("an empty file becomes a database") {
    const TemporaryDirectory directory;
    { const std::ofstream empty(directory / "estate.db"); }
    const auto opened = Database::open(directory / "estate.db", default_options());
    REQUIRE(opened.has_value());
    CHECK((*opened)->revision() == 0);
    CHECK_FALSE((*opened)->read().find_changed_at().has_value());
}

TEST_CASE("a file with a strange name is a file") {
    const TemporaryDirectory directory;
    const auto file = directory / "file:estate?mode=memory#1";
    put_and_commit(*open_database(file), site("hq"));
    CHECK(std::filesystem::exists(file));
    CHECK(open_database(file)->read().exists(RecordKind::sites, "hq"));
}

TEST_CASE("every commit moves the revision by one") {
    const TemporaryDatabase database;
    CHECK(database->revision() == 0);
    CHECK(put_and_commit(*database.database, site("one")) == 1);
    CHECK(database->revision() == 1);
    {
        Writer writer = database.write();
        writer.put_site(site("two")).value();
        writer.put_site(site("three")).value();
        CHECK(writer.reader().count_records(RecordKind::sites) == 3);
        CHECK(writer.reader().revision() == 1);
        CHECK(writer.commit(noted_at("2022-01-01T00:00:00Z")) == 2);
    }
    CHECK(database->revision() == 2);
    CHECK(database->read().revision() == 2);
    CHECK(database->read().find_changed_at() == "2022-01-01T00:00:00Z");
}

TEST_CASE("what is not committed never was") {
    const TemporaryDatabase database;
    put_and_commit(*database.database, site("one"));
    {
        Writer writer = database.write();
        writer.put_site(site("two")).value();
        writer.delete_record(RecordKind::sites, "one").value();
    }
    CHECK(database->revision() == 1);
    CHECK(database->read().exists(RecordKind::sites, "one"));
    CHECK_FALSE(database->read().exists(RecordKind::sites, "two"));
    // The key that was undone is given to another record; nothing may remember the old one.
    put_and_commit(*database.database, site("three"));
    Contract contract;
    contract.id = "c";
    contract.site = "three";
    database.put(&Writer::put_contract, contract);
    CHECK(database->read().find_contract("c")->site == "three");
    {
        const Writer writer = database.write();
        CHECK(writer.reader().find_contract("c")->site == "three");
    }
}

TEST_CASE("a writer lets the next one in as soon as it has committed") {
    const TemporaryDatabase database;
    Writer first = database.write();
    first.put_site(site("one")).value();
    first.commit(noted_at(an_instant));
    Writer second = database.write();
    second.put_site(site("two")).value();
    CHECK(second.commit(noted_at(an_instant)) == 2);
}

TEST_CASE("a reader sees one moment while others write") {
    const TemporaryDatabase database;
    put_and_commit(*database.database, site("one", "before"));
    const Reader reader = database->read();
    put_and_commit(*database.database, site("one", "after"));
    put_and_commit(*database.database, site("two"));
    CHECK(reader.revision() == 1);
    CHECK(reader.find_site("one")->name == "before");
    CHECK(reader.count_records(RecordKind::sites) == 1);
    const Reader later = database->read();
    CHECK(later.revision() == 3);
    CHECK(later.find_site("one")->name == "after");
    CHECK(later.count_records(RecordKind::sites) == 2);
}

TEST_CASE("readers go on while a write is under way, and it is not seen before it is committed") {
    const TemporaryDatabase database;
    Writer writer = database.write();
    writer.put_site(site("one")).value();
    CHECK(database->read().count_records(RecordKind::sites) == 0);
    writer.commit(noted_at(an_instant));
    CHECK(database->read().count_records(RecordKind::sites) == 1);
}

TEST_CASE("a visitor may ask the reader for more, and may throw") {
    const TemporaryDatabase database;
    {
        Writer writer = database.write();
        put_estate(writer, sample_estate());
        writer.commit(noted_at(an_instant));
    }
    const Reader reader = database->read();
    std::vector<std::string> titles;
    reader.for_each_contract(Projection::whole, [&](const Contract& contract) {
        reader.for_each_contract(Projection::whole, [](const Contract&) {});
        titles.push_back(reader.find_contract(contract.id)->id);
    });
    CHECK(titles == std::vector<std::string>{"phone-system", "bare", "second-system"});
    CHECK_THROWS_AS(reader.for_each_site([](const Site&) { throw std::runtime_error("enough"); }),
                    std::runtime_error);
    CHECK(reader.list_sites().size() == 2);
}

TEST_CASE("threads read and write side by side and each sees a whole estate") {
    const TemporaryDatabase database;
    put_and_commit(*database.database, site("counter", "1"));
    std::atomic<bool> is_done = false;
    std::atomic<int> torn_count = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 2; ++i) {
        threads.emplace_back([&] {
            while (!is_done) {
                const Reader reader = database->read();
                // The name is written with the revision it will have.
                if (reader.find_site("counter")->name != std::to_string(reader.revision())) ++torn_count;
            }
        });
    }
    std::vector<std::thread> writers;
    for (int i = 0; i < 2; ++i) {
        writers.emplace_back([&] {
            for (int j = 0; j < 50; ++j) {
                Writer writer = database.write();
                const std::string next = std::to_string(writer.reader().revision() + 1);
                writer.put_site(site("counter", next.c_str())).value();
                writer.commit(noted_at(an_instant));
            }
        });
    }
    for (std::thread& writer : writers)
        writer.join();
    is_done = true;
    for (std::thread& thread : threads)
        thread.join();
    CHECK(torn_count == 0);
    CHECK(database->revision() == 101);
    CHECK(database->check_integrity().empty());
}

TEST_CASE(
    "a database that was only read leaves nothing to repair, and one that was written stands in one file") {
    const TemporaryDirectory directory;
    const auto file = directory / "estate.db";
    {
        const auto database = open_database(file);
        put_and_commit(*database, site("hq"));
    }
    const auto log = std::filesystem::path(file.string() + "-wal");
    if (std::filesystem::exists(log)) CHECK(std::filesystem::file_size(log) == 0);
    // A copy of the one file is the whole estate, and can be read where there is no log yet.
    std::filesystem::copy_file(file, directory / "copy.db");
    OpenOptions options = default_options();
    options.create = false;
    options.migrate = false;
    const auto copy = std::move(Database::open(directory / "copy.db", options).value());
    CHECK(copy->read().exists(RecordKind::sites, "hq"));
    CHECK(copy->revision() == 1);
}

TEST_CASE("a file that may not be written to can still be refused with a reason") {
    if (::geteuid() == 0) return; // root may write everywhere
    const TemporaryDirectory directory;
    const auto file = directory / "estate.db";
    { const auto database = open_database(file); }
    std::filesystem::permissions(file, std::filesystem::perms::owner_read);
    const auto database = std::move(Database::open(file, default_options()).value());
    const auto writer = database->write();
    REQUIRE(writer.has_error());
    CHECK(writer.error().code == ErrorCode::forbidden);
}

TEST_CASE("damage is found") {
    const TemporaryDatabase database;
    {
        Writer writer = database.write();
        put_estate(writer, sample_estate());
        writer.commit(noted_at(an_instant));
    }
    CHECK(database->check_integrity().empty());
    {
        Connection connection(database.file(), Access::read_write);
        connection.execute(
            "PRAGMA foreign_keys = OFF; DELETE FROM people WHERE id = 'louise'; DROP TRIGGER sites_deleted;"
            "UPDATE contracts SET site_key = NULL; UPDATE charges SET site_key = NULL;"
            "UPDATE platforms SET site_key = NULL; UPDATE lines SET site_key = NULL;"
            "UPDATE licences SET site_key = NULL; UPDATE numbers SET site_key = NULL;"
            "DELETE FROM sites;");
    }
    const auto problems = database->check_integrity();
    std::string all;
    for (const std::string& problem : problems)
        all += problem + "\n";
    CAPTURE(all);
    CHECK(all.find("responsibilities refer to nothing in people") != std::string::npos);
    CHECK(all.find("deputies refer to nothing in people") != std::string::npos);
    CHECK(all.find("of sites, which is not there") != std::string::npos);
}

TEST_CASE("a row that breaks a rule of its table is found") {
    const TemporaryDatabase database;
    database.put(&Writer::put_site, site("hq"));
    Line line;
    line.id = "line";
    line.count = Count{3, "", Qualifier::exact, {}, ""};
    database.put(&Writer::put_line, line);
    CHECK(database->check_integrity().empty());
    {
        Connection connection(database.file(), Access::read_write);
        connection.execute("PRAGMA ignore_check_constraints = ON; UPDATE observations SET value = -3;");
    }
    CHECK(database->check_integrity() ==
          std::vector<std::string>{"Rows of observations hold what may not stand there."});
    // Looking did not change anything, and writing goes on.
    CHECK(database.put(&Writer::put_site, site("annexe")) == PutOutcome::added);
}
