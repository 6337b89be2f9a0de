#include "server/storage/backup.hpp"
#include "server/storage/private_files.hpp"
#include "server/storage/use_lock.hpp"
#include "tests/storage/sample_estate.hpp"
#include "tests/storage/temporary_database.hpp"

#include <SQLiteCpp/Database.h>
#include <doctest/doctest.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <functional>
#include <iterator>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace telestate;
using namespace telestate::storage;

namespace {

constexpr const char* later = "2026-11-22T09:30:00Z";
constexpr const char* stamp = "20261122T093000Z";

void put_site(Database& database, const std::string& id, const std::string& name = "") {
    Writer writer = std::move(database.write().value());
    writer.put_site({id, name, "", "", {}}).value();
    writer.commit(noted_at(an_instant));
}

int mode_of(const std::filesystem::path& file) {
    struct stat state {};
    REQUIRE(::stat(file.c_str(), &state) == 0);
    return static_cast<int>(state.st_mode & 0777U);
}

std::string contents_of(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

int count_files(const std::filesystem::path& directory) {
    return static_cast<int>(std::distance(std::filesystem::directory_iterator(directory), {}));
}

bool mentions(const Error& error, std::string_view text) {
    return error.message.find(text) != std::string::npos;
}

Result<RestoreSummary> restore(const std::filesystem::path& backup, const std::filesystem::path& database) {
    return restore_database(backup, database, {later});
}

std::vector<Migration> known_and_planets() {
    std::vector<Migration> list(embedded_migrations().begin(), embedded_migrations().end());
    list.push_back(
        {static_cast<int>(list.size()) + 1, "planets", "CREATE TABLE planets (name TEXT) STRICT;"});
    return list;
}

} // namespace

TEST_CASE("a copy holds all that was committed before it, and is a database of its own for its owner alone") {
    TemporaryDatabase database;
    {
        Writer writer = database.write();
        put_estate(writer, sample_estate());
        writer.commit(noted_at(an_instant));
    }
    // Half a write is under way, as it may be at any moment.
    Writer unfinished = database.write();
    unfinished.put_site({"unfinished", "", "", "", {}}).value();
    const auto copy = database.directory / "copy.sqlite";
    ::umask(0);
    const auto made = backup_database(database.file(), copy);
    ::umask(022);
    REQUIRE(made.has_value());
    CHECK(made->revision == 1);
    CHECK(made->migration == static_cast<int>(embedded_migrations().size()));
    CHECK(made->size == std::filesystem::file_size(copy));
    CHECK(mode_of(copy) == 0600);
    CHECK_FALSE(std::filesystem::exists(beside(copy, "-wal")));
    CHECK_FALSE(std::filesystem::exists(beside(copy, ".partial")));
    const auto opened = open_database(copy);
    CHECK(opened->read().find_contract("phone-system").has_value());
    CHECK_FALSE(opened->read().exists(RecordKind::sites, "unfinished"));
    CHECK(opened->check_integrity().empty());
}

TEST_CASE("a copy is of one moment while others write, and they do not wait for it") {
    TemporaryDatabase database;
    put_site(*database.database, "counter", "1");
    // Enough pages for the copy to take many steps.
    {
        Writer writer = database.write();
        for (int i = 0; i < 3000; ++i)
            writer.put_site({"site-" + std::to_string(i), std::string(2000, 'x'), "", "", {}}).value();
        const std::string next = std::to_string(writer.reader().revision() + 1);
        writer.put_site({"counter", next, "", "", {}}).value();
        writer.commit(noted_at(an_instant));
    }
    BackupOptions options;
    int writes = 0;
    // Each look whether to go on is a moment in the middle of copying.
    options.is_given_up = [&] {
        Writer writer = database.write();
        const std::string next = std::to_string(writer.reader().revision() + 1);
        writer.put_site({"counter", next, "", "", {}}).value();
        writer.put_site({"site-1", "later", "", "", {}}).value();
        writer.commit(noted_at(an_instant));
        ++writes;
        return false;
    };
    const auto copy = database.directory / "copy.sqlite";
    const auto made = backup_database(database.file(), copy, options);
    REQUIRE(made.has_value());
    CHECK(writes > 1);
    const auto opened = open_database(copy);
    CHECK(opened->read().find_site("counter")->name == std::to_string(made->revision));
    CHECK(opened->read().count_records(RecordKind::sites) == 3001);
    CHECK(database->read().revision() == 2 + writes);
}

TEST_CASE("a copy overwrites nothing, and leaves nothing behind when it cannot be made") {
    TemporaryDatabase database;
    put_site(*database.database, "hq");
    const auto taken = database.directory / "taken.sqlite";
    std::ofstream(taken) << "mine";
    const auto refused = backup_database(database.file(), taken);
    REQUIRE(refused.has_error());
    CHECK(mentions(refused.error(), "is there already, and is not overwritten"));
    CHECK(contents_of(taken) == "mine");
    const auto nowhere = backup_database(database.file(), database.directory / "missing/copy.sqlite");
    REQUIRE(nowhere.has_error());
    CHECK(mentions(nowhere.error(), "There is no directory"));
    const auto absent = backup_database(database.directory / "absent.db", database.directory / "copy.sqlite");
    REQUIRE(absent.has_error());
    CHECK(absent.error().code == ErrorCode::not_found);
    CHECK_FALSE(std::filesystem::exists(database.directory / "absent.db"));
    BackupOptions options;
    options.is_given_up = [] { return true; };
    const auto given_up = backup_database(database.file(), database.directory / "copy.sqlite", options);
    REQUIRE(given_up.has_error());
    CHECK(mentions(given_up.error(), "was given up"));
    CHECK_FALSE(std::filesystem::exists(database.directory / "copy.sqlite"));
    CHECK_FALSE(std::filesystem::exists(database.directory / "copy.sqlite.partial"));
}

TEST_CASE("what a killed copy left behind is taken over") {
    TemporaryDatabase database;
    put_site(*database.database, "hq");
    const auto copy = database.directory / "copy.sqlite";
    std::ofstream(beside(copy, ".partial")) << std::string(100'000, 'x');
    std::ofstream(beside(copy, ".partial-wal")) << "left";
    REQUIRE(backup_database(database.file(), copy).has_value());
    CHECK(mode_of(copy) == 0600);
    CHECK_FALSE(std::filesystem::exists(beside(copy, ".partial")));
    CHECK_FALSE(std::filesystem::exists(beside(copy, ".partial-wal")));
    CHECK(open_database(copy)->read().exists(RecordKind::sites, "hq"));
}

TEST_CASE("a damaged database is not copied as if it were sound") {
    TemporaryDatabase database;
    {
        Writer writer = database.write();
        put_estate(writer, sample_estate());
        writer.commit(noted_at(an_instant));
    }
    {
        Connection connection(database.file(), Access::read_write);
        connection.execute("PRAGMA foreign_keys = OFF; DELETE FROM people WHERE id = 'louise';");
    }
    const auto copy = database.directory / "copy.sqlite";
    const auto refused = backup_database(database.file(), copy);
    REQUIRE(refused.has_error());
    CHECK(mentions(refused.error(), "refer to nothing in people"));
    CHECK_FALSE(std::filesystem::exists(copy));
    CHECK_FALSE(std::filesystem::exists(beside(copy, ".partial")));
}

TEST_CASE("a backup takes the place of the database, which is kept whole") {
    TemporaryDatabase database;
    put_site(*database.database, "before");
    const auto copy = database.directory / "copy.sqlite";
    REQUIRE(backup_database(database.file(), copy).has_value());
    put_site(*database.database, "after");
    const std::string backup = contents_of(copy);

    SUBCASE("not while it is in use") {
        const auto refused = restore(copy, database.file());
        REQUIRE(refused.has_error());
        CHECK(refused.error().code == ErrorCode::busy);
        CHECK(mentions(refused.error(), "is in use"));
        CHECK(database->read().exists(RecordKind::sites, "after"));
        put_site(*database.database, "later");
    }
    SUBCASE("not while another program has it open") {
        database.database.reset();
        SQLite::Database other(database.file().string(), SQLite::OPEN_READONLY);
        CHECK(other.execAndGet("SELECT count(*) FROM sites").getInt() == 2);
        const auto refused = restore(copy, database.file());
        REQUIRE(refused.has_error());
        CHECK(mentions(refused.error(), "is in use"));
    }
    SUBCASE("once nobody has it open") {
        database.database.reset();
        const auto restored = restore(copy, database.file());
        REQUIRE(restored.has_value());
        CHECK(restored->restored.revision == 1);
        CHECK(restored->migrated_count == 0);
        REQUIRE(restored->kept.has_value());
        CHECK(restored->kept->filename() == std::string("estate.db.before-restore-") + stamp);
        CHECK(mode_of(database.file()) == 0600);
        database.reopen();
        CHECK_FALSE(database->read().exists(RecordKind::sites, "after"));
        CHECK(database->read().exists(RecordKind::sites, "before"));
        CHECK(open_database(*restored->kept)->read().exists(RecordKind::sites, "after"));
    }
    SUBCASE("also what a killed program had left in the log") {
        database.database.reset();
        const pid_t child = ::fork();
        if (child == 0) {
            const auto own = open_database(database.file());
            put_site(*own, "in-the-log");
            ::kill(::getpid(), SIGKILL);
        }
        int status = 0;
        REQUIRE(::waitpid(child, &status, 0) == child);
        REQUIRE(std::filesystem::file_size(beside(database.file(), "-wal")) > 0);
        const auto restored = restore(copy, database.file());
        REQUIRE(restored.has_value());
        CHECK_FALSE(std::filesystem::exists(beside(database.file(), "-wal")));
        CHECK(open_database(*restored->kept)->read().exists(RecordKind::sites, "in-the-log"));
        CHECK_FALSE(open_database(database.file())->read().exists(RecordKind::sites, "in-the-log"));
    }
    SUBCASE("where none is yet") {
        const auto file = database.directory / "new.db";
        const auto restored = restore(copy, file);
        REQUIRE(restored.has_value());
        CHECK_FALSE(restored->kept.has_value());
        CHECK(open_database(file)->read().exists(RecordKind::sites, "before"));
    }
    SUBCASE("where the database is damaged beyond opening") {
        database.database.reset();
        std::ofstream(database.file(), std::ios::binary) << std::string(8192, 'x');
        const auto restored = restore(copy, database.file());
        REQUIRE(restored.has_value());
        CHECK(contents_of(*restored->kept) == std::string(8192, 'x'));
        CHECK(open_database(database.file())->read().exists(RecordKind::sites, "before"));
    }
    // The backup is only read, and can lie where nothing may be written.
    CHECK(contents_of(copy) == backup);
    CHECK_FALSE(std::filesystem::exists(beside(copy, "-wal")));
    CHECK_FALSE(std::filesystem::exists(beside(copy, "-shm")));
}

TEST_CASE("what is no sound backup is refused, and changes nothing") {
    TemporaryDatabase database;
    {
        Writer writer = database.write();
        put_estate(writer, sample_estate());
        writer.commit(noted_at(an_instant));
    }
    const auto good = database.directory / "good.sqlite";
    REQUIRE(backup_database(database.file(), good).has_value());
    database.database.reset();
    struct Case {
        const char* description;
        std::function<void(const std::filesystem::path&)> make;
        const char* message;
    };
    const auto changed = [&](const char* sql) {
        return [&good, sql](const std::filesystem::path& file) {
            std::filesystem::copy_file(good, file);
            SQLite::Database(file.string(), SQLite::OPEN_READWRITE).exec(sql);
        };
    };
    const Case cases[] = {
        {"not there", [](const auto&) {}, "There is no file"},
        {"a text", [](const auto& file) { std::ofstream(file) << "Dear all,\n"
                                                              << std::string(5000, '-'); },
         "is no database"},
        {"empty", [](const auto& file) { std::ofstream(file).flush(); }, "cannot be restored"},
        {"cut short",
         [&](const auto& file) {
             std::filesystem::copy_file(good, file);
             std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
         },
         "cannot be restored"},
        {"of another application", changed("PRAGMA application_id = 1"), "another application"},
        {"of a newer telestate",
         changed(
             "INSERT INTO migrations SELECT max(number) + 1, 'next', checksum, applied_at FROM migrations"),
         "newer telestate"},
        {"made with other migrations",
         changed(
             "UPDATE migrations SET checksum = replace(checksum, substr(checksum, 1, 1), 'z') WHERE number = 1"),
         "another migration 1"},
        {"with references to nothing",
         changed("PRAGMA foreign_keys = OFF; DELETE FROM people WHERE id = 'louise'"),
         "refer to nothing in people"},
    };
    int number = 0;
    const std::string before = contents_of(database.file());
    for (const Case& wrong : cases) {
        CAPTURE(wrong.description);
        const auto file = database.directory / ("wrong-" + std::to_string(++number)).c_str();
        wrong.make(file);
        const int count = count_files(database.file().parent_path());
        const auto refused = restore(file, database.file());
        REQUIRE(refused.has_error());
        CAPTURE(refused.error().message);
        CHECK(mentions(refused.error(), wrong.message));
        CHECK(contents_of(database.file()) == before);
        CHECK(count_files(database.file().parent_path()) == count);
    }
    const auto itself = restore(database.file(), database.file());
    REQUIRE(itself.has_error());
    CHECK(mentions(itself.error(), "the database itself"));
}

TEST_CASE("a backup of an older telestate is brought up to date before it takes the place of the database") {
    TemporaryDatabase database;
    put_site(*database.database, "hq");
    const auto copy = database.directory / "copy.sqlite";
    REQUIRE(backup_database(database.file(), copy).has_value());
    database.database.reset();
    const auto newer = known_and_planets();
    const auto restored = restore_database(copy, database.file(), {later, newer});
    REQUIRE(restored.has_value());
    CHECK(restored->migrated_count == 1);
    OpenOptions options = default_options();
    options.migrations = newer;
    options.migrate = false;
    const auto opened = Database::open(database.file(), options);
    REQUIRE(opened.has_value());
    CHECK((*opened)->list_migrations().back().applied_at == later);
    CHECK((*opened)->read().exists(RecordKind::sites, "hq"));
}

TEST_CASE("killed at any moment, restoring leaves the old or the new database whole") {
    const TemporaryDirectory directory;
    const auto file = directory / "estate.db";
    const auto backup = directory / "backup.sqlite";
    {
        const auto database = open_database(file);
        put_site(*database, "new");
        REQUIRE(backup_database(file, backup).has_value());
    }
    int old_count = 0;
    int new_count = 0;
    // The moments are spread over the time it takes here, and some beyond.
    const auto started = std::chrono::steady_clock::now();
    REQUIRE(restore(backup, file).has_value());
    const auto taken =
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - started);
    constexpr int rounds = 30;
    for (int round = 0; round < rounds; ++round) {
        {
            for (const char* suffix : {"", "-wal", "-shm", "-journal"})
                std::filesystem::remove(beside(file, suffix));
            const auto database = open_database(file);
            put_site(*database, "old");
        }
        const pid_t child = ::fork();
        if (child == 0) {
            (void)restore(backup, file);
            ::_exit(0);
        }
        ::usleep(static_cast<useconds_t>(taken.count() * round * 3 / 2 / rounds));
        ::kill(child, SIGKILL);
        int status = 0;
        REQUIRE(::waitpid(child, &status, 0) == child);
        // A command that may not migrate finds it as good.
        OpenOptions options = default_options();
        options.create = false;
        options.migrate = false;
        const auto opened = Database::open(file, options);
        CAPTURE((opened ? std::string() : opened.error().message));
        REQUIRE(opened.has_value());
        CHECK((*opened)->check_integrity().empty());
        const bool is_old = (*opened)->read().exists(RecordKind::sites, "old");
        CHECK((*opened)->read().exists(RecordKind::sites, "new") != is_old);
        ++(is_old ? old_count : new_count);
    }
    CAPTURE(new_count);
    CHECK(old_count > 0);
    CHECK(old_count + new_count == rounds);
    // And one that is not killed takes over what those left.
    CHECK(restore(backup, file).has_value());
}

TEST_CASE("a change of the log that was cut short is taken back when the database is opened") {
    TemporaryDatabase database;
    put_site(*database.database, "hq");
    database.database.reset();
    // Half of the transaction that restoring begins with: the journal is there, and the first page may be
    // either.
    const pid_t child = ::fork();
    if (child == 0) {
        SQLite::Database other(database.file().string(), SQLite::OPEN_READWRITE);
        other.exec("PRAGMA journal_mode = DELETE; PRAGMA cache_size = 1; BEGIN; CREATE TABLE t (x);");
        for (int i = 0; i < 50; ++i)
            other.exec("INSERT INTO t VALUES (zeroblob(4000))");
        ::kill(::getpid(), SIGKILL);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(std::filesystem::file_size(beside(database.file(), "-journal")) > 0);
    OpenOptions options = default_options();
    options.create = false;
    options.migrate = false;
    const auto opened = Database::open(database.file(), options);
    REQUIRE(opened.has_value());
    CHECK((*opened)->check_integrity().empty());
    CHECK((*opened)->read().exists(RecordKind::sites, "hq"));
}

TEST_CASE("restoring waits for nobody, and nobody opens a database that is being restored") {
    const TemporaryDatabase database;
    const auto other = open_database(database.file()); // any number may have it open
    CHECK_FALSE(UseLock::acquire(database.file(), UseLock::Kind::alone, std::chrono::milliseconds(0)));
    const TemporaryDirectory directory;
    { const auto own = open_database(directory / "estate.db"); }
    const auto alone =
        UseLock::acquire(directory / "estate.db", UseLock::Kind::alone, std::chrono::milliseconds(0));
    REQUIRE(alone.has_value());
    OpenOptions options = default_options();
    options.lock_wait = std::chrono::milliseconds(10);
    const auto refused = Database::open(directory / "estate.db", options);
    REQUIRE(refused.has_error());
    CHECK(mentions(refused.error(), "being restored"));
}

TEST_CASE("the files of a database are for their owner alone, whatever the umask and whoever made them") {
    ::umask(0);
    TemporaryDatabase database;
    put_site(*database.database, "hq");
    const auto lock = database->lock_alert_run(std::chrono::milliseconds(0));
    ::umask(022);
    const std::initializer_list<const char*> suffixes = {"", "-wal", "-shm", "-lock", "-alerts-lock"};
    for (const char* suffix : suffixes) {
        CAPTURE(suffix);
        CHECK(mode_of(beside(database.file(), suffix)) == 0600);
        std::filesystem::permissions(beside(database.file(), suffix), std::filesystem::perms(0664));
    }
    database.reopen();
    put_site(*database.database, "annexe");
    for (const char* suffix : suffixes) {
        CAPTURE(suffix);
        CHECK(mode_of(beside(database.file(), suffix)) == 0600);
    }
}

TEST_CASE("before an older database is brought up to date a copy of it is kept") {
    const TemporaryDirectory directory;
    const auto file = directory / "estate.db";
    {
        const auto database = open_database(file);
        put_site(*database, "hq");
    }
    const auto newer = known_and_planets();
    OpenOptions options = default_options();
    options.migrations = newer;
    options.now = later;
    const std::string number = "000" + std::to_string(newer.size());
    const auto copy =
        beside(file, (".before-migration-" + number.substr(number.size() - 4) + "-" + stamp).c_str());
    const auto is_copy = [](const auto& entry) {
        const std::string name = entry.path().filename().string();
        return name.find("before-migration") != std::string::npos && name.ends_with(stamp);
    };
    const auto count_copies = [&] {
        return std::count_if(std::filesystem::directory_iterator(file.parent_path()), {}, is_copy);
    };
    CHECK(count_copies() == 0); // a new database has nothing to keep

    SUBCASE("and can be opened by the older program") {
        { REQUIRE(Database::open(file, options).has_value()); }
        CHECK(mode_of(copy) == 0600);
        CHECK(open_database(copy)->read().exists(RecordKind::sites, "hq"));
        { REQUIRE(Database::open(file, options).has_value()); }
        CHECK(count_copies() == 1);
    }
    SUBCASE("without one nothing is changed") {
        std::filesystem::create_directories(beside(copy, ".partial"));
        const auto refused = Database::open(file, options);
        REQUIRE(refused.has_error());
        CHECK(mentions(refused.error(), "is not brought up to date before a copy of it is made"));
        CHECK(open_database(file)->read().exists(RecordKind::sites, "hq"));
    }
    SUBCASE("a migration that fails leaves no copy at each start") {
        auto broken = newer;
        broken.back().sql = "CREATE TABLE sites (name TEXT) STRICT;";
        options.migrations = broken;
        for (int start = 0; start < 3; ++start)
            CHECK(Database::open(file, options).has_error());
        CHECK(count_copies() == 0);
        CHECK(open_database(file)->read().exists(RecordKind::sites, "hq"));
    }
}

TEST_CASE("a link to a database is the database, and stays a link") {
    TemporaryDatabase database;
    put_site(*database.database, "before");
    const auto copy = database.directory / "copy.sqlite";
    const auto link = database.directory / "link.db";
    std::filesystem::create_symlink("estate.db", link);
    REQUIRE(backup_database(link, copy).has_value());
    {
        const auto linked = open_database(link);
        CHECK_FALSE(std::filesystem::exists(beside(link, "-lock")));
        put_site(*linked, "after");
        const auto refused = restore(copy, link);
        REQUIRE(refused.has_error());
        CHECK(mentions(refused.error(), "is in use"));
    }
    database.database.reset();
    REQUIRE(restore(copy, link).has_value());
    CHECK(std::filesystem::is_symlink(link));
    CHECK_FALSE(open_database(database.file())->read().exists(RecordKind::sites, "after"));
}

TEST_CASE("what root makes belongs to whoever owns the database, or its directory") {
    if (::geteuid() != 0) return; // nobody else can give files away
    TemporaryDatabase database;
    put_site(*database.database, "hq");
    constexpr uid_t service = 12345;
    const auto owner_of = [](const std::filesystem::path& file) {
        struct stat state {};
        REQUIRE(::stat(file.c_str(), &state) == 0);
        return state.st_uid;
    };
    for (const auto& entry : std::filesystem::directory_iterator(database.file().parent_path()))
        REQUIRE(::chown(entry.path().c_str(), service, service) == 0);
    REQUIRE(::chown(database.file().parent_path().c_str(), service, service) == 0);
    const auto copy = database.directory / "copy.sqlite";
    REQUIRE(backup_database(database.file(), copy).has_value());
    CHECK(owner_of(copy) == service);
    database.database.reset();
    REQUIRE(restore(copy, database.file()).has_value());
    const auto fresh = database.directory / "fresh.db";
    { put_site(*open_database(fresh), "hq"); }
    for (const auto& entry : std::filesystem::directory_iterator(database.file().parent_path())) {
        CAPTURE(entry.path().string());
        CHECK(owner_of(entry.path()) == service);
    }
}

TEST_CASE("checking a copy is given up as well as making it") {
    TemporaryDatabase database;
    {
        Writer writer = database.write();
        for (int i = 0; i < 5000; ++i)
            writer.put_site({"site-" + std::to_string(i), "Site", "", "", {}}).value();
        writer.commit(noted_at(an_instant));
    }
    const auto copy = database.directory / "copy.sqlite";
    bool is_being_checked = false;
    BackupOptions options;
    // The log is opened beside the copy when it is checked, not before.
    options.is_given_up = [&] {
        is_being_checked = is_being_checked || std::filesystem::exists(beside(copy, ".partial-wal"));
        return is_being_checked;
    };
    const auto given_up = backup_database(database.file(), copy, options);
    REQUIRE(given_up.has_error());
    CHECK(is_being_checked);
    CHECK(mentions(given_up.error(), "was given up"));
    CHECK(count_files(copy.parent_path()) == 4); // the database with its log and lock
}
