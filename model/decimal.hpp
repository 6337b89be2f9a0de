#pragma once

// Decimal numbers exactly as written, and money in pounds and pence. Never binary floating point, never
// wrapping.

#include <compare>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace telestate {

// Wide enough for any product of two stored numbers.
__extension__ typedef __int128 WideInteger;

// Thrown when a sum of money passes what can be held (about 92 thousand million million pounds). Stored
// amounts are kept far below it, so only absurd data gets here; it is answered as an error and never wraps.
class MoneyOverflow : public std::overflow_error {
  public:
    MoneyOverflow() : std::overflow_error("a sum of money is too large to be held") {}
    // With the contract it came up in.
    explicit MoneyOverflow(const std::string& contract)
        : std::overflow_error("a sum of money is too large to be held, in the contract \"" + contract +
                              "\"") {}
};

// coefficient / 10^places. Keeps the places it was written with: 35.00 has two, 0.3333 four.
struct Decimal {
    std::int64_t coefficient = 0;
    int places = 0;

    friend bool operator==(const Decimal&, const Decimal&) = default;
};

inline constexpr int max_decimal_places = 9;

// Digits with an optional leading minus and at most nine places after a point; at most 15 digits in all.
// Nothing for anything else: no plus, no exponent, no thousands separators, no lone point.
std::optional<Decimal> parse_decimal(std::string_view text);
std::string format_decimal(Decimal value);

// numerator / denominator to the nearest whole number, halves away from zero. `denominator` must be positive.
WideInteger divide_half_up(WideInteger numerator, WideInteger denominator);
// The same, but anything left over goes away from zero.
WideInteger divide_away_from_zero(WideInteger numerator, WideInteger denominator);
WideInteger power_of_ten(int exponent);

// An amount in the organisation's one currency, in pence.
class Money {
  public:
    constexpr Money() = default;
    static constexpr Money of_pence(std::int64_t pence) { return Money(pence); }
    // Throws MoneyOverflow when it does not fit.
    static Money of_wide_pence(WideInteger pence);

    constexpr std::int64_t pence() const { return pence_; }
    constexpr bool is_zero() const { return pence_ == 0; }

    Money& operator+=(Money other);
    Money& operator-=(Money other);
    friend Money operator+(Money a, Money b) { return a += b; }
    friend Money operator-(Money a, Money b) { return a -= b; }
    friend Money operator-(Money a) { return Money{} - a; }
    friend constexpr auto operator<=>(const Money&, const Money&) = default;

  private:
    explicit constexpr Money(std::int64_t pence) : pence_(pence) {}
    std::int64_t pence_ = 0;
};

// "461605.00".
std::string format_money(Money amount);
void append_money(std::string& out, Money amount);
// "£14,400.00", or the currency's code before the figure where it is not GBP. A minus comes first.
std::string format_money_for_people(Money amount, std::string_view currency);

} // namespace telestate
