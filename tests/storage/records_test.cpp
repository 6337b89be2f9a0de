#include "tests/storage/sample_estate.hpp"
#include "tests/storage/temporary_database.hpp"

#include <doctest/doctest.h>

using namespace telestate;
using namespace telestate::storage;

namespace {

struct FullDatabase : TemporaryDatabase {
    FullDatabase() {
        Writer writer = write();
        put_estate(writer, sample_estate());
        writer.commit(noted_at(an_instant));
    }
};

} // namespace

TEST_CASE("every field of every kind of record comes back as it was put") {
    FullDatabase database;
    const Estate expected = sample_estate();
    const auto check = [&](const Reader& reader) {
        const Estate found = read_estate(reader);
        CHECK(found.organisation == expected.organisation);
        CHECK(found.sites == expected.sites);
        CHECK(found.people == expected.people);
        CHECK(found.suppliers == expected.suppliers);
        CHECK(found.contracts == expected.contracts);
        CHECK(found.platforms == expected.platforms);
        CHECK(found.lines == expected.lines);
        CHECK(found.licences == expected.licences);
        CHECK(found.numbers == expected.numbers);
        CHECK(found.usage == expected.usage);
        CHECK(found.responsibilities == expected.responsibilities);
        CHECK(found.observations == expected.observations);
    };
    check(database->read());
    database.reopen();
    check(database->read());
}

TEST_CASE("an estate read and put into an empty database is the same estate") {
    const FullDatabase database;
    const Estate found = read_estate(database->read());
    const TemporaryDatabase other;
    {
        Writer writer = other.write();
        put_estate(writer, found);
        writer.commit(noted_at(an_instant));
    }
    CHECK(read_estate(other->read()) == found);
}

TEST_CASE("putting the same estate again changes nothing") {
    const FullDatabase database;
    Writer writer = database.write();
    const Estate estate = sample_estate();
    CHECK(writer.put_organisation(*estate.organisation).value() == PutOutcome::unchanged);
    for (const auto& record : estate.sites)
        CHECK(writer.put_site(record).value() == PutOutcome::unchanged);
    for (const auto& record : estate.people)
        CHECK(writer.put_person(record).value() == PutOutcome::unchanged);
    for (const auto& record : estate.suppliers)
        CHECK(writer.put_supplier(record).value() == PutOutcome::unchanged);
    for (const auto& record : estate.contracts)
        CHECK(writer.put_contract(record).value() == PutOutcome::unchanged);
    for (const auto& record : estate.platforms)
        CHECK(writer.put_platform(record).value() == PutOutcome::unchanged);
    for (const auto& record : estate.lines)
        CHECK(writer.put_line(record).value() == PutOutcome::unchanged);
    for (const auto& record : estate.licences)
        CHECK(writer.put_licence(record).value() == PutOutcome::unchanged);
    for (const auto& record : estate.numbers)
        CHECK(writer.put_number(record).value() == PutOutcome::unchanged);
    for (const auto& record : estate.usage)
        CHECK(writer.put_usage(record).value() == PutOutcome::unchanged);
    for (const auto& record : estate.responsibilities) {
        CHECK(writer.put_responsibility(record).value() == PutOutcome::unchanged);
    }
    for (const auto& record : estate.observations) {
        CHECK(writer.put_observation(record).value() == PutOutcome::unchanged);
    }
    CHECK(read_estate(writer.reader()) == estate);
}

TEST_CASE("a record is found by its id, and only by that") {
    const FullDatabase database;
    const Reader reader = database->read();
    const Estate estate = sample_estate();
    CHECK(reader.find_site("hq") == estate.sites[0]);
    CHECK(reader.find_person("louise") == estate.people[1]);
    CHECK(reader.find_supplier("bt") == estate.suppliers[0]);
    CHECK(reader.find_contract("second-system") == estate.contracts[2]);
    CHECK(reader.find_platform("pbx") == estate.platforms[0]);
    CHECK(reader.find_line("lines-1") == estate.lines[0]);
    CHECK(reader.find_licence("agents") == estate.licences[1]);
    CHECK(reader.find_number("main") == estate.numbers[0]);
    CHECK(reader.find_usage("views") == estate.usage[1]);
    CHECK(reader.find_responsibility("telephony", "technical_lead", "lead") == estate.responsibilities[0]);
    CHECK_FALSE(reader.find_responsibility("telephony", "technical_lead", "gordon").has_value());
    CHECK_FALSE(reader.find_site("").has_value());
    CHECK_FALSE(reader.find_site("HQ").has_value());
    CHECK_FALSE(reader.find_contract("nowhere").has_value());
    CHECK_FALSE(reader.find_line("hq").has_value());
    CHECK(reader.exists(RecordKind::sites, "hq"));
    CHECK_FALSE(reader.exists(RecordKind::people, "hq"));
}

TEST_CASE("a record that is replaced keeps its place, loses what is no longer said, and new ones come last") {
    const TemporaryDatabase database;
    for (const char* const id : {"a", "b", "c"})
        database.put(&Writer::put_site, Site{id, "old", "x", "y", {}});
    Site replaced{"b", "new", "", "", {"note", {{"address", Silence::unknown}}, {}}};
    CHECK(database.put(&Writer::put_site, replaced) == PutOutcome::changed);
    CHECK(database.put(&Writer::put_site, Site{"d", "", "", "", {}}) == PutOutcome::added);
    const auto sites = database->read().list_sites();
    REQUIRE(sites.size() == 4);
    CHECK(sites[1] == replaced);
    CHECK(sites[3].id == "d");
    replaced.annotations = {};
    CHECK(database.put(&Writer::put_site, replaced) == PutOutcome::changed);
    CHECK(database->read().find_site("b") == replaced);
}

TEST_CASE("every kind of record can be replaced by another of the same id") {
    const FullDatabase database;
    Estate estate = sample_estate();
    // What held something holds nothing, and the other way about.
    const auto swap_contents = [](auto& list) {
        std::swap(list[0], list[1]);
        std::swap(list[0].id, list[1].id);
    };
    swap_contents(estate.sites);
    swap_contents(estate.people);
    swap_contents(estate.suppliers);
    swap_contents(estate.contracts);
    swap_contents(estate.platforms);
    estate.organisation = Organisation{};
    estate.responsibilities[0].notes = "Until 2022.";
    Writer writer = database.write();
    put_estate(writer, estate);
    const Estate found = read_estate(writer.reader());
    CHECK(found.organisation == estate.organisation);
    CHECK(found.sites == estate.sites);
    CHECK(found.people == estate.people);
    CHECK(found.suppliers == estate.suppliers);
    CHECK(found.contracts == estate.contracts);
    CHECK(found.platforms == estate.platforms);
    CHECK(found.responsibilities == estate.responsibilities);
}

TEST_CASE("lists can be read in pages") {
    const TemporaryDatabase database;
    {
        Writer writer = database.write();
        for (const char* const id : {"a", "b", "c", "d", "e"})
            writer.put_site({id, "", "", "", {}}).value();
        writer.delete_record(RecordKind::sites, "b").value();
        writer.commit(noted_at(an_instant));
    }
    const Reader reader = database->read();
    const auto ids_of = [&](Page page) {
        std::string ids;
        for (const Site& site : reader.list_sites(page))
            ids += site.id;
        return ids;
    };
    CHECK(ids_of({}) == "acde");
    CHECK(ids_of({2, 0}) == "ac");
    CHECK(ids_of({2, 1}) == "cd");
    CHECK(ids_of({2, 3}) == "e");
    CHECK(ids_of({std::nullopt, 2}) == "de");
    CHECK(ids_of({2, 4}).empty());
    CHECK(ids_of({0, 0}).empty());
    CHECK(reader.count_records(RecordKind::sites) == 4);
}

TEST_CASE("texts come back byte for byte") {
    const TemporaryDatabase database;
    using namespace std::string_literals;
    Site site{"odd", "quotes ' \" and \0 a zero"s, std::string(5000, 'x'), "\xf0\x9f\x93\x9e", {}};
    database.put(&Writer::put_site, site);
    CHECK(database->read().find_site("odd") == site);
}
