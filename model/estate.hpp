#pragma once

// A whole estate in memory, as an estate document holds it. Used for imports; the views stream from storage
// instead.

#include "model/contract.hpp"
#include "model/inventory.hpp"
#include "model/organisation.hpp"

#include <optional>
#include <vector>

namespace telestate {

// An older count of a field, kept so that the estate can be read as at a day.
struct Observation {
    std::string kind;   // lines, licences, numbers or usage
    std::string record; // the record's id
    std::string field;  // count, purchased, assigned or in_use
    Count count;

    friend bool operator==(const Observation&, const Observation&) = default;
};

struct Estate {
    std::optional<Organisation> organisation;
    std::vector<Site> sites;
    std::vector<Person> people;
    std::vector<Responsibility> responsibilities;
    std::vector<Supplier> suppliers;
    std::vector<Contract> contracts;
    std::vector<Platform> platforms;
    std::vector<Line> lines;
    std::vector<Licence> licences;
    std::vector<NumberRange> numbers;
    std::vector<Usage> usage;
    std::vector<Observation> observations;

    friend bool operator==(const Estate&, const Estate&) = default;
};

} // namespace telestate
