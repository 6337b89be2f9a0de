#pragma once

// What a search of the whole estate finds.

#include "model/record_kind.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace telestate::storage {

struct SearchHit {
    RecordKind kind = RecordKind::contracts;
    std::string id; // "service/role/person" for responsibilities
    std::string title;
    std::string detail; // what tells it from others of the title; may be empty

    friend bool operator==(const SearchHit&, const SearchHit&) = default;
};

struct SearchResult {
    std::vector<SearchHit> hits;
    std::int64_t total = 0; // how many there would be without a limit
};

} // namespace telestate::storage
