#include "model/decimal.hpp"

#include <limits>

namespace telestate {

std::optional<Decimal> parse_decimal(std::string_view text) {
    const bool is_negative = text.starts_with('-');
    if (is_negative) text.remove_prefix(1);
    constexpr int most_digits = 15;
    std::int64_t coefficient = 0;
    int digits = 0;
    int places = -1; // counts from the point on
    for (const char c : text) {
        if (c == '.') {
            // A number starts and ends with a digit and has one point at most.
            if (places >= 0 || digits == 0) return std::nullopt;
            places = 0;
            continue;
        }
        if (c < '0' || c > '9') return std::nullopt;
        if (++digits > most_digits) return std::nullopt;
        coefficient = coefficient * 10 + (c - '0');
        if (places >= 0 && ++places > max_decimal_places) return std::nullopt;
    }
    if (digits == 0 || places == 0) return std::nullopt;
    // "007" is no way to write an amount.
    if (text.size() > 1 && text[0] == '0' && text[1] != '.') return std::nullopt;
    return Decimal{is_negative ? -coefficient : coefficient, places < 0 ? 0 : places};
}

std::string format_decimal(Decimal value) {
    // Unsigned, because the most negative coefficient has no positive.
    const auto coefficient = static_cast<std::uint64_t>(value.coefficient);
    std::string digits = std::to_string(value.coefficient < 0 ? 0 - coefficient : coefficient);
    const auto places = static_cast<std::size_t>(value.places);
    if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
    if (places > 0) digits.insert(digits.size() - places, ".");
    return value.coefficient < 0 ? "-" + digits : digits;
}

WideInteger divide_half_up(WideInteger numerator, WideInteger denominator) {
    const bool is_negative = numerator < 0;
    const WideInteger size = is_negative ? -numerator : numerator;
    // Written so that nothing is doubled: `size` may be near the top of the range.
    const WideInteger remainder = size % denominator;
    WideInteger quotient = size / denominator;
    if (remainder >= denominator - remainder) ++quotient;
    return is_negative ? -quotient : quotient;
}

WideInteger divide_away_from_zero(WideInteger numerator, WideInteger denominator) {
    const bool is_negative = numerator < 0;
    const WideInteger size = is_negative ? -numerator : numerator;
    const WideInteger quotient = size / denominator + (size % denominator != 0 ? 1 : 0);
    return is_negative ? -quotient : quotient;
}

WideInteger power_of_ten(int exponent) {
    WideInteger power = 1;
    while (exponent-- > 0)
        power *= 10;
    return power;
}

Money Money::of_wide_pence(WideInteger pence) {
    if (pence > std::numeric_limits<std::int64_t>::max() ||
        pence < std::numeric_limits<std::int64_t>::min()) {
        throw MoneyOverflow();
    }
    return of_pence(static_cast<std::int64_t>(pence));
}

Money& Money::operator+=(Money other) {
    if (__builtin_add_overflow(pence_, other.pence_, &pence_)) throw MoneyOverflow();
    return *this;
}

Money& Money::operator-=(Money other) {
    if (__builtin_sub_overflow(pence_, other.pence_, &pence_)) throw MoneyOverflow();
    return *this;
}

void append_money(std::string& out, Money amount) {
    const bool is_negative = amount.pence() < 0;
    const WideInteger size = is_negative ? -WideInteger{amount.pence()} : WideInteger{amount.pence()};
    if (is_negative) out += '-';
    out += std::to_string(static_cast<std::uint64_t>(size / 100));
    const int pence = static_cast<int>(size % 100);
    out += '.';
    out += static_cast<char>('0' + pence / 10);
    out += static_cast<char>('0' + pence % 10);
}

std::string format_money(Money amount) {
    std::string out;
    append_money(out, amount);
    return out;
}

std::string format_money_for_people(Money amount, std::string_view currency) {
    std::string digits = format_money(amount);
    const bool is_negative = digits[0] == '-';
    if (is_negative) digits.erase(0, 1);
    for (std::size_t at = digits.size() - 3; at > 3;) {
        at -= 3;
        digits.insert(at, ",");
    }
    const std::string symbol = currency == "GBP"   ? "£"
                               : currency == "EUR" ? "€"
                                                   : std::string(currency) + " ";
    return (is_negative ? "-" : "") + symbol + digits;
}

} // namespace telestate
