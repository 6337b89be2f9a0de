// Money, percentages, quantities and counts, as documents hold them and as people write them.

#include "model/decimal.hpp"
#include "model/written_amount.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace telestate;
using telestate::fuzz::require;

namespace {

void check(Decimal value) {
    require(value.places >= 0 && value.places <= max_decimal_places, "no more places than can be written");
    const auto again = parse_decimal(format_decimal(value));
    require(again && *again == value, "a number comes back as it went out");
}

} // namespace

FUZZ_TARGET("money") {
    if (const auto value = parse_decimal(bytes)) check(*value);
    for (const std::string_view currency : {"GBP", "EUR"}) {
        if (const auto amount = parse_written_amount(bytes, currency)) {
            check(*amount);
            require(!describe_written_amount(*amount, currency).empty(), "an amount can be said in words");
        }
    }
    if (const auto percent = parse_written_percent(bytes)) {
        check(*percent);
        describe_written_percent(*percent);
    }
    if (const auto quantity = parse_written_quantity(bytes)) check(*quantity);
    const auto count = parse_written_count(bytes);
    require(count.has_value() || !count.error().message.empty(), "a refusal says why");
}
