#include "tests/storage/sample_estate.hpp"
#include "tests/storage/temporary_database.hpp"

#include <doctest/doctest.h>

using namespace telestate;
using namespace telestate::storage;

namespace {

std::vector<std::string> pointers_of(const Error& error) {
    std::vector<std::string> pointers;
    for (const FieldError& field : error.fields)
        pointers.push_back(field.pointer);
    return pointers;
}

using Pointers = std::vector<std::string>;

} // namespace

TEST_CASE(
    "a record that refers to nothing is refused, each reference by its pointer, and nothing is stored") {
    const TemporaryDatabase database;
    Writer writer = database.write();
    const Estate estate = sample_estate();

    const auto contract = writer.put_contract(sample_contract());
    REQUIRE(contract.has_error());
    CHECK(contract.error().code == ErrorCode::invalid);
    CHECK(pointers_of(contract.error()) ==
          Pointers{"/supplier", "/site", "/owner", "/deputies/0", "/deputies/1", "/charges/0/site"});
    CHECK(contract.error().fields[0].message == "There is no supplier \"bt\".");
    CHECK_FALSE(writer.reader().exists(RecordKind::contracts, "phone-system"));

    CHECK(pointers_of(writer.put_platform(estate.platforms[0]).error()) ==
          Pointers{"/maker", "/contract", "/site"});
    CHECK(pointers_of(writer.put_line(estate.lines[0]).error()) ==
          Pointers{"/platform", "/contract", "/site", "/provider"});
    CHECK(pointers_of(writer.put_licence(estate.licences[0]).error()) ==
          Pointers{"/platform", "/contract", "/site"});
    CHECK(pointers_of(writer.put_number(estate.numbers[0]).error()) ==
          Pointers{"/contract", "/provider", "/platform", "/site"});
    CHECK(pointers_of(writer.put_usage(estate.usage[0]).error()) == Pointers{"/platform", "/contract"});
    CHECK(pointers_of(writer.put_responsibility(estate.responsibilities[0]).error()) == Pointers{"/person"});
    CHECK(pointers_of(writer.put_responsibility({"a", "b", "", ""}).error()) == Pointers{"/person"});
    for (const RecordKind kind : all_record_kinds)
        CHECK(writer.reader().count_records(kind) == 0);
}

TEST_CASE("a record that others refer to cannot be deleted, and they are named") {
    const TemporaryDatabase database;
    Writer writer = database.write();
    put_estate(writer, sample_estate());
    struct Case {
        RecordKind kind;
        const char* id;
        const char* message;
    };
    const Case cases[] = {
        {RecordKind::sites, "annexe",
         "The site \"annexe\" cannot be deleted while other records refer to it: charge of contract \"phone-system\", "
         "charge of contract \"second-system\" and line \"lines-1\"."},
        {RecordKind::people, "lead",
         "The person \"lead\" cannot be deleted while other records refer to it: responsibility \"telephony/"
         "technical_lead/lead\" and responsibility \"networks/technical_lead/lead\"."},
        {RecordKind::suppliers, "mitel",
         "The supplier \"mitel\" cannot be deleted while other records refer to it: maker of platform \"pbx\"."},
        {RecordKind::contracts, "second-system",
         "The contract \"second-system\" cannot be deleted while other records refer to it: line \"lines-1\"."},
        {RecordKind::platforms, "pbx",
         "The platform \"pbx\" cannot be deleted while other records refer to it: line \"lines-1\", licence "
         "\"softphones\", number \"main\" and usage record \"calls\"."},
        {RecordKind::people, "gordon",
         "The person \"gordon\" cannot be deleted while other records refer to it: owner of contract \"phone-system\", "
         "owner of contract \"second-system\", deputy of contract \"phone-system\" and deputy of contract "
         "\"second-system\"."},
    };
    for (const Case& refused : cases) {
        const auto outcome = writer.delete_record(refused.kind, refused.id);
        REQUIRE(outcome.has_error());
        CHECK(outcome.error().code == ErrorCode::conflict);
        CHECK(outcome.error().message == refused.message);
    }
    const auto many = writer.delete_record(RecordKind::contracts, "phone-system");
    CHECK(many.error().message.find("platform \"pbx\"") != std::string::npos);
    for (int i = 0; i < 4; ++i) {
        Line line;
        line.id = "more-" + std::to_string(i);
        line.contract = "phone-system";
        writer.put_line(line).value();
    }
    CHECK(writer.delete_record(RecordKind::contracts, "phone-system").error().message.find(" and 3 more.") !=
          std::string::npos);
}

TEST_CASE("an estate can be taken down in the reverse order, and leaves nothing behind") {
    const TemporaryDatabase database;
    const Estate estate = sample_estate();
    {
        Writer writer = database.write();
        put_estate(writer, estate);
        for (const auto& record : estate.responsibilities) {
            writer.delete_responsibility(record.service, record.role, record.person).value();
        }
        const auto remove = [&](RecordKind kind, const auto& list) {
            for (const auto& record : list)
                writer.delete_record(kind, record.id).value();
        };
        remove(RecordKind::usage, estate.usage);
        remove(RecordKind::numbers, estate.numbers);
        remove(RecordKind::licences, estate.licences);
        remove(RecordKind::lines, estate.lines);
        remove(RecordKind::platforms, estate.platforms);
        remove(RecordKind::contracts, estate.contracts);
        remove(RecordKind::suppliers, estate.suppliers);
        remove(RecordKind::people, estate.people);
        remove(RecordKind::sites, estate.sites);
        writer.commit(noted_at(an_instant));
    }
    Connection connection(database.file(), Access::read_only);
    CHECK(connection.read_integer("SELECT count(*) FROM charges") == 0);
    CHECK(connection.read_integer("SELECT count(*) FROM price_rises") == 0);
    CHECK(connection.read_integer("SELECT count(*) FROM deputies") == 0);
    CHECK(connection.read_integer("SELECT count(*) FROM features") == 0);
    CHECK(connection.read_integer("SELECT count(*) FROM also_known_as") == 0);
    CHECK(connection.read_integer("SELECT count(*) FROM observations") == 0);
    CHECK(connection.read_integer("SELECT count(*) FROM silences WHERE kind <> 'organisation'") == 0);
    CHECK(connection.read_integer("SELECT count(*) FROM exemptions WHERE kind <> 'organisation'") == 0);
    CHECK(database->check_integrity().empty());
}

TEST_CASE("deleting what is not there is not found") {
    const TemporaryDatabase database;
    Writer writer = database.write();
    const auto outcome = writer.delete_record(RecordKind::usage, "calls");
    REQUIRE(outcome.has_error());
    CHECK(outcome.error().code == ErrorCode::not_found);
    CHECK(outcome.error().message == "There is no usage record \"calls\".");
    CHECK(writer.delete_responsibility("a", "b", "c").error().code == ErrorCode::not_found);
}

TEST_CASE("a record that takes the place of a deleted one is read as itself") {
    const TemporaryDatabase database;
    Writer writer = database.write();
    Contract contract;
    contract.id = "c";
    contract.supplier = "old";
    writer.put_supplier({"old", "", "", {}, {}, {}, {}}).value();
    writer.put_contract(contract).value();
    CHECK(writer.reader().find_contract("c")->supplier == "old");
    writer.delete_record(RecordKind::contracts, "c").value();
    writer.delete_record(RecordKind::suppliers, "old").value();
    writer.put_supplier({"new", "", "", {}, {}, {}, {}}).value();
    contract.supplier = "new";
    writer.put_contract(contract).value();
    CHECK(writer.reader().find_contract("c")->supplier == "new");
}

TEST_CASE("what refers to a record is listed with its title and the field") {
    const TemporaryDatabase database;
    Writer writer = database.write();
    put_estate(writer, sample_estate());
    const Reader& reader = writer.reader();
    using Referrers = std::vector<Referrer>;
    using enum RecordKind;
    CHECK(reader.list_referrers(suppliers, "bt") ==
          Referrers{{contracts, "phone-system", "Phone system", "/supplier"},
                    {contracts, "second-system", "Phone system", "/supplier"},
                    {lines, "lines-1", "+441622211900", "/provider"},
                    {numbers, "main", "+441622211900", "/provider"}});
    CHECK(reader.list_referrers(suppliers, "mitel") == Referrers{{platforms, "pbx", "MX-One", "/maker"}});
    CHECK(reader.list_referrers(people, "gordon") ==
          Referrers{{contracts, "phone-system", "Phone system", "/owner"},
                    {contracts, "second-system", "Phone system", "/owner"},
                    {contracts, "phone-system", "Phone system", "/deputies"},
                    {contracts, "second-system", "Phone system", "/deputies"}});
    CHECK(
        reader.list_referrers(people, "lead") ==
        Referrers{{responsibilities, "telephony/technical_lead/lead", "telephony, technical_lead", "/person"},
                  {responsibilities, "networks/technical_lead/lead", "networks, technical_lead", "/person"}});
    CHECK(reader.list_referrers(sites, "annexe") ==
          Referrers{{contracts, "phone-system", "Phone system", "/charges"},
                    {contracts, "second-system", "Phone system", "/charges"},
                    {lines, "lines-1", "+441622211900", "/site"}});
    CHECK(reader.list_referrers(platforms, "pbx") ==
          Referrers{{lines, "lines-1", "+441622211900", "/platform"},
                    {licences, "softphones", "Phone", "/platform"},
                    {numbers, "main", "+441622211900", "/platform"},
                    {usage, "calls", "inbound_calls", "/platform"}});
    CHECK(reader.list_referrers(contracts, "second-system") ==
          Referrers{{lines, "lines-1", "+441622211900", "/contract"}});
    CHECK(reader.list_referrers(suppliers, "bt", Page{2, 1}).size() == 2);
    CHECK(reader.list_referrers(suppliers, "bt", Page{2, 1})[1].kind == lines);
    CHECK(reader.count_referrers(suppliers, "bt") == 4);
    CHECK(reader.count_referrers(suppliers, "nobody") == 0);
    CHECK(reader.list_referrers(suppliers, "nobody").empty());
    CHECK(reader.list_referrers(lines, "lines-1").empty());
    CHECK(reader.count_referrers(lines, "lines-1") == 0);
}

TEST_CASE("the organisation can be deleted, and put again") {
    const TemporaryDatabase database;
    Writer writer = database.write();
    CHECK(writer.delete_organisation().error().code == ErrorCode::not_found);
    writer.put_organisation(*sample_estate().organisation).value();
    CHECK(writer.delete_organisation().has_value());
    CHECK_FALSE(writer.reader().find_organisation().has_value());
    CHECK(writer.put_organisation(*sample_estate().organisation).value() == PutOutcome::added);
    CHECK(writer.reader().find_organisation() == sample_estate().organisation);
}
