#pragma once

// For each type of record: its kind, where an estate holds it, and how storage finds, lists and puts it. What
// is done the same way to records of every kind is written once, over these.

#include "model/estate.hpp"
#include "server/storage/reader.hpp"
#include "server/storage/writer.hpp"

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace telestate::api {

template <typename Record>
struct RecordAccess;

#define TELESTATE_RECORD_ACCESS(Type, list, noun)                                                            \
    template <>                                                                                              \
    struct RecordAccess<Type> {                                                                              \
        static constexpr RecordKind kind = RecordKind::list;                                                 \
        static constexpr auto member = &Estate::list;                                                        \
        static std::optional<Type> find(const storage::Reader& reader, std::string_view id) {                \
            return reader.find_##noun(id);                                                                   \
        }                                                                                                    \
        static Result<storage::PutOutcome> put(storage::Writer& writer, const Type& record) {                \
            return writer.put_##noun(record);                                                                \
        }                                                                                                    \
        static std::vector<Type> page(const storage::Reader& reader, storage::Page page) {                   \
            return reader.list_##list(page);                                                                 \
        }                                                                                                    \
        static void for_each(const storage::Reader& reader, const storage::Visitor<Type>& visit) {           \
            reader.for_each_##noun(visit);                                                                   \
        }                                                                                                    \
    };
TELESTATE_RECORD_ACCESS(Site, sites, site)
TELESTATE_RECORD_ACCESS(Person, people, person)
TELESTATE_RECORD_ACCESS(Supplier, suppliers, supplier)
TELESTATE_RECORD_ACCESS(Platform, platforms, platform)
TELESTATE_RECORD_ACCESS(Line, lines, line)
TELESTATE_RECORD_ACCESS(Licence, licences, licence)
TELESTATE_RECORD_ACCESS(NumberRange, numbers, number)
TELESTATE_RECORD_ACCESS(Usage, usage, usage)
#undef TELESTATE_RECORD_ACCESS

// Contracts are listed by queries of their own.
template <>
struct RecordAccess<Contract> {
    static constexpr RecordKind kind = RecordKind::contracts;
    static constexpr auto member = &Estate::contracts;
    static std::optional<Contract> find(const storage::Reader& reader, std::string_view id) {
        return reader.find_contract(id);
    }
    static Result<storage::PutOutcome> put(storage::Writer& writer, const Contract& record) {
        return writer.put_contract(record);
    }
};

// A responsibility goes by service, role and person together, written "service/role/person" where one text is
// wanted.
std::string id_of(const Responsibility& record);

template <>
struct RecordAccess<Responsibility> {
    static constexpr RecordKind kind = RecordKind::responsibilities;
    static constexpr auto member = &Estate::responsibilities;
    static std::optional<Responsibility> find_same(const storage::Reader& reader,
                                                   const Responsibility& record) {
        return reader.find_responsibility(record.service, record.role, record.person);
    }
    static Result<storage::PutOutcome> put(storage::Writer& writer, const Responsibility& record) {
        return writer.put_responsibility(record);
    }
    static std::vector<Responsibility> page(const storage::Reader& reader, storage::Page page) {
        return reader.list_responsibilities(page);
    }
    static void for_each(const storage::Reader& reader, const storage::Visitor<Responsibility>& visit) {
        reader.for_each_responsibility(visit);
    }
};

template <>
struct RecordAccess<Organisation> {
    static std::optional<Organisation> find_same(const storage::Reader& reader, const Organisation&) {
        return reader.find_organisation();
    }
    static Result<storage::PutOutcome> put(storage::Writer& writer, const Organisation& record) {
        return writer.put_organisation(record);
    }
};

inline std::string id_of(const Responsibility& record) {
    return record.service + "/" + record.role + "/" + record.person;
}
inline std::string id_of(const Organisation&) { return {}; }
template <typename Record>
std::string id_of(const Record& record) {
    return record.id;
}

// The name of the list a record of this type belongs to; "organisation" for that one.
template <typename Record>
std::string_view kind_name_of() {
    if constexpr (std::is_same_v<Record, Organisation>) {
        return "organisation";
    } else {
        return name_of(RecordAccess<Record>::kind);
    }
}

// The stored record that `record` would replace.
template <typename Record>
std::optional<Record> find_same(const storage::Reader& reader, const Record& record) {
    if constexpr (requires { RecordAccess<Record>::find_same(reader, record); }) {
        return RecordAccess<Record>::find_same(reader, record);
    } else {
        return RecordAccess<Record>::find(reader, record.id);
    }
}

// Kinds whose records hold counts, which are kept as observations beside them.
template <typename Record>
inline constexpr bool is_counted = requires(const Record& record) {
    record.count;
}
|| requires(const Record& record) { record.purchased; };

// Calls `visit(std::type_identity<Record>())` with the type of a kind's records.
template <typename Visit>
decltype(auto) with_type_of(RecordKind kind, Visit visit) {
    switch (kind) {
    case RecordKind::sites:
        return visit(std::type_identity<Site>());
    case RecordKind::people:
        return visit(std::type_identity<Person>());
    case RecordKind::responsibilities:
        return visit(std::type_identity<Responsibility>());
    case RecordKind::suppliers:
        return visit(std::type_identity<Supplier>());
    case RecordKind::contracts:
        return visit(std::type_identity<Contract>());
    case RecordKind::platforms:
        return visit(std::type_identity<Platform>());
    case RecordKind::lines:
        return visit(std::type_identity<Line>());
    case RecordKind::licences:
        return visit(std::type_identity<Licence>());
    case RecordKind::numbers:
        return visit(std::type_identity<NumberRange>());
    case RecordKind::usage:
        return visit(std::type_identity<Usage>());
    }
    throw std::logic_error("no such kind of record");
}

} // namespace telestate::api
