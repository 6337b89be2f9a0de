#pragma once

// Blocks of telephone numbers, and the review of all that an organisation has recorded (SEMANTICS 8).

#include "model/error.hpp"
#include "model/number.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace telestate {

// The numbers from `first` to `last`, both included.
struct NumberBlock {
    PhoneNumber first;
    PhoneNumber last;

    friend bool operator==(const NumberBlock&, const NumberBlock&) = default;
};

// What is wrong with a block, with pointers relative to it ("/first", "/last"): ends out of order, of
// different lengths, of different ranges of the plan or with another range between them, or short codes.
std::vector<FieldError> problems_of(const NumberBlock& block);

// The functions below hold for blocks that problems_of() accepts.
// last - first + 1; 0 where last is before first.
std::int64_t count_of(const NumberBlock& block);
bool contains(const NumberBlock& block, const PhoneNumber& number);
bool overlaps(const NumberBlock& left, const NumberBlock& right);

struct RecordedBlock {
    std::string id;
    NumberBlock block;
};
struct RecordedNumber {
    std::string id;
    PhoneNumber number;
};

// Two records that claim the same number.
struct NumberClash {
    std::string id; // of blocks, the one that begins later; of single numbers, the one listed later
    std::string clashes_with;
    PhoneNumber number; // the first number both claim

    friend bool operator==(const NumberClash&, const NumberClash&) = default;
};

struct NumberReview {
    std::vector<NumberClash> overlapping_blocks; // in order of number
    std::vector<NumberClash> duplicate_numbers;  // in order of number
    std::int64_t distinct_count = 0;
};

// Looks at an organisation's blocks and single numbers together, in O(n log n).
// Every block that overlaps another is named in at least one clash, but not every pair is: each is reported
// once, against the block before it that reaches furthest. A repeated single number is reported against its
// first record. A single number inside a block is no clash: it is its own record, and counted once. Blocks
// with last before first are passed over.
NumberReview review_numbers(const std::vector<RecordedBlock>& blocks,
                            const std::vector<RecordedNumber>& numbers);

} // namespace telestate
