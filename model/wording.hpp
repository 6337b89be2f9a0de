#pragma once

// How the model puts things in plain words.

#include "model/decisions.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace telestate {

// "first", "second" up to "tenth", then "11th".
std::string describe_ordinal(std::int64_t number);
// "31 March 2024", or "some day from 1 October 2024 to 31 October 2024".
std::string describe_days(Interval days);
// "today", "tomorrow", "in 135 days", "3 days ago".
std::string describe_days_left(std::int64_t days);
// "every month", "every 3 months".
std::string describe_every(Period period);

// A position in plain words, the most important first.
std::vector<std::string> sentences_of(const SeenContract& seen, const Position& position,
                                      std::string_view currency);

} // namespace telestate
