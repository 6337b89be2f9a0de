#include "model/record_kind.hpp"

#include <stdexcept>

namespace telestate {

std::string_view name_of(RecordKind kind) {
    switch (kind) {
    case RecordKind::sites:
        return "sites";
    case RecordKind::people:
        return "people";
    case RecordKind::responsibilities:
        return "responsibilities";
    case RecordKind::suppliers:
        return "suppliers";
    case RecordKind::contracts:
        return "contracts";
    case RecordKind::platforms:
        return "platforms";
    case RecordKind::lines:
        return "lines";
    case RecordKind::licences:
        return "licences";
    case RecordKind::numbers:
        return "numbers";
    case RecordKind::usage:
        return "usage";
    }
    throw std::logic_error("no such kind of record");
}

std::optional<RecordKind> parse_record_kind(std::string_view text) {
    for (const RecordKind kind : all_record_kinds) {
        if (name_of(kind) == text) return kind;
    }
    return std::nullopt;
}

std::string_view singular_of(RecordKind kind) {
    switch (kind) {
    case RecordKind::sites:
        return "site";
    case RecordKind::people:
        return "person";
    case RecordKind::responsibilities:
        return "responsibility";
    case RecordKind::suppliers:
        return "supplier";
    case RecordKind::contracts:
        return "contract";
    case RecordKind::platforms:
        return "platform";
    case RecordKind::lines:
        return "line";
    case RecordKind::licences:
        return "licence";
    case RecordKind::numbers:
        return "number";
    case RecordKind::usage:
        return "usage record";
    }
    throw std::logic_error("no such kind of record");
}

} // namespace telestate
