#pragma once

#include "model/error.hpp"

#include <string>
#include <string_view>

namespace telestate::document {

// The text of a file under tests/, such as "estates/kchft-2021.json".
std::string read_test_file(std::string_view name);

// An estate document with nothing but its format and the given members.
std::string document_of(std::string_view members);

// Every field of an error on a line of its own, for messages of failing tests.
std::string list_fields(const std::vector<FieldError>& fields);
std::string list_fields(const Error& error);

} // namespace telestate::document
