#pragma once

// Counts with what is known about their exactness (SEMANTICS 5). Measures are never converted into one
// another.

#include "model/day.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace telestate {

enum class Qualifier { exact, approximately, at_least, up_to };

std::optional<Qualifier> parse_qualifier(std::string_view text);
std::string_view name_of(Qualifier qualifier);

// One observation of how many there are. A plain integer in a document is an exact count without a day.
struct Count {
    std::int64_t value = 0; // never negative
    std::string measure;    // lines, channels, users, licences, ...; empty where the field says it
    Qualifier qualifier = Qualifier::exact;
    std::optional<Day> as_at;
    std::string literal; // the words it was given in, where they matter

    bool is_plain() const {
        return measure.empty() && qualifier == Qualifier::exact && !as_at && literal.empty();
    }

    friend bool operator==(const Count&, const Count&) = default;
};

// "1,117", "about 190", "at least 40,000", "up to 30".
std::string describe_count(const Count& count);

} // namespace telestate
