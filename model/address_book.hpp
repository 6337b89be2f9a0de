#pragma once

// Who is told about what (SEMANTICS 7): the contract's owner and deputies, else the people responsible for
// its service, else the organisation's alert_recipients.

#include "model/estate.hpp"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace telestate {

// Mail addresses, none twice whatever the case of their letters, in the order they were reached.
using Addresses = std::vector<std::string>;

// Adds those that are not among them yet.
void add_addresses(Addresses& to, const Addresses& more);
bool is_among(const Addresses& addresses, std::string_view address);

class AddressBook {
  public:
    explicit AddressBook(const Organisation& organisation) : organisation_(organisation.alert_recipients) {}
    void add(const Person& person);
    // People are to be added first.
    void add(const Responsibility& responsibility);

    // Empty when nobody with an address is named.
    Addresses of_contract(const Contract& contract) const;
    // Of what belongs to a contract, or to none: `contract` may be null. Its own service counts before the
    // contract's.
    Addresses of_item(const Contract* contract, std::string_view service) const;
    // Who hears of an alert that nobody acknowledged: the deputies and the organisation's recipients.
    Addresses of_escalation(const Contract& contract) const;

    // The name the address is recorded with; empty where there is none.
    std::string name_of(std::string_view address) const;

  private:
    void add_person(Addresses& to, const std::string& id) const;
    Addresses owner_and_deputies(const Contract& contract) const;
    Addresses of_service(std::string_view service) const;

    Addresses organisation_;
    std::unordered_map<std::string, std::string> address_of_person_;
    std::unordered_map<std::string, std::string> name_of_address_; // by lower-case address
    std::unordered_map<std::string, Addresses> of_services_;
};

} // namespace telestate
