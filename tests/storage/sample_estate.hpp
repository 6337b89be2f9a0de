#pragma once

// An estate in which every field of every kind of record holds something.

#include "model/estate.hpp"
#include "server/storage/writer.hpp"

namespace telestate::storage {

Day day(const char* text);
Period period(const char* text);
Decimal decimal(const char* text);
Count exact_count(std::int64_t value, const char* as_at = nullptr);

Estate sample_estate();
Contract sample_contract();

// Puts everything in the order in which records refer to one another.
void put_estate(Writer& writer, const Estate& estate);
// All there is, in the order it is listed.
Estate read_estate(const Reader& reader);

} // namespace telestate::storage
