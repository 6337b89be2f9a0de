#include "model/number_block.hpp"

#include "tests/model/support/sequence.hpp"
#include "tests/model/support/values.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <set>
#include <string>
#include <vector>

using namespace telestate;
using namespace telestate::test;

namespace {

NumberBlock block_of(const std::string& first, const std::string& last) {
    return {phone_number(first), phone_number(last)};
}

} // namespace

TEST_CASE("a block holds the numbers from its first to its last, both included") {
    const NumberBlock block = block_of("01622 211900", "01622 211999");
    CHECK(problems_of(block).empty());
    CHECK(count_of(block) == 100);
    CHECK(contains(block, phone_number("01622 211900")));
    CHECK(contains(block, phone_number("+44 1622 211999")));
    CHECK_FALSE(contains(block, phone_number("01622 211899")));
    CHECK_FALSE(contains(block, phone_number("01622 212000")));
    CHECK(overlaps(block, block));
    CHECK(overlaps(block, block_of("01622 211999", "01622 212500")));
    CHECK(overlaps(block_of("01622 211000", "01622 212999"), block));
    CHECK_FALSE(overlaps(block, block_of("01622 212000", "01622 212099")));

    // As text "+4480011..." lies between "+44800110" and "+44800129"; as a number it is ten times as large.
    const NumberBlock short_block = block_of("0800 110000", "0800 129999");
    CHECK(problems_of(short_block).empty());
    CHECK_FALSE(contains(short_block, phone_number("0800 111 1111")));

    Sequence sequence;
    for (int i = 0; i < 1000; ++i) {
        const std::int64_t first = 443000000000 + sequence.below(50000000);
        const std::int64_t last = first + sequence.below(50000000);
        const NumberBlock any = block_of("+" + std::to_string(first), "+" + std::to_string(last));
        REQUIRE(problems_of(any).empty());
        REQUIRE(count_of(any) == last - first + 1);
    }
}

TEST_CASE("a block that makes no sense is refused at the end that is at fault") {
    struct Row {
        std::string description;
        NumberBlock block;
        const char* pointer; // nothing where the block is good
        const char* reason;
    };
    const Row rows[] = {
        {"one number", block_of("0300 123 1234", "0300 123 1234"), "", ""},
        {"nine digits", block_of("01204 62000", "01204 62999"), "", ""},
        {"Isle of Man", block_of("07624 410000", "07624 419999"), "", ""},
        {"pagers below 07624", block_of("07610 000000", "07619 999999"), "", ""},
        {"another country", block_of("+33 1 23 45 67 00", "+33 1 23 45 67 99"), "", ""},
        {"last before first", block_of("01622 211999", "01622 211900"), "/last", "before the first"},
        {"different lengths", block_of("0800 123456", "0800 123 4567"), "/last", "same number of digits"},
        {"different classes", block_of("0300 123 1234", "0333 123 1234"), "/last", "begins in public body"},
        {"one class, two ranges", block_of("0333 123 1234", "0345 123 1234"), "/last", "leaves its range"},
        {"mobiles on both sides of pagers", block_of("07599 999999", "07700 000000"), "/last",
         "leaves its range"},
        {"pagers on both sides of 07624", block_of("07610 000000", "07630 000000"), "/last",
         "through another"},
        {"two nine-digit areas", block_of("01204 62000", "01208 62000"), "/last", "leaves its range"},
        {"two countries", block_of("+33 123456789", "+49 123456789"), "/last", "leaves its range"},
        {"abroad to home", block_of("+33 1234567890", "020 7946 0000"), "/last", "leaves its range"},
        {"short code first", {phone_number("101"), phone_number("0300 123 1234")}, "/first", "whole numbers"},
        {"short code last",
         {phone_number("0300 123 1234"), phone_number("118 118")},
         "/last",
         "whole numbers"},
        {"0800 1111 last",
         {phone_number("0800 123456"), phone_number("0800 1111")},
         "/last",
         "whole numbers"},
        {"empty", {}, "/first", "whole numbers"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        const auto problems = problems_of(row.block);
        REQUIRE(problems.empty() == (row.pointer[0] == '\0'));
        if (problems.empty()) continue;
        CHECK(problems.front().pointer == row.pointer);
        CAPTURE(problems.front().message);
        CHECK(problems.front().message.find(row.reason) != std::string::npos);
    }
    CHECK(count_of(block_of("01622 211999", "01622 211900")) == 0);
    CHECK(problems_of(block_of("0345 123 1234", "0333 123 1234")).size() == 2);
}

TEST_CASE("a number with its own record inside a block is counted once and is no clash") {
    const NumberReview review = review_numbers({{"main", block_of("01622 211900", "01622 211999")}},
                                               {{"switchboard", phone_number("01622 211900")},
                                                {"fax", phone_number("01622 211999")},
                                                {"helpline", phone_number("0300 123 1234")},
                                                {"childline", phone_number("0800 1111")}});
    CHECK(review.overlapping_blocks.empty());
    CHECK(review.duplicate_numbers.empty());
    CHECK(review.distinct_count == 102);
}

TEST_CASE("blocks that overlap and numbers recorded twice are reported") {
    const NumberReview review = review_numbers({{"late", block_of("01622 211950", "01622 212049")},
                                                {"early", block_of("01622 211900", "01622 211999")},
                                                {"inner", block_of("01622 211900", "01622 211909")},
                                                {"next", block_of("01622 212050", "01622 212059")},
                                                {"touching", block_of("01622 212049", "01622 212049")},
                                                {"reversed", block_of("01622 212059", "01622 211900")},
                                                {"elsewhere", block_of("0161 496 0000", "0161 496 0009")}},
                                               {{"a", phone_number("0300 123 1234")},
                                                {"b", phone_number("01622 211901")},
                                                {"c", phone_number("+44 300 123 1234")},
                                                {"d", phone_number("01622 211901")},
                                                {"e", phone_number("0300 123 1234")}});
    const std::vector<NumberClash> blocks = {{"inner", "early", phone_number("01622 211900")},
                                             {"late", "early", phone_number("01622 211950")},
                                             {"touching", "late", phone_number("01622 212049")}};
    CHECK(review.overlapping_blocks == blocks);
    const std::vector<NumberClash> numbers = {{"d", "b", phone_number("01622 211901")},
                                              {"c", "a", phone_number("0300 123 1234")},
                                              {"e", "a", phone_number("0300 123 1234")}};
    CHECK(review.duplicate_numbers == numbers);
    CHECK(review.distinct_count == 160 + 10 + 1);
}

TEST_CASE("an estate without numbers has none to count") {
    const NumberReview review = review_numbers({}, {});
    CHECK(review.overlapping_blocks.empty());
    CHECK(review.duplicate_numbers.empty());
    CHECK(review.distinct_count == 0);
}

TEST_CASE("a review finds what comparing every pair finds") {
    Sequence sequence;
    const auto number_at = [](std::int64_t offset) {
        return phone_number("+" + std::to_string(441622000000 + offset));
    };
    for (int round = 0; round < 300; ++round) {
        std::vector<RecordedBlock> blocks;
        std::vector<RecordedNumber> numbers;
        std::set<std::int64_t> distinct;
        std::set<std::int64_t> singles;
        for (std::int64_t i = sequence.below(10); i > 0; --i) {
            const std::int64_t first = sequence.below(200);
            const std::int64_t last = first + sequence.below(20);
            blocks.push_back({"block-" + std::to_string(i), {number_at(first), number_at(last)}});
            for (std::int64_t at = first; at <= last; ++at)
                distinct.insert(at);
        }
        for (std::int64_t i = sequence.below(20); i > 0; --i) {
            const std::int64_t at = sequence.below(220);
            numbers.push_back({"number-" + std::to_string(i), number_at(at)});
            distinct.insert(at);
            singles.insert(at);
        }
        std::set<std::string> clashing;
        for (const RecordedBlock& left : blocks)
            for (const RecordedBlock& right : blocks)
                if (left.id != right.id && overlaps(left.block, right.block)) clashing.insert(left.id);

        const NumberReview review = review_numbers(blocks, numbers);
        std::set<std::string> named;
        for (const NumberClash& clash : review.overlapping_blocks) {
            named.insert(clash.id);
            named.insert(clash.clashes_with);
        }
        CAPTURE(round);
        REQUIRE(named == clashing);
        REQUIRE(review.duplicate_numbers.size() == numbers.size() - singles.size());
        REQUIRE(review.distinct_count == static_cast<std::int64_t>(distinct.size()));
    }
}
