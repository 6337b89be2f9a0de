// Writes documents, one to a line, with what the importer says about each:
// {"name", "accepted", "problems": [messages], "document"}. With --schema, writes the published schema
// instead.

#include "server/document/estate_reader.hpp"
#include "server/document/estate_schema.hpp"
#include "server/document/estate_writer.hpp"
#include "tests/document/mutations.hpp"
#include "tests/document/random_estate.hpp"
#include "tests/document/test_files.hpp"

#include <iostream>
#include <set>

using namespace telestate;
using namespace telestate::document;

namespace {

JsonValue value_of(const std::string& document) { return parse_json(document).value(); }

// `document` may stand on several lines.
void write_case(std::string_view name, const std::string& document) {
    const auto parsed = parse_estate(document);
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    json.member("name", name);
    json.member("accepted", parsed.has_value());
    json.key("problems");
    json.begin_list();
    if (!parsed) {
        for (const FieldError& field : parsed.error().fields)
            json.text(field.message);
    }
    json.end_list();
    json.key("document");
    json.raw(format_json(value_of(document)));
    json.end_object();
    std::cout << out << '\n';
}

// A document with one list or the organisation alone, so that each case stays small.
JsonValue with_one_member(const JsonValue& document, std::string_view name) {
    JsonValue made = JsonValue::of_object();
    made.add_member("format", *document.find("format"));
    made.add_member(std::string(name), *document.find(name));
    return made;
}

// The first contract of each kind of term among those generated, priced now by the unit and now by an amount.
std::vector<Contract> varied_contracts() {
    std::vector<Contract> chosen;
    std::set<TermKind> seen;
    for (std::uint32_t seed = 0; seed < 200 && seen.size() < 5; ++seed) {
        for (const Contract& contract : random_estate(seed, 0.7, 1).contracts) {
            if (contract.charges.empty()) continue;
            if (contract.charges[0].quantity.has_value() != (seen.size() % 2 == 0)) continue;
            if (seen.insert(contract.term.kind).second) chosen.push_back(contract);
        }
    }
    return chosen;
}

void write_mutations(const std::string& name, const JsonValue& document, std::size_t text_stride) {
    write_case(name, format_json(document));
    for (const Mutation& mutation : mutations_of(document, text_stride))
        write_case(name + " " + mutation.description, format_json(mutation.document));
}

// Refused for what only the importer can see, so that each such rule is met at least once.
void write_cases_beyond_the_schema() {
    const auto contract = [](const std::string& members) {
        return document_of(R"("contracts": [{"id": "c", "title": "C", )" + members + "}]");
    };
    write_case("an export on a day that never was", document_of(R"("exported_at": "2026-02-30T09:00:00Z")"));
    write_case("a price rise before the charge", contract(R"("term": {"kind": "unknown"}, "charges": [
        {"kind": "recurring", "every": "P1M", "amount": "1.00", "from": "2024-01-01",
         "price_rises": [{"on": "2023-01-01", "percent": "3"}]}])"));
    write_case("a count of one day twice", document_of(R"("observations": [
        {"kind": "lines", "record": "l", "field": "count", "count": {"value": 1, "as_at": "2021-01-01"}},
        {"kind": "lines", "record": "l", "field": "count", "count": {"value": 2, "as_at": "2021-01-01"}}])"));
    write_case("an amount past all money", contract(R"("term": {"kind": "unknown"}, "charges": [
        {"kind": "one_off", "on": "2024-01-01", "quantity": "999999999999999", "unit_price": "999999999999999"}])"));
}

// What need not be stated where a silence stands for it.
void write_unnamed_records() {
    for (const char* silences :
         {"{}", "{\"name\": \"unknown\"}", "{\"name\": \"x\"}", "{\"title\": \"none\"}", "7"}) {
        const std::string said = std::string("\"silences\": ") + silences + "}";
        const auto write = [&](const std::string& members) {
            write_case("without its name, and silences " + std::string(silences), document_of(members));
        };
        write("\"organisation\": {" + said);
        write("\"sites\": [{\"id\": \"a\", " + said + "]");
        write("\"suppliers\": [{\"id\": \"a\", " + said + "]");
        write(R"("contracts": [{"id": "c", "term": {"kind": "unknown"}, )" + said + "]");
    }
}

void write_corpus() {
    write_unnamed_records();
    write_cases_beyond_the_schema();
    write_case("the sample", format_json(value_of(read_test_file("estates/kchft-2021.json"))));
    for (std::uint32_t seed = 0; seed < 60; ++seed) {
        const Estate estate = random_estate(seed, (seed % 6) * 0.2, 2);
        write_case("random " + std::to_string(seed),
                   format_json(value_of(format_estate(estate, "2026-11-22T09:00:00Z"))));
    }
    const JsonValue full = value_of(format_estate(random_estate(7, 1, 1), "2026-11-22T09:00:00Z"));
    for (const JsonMember& member : full.members) {
        if (member.name == "contracts" || member.name == "format") continue;
        write_mutations(member.name, with_one_member(full, member.name), 3);
    }
    const std::string block = R"("numbers": [{"id": "n", "first": "01622 211900", "last": "01622 211999"}])";
    write_mutations("a block of numbers", value_of(document_of(block)), 1);
    for (const Contract& contract : varied_contracts()) {
        Estate estate;
        estate.contracts = {contract};
        const JsonValue document = value_of(format_estate(estate, "2026-11-22T09:00:00Z"));
        write_mutations("a contract of kind " + std::string(name_of(contract.term.kind)),
                        with_one_member(document, "contracts"), 8);
    }
}

} // namespace

int main(int argc, char** argv) {
    std::ios::sync_with_stdio(false);
    if (argc > 1 && std::string_view(argv[1]) == "--schema") {
        std::cout << estate_schema();
    } else {
        write_corpus();
    }
}
