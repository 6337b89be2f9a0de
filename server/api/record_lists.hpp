#pragma once

// How storage lists the records of each type, so that lists of every kind are written once.

#include "server/storage/reader.hpp"

namespace telestate::api {

template <typename Record>
struct RecordLists;

#define TELESTATE_RECORD_LISTS(Type, list, noun)                                                             \
    template <>                                                                                              \
    struct RecordLists<Type> {                                                                               \
        static std::vector<Type> page(const storage::Reader& reader, storage::Page page) {                   \
            return reader.list_##list(page);                                                                 \
        }                                                                                                    \
        static void for_each(const storage::Reader& reader, const storage::Visitor<Type>& visit) {           \
            reader.for_each_##noun(visit);                                                                   \
        }                                                                                                    \
    };
TELESTATE_RECORD_LISTS(Site, sites, site)
TELESTATE_RECORD_LISTS(Person, people, person)
TELESTATE_RECORD_LISTS(Responsibility, responsibilities, responsibility)
TELESTATE_RECORD_LISTS(Supplier, suppliers, supplier)
TELESTATE_RECORD_LISTS(Platform, platforms, platform)
TELESTATE_RECORD_LISTS(Line, lines, line)
TELESTATE_RECORD_LISTS(Licence, licences, licence)
TELESTATE_RECORD_LISTS(NumberRange, numbers, number)
TELESTATE_RECORD_LISTS(Usage, usage, usage)
#undef TELESTATE_RECORD_LISTS

} // namespace telestate::api
