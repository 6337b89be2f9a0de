#pragma once

#include "server/document/json_value.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace telestate::document {

// A document with one thing changed.
struct Mutation {
    std::string description; // "/contracts/0/term/start: null"
    JsonValue document;
};

// Every document that comes of `original` by spoiling one value in one way: left out, null, of another kind,
// empty, with a field that nobody knows, with an item twice, and the like. Some of them are good documents
// still. Of the texts that are put in the place of a value, each value gets every `text_stride`-th, and the
// next value the ones after those.
std::vector<Mutation> mutations_of(const JsonValue& original, std::size_t text_stride);

} // namespace telestate::document
