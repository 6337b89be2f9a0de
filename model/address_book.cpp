#include "model/address_book.hpp"

#include <algorithm>

namespace telestate {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](char c) { return lower(c); });
    return out;
}

bool is_same(std::string_view a, std::string_view b) {
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

void add_address(Addresses& to, const std::string& address) {
    if (!address.empty() && !is_among(to, address)) to.push_back(address);
}

} // namespace

bool is_among(const Addresses& addresses, std::string_view address) {
    return std::any_of(addresses.begin(), addresses.end(),
                       [&](const std::string& other) { return is_same(other, address); });
}

void add_addresses(Addresses& to, const Addresses& more) {
    for (const std::string& address : more)
        add_address(to, address);
}

void AddressBook::add(const Person& person) {
    if (person.email.empty()) return;
    address_of_person_[person.id] = person.email;
    if (!person.name.empty()) name_of_address_.try_emplace(lower(person.email), person.name);
}

void AddressBook::add(const Responsibility& responsibility) {
    add_person(of_services_[responsibility.service], responsibility.person);
}

void AddressBook::add_person(Addresses& to, const std::string& id) const {
    const auto found = address_of_person_.find(id);
    if (found != address_of_person_.end()) add_address(to, found->second);
}

Addresses AddressBook::owner_and_deputies(const Contract& contract) const {
    Addresses addresses;
    add_person(addresses, contract.owner);
    for (const std::string& deputy : contract.deputies)
        add_person(addresses, deputy);
    return addresses;
}

Addresses AddressBook::of_service(std::string_view service) const {
    if (service.empty()) return {};
    const auto found = of_services_.find(std::string(service));
    return found == of_services_.end() ? Addresses{} : found->second;
}

Addresses AddressBook::of_contract(const Contract& contract) const {
    return of_item(&contract, contract.service);
}

Addresses AddressBook::of_item(const Contract* contract, std::string_view service) const {
    Addresses addresses;
    if (contract != nullptr) addresses = owner_and_deputies(*contract);
    if (addresses.empty()) addresses = of_service(service);
    if (addresses.empty() && contract != nullptr) addresses = of_service(contract->service);
    if (addresses.empty()) add_addresses(addresses, organisation_);
    return addresses;
}

Addresses AddressBook::of_escalation(const Contract& contract) const {
    Addresses addresses;
    for (const std::string& deputy : contract.deputies)
        add_person(addresses, deputy);
    add_addresses(addresses, organisation_);
    return addresses;
}

std::string AddressBook::name_of(std::string_view address) const {
    const auto found = name_of_address_.find(lower(address));
    return found == name_of_address_.end() ? std::string() : found->second;
}

} // namespace telestate
