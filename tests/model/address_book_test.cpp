#include "model/address_book.hpp"

#include "tests/model/support/documents.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace telestate;
using namespace telestate::test;

namespace {

std::string text_of(const Addresses& addresses) {
    std::string text;
    for (const std::string& address : addresses)
        text += (text.empty() ? "" : " ") + address;
    return text;
}

AddressBook book_of(const Estate& estate) {
    AddressBook book(*estate.organisation);
    for (const Person& person : estate.people)
        book.add(person);
    for (const Responsibility& responsibility : estate.responsibilities)
        book.add(responsibility);
    return book;
}

constexpr std::string_view estate_text =
    "{'organisation': {'alert_recipients': ['office@x', 'ann@x', 'Office@X', '']},"
    "'people': [{'id': 'ann', 'name': 'Ann', 'email': 'Ann@x'}, {'id': 'bob', 'name': 'Bob', 'email': 'bob@x'},"
    "{'id': 'ann2', 'name': 'Anna', 'email': 'ANN@x'}, {'id': 'silent', 'name': 'Si'}],"
    "'responsibilities': [{'service': 'telephony', 'role': 'manager', 'person': 'bob'},"
    "{'service': 'telephony', 'role': 'deputy', 'person': 'bob'}, {'service': 'telephony', 'role': 'owner', 'person': 'ann'},"
    "{'service': 'lifts', 'role': 'manager', 'person': 'silent'}, {'service': '', 'role': 'none', 'person': 'bob'}]}";

} // namespace

TEST_CASE("a contract's alerts go to its owner and deputies, else to its service, else to the organisation") {
    struct Row {
        std::string_view description;
        std::string_view contract;
        std::string_view told;
        std::string_view escalated;
    };
    const Row rows[] = {
        {"an owner", "{'owner': 'bob', 'service': 'telephony'}", "bob@x", "office@x ann@x"},
        {"owner and deputies", "{'owner': 'bob', 'deputies': ['ann', 'bob']}", "bob@x Ann@x",
         "Ann@x bob@x office@x"},
        {"deputies only", "{'deputies': ['ann']}", "Ann@x", "Ann@x office@x"},
        {"two people of one address", "{'owner': 'ann', 'deputies': ['ann2']}", "Ann@x", "ANN@x office@x"},
        {"an owner without an address", "{'owner': 'silent', 'service': 'telephony'}", "bob@x Ann@x",
         "office@x ann@x"},
        {"an owner who is not in the book", "{'owner': 'gone', 'service': 'telephony'}", "bob@x Ann@x",
         "office@x ann@x"},
        {"a service nobody with an address answers for", "{'service': 'lifts'}", "office@x ann@x",
         "office@x ann@x"},
        {"a service nobody answers for", "{'service': 'heating'}", "office@x ann@x", "office@x ann@x"},
        {"no service, whatever stands without one", "{}", "office@x ann@x", "office@x ann@x"},
    };
    const AddressBook book = book_of(estate_of(estate_text));
    for (const Row& row : rows) {
        CAPTURE(row.description);
        const Contract contract = contract_of(row.contract);
        CHECK(text_of(book.of_contract(contract)) == row.told);
        CHECK(text_of(book.of_escalation(contract)) == row.escalated);
    }
}

TEST_CASE(
    "a platform's or a line's alerts go to its contract's people, else to its service, else to the organisation") {
    const AddressBook book = book_of(estate_of(estate_text));
    const Contract owned = contract_of("{'owner': 'bob', 'service': 'heating'}");
    const Contract served = contract_of("{'service': 'telephony'}");
    const Contract bare = contract_of("{}");
    CHECK(text_of(book.of_item(&owned, "telephony")) == "bob@x");
    CHECK(text_of(book.of_item(&bare, "telephony")) == "bob@x Ann@x");
    CHECK(text_of(book.of_item(&served, "heating")) == "bob@x Ann@x");
    CHECK(text_of(book.of_item(&bare, "")) == "office@x ann@x");
    CHECK(text_of(book.of_item(nullptr, "telephony")) == "bob@x Ann@x");
    CHECK(text_of(book.of_item(nullptr, "")) == "office@x ann@x");
}

TEST_CASE("without anybody named there is nobody") {
    const AddressBook book(Organisation{});
    CHECK(book.of_contract(contract_of("{'owner': 'bob'}")).empty());
    CHECK(book.of_item(nullptr, "telephony").empty());
    CHECK(book.of_escalation(contract_of("{'deputies': ['bob']}")).empty());
}

TEST_CASE("an address has the name it was first recorded with, whatever the case of its letters") {
    const AddressBook book = book_of(estate_of(estate_text));
    CHECK(book.name_of("ann@X") == "Ann");
    CHECK(book.name_of("office@x").empty());
    CHECK(book.name_of("").empty());
}

TEST_CASE("addresses are the same whatever the case of their letters") {
    Addresses addresses = {"a@x"};
    add_addresses(addresses, {"A@X", "b@x", "", "B@x"});
    CHECK(text_of(addresses) == "a@x b@x");
    CHECK(is_among(addresses, "B@X"));
    CHECK_FALSE(is_among(addresses, "b@xy"));
}
