#pragma once

// What people call a record, and the id one gets that was given none.

#include "model/estate.hpp"
#include "model/record_kind.hpp"
#include "server/document/json_value.hpp"

#include <string>
#include <string_view>

namespace telestate::document {

// The name people know the record by; where nothing is recorded, its id. A telephone number is given in
// national form.
std::string title_of(const Organisation& organisation);
std::string title_of(const Site& site);
std::string title_of(const Person& person);
std::string title_of(const Responsibility& responsibility);
std::string title_of(const Supplier& supplier);
std::string title_of(const Contract& contract);
std::string title_of(const Platform& platform);
std::string title_of(const Line& line);
std::string title_of(const Licence& licence);
std::string title_of(const NumberRange& range);
std::string title_of(const Usage& usage);

// The title storage gives a record of a kind, as people read it: telephone numbers in national form.
std::string title_in_words(RecordKind kind, std::string_view id, const std::string& title);

// A text as an id: lower-case letters, digits and hyphens, at most 60 characters; letters with accents lose
// them, all else becomes a hyphen. Empty when nothing is left.
std::string slug_of(std::string_view text);

// What the id of a record in document shape would be made from: its title, name, product, number or whatever
// tells it from others best. `fallback` where it holds nothing of the kind, such as the kind of record.
std::string slug_of_record(const JsonValue& record, std::string_view fallback);

} // namespace telestate::document
