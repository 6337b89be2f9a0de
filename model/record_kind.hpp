#pragma once

// The kinds of record an estate holds.

#include <array>
#include <optional>
#include <string_view>

namespace telestate {

enum class RecordKind {
    sites,
    people,
    responsibilities,
    suppliers,
    contracts,
    platforms,
    lines,
    licences,
    numbers,
    usage,
};

// In the order of the estate document.
inline constexpr std::array all_record_kinds{
    RecordKind::sites,     RecordKind::people,    RecordKind::responsibilities,
    RecordKind::suppliers, RecordKind::contracts, RecordKind::platforms,
    RecordKind::lines,     RecordKind::licences,  RecordKind::numbers,
    RecordKind::usage,
};

// "sites", "people": the name of the kind's list in the estate document, in URLs and in the database.
std::string_view name_of(RecordKind kind);
std::optional<RecordKind> parse_record_kind(std::string_view text);

// One record of the kind, for sentences: "site", "person", "number", "usage record".
std::string_view singular_of(RecordKind kind);

} // namespace telestate
