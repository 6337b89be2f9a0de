#include "model/decimal.hpp"

#include "tests/model/support/big_number.hpp"
#include "tests/model/support/sequence.hpp"
#include "tests/model/support/values.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <string>
#include <string_view>

using namespace telestate;
using namespace telestate::test;

namespace {

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();

std::string text_of_wide(WideInteger value) {
    if (value == 0) return "0";
    std::string text;
    const bool is_negative = value < 0;
    for (; value != 0; value /= 10) {
        const int digit = static_cast<int>(value % 10);
        text.insert(text.begin(), static_cast<char>('0' + (digit < 0 ? -digit : digit)));
    }
    return is_negative ? "-" + text : text;
}

std::int64_t any_integer(Sequence& sequence) {
    std::int64_t value = sequence.below(2'000'000'000);
    value = value * 2'000'000'000 + sequence.below(2'000'000'000);
    for (std::int64_t i = sequence.below(19); i > 0; --i)
        value /= 10;
    return sequence.once_in(2) ? -value : value;
}

} // namespace

TEST_CASE("a decimal keeps the places it was written with") {
    struct Row {
        std::string_view text;
        std::int64_t coefficient;
        int places;
    };
    const Row rows[] = {
        {"0", 0, 0},
        {"0.00", 0, 2},
        {"1", 1, 0},
        {"35.00", 3500, 2},
        {"0.3333", 3333, 4},
        {"-12.5", -125, 1},
        {"-0.01", -1, 2},
        {"0.000000001", 1, 9},
        {"461605.00", 46160500, 2},
        {"999999999999999", 999999999999999, 0},
        {"-999999.999999999", -999999999999999, 9},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(decimal(row.text) == Decimal{row.coefficient, row.places});
        CHECK(format_decimal(decimal(row.text)) == row.text);
    }
}

TEST_CASE("what is no decimal is not read") {
    struct Row {
        std::string_view description;
        std::string_view text;
    };
    const Row rows[] = {
        {"nothing", ""},
        {"only a minus", "-"},
        {"only a point", "."},
        {"a plus", "+1"},
        {"two minuses", "--1"},
        {"a minus behind", "1-"},
        {"no digit before the point", ".5"},
        {"no digit before the point, negative", "-.5"},
        {"no digit after the point", "5."},
        {"two points", "1.2.3"},
        {"an exponent", "1e3"},
        {"thousands separators", "1,000"},
        {"spaces", "1 000"},
        {"a space before", " 1"},
        {"a pound sign", "£1"},
        {"a leading zero", "007"},
        {"two zeros", "00"},
        {"sixteen digits", "1234567890123456"},
        {"sixteen digits with a point", "12345678901234.56"},
        {"ten places", "0.0000000001"},
        {"not a number", "nan"},
        {"infinity", "inf"},
        {"hexadecimal", "0x10"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.description);
        CHECK_FALSE(parse_decimal(row.text).has_value());
    }
}

TEST_CASE("every decimal reads back as it is written") {
    Sequence sequence;
    for (int i = 0; i < 5000; ++i) {
        const Decimal value{any_integer(sequence) % 1'000'000'000'000'000,
                            static_cast<int>(sequence.below(max_decimal_places + 1))};
        const std::string text = format_decimal(value);
        CAPTURE(text);
        const auto read = parse_decimal(text);
        REQUIRE(read.has_value());
        REQUIRE(*read == value);
    }
    CHECK(format_decimal({most, 0}) == "9223372036854775807");
    CHECK(format_decimal({least, 0}) == "-9223372036854775808");
    CHECK(format_decimal({least, 9}) == "-9223372036.854775808");
}

TEST_CASE("halves are rounded away from zero") {
    struct Row {
        std::int64_t numerator;
        std::int64_t denominator;
        std::int64_t half_up;
        std::int64_t away;
    };
    const Row rows[] = {
        {0, 2, 0, 0},  {1, 2, 1, 1},   {-1, 2, -1, -1},  {3, 2, 2, 2},    {-3, 2, -2, -2},
        {1, 3, 0, 1},  {-1, 3, 0, -1}, {2, 3, 1, 1},     {-2, 3, -1, -1}, {4, 2, 2, 2},
        {5, 10, 1, 1}, {4, 10, 0, 1},  {-5, 10, -1, -1}, {-4, 10, 0, -1}, {7, 1, 7, 7},
    };
    for (const Row& row : rows) {
        CAPTURE(row.numerator);
        CAPTURE(row.denominator);
        CHECK(static_cast<std::int64_t>(divide_half_up(row.numerator, row.denominator)) == row.half_up);
        CHECK(static_cast<std::int64_t>(divide_away_from_zero(row.numerator, row.denominator)) == row.away);
    }
}

TEST_CASE("products and quotients agree with reckoning digit by digit") {
    Sequence sequence;
    for (int i = 0; i < 3000; ++i) {
        const std::int64_t a = any_integer(sequence);
        const std::int64_t b = any_integer(sequence);
        std::int64_t c = any_integer(sequence);
        if (c < 0) c = -c;
        if (c == 0) c = 1;
        const WideInteger product = WideInteger{a} * b;
        const BigNumber big = BigNumber(a) * BigNumber(b);
        CAPTURE(a);
        CAPTURE(b);
        CAPTURE(c);
        REQUIRE(text_of_wide(product) == big.text());
        REQUIRE(text_of_wide(divide_half_up(product, c)) == BigNumber::quotient(big, BigNumber(c)).text());
        REQUIRE(text_of_wide(divide_away_from_zero(product, c)) ==
                BigNumber::quotient(big, BigNumber(c), true).text());
    }
    for (int exponent = 0; exponent <= 38; ++exponent)
        CHECK(text_of_wide(power_of_ten(exponent)) == BigNumber::power_of_ten(exponent).text());
}

TEST_CASE("money is written in pounds and pence") {
    struct Row {
        std::int64_t pence;
        std::string_view text;
        std::string_view for_people;
    };
    const Row rows[] = {
        {0, "0.00", "£0.00"},
        {5, "0.05", "£0.05"},
        {-5, "-0.05", "-£0.05"},
        {100, "1.00", "£1.00"},
        {99999, "999.99", "£999.99"},
        {100000, "1000.00", "£1,000.00"},
        {1440000, "14400.00", "£14,400.00"},
        {-123456789, "-1234567.89", "-£1,234,567.89"},
        {46160500, "461605.00", "£461,605.00"},
        {most, "92233720368547758.07", "£92,233,720,368,547,758.07"},
        {least, "-92233720368547758.08", "-£92,233,720,368,547,758.08"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.pence);
        CHECK(format_money(Money::of_pence(row.pence)) == row.text);
        CHECK(format_money_for_people(Money::of_pence(row.pence), "GBP") == row.for_people);
    }
    CHECK(format_money_for_people(money("1234.50"), "EUR") == "€1,234.50");
    CHECK(format_money_for_people(money("-1234.50"), "NOK") == "-NOK 1,234.50");
}

TEST_CASE("money reads back as it is written") {
    Sequence sequence;
    for (int i = 0; i < 3000; ++i) {
        const Money amount = Money::of_pence(any_integer(sequence) % 1'000'000'000'000'000);
        REQUIRE(money(format_money(amount)) == amount);
    }
}

TEST_CASE("sums of money too large to be held are an error and never wrap") {
    const Money largest = Money::of_pence(most);
    const Money smallest = Money::of_pence(least);
    const Money penny = Money::of_pence(1);
    CHECK_THROWS_AS(largest + penny, MoneyOverflow);
    CHECK_THROWS_AS(largest + largest, MoneyOverflow);
    CHECK_THROWS_AS(smallest - penny, MoneyOverflow);
    CHECK_THROWS_AS(smallest + smallest, MoneyOverflow);
    CHECK_THROWS_AS(largest - smallest, MoneyOverflow);
    CHECK_THROWS_AS(-smallest, MoneyOverflow);
    CHECK_THROWS_AS(Money::of_wide_pence(WideInteger{most} + 1), MoneyOverflow);
    CHECK_THROWS_AS(Money::of_wide_pence(WideInteger{least} - 1), MoneyOverflow);
    CHECK(Money::of_wide_pence(most) == largest);
    CHECK(Money::of_wide_pence(least) == smallest);
    CHECK(largest - largest == Money{});
    CHECK(largest + smallest == Money::of_pence(-1));
    CHECK(-largest == Money::of_pence(-most));

    Sequence sequence;
    for (int i = 0; i < 5000; ++i) {
        const std::int64_t a = any_integer(sequence);
        const std::int64_t b = sequence.once_in(2) ? most - sequence.below(1000) : any_integer(sequence) / 3;
        const WideInteger sum = WideInteger{a} + b;
        CAPTURE(a);
        CAPTURE(b);
        if (sum > most || sum < least) {
            REQUIRE_THROWS_AS(Money::of_pence(a) + Money::of_pence(b), MoneyOverflow);
        } else {
            REQUIRE((Money::of_pence(a) + Money::of_pence(b)).pence() == static_cast<std::int64_t>(sum));
        }
    }
}

TEST_CASE("money is ordered by its amount") {
    CHECK(money("1.00") > money("0.99"));
    CHECK(money("-1.00") < money("0.00"));
    CHECK(Money{}.is_zero());
    CHECK_FALSE(money("0.01").is_zero());
}
