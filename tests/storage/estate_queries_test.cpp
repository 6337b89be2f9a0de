#include "tests/storage/sample_estate.hpp"
#include "tests/storage/temporary_database.hpp"

#include <doctest/doctest.h>

using namespace telestate;
using namespace telestate::storage;

namespace {

Contract contract(const char* id) {
    Contract made;
    made.id = id;
    return made;
}

Platform platform(const char* id, const char* contract_id, const char* site = "") {
    Platform made;
    made.id = id;
    made.contract = contract_id;
    made.site = site;
    return made;
}

struct Lines : TemporaryDatabase {
    Lines() : writer(write()) {
        for (const char* const id : {"a", "b", "c", "d"})
            writer.put_contract(contract(id)).value();
        for (const char* const id : {"north", "south"})
            writer.put_site({id, "", "", "", {}}).value();
        writer.put_platform(platform("pbx", "b", "north")).value();
        writer.put_platform(platform("loose", "")).value();
    }
    void put_line(const char* id, LineTechnology technology, const char* contract_id, const char* platform_id,
                  const char* ceased_on = nullptr, const char* site = "") {
        Line line;
        line.id = id;
        line.technology = technology;
        line.contract = contract_id;
        line.platform = platform_id;
        line.site = site;
        if (ceased_on != nullptr) line.ceased_on = day(ceased_on);
        writer.put_line(line).value();
    }

    Writer writer;
};

} // namespace

TEST_CASE("contracts that pay for lines on the PSTN are found through the line or its platform") {
    Lines estate;
    const auto found = [&](const char* on) {
        return estate.writer.reader().contracts_with_lines_on_pstn(day(on));
    };
    CHECK(found("2024-01-01").empty());
    estate.put_line("own", LineTechnology::isdn2, "a", "");
    CHECK(found("2024-01-01") == IdSet{"a"});
    estate.put_line("through", LineTechnology::pstn, "", "pbx");
    CHECK(found("2024-01-01") == IdSet{"a", "b"});
    estate.put_line("nobodys", LineTechnology::pstn, "", "loose");
    estate.put_line("modern", LineTechnology::sogea, "c", "");
    // The line has a contract of its own; the platform's is for something else.
    estate.put_line("both", LineTechnology::fttc, "d", "pbx", "2024-06-30");
    CHECK(found("2024-06-30") == IdSet{"a", "b", "d"});
    CHECK(found("2024-07-01") == IdSet{"a", "b"});
}

TEST_CASE("the lines that stop with the PSTN are the same ones for the database and for the model") {
    for (int i = 0; i <= static_cast<int>(LineTechnology::unknown); ++i) {
        Lines estate;
        const auto technology = static_cast<LineTechnology>(i);
        CAPTURE(name_of(technology));
        estate.put_line("line", technology, "a", "");
        CHECK(estate.writer.reader().contracts_with_lines_on_pstn(day("2024-01-01")).contains("a") ==
              rides_on_pstn(technology));
    }
}

TEST_CASE("a contract stands at the site of what it pays for, or at several") {
    Lines estate;
    const auto sites = [&] { return estate.writer.reader().site_of_contracts(); };
    CHECK(sites() == IdMap<ContractSite>{{"b", {"north", false}}});
    estate.put_line("one", LineTechnology::pstn, "a", "", nullptr, "south");
    estate.put_line("two", LineTechnology::pstn, "a", "", nullptr, "south");
    // Stands where its platform does, for a contract of its own.
    estate.put_line("three", LineTechnology::pstn, "c", "pbx");
    CHECK(sites() ==
          IdMap<ContractSite>{{"a", {"south", false}}, {"b", {"north", false}}, {"c", {"north", false}}});
    // Belongs to its platform's contract, and stands elsewhere.
    Licence licence;
    licence.id = "seats";
    licence.platform = "pbx";
    licence.site = "south";
    estate.writer.put_licence(licence).value();
    NumberRange number;
    number.id = "main";
    number.contract = "d";
    number.site = "north";
    estate.writer.put_number(number).value();
    CHECK(sites() ==
          IdMap<ContractSite>{
              {"a", {"south", false}}, {"b", {"", true}}, {"c", {"north", false}}, {"d", {"north", false}}});
}

TEST_CASE("records are known by their names, or by what comes nearest") {
    const TemporaryDatabase database;
    Writer writer = database.write();
    put_estate(writer, sample_estate());
    const Reader& reader = writer.reader();
    CHECK(reader.names_of(RecordKind::sites) == IdMap<std::string>{{"hq", "Trust HQ"}, {"annexe", "annexe"}});
    CHECK(reader.names_of(RecordKind::people) ==
          IdMap<std::string>{{"gordon", "Gordon Flack"}, {"louise", "louise"}, {"lead", "Technical lead"}});
    CHECK(reader.names_of(RecordKind::suppliers) == IdMap<std::string>{{"bt", "BT"}, {"mitel", "Mitel"}});
    CHECK(reader.names_of(RecordKind::platforms) ==
          IdMap<std::string>{{"pbx", "MX-One"}, {"teams", "teams"}});
    CHECK(reader.names_of(RecordKind::contracts).at("bare") == "bare");
    CHECK(reader.names_of(RecordKind::lines).empty());
    using namespace std::string_view_literals;
    CHECK(reader.names_of(RecordKind::suppliers).find("bt"sv)->second == "BT");
}

TEST_CASE("the ids and numbers of records are known for each kind") {
    const TemporaryDatabase database;
    Writer writer = database.write();
    put_estate(writer, sample_estate());
    const Reader& reader = writer.reader();
    CHECK(reader.known_ids(RecordKind::contracts) == IdSet{"phone-system", "bare", "second-system"});
    CHECK(reader.known_ids(RecordKind::responsibilities).empty());
    CHECK(reader.count_records(RecordKind::responsibilities) == 3);
    CHECK(reader.count_records(RecordKind::lines) == 2);
    CHECK(reader.count_records(RecordKind::usage) == 2);
}
