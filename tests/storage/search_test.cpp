#include "tests/storage/sample_estate.hpp"
#include "tests/storage/temporary_database.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace telestate;
using namespace telestate::storage;

namespace {

using Found = std::vector<std::string>;

Found find(const Reader& reader, std::string_view query) {
    Found found;
    for (const SearchHit& hit : reader.search(query, -1).hits)
        found.push_back(std::string(name_of(hit.kind)) + "/" + hit.id);
    return found;
}

Contract contract_of(const char* id, const char* title, const char* supplier) {
    Contract contract;
    contract.id = id;
    contract.title = title;
    contract.supplier = supplier;
    return contract;
}

void put_town(Writer& writer) {
    writer.put_site({"hq", "Caf\xc3\xa9 House", "1 High Street", "ME16 9NT", {"Behind the bakery.", {}, {}}})
        .value();
    writer
        .put_person({"ann",
                     "Zo\xc3\xab Ann O'Brien",
                     "Telecoms lead",
                     "zoe@example.org",
                     "+44 (0)1622 211900",
                     {},
                     {}})
        .value();
    Supplier bt;
    bt.id = "bt";
    bt.name = "BT";
    bt.also_known_as = {"British Telecommunications"};
    bt.support.phone = "0800 800150";
    writer.put_supplier(bt).value();
    Supplier other;
    other.id = "btcloud";
    other.name = "Cloud Ltd";
    other.annotations.notes = "Resells BT.";
    writer.put_supplier(other).value();
    Contract phones = contract_of("phones", "Phone system", "bt");
    phones.reference = "PO-4711";
    phones.framework = Framework{"Network Services 3", "Lot 2a", "RM6116"};
    phones.cost_centre = "cc1";
    phones.account_code = "5200";
    Charge charge;
    charge.description = "Rental of handsets";
    phones.charges = {charge};
    phones.documents = {{"Order form", ""}};
    writer.put_contract(phones).value();
    writer.put_contract(contract_of("data", "Wide area network", "bt")).value();
    Platform pbx;
    pbx.id = "pbx";
    pbx.product = "MX-One";
    pbx.kind = "pbx";
    writer.put_platform(pbx).value();
    Line lift;
    lift.id = "lift-1";
    lift.number = "+441622211901";
    lift.technology = LineTechnology::isdn30;
    lift.features = {"call_waiting"};
    writer.put_line(lift).value();
    NumberRange block;
    block.id = "block";
    block.first = "+441622212000";
    block.last = "+441622212999";
    block.destination = "Switchboard";
    writer.put_number(block).value();
    NumberRange crisis;
    crisis.id = "crisis";
    crisis.number = "116123";
    writer.put_number(crisis).value();
    writer.put_responsibility({"telephony", "technical_lead", "ann", ""}).value();
}

// The indexes agree with what they are of, and that with the records.
void check_indexes(const TemporaryDatabase& database) {
    Connection connection(database.file(), Access::read_write);
    connection.execute("INSERT INTO search_words (search_words, rank) VALUES ('integrity-check', 1)");
    CHECK(connection.read_integer(
              "SELECT count(*) FROM (SELECT kind, record_key, id, title, words, digits FROM searchable"
              " EXCEPT SELECT kind, record_key, id, title, words, digits FROM search_entries)") == 0);
    CHECK(connection.read_integer("SELECT count(*) FROM search_entries") ==
          connection.read_integer("SELECT count(*) FROM searchable"));
    CHECK(connection.read_integer("SELECT count(*) FROM search_digits_docsize") ==
          connection.read_integer("SELECT count(*) FROM search_entries WHERE digits <> ''"));
}

} // namespace

TEST_CASE("records are found by the words people know them by") {
    const TemporaryDatabase database;
    Writer writer = database.write();
    put_town(writer);
    struct Case {
        const char* description;
        const char* query;
        Found found;
    };
    const Case cases[] = {
        {"as it is typed", "switchb", {"numbers/block"}},
        {"every word, in any order and field", "bakery cafe", {"sites/hq"}},
        {"not when one of them is missing", "bakery castle", {}},
        {"accents and case folded", "CAFE house", {"sites/hq"}},
        {"accents typed", "zo\xc3\xab", {"people/ann"}},
        {"an apostrophe", "o'brien", {"people/ann"}},
        {"a postcode with its space", "me16 9nt", {"sites/hq"}},
        {"a postcode without", "ME169NT", {"sites/hq"}},
        {"an id", "lift-1", {"lines/lift-1"}},
        {"a reference", "po-4711", {"contracts/phones"}},
        {"a framework", "rm6116 lot 2a", {"contracts/phones"}},
        {"a cost centre", "cc1", {"contracts/phones"}},
        {"an account code", "5200", {"contracts/phones"}},
        {"a charge", "handsets", {"contracts/phones"}},
        {"a document", "order form", {"contracts/phones"}},
        {"a technology in words", "isdn30 call waiting", {"lines/lift-1"}},
        {"a responsibility", "telephony technical lead", {"responsibilities/telephony/technical_lead/ann"}},
        {"another name of a supplier, with its contracts after it",
         "british tele",
         {"suppliers/bt", "contracts/phones", "contracts/data"}},
        {"the exact name first, then those that mention it, then the contracts",
         "bt",
         {"suppliers/bt", "suppliers/btcloud", "contracts/phones", "contracts/data"}},
        {"part of a number", "211901", {"lines/lift-1"}},
        {"a number in any spacing", "(01622) 211-901", {"lines/lift-1"}},
        {"a number from abroad", "+44 (0)1622 211 901", {"lines/lift-1"}},
        {"a number with the country but no plus", "0044 1622 211901", {"lines/lift-1"}},
        {"a person's telephone", "01622 211900", {"people/ann"}},
        {"a number inside a block", "01622 212345", {"numbers/block"}},
        {"a number past the block", "01622 213000", {}},
        {"a short code", "116123", {"numbers/crisis"}},
        {"a number and a word", "switchboard 01622212", {"numbers/block"}},
        {"a number and a word that do not belong together", "bakery 01622212", {}},
        {"a supplier's telephone, with its contracts",
         "0800 800 150",
         {"suppliers/bt", "contracts/phones", "contracts/data"}},
        {"signs between words mean nothing", "bakery \xe2\x80\x93 & cafe \xf0\x9f\x93\x9e", {"sites/hq"}},
    };
    for (const Case& wanted : cases) {
        CAPTURE(wanted.description);
        CHECK(find(writer.reader(), wanted.query) == wanted.found);
    }
}

TEST_CASE("whatever is typed is looked for as it stands and never fails") {
    const TemporaryDatabase database;
    Writer writer = database.write();
    put_town(writer);
    const std::string long_text(10'000, 'a');
    const std::string many_words = [] {
        std::string text;
        for (int i = 0; i < 2'000; ++i)
            text += "a b ";
        return text;
    }();
    using namespace std::string_view_literals;
    const std::string_view queries[] = {
        ""sv,
        " "sv,
        "\""sv,
        "\"\""sv,
        "*"sv,
        "a*"sv,
        "^phone"sv,
        "NEAR("sv,
        "NEAR(phone system)"sv,
        "phone AND"sv,
        "OR OR"sv,
        "NOT phone"sv,
        "title:phone system"sv,
        "{title}:x"sv,
        "-"sv,
        "+"sv,
        "()"sv,
        "'; DROP TABLE contracts; --"sv,
        "\xf0\x9f\x93\x9e"sv,
        "\xff\xfe"sv,
        "\xc3"sv,
        "a\0b"sv,
        "\"phone"sv,
        "phone\""sv,
        "%"sv,
        "___"sv,
        "\xe2\x82\xac"sv,
        "\xc2"sv,
        "12"sv,
        "1 2 3"sv,
        "999999999999999999999999"sv,
        "+"sv,
        long_text,
        many_words,
    };
    for (const std::string_view query : queries) {
        CAPTURE(query.substr(0, 40));
        CHECK_NOTHROW(writer.reader().search(query, 10));
    }
    CHECK(find(writer.reader(), "").empty());
    CHECK(find(writer.reader(), "\"").empty());
    CHECK(find(writer.reader(), "\xf0\x9f\x93\x9e").empty());
    CHECK(find(writer.reader(), long_text).empty());
    CHECK(find(writer.reader(), "phone OR bakery").empty());
    CHECK(find(writer.reader(), "title:phone") == Found{});
    CHECK(find(writer.reader(), "suppliers").empty());
    CHECK(find(writer.reader(), "\"phone system\"") == Found{"contracts/phones"});
}

TEST_CASE("a search gives the best few and says how many there are") {
    const TemporaryDatabase database;
    Writer writer = database.write();
    put_town(writer);
    const SearchResult result = writer.reader().search("bt", 2);
    CHECK(result.total == 4);
    REQUIRE(result.hits.size() == 2);
    CHECK(result.hits[0] == SearchHit{RecordKind::suppliers, "bt", "BT", "British Telecommunications"});
    CHECK(writer.reader().search("phone system", 1).hits[0] ==
          SearchHit{RecordKind::contracts, "phones", "Phone system", "BT"});
    CHECK(writer.reader().search("bt", 0).hits.empty());
    CHECK(writer.reader().search("bt", 0).total == 4);
}

TEST_CASE("a word in the title weighs more than one elsewhere") {
    const TemporaryDatabase database;
    Writer writer = database.write();
    Contract noted = contract_of("a-noted", "Wide area network", "");
    noted.notes = "The lifts are on another contract.";
    writer.put_contract(noted).value();
    writer.put_contract(contract_of("b-titled", "Alarm lines of the lifts of all the sites", "")).value();
    CHECK(find(writer.reader(), "lifts") == Found{"contracts/b-titled", "contracts/a-noted"});
}

TEST_CASE("search follows every change of a record") {
    const TemporaryDatabase database;
    {
        Writer writer = database.write();
        put_town(writer);
        writer.put_site({"hq", "Town Hall", "", "", {}}).value();
        CHECK(find(writer.reader(), "bakery").empty());
        CHECK(find(writer.reader(), "town") == Found{"sites/hq"});
        Line lift = *writer.reader().find_line("lift-1");
        lift.number = "+441622299999";
        writer.put_line(lift).value();
        CHECK(find(writer.reader(), "211901").empty());
        CHECK(find(writer.reader(), "01622299999") == Found{"lines/lift-1"});
        writer.delete_record(RecordKind::lines, "lift-1").value();
        CHECK(find(writer.reader(), "01622299999").empty());
        writer.delete_responsibility("telephony", "technical_lead", "ann").value();
        CHECK(find(writer.reader(), "technical lead").empty());
        // A supplier's new name is what its contracts are found by, and shown with.
        Supplier bt = *writer.reader().find_supplier("bt");
        bt.name = "Openreach";
        writer.put_supplier(bt).value();
        CHECK(find(writer.reader(), "openreach").size() == 3);
        CHECK(writer.reader().search("wide area", 1).hits.at(0).detail == "Openreach");
        writer.commit(noted_at(an_instant));
    }
    check_indexes(database);
    {
        // What is undone is undone in the indexes too.
        Writer writer = database.write();
        writer.put_site({"hq", "Castle", "", "", {}}).value();
    }
    CHECK(find(database->read(), "castle").empty());
    CHECK(find(database->read(), "town") == Found{"sites/hq"});
    check_indexes(database);
}

TEST_CASE("a record of every kind is found, and an estate taken down leaves nothing to find") {
    const TemporaryDatabase database;
    {
        Writer writer = database.write();
        put_estate(writer, sample_estate());
        writer.commit(noted_at(an_instant));
    }
    check_indexes(database);
    Connection connection(database.file(), Access::read_only);
    CHECK(connection.read_integer("SELECT count(DISTINCT kind) FROM search_entries") ==
          static_cast<std::int64_t>(all_record_kinds.size()));
    CHECK(database->check_integrity().empty());
}

TEST_CASE("an estate from before there was search is found after the migration") {
    const TemporaryDirectory directory;
    const auto file = directory / "estate.db";
    OpenOptions options = default_options();
    options.migrations = embedded_migrations().first(1);
    { REQUIRE(Database::open(file, options).has_value()); }
    {
        Connection connection(file, Access::read_write);
        connection.execute(
            "INSERT INTO suppliers (id, name, support_phone) VALUES ('bt', 'BT', '0800 800150');"
            "INSERT INTO contracts (id, title, supplier_key, term_kind, states_alert_days)"
            " VALUES ('phones', 'Phone system', 1, 'fixed', 0);"
            "INSERT INTO numbers (id, first, last) VALUES ('b', '+441622212000', '+441622212999');"
            "UPDATE estate SET revision = 7;");
    }
    const auto database = open_database(file);
    const Reader reader = database->read();
    CHECK(find(reader, "phone sys") == Found{"contracts/phones"});
    CHECK(find(reader, "0800800") == Found{"suppliers/bt", "contracts/phones"});
    CHECK(find(reader, "01622 212 500") == Found{"numbers/b"});
    // Revisions made before history was kept have none; the next one has.
    CHECK(reader.list_history({}).empty());
    Writer writer = std::move(database->write().value());
    writer.put_site({"hq", "", "", "", {}}).value();
    CHECK(writer.commit(noted_at(an_instant)) == 8);
    CHECK(database->read().list_history({}).size() == 1);
    CHECK(database->check_integrity().empty());
}
