#pragma once

// The tables of Ofcom's National Telephone Numbering Plan, as far as number.cpp and number_block.cpp need
// them. `digits` are always those after the leading 0 or +44.

#include "model/number.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace telestate {

// One row of the plan. Prefix and digits leave out the leading 0, as the plan does.
struct PlanRange {
    std::string_view prefix;
    std::size_t digits;
    NumberClass number_class;

    friend bool operator==(const PlanRange&, const PlanRange&) = default;
};

// Every row, those of one prefix side by side. Areas with numbers of nine digits are apart.
std::span<const PlanRange> numbering_plan();

// The row of the plan for the digits: that of their length with the longest prefix. Of a number of nine
// digits in an area that has some, a row for the area.
std::optional<PlanRange> find_range(std::string_view digits);

// Whether the digits begin with an area of 01 that still has numbers of nine digits beside those of ten.
bool begins_with_nine_digit_area(std::string_view digits);
// Whether the digits begin with an area code one digit longer than its neighbours', which matters only to
// where the spaces go.
bool begins_with_five_digit_area(std::string_view digits);

} // namespace telestate
