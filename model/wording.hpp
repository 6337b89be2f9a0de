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
// "31 March 2024", "some day in October 2024", "some day in 2017", or "some day from 1 October to ...".
std::string describe_days(Interval days);
// What one charge comes to over `span`, and how: "every month from 1 April 2021; £100.00 for ...; its share
// of ...". Recurring charges count no further than the end by record.
struct ChargeShare {
    std::string title;
    std::string working;
    std::string result; // an amount, or "not known"
};
ChargeShare describe_share(const SeenContract& seen, const Charge& charge, Interval span,
                           std::string_view currency);
// "today", "tomorrow", "in 135 days", "3 days ago".
std::string describe_days_left(std::int64_t days);
// "every month", "every 3 months".
std::string describe_every(Period period);

// A position in plain words, the most important first.
std::vector<std::string> sentences_of(const SeenContract& seen, const Position& position,
                                      std::string_view currency);

} // namespace telestate
