#include "server/storage/process_lock.hpp"
#include "tests/storage/temporary_database.hpp"

#include <doctest/doctest.h>

#include <csignal>
#include <fcntl.h>
#include <functional>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace telestate;
using namespace telestate::storage;

namespace {

// Runs in a process of its own, which ends with 0 when `work` returns true.
pid_t start_process(const std::function<bool()>& work) {
    const pid_t child = ::fork();
    if (child == 0) {
        bool is_well = false;
        try {
            is_well = work();
        } catch (const std::exception&) {
        }
        ::_exit(is_well ? 0 : 1);
    }
    return child;
}

bool ends_well(pid_t child) {
    int status = 0;
    return ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

Site numbered_site(int process, int number) {
    return {"site-" + std::to_string(process) + "-" + std::to_string(number), "", "", "", {}};
}

} // namespace

TEST_CASE("writers of several processes take turns and lose nothing") {
    const TemporaryDirectory directory;
    const auto file = directory / "estate.db";
    constexpr int process_count = 3;
    constexpr int write_count = 40;
    { const auto database = open_database(file); }
    std::vector<pid_t> children;
    for (int process = 0; process < process_count; ++process) {
        children.push_back(start_process([&, process] {
            const auto database = open_database(file);
            for (int i = 0; i < write_count; ++i) {
                Writer writer = std::move(database->write().value());
                // Whoever else wrote here now would not find the mark free.
                const std::string mark = file.string() + ".mark";
                const int mine = ::open(mark.c_str(), O_CREAT | O_EXCL | O_WRONLY, 0600);
                if (mine < 0) return false;
                ::close(mine);
                const std::int64_t before = writer.reader().revision();
                writer.put_site(numbered_site(process, i)).value();
                ::unlink(mark.c_str());
                if (writer.commit(noted_at(an_instant)) != before + 1) return false;
            }
            return true;
        }));
    }
    for (const pid_t child : children)
        CHECK(ends_well(child));
    const auto database = open_database(file);
    CHECK(database->revision() == process_count * write_count);
    CHECK(database->read().count_records(RecordKind::sites) == process_count * write_count);
    CHECK(database->check_integrity().empty());
}

TEST_CASE("several processes may make the same new database") {
    const TemporaryDirectory directory;
    const auto file = directory / "estate.db";
    std::vector<pid_t> children;
    for (int process = 0; process < 4; ++process) {
        children.push_back(start_process([&, process] {
            const auto database = open_database(file);
            Writer writer = std::move(database->write().value());
            writer.put_site(numbered_site(process, 0)).value();
            return writer.commit(noted_at(an_instant)) > 0;
        }));
    }
    for (const pid_t child : children)
        CHECK(ends_well(child));
    CHECK(open_database(file)->revision() == 4);
}

TEST_CASE("another process's commit shows in the revision within a moment") {
    const TemporaryDatabase database;
    CHECK(database->revision() == 0);
    const pid_t child = start_process([&] {
        const auto other = open_database(database.file());
        Writer writer = std::move(other->write().value());
        writer.put_site(numbered_site(0, 0)).value();
        return writer.commit(noted_at(an_instant)) == 1;
    });
    REQUIRE(ends_well(child));
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    CHECK(database->revision() == 1);
    CHECK(database->read().exists(RecordKind::sites, "site-0-0"));
    // And this one writes on from there.
    Writer writer = database.write();
    writer.put_site(numbered_site(1, 0)).value();
    CHECK(writer.commit(noted_at(an_instant)) == 2);
}

TEST_CASE("a writer that waits in vain says so") {
    const TemporaryDatabase database;
    OpenOptions options = default_options();
    options.lock_wait = std::chrono::milliseconds(20);
    const auto impatient = std::move(Database::open(database.file(), options).value());
    const Writer first = database.write();
    const auto second = impatient->write();
    REQUIRE(second.has_error());
    CHECK(second.error().code == ErrorCode::busy);
    CHECK(second.error().message.find("is being written to by somebody else") != std::string::npos);
    // Reading goes on.
    CHECK(impatient->read().revision() == 0);
}

TEST_CASE("a process killed in the midst of a write leaves what was there before, and its turn to others") {
    const TemporaryDatabase database;
    int ready[2] = {};
    REQUIRE(::pipe(ready) == 0);
    const pid_t child = start_process([&] {
        const auto other = open_database(database.file());
        Writer writer = std::move(other->write().value());
        for (int i = 0; i < 500; ++i)
            writer.put_site(numbered_site(0, i)).value();
        (void)!::write(ready[1], "x", 1);
        ::pause();
        return false;
    });
    char signal = 0;
    REQUIRE(::read(ready[0], &signal, 1) == 1);
    ::kill(child, SIGKILL);
    CHECK_FALSE(ends_well(child));
    ::close(ready[0]);
    ::close(ready[1]);
    Writer writer = database.write();
    CHECK(writer.reader().count_records(RecordKind::sites) == 0);
    writer.put_site(numbered_site(1, 1)).value();
    CHECK(writer.commit(noted_at(an_instant)) == 1);
    CHECK(database->check_integrity().empty());
}

TEST_CASE("a lock is given up with its owner") {
    const TemporaryDirectory directory;
    const auto file = directory / "estate.db";
    {
        const auto lock = ProcessLock::acquire(file, std::chrono::milliseconds(0));
        CHECK(lock.has_value());
        CHECK_FALSE(ProcessLock::acquire(file, std::chrono::milliseconds(0)).has_value());
    }
    CHECK(ProcessLock::acquire(file, std::chrono::milliseconds(0)).has_value());
}

TEST_CASE("the lock belongs to whoever owns the database, also when root takes it first") {
    if (::geteuid() != 0) return; // nobody else can give files away
    const TemporaryDatabase database;
    constexpr uid_t service = 12345;
    REQUIRE(::chown(database.file().c_str(), service, service) == 0);
    { const auto lock = ProcessLock::acquire(database.file(), std::chrono::milliseconds(0)); }
    struct stat state {};
    REQUIRE(::stat((database.file().string() + "-lock").c_str(), &state) == 0);
    CHECK(state.st_uid == service);
}
