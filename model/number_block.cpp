#include "model/number_block.hpp"

#include "model/numbering_plan.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

namespace telestate {

namespace {

// The range a number lies in. Which digits of a foreign number are its country code is not known here; its
// first two keep a block from running across the world, and through +44.
std::optional<PlanRange> range_of(const PhoneNumber& number) {
    const std::string_view text = number.e164_or_short;
    if (number.is_short_code || text.size() < 4) return std::nullopt;
    if (text.starts_with("+44")) return find_range(text.substr(3));
    return PlanRange{text.substr(1, 2), text.size() - 1, NumberClass::international};
}

// Whether a range inside `range` (07624 inside 076) takes numbers out of the middle of the block.
bool holds_inner_range(const NumberBlock& block, const PlanRange& range) {
    if (range.number_class == NumberClass::international) return false;
    const auto plan = numbering_plan();
    return std::any_of(plan.begin(), plan.end(), [&](const PlanRange& inner) {
        if (inner.digits != range.digits || inner.prefix.size() <= range.prefix.size() ||
            !inner.prefix.starts_with(range.prefix))
            return false;
        std::string first = "+44" + std::string(inner.prefix);
        first.append(inner.digits - inner.prefix.size(), '0');
        return contains(block, PhoneNumber{std::move(first), inner.number_class, false});
    });
}

// One block or single number among the `index`es of its list.
struct Claim {
    std::int64_t first;
    std::int64_t last;
    std::size_t index;
};

} // namespace

std::vector<FieldError> problems_of(const NumberBlock& block) {
    std::vector<FieldError> problems;
    const auto first_range = range_of(block.first);
    const auto last_range = range_of(block.last);
    if (!first_range) problems.push_back({"/first", "A block begins and ends with whole numbers."});
    if (!last_range) problems.push_back({"/last", "A block begins and ends with whole numbers."});
    if (!problems.empty()) return problems;

    if (block.first.e164_or_short.size() != block.last.e164_or_short.size()) {
        problems.push_back({"/last", "The first and last number of a block have the same number of digits."});
        return problems;
    }
    if (block.last < block.first) problems.push_back({"/last", "The last number is before the first."});
    if (first_range != last_range) {
        std::string message = "The block leaves its range of the numbering plan: it begins in ";
        message.append(describe_number_class(first_range->number_class)).append(" and ends in ");
        message.append(describe_number_class(last_range->number_class)).append(".");
        problems.push_back({"/last", std::move(message)});
    } else if (holds_inner_range(block, *first_range)) {
        problems.push_back({"/last", "The block runs through another range of the numbering plan."});
    }
    return problems;
}

std::int64_t count_of(const NumberBlock& block) {
    return std::max<std::int64_t>(0, value_of(block.last) - value_of(block.first) + 1);
}

bool contains(const NumberBlock& block, const PhoneNumber& number) {
    return block.first <= number && number <= block.last;
}

bool overlaps(const NumberBlock& left, const NumberBlock& right) {
    return left.first <= right.last && right.first <= left.last;
}

NumberReview review_numbers(const std::vector<RecordedBlock>& blocks,
                            const std::vector<RecordedNumber>& numbers) {
    std::vector<Claim> ranges;
    ranges.reserve(blocks.size());
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        const Claim claim{value_of(blocks[i].block.first), value_of(blocks[i].block.last), i};
        if (claim.first <= claim.last) ranges.push_back(claim);
    }
    std::vector<Claim> singles;
    singles.reserve(numbers.size());
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const std::int64_t value = value_of(numbers[i].number);
        singles.push_back({value, value, i});
    }
    // Of blocks with the same first number the longer comes first, so that the shorter is said to lie in it.
    const auto comes_before = [](const Claim& left, const Claim& right) {
        if (left.first != right.first) return left.first < right.first;
        if (left.last != right.last) return left.last > right.last;
        return left.index < right.index;
    };
    std::sort(ranges.begin(), ranges.end(), comes_before);
    std::sort(singles.begin(), singles.end(), comes_before);

    NumberReview review;
    std::vector<Claim>
        merged; // the blocks' union: apart, in order, each with the record that reaches its end
    for (const Claim& range : ranges) {
        if (merged.empty() || merged.back().last < range.first) {
            merged.push_back(range);
            review.distinct_count += range.last - range.first + 1;
            continue;
        }
        Claim& reach = merged.back();
        const RecordedBlock& later = blocks[range.index];
        review.overlapping_blocks.push_back({later.id, blocks[reach.index].id, later.block.first});
        if (range.last > reach.last) {
            review.distinct_count += range.last - reach.last;
            reach.last = range.last;
            reach.index = range.index;
        }
    }

    auto block = merged.begin();
    for (std::size_t i = 0, original = 0; i < singles.size(); ++i) {
        if (i != 0 && singles[i].first == singles[original].first) {
            const RecordedNumber& repeated = numbers[singles[i].index];
            review.duplicate_numbers.push_back(
                {repeated.id, numbers[singles[original].index].id, repeated.number});
            continue;
        }
        original = i;
        while (block != merged.end() && block->last < singles[i].first)
            ++block;
        if (block == merged.end() || singles[i].first < block->first) ++review.distinct_count;
    }
    return review;
}

} // namespace telestate
