// Telephone numbers as people write them.

#include "model/number.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace telestate;
using telestate::fuzz::require;

FUZZ_TARGET("number") {
    const auto parsed = parse_number(bytes);
    if (!parsed) {
        require(!parsed.error().message.empty(), "a refusal says why");
        return;
    }
    const PhoneNumber& number = parsed->number;
    const auto again = parse_number(format_national(number));
    require(again && again->number == number, "a number that is shown is read as the same");
    require(again->warning.empty(), "and without a warning");
    require(value_of(number) > 0, "a number has a value");
    require(parse_number_class(name_of(number.number_class)) == number.number_class, "its class has a name");
}
