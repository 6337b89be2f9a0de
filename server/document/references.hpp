#pragma once

// Which records of an estate name which others by their ids.

#include "model/error.hpp"
#include "model/estate.hpp"
#include "server/document/record_kind.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace telestate::document {

struct Reference {
    std::string pointer; // of the field that holds the id: "/contracts/2/supplier", or relative to one record
    RecordKind target = RecordKind::sites;
    std::string id;

    friend bool operator==(const Reference&, const Reference&) = default;
};

// Every reference of a record, with pointers relative to it.
std::vector<Reference> references_of(const Site& site);
std::vector<Reference> references_of(const Person& person);
std::vector<Reference> references_of(const Responsibility& responsibility);
std::vector<Reference> references_of(const Supplier& supplier);
std::vector<Reference> references_of(const Contract& contract);
std::vector<Reference> references_of(const Platform& platform);
std::vector<Reference> references_of(const Line& line);
std::vector<Reference> references_of(const Licence& licence);
std::vector<Reference> references_of(const NumberRange& range);
std::vector<Reference> references_of(const Usage& usage);

// Every reference of an estate, its observations included.
std::vector<Reference> references_of(const Estate& estate);

// Whether the database knows a record of this kind and id.
using IsKnown = std::function<bool(RecordKind kind, std::string_view id)>;

// `/contracts/2/supplier`: `no supplier has the id "bt"`, for every reference that leads nowhere: neither to
// the estate itself nor to what is known already.
std::vector<FieldError> dangling_references(const Estate& estate, const IsKnown& is_known);

// What is said about a reference that leads nowhere.
FieldError describe_dangling(const Reference& reference);

// The same for one record, taken together with nothing.
template <typename Record>
std::vector<FieldError> dangling_references(const Record& record, const IsKnown& is_known) {
    std::vector<FieldError> dangling;
    for (const Reference& reference : references_of(record)) {
        if (!is_known(reference.target, reference.id)) dangling.push_back(describe_dangling(reference));
    }
    return dangling;
}

} // namespace telestate::document
