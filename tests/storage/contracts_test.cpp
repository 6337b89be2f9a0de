#include "tests/storage/sample_estate.hpp"
#include "tests/storage/temporary_database.hpp"

#include <doctest/doctest.h>

using namespace telestate;
using namespace telestate::storage;

namespace {

// Contracts c0, c1, ... of different shapes, so that each has other lists than the one before.
struct ManyContracts : TemporaryDatabase {
    static constexpr int count = 60;

    ManyContracts() {
        Writer writer = write();
        writer.put_supplier({"bt", "BT", "", {}, {}, {}, {}}).value();
        writer.put_supplier({"mitel", "Mitel", "", {}, {}, {}, {}}).value();
        writer.put_site({"hq", "", "", "", {}}).value();
        writer.put_site({"annexe", "", "", "", {}}).value();
        writer.put_person({"gordon", "", "", "", "", {}, {}}).value();
        writer.put_person({"louise", "", "", "", "", {}, {}}).value();
        for (int i = 0; i < count; ++i) {
            contracts.push_back(contract_number(i));
            writer.put_contract(contracts.back()).value();
        }
        writer.commit(noted_at(an_instant));
    }

    static Contract contract_number(int i) {
        Contract contract;
        if (i % 3 != 0) contract = sample_contract();
        contract.id = "c" + std::to_string(i);
        contract.supplier = i % 10 == 0 ? "mitel" : "bt";
        contract.service = i < 30 ? "telephony" : "networks";
        if (i % 4 == 1) contract.charges.clear();
        if (i % 4 == 2) contract.charges.insert(contract.charges.end(), 4, sample_contract().charges.at(1));
        if (i % 5 == 1) contract.silences.clear();
        if (i % 5 == 2) contract.term.extensions.clear();
        if (i % 5 == 3) contract.decisions.clear();
        if (i % 7 == 1 && !contract.charges.empty()) contract.charges[0].price_rises.clear();
        return contract;
    }

    std::vector<Contract> contracts;
};

std::string ids_of(const Reader& reader, const ContractQuery& query) {
    std::string ids;
    reader.for_each_contract(query, [&](const Contract& contract) { ids += contract.id + " "; });
    return ids;
}

// What Projection::computed promises to leave.
Contract computed_part_of(Contract contract) {
    contract.framework.reset();
    contract.deputies.clear();
    contract.account_code.clear();
    contract.alert_days.reset();
    contract.documents.clear();
    contract.notes.clear();
    contract.releases.clear();
    for (Decision& decision : contract.decisions)
        decision.note.clear();
    for (Charge& charge : contract.charges) {
        charge.description.clear();
        charge.account_code.clear();
        charge.notes.clear();
        charge.releases.clear();
    }
    return contract;
}

} // namespace

TEST_CASE("contracts of all shapes come back one after the other, each with what is its own") {
    const ManyContracts database;
    const Reader reader = database->read();
    std::vector<Contract> found;
    reader.for_each_contract(Projection::whole, [&](const Contract& contract) { found.push_back(contract); });
    CHECK(found == database.contracts);
    CHECK(reader.list_contracts() == database.contracts);
}

TEST_CASE("the computed projection holds what figures are worked out from and nothing else") {
    const ManyContracts database;
    const Reader reader = database->read();
    std::size_t index = 0;
    reader.for_each_contract(Projection::computed, [&](const Contract& contract) {
        CHECK(contract == computed_part_of(database.contracts.at(index)));
        ++index;
    });
    CHECK(index == database.contracts.size());
    CHECK(reader.find_contract("c1", Projection::computed) == computed_part_of(database.contracts[1]));
}

TEST_CASE("contracts can be asked for by id, supplier and service, in pages") {
    const ManyContracts database;
    const Reader reader = database->read();
    ContractQuery query;
    query.ids = {"c41", "c2", "nowhere", "c2", "c7"};
    CHECK(ids_of(reader, query) == "c2 c7 c41 ");
    CHECK(reader.count_contracts(query) == 3);
    query.service = "telephony";
    CHECK(ids_of(reader, query) == "c2 c7 ");
    query.page = {1, 1};
    CHECK(ids_of(reader, query) == "c7 ");
    CHECK(reader.count_contracts(query) == 2);
    query = {};
    query.ids.emplace();
    CHECK(ids_of(reader, query).empty());

    query = {};
    query.supplier = "mitel";
    CHECK(ids_of(reader, query) == "c0 c10 c20 c30 c40 c50 ");
    query.service = "networks";
    CHECK(ids_of(reader, query) == "c30 c40 c50 ");
    query.page = {2, 1};
    CHECK(ids_of(reader, query) == "c40 c50 ");
    query.supplier = "nobody";
    CHECK(ids_of(reader, query).empty());

    query = {};
    query.service = "networks";
    CHECK(reader.count_contracts(query) == 30);
    query.page.limit = 3;
    CHECK(ids_of(reader, query) == "c30 c31 c32 ");
    query = {};
    query.page = {2, 58};
    CHECK(ids_of(reader, query) == "c58 c59 ");
    CHECK(reader.count_contracts(query) == 60);
}

TEST_CASE("contracts found close together and far apart are whole alike") {
    const ManyContracts database;
    const Reader reader = database->read();
    ContractQuery sparse;
    sparse.ids = {"c1", "c58"};
    CHECK(reader.list_contracts(sparse) == std::vector{database.contracts[1], database.contracts[58]});
    ContractQuery dense;
    dense.ids = {"c1", "c2", "c4", "c5"};
    CHECK(reader.list_contracts(dense) == std::vector{database.contracts[1], database.contracts[2],
                                                      database.contracts[4], database.contracts[5]});
}

TEST_CASE("a contract that is replaced keeps its place and nothing of what it was") {
    ManyContracts database;
    Contract bare;
    bare.id = "c4";
    bare.term.kind = TermKind::perpetual;
    CHECK(database.put(&Writer::put_contract, bare) == PutOutcome::changed);
    const auto contracts = database->read().list_contracts();
    CHECK(contracts.at(4) == bare);
    CHECK(contracts.at(5) == database.contracts[5]);
    CHECK(database.put(&Writer::put_contract, database.contracts[4]) == PutOutcome::changed);
    CHECK(database->read().list_contracts() == database.contracts);
    CHECK(database->check_integrity().empty());
}

TEST_CASE("a change anywhere in a contract is a change") {
    const ManyContracts database;
    Contract contract = *database->read().find_contract("c2");
    Writer writer = database.write();
    CHECK(writer.put_contract(contract).value() == PutOutcome::unchanged);
    contract.charges.at(0).price_rises.at(0).rounding = Rounding::half_up;
    CHECK(writer.put_contract(contract).value() == PutOutcome::changed);
    contract.releases.at(0).withhold.pop_back();
    CHECK(writer.put_contract(contract).value() == PutOutcome::changed);
    CHECK(writer.put_contract(contract).value() == PutOutcome::unchanged);
    CHECK(writer.reader().find_contract("c2") == contract);
}
