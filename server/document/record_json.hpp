#pragma once

// One record of any kind, from JSON and to JSON. The shapes are those of the estate document.

#include "model/estate.hpp"
#include "server/document/charge_json.hpp"
#include "server/document/contract_json.hpp"
#include "server/document/inventory_json.hpp"
#include "server/document/json_parser.hpp"
#include "server/document/organisation_json.hpp"
#include "server/document/record_kind.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace telestate::document {

template <typename Record>
struct Parsed {
    Record record;
    std::vector<FieldError> warnings; // what is kept but odd, and what was repaired
};

// Which list of the document holds records of a type, and how one of them is read and written.
template <typename Record>
struct RecordTraits;

#define TELESTATE_RECORD_TRAITS(Type, list, noun)                                                            \
    template <>                                                                                              \
    struct RecordTraits<Type> {                                                                              \
        static constexpr RecordKind kind = RecordKind::list;                                                 \
        static Type read(const JsonValue& value, const Path& path, Problems& problems) {                     \
            return read_##noun(value, path, problems);                                                       \
        }                                                                                                    \
        static void append(JsonWriter& json, const Type& record) { append_##noun(json, record); }            \
    };
TELESTATE_RECORD_TRAITS(Site, sites, site)
TELESTATE_RECORD_TRAITS(Person, people, person)
TELESTATE_RECORD_TRAITS(Responsibility, responsibilities, responsibility)
TELESTATE_RECORD_TRAITS(Supplier, suppliers, supplier)
TELESTATE_RECORD_TRAITS(Contract, contracts, contract)
TELESTATE_RECORD_TRAITS(Platform, platforms, platform)
TELESTATE_RECORD_TRAITS(Line, lines, line)
TELESTATE_RECORD_TRAITS(Licence, licences, licence)
TELESTATE_RECORD_TRAITS(NumberRange, numbers, number_range)
TELESTATE_RECORD_TRAITS(Usage, usage, usage)
#undef TELESTATE_RECORD_TRAITS

// The organisation is no list: its traits name no kind.
template <>
struct RecordTraits<Organisation> {
    static Organisation read(const JsonValue& value, const Path& path, Problems& problems) {
        return read_organisation(value, path, problems);
    }
    static void append(JsonWriter& json, const Organisation& record) { append_organisation(json, record); }
};

// Applies a macro to the type of every kind of record and to Organisation: what templates are instantiated
// for.
#define TELESTATE_FOR_EACH_RECORD_TYPE(apply)                                                                \
    apply(Organisation) apply(Site) apply(Person) apply(Responsibility) apply(Supplier) apply(Contract)      \
        apply(Platform) apply(Line) apply(Licence) apply(NumberRange) apply(Usage)

// One record in document shape, as an API request carries it. Every problem is listed, with pointers relative
// to the record; a contract is also held against the model's rules, for which `year_start` gives imprecise
// dates their days. Instantiated for the ten kinds of record and for Organisation.
template <typename Record>
Result<Parsed<Record>> parse_record(std::string_view bytes, FinancialYearStart year_start = {},
                                    const JsonLimits& limits = {});

// The same for a record that is already taken apart, for sheets and forms. `path` leads to it in what the
// user sees.
template <typename Record>
Record read_record(const JsonValue& value, const Path& path, Problems& problems,
                   FinancialYearStart year_start = {});

// The record as compact JSON in document shape.
template <typename Record>
std::string format_record(const Record& record) {
    std::string out;
    JsonWriter json(out);
    RecordTraits<Record>::append(json, record);
    return out;
}

} // namespace telestate::document
