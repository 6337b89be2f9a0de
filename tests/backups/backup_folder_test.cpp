#include "server/backups/backup_folder.hpp"
#include "tests/storage/temporary_database.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <set>

namespace telestate::backups {

namespace {

clock::Instant at(const char* text) { return *clock::parse_instant(text); }

void touch(const std::filesystem::path& file) { std::ofstream(file).flush(); }

std::set<std::string> names_in(const std::filesystem::path& directory) {
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(directory))
        names.insert(entry.path().filename().string());
    return names;
}

} // namespace

TEST_CASE("a backup's name says when it was made, and no other name is a backup's") {
    CHECK(backup_name(at("2026-11-22T02:00:00Z")) == "telestate-20261122T020000Z.sqlite");
    CHECK(parse_backup_name("telestate-20261122T020000Z.sqlite") == at("2026-11-22T02:00:00Z"));
    for (const char* name : {"", "telestate.sqlite", "telestate-20261122T020000Z.sqlite.partial",
                             "telestate-20261122T020000Z.sqlite-wal", "telestate-20261322T020000Z.sqlite",
                             "telestate-20261122T250000Z.sqlite", "telestate-2026112 T020000Z.sqlite",
                             "Telestate-20261122T020000Z.sqlite", "telestate-20261122T020000Z.SQLITE",
                             "mine-20261122T020000Z.sqlite", "telestate-20260230T020000Z.sqlite",
                             "telestate-+0261122T020000Z.sqlite", "telestate-00261122T020000Z.sqlite"}) {
        CAPTURE(name);
        CHECK_FALSE(parse_backup_name(name).has_value());
    }
}

TEST_CASE("the oldest go, and nothing that is not a backup made by now") {
    const storage::TemporaryDirectory directory;
    for (const char* name :
         {"telestate-20261118T020000Z.sqlite", "telestate-20261119T020000Z.sqlite",
          "telestate-20261120T020000Z.sqlite", "telestate-20261121T020000Z.sqlite",
          "telestate-20400101T000000Z.sqlite", "before-the-merger.sqlite",
          "telestate-20261101T020000Z.sqlite.gz", "telestate-20261121T030000Z.sqlite.partial",
          "telestate-20261121T030000Z.sqlite.partial-wal", "notes.partial"})
        touch(directory / name);
    std::filesystem::create_directory(directory / "telestate-20261101T020000Z.sqlite");
    std::filesystem::create_symlink("before-the-merger.sqlite",
                                    directory / "telestate-20261102T020000Z.sqlite");
    const auto now = at("2026-11-22T02:00:00Z");
    CHECK(find_last_backup(directory / "", now)->at == at("2026-11-21T02:00:00Z"));
    CHECK(remove_older(directory / "", 2, now) == 2);
    CHECK(names_in(directory / "") ==
          std::set<std::string>{"telestate-20261120T020000Z.sqlite", "telestate-20261121T020000Z.sqlite",
                                "telestate-20400101T000000Z.sqlite", "before-the-merger.sqlite",
                                "telestate-20261101T020000Z.sqlite.gz", "notes.partial",
                                "telestate-20261101T020000Z.sqlite", "telestate-20261102T020000Z.sqlite"});
}

TEST_CASE("the folder is made for its owner alone, but not the one it is in") {
    const storage::TemporaryDirectory directory;
    CHECK(list_backups(directory / "backups").empty());
    REQUIRE(make_folder(directory / "backups").has_value());
    CHECK(std::filesystem::status(directory / "backups").permissions() == std::filesystem::perms::owner_all);
    REQUIRE(make_folder(directory / "backups").has_value());
    const auto refused = make_folder(directory / "missing/backups");
    REQUIRE(refused.has_error());
    CHECK(refused.error().message.find("cannot be made: No such file or directory") != std::string::npos);
    touch(directory / "file");
    CHECK(make_folder(directory / "file").has_error());
}

} // namespace telestate::backups
