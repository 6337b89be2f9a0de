#include "model/contract.hpp"
#include "model/decimal.hpp"
#include "model/inventory.hpp"
#include "model/number.hpp"
#include "model/period.hpp"
#include "model/position.hpp"

#include <doctest/doctest.h>

#include <concepts>
#include <string>
#include <type_traits>
#include <utility>

// What must not compile, said so that the compiler checks it: each refusal beside something alike that is
// allowed.

using namespace telestate;

namespace {

template <typename A, typename B>
concept Adds = requires(A a, B b) {
    a + b;
};
template <typename A, typename B>
concept Subtracts = requires(A a, B b) {
    a - b;
};
template <typename A, typename B>
concept Multiplies = requires(A a, B b) {
    a* b;
};
template <typename A, typename B>
concept Divides = requires(A a, B b) {
    a / b;
};
template <typename A, typename B>
concept AddsTo = requires(A& a, B b) {
    a += b;
};
template <typename A, typename B>
concept Compares = requires(A a, B b) {
    a == b;
};
template <typename A, typename B>
concept Orders = requires(A a, B b) {
    a < b;
};
// Built in braces from one value, where a value that might not fit is refused.
template <typename A, typename... B>
concept Holds = requires(B... b) {
    A{b...};
};

// Money is added to money and to nothing else, and is never a plain number.
static_assert(Adds<Money, Money> && Subtracts<Money, Money> && Orders<Money, Money>);
static_assert(!Adds<Money, int> && !Adds<int, Money> && !Adds<Money, double>);
static_assert(!AddsTo<Money, int> && !AddsTo<Money, double> && AddsTo<Money, Money>);
static_assert(!Multiplies<Money, Money> && !Multiplies<Money, int> && !Multiplies<Money, double>);
static_assert(!Divides<Money, int> && !Divides<Money, Money>);
static_assert(!Compares<Money, int> && !Orders<Money, int>);
static_assert(!std::constructible_from<Money, int> && !std::constructible_from<Money, double>);
static_assert(!std::constructible_from<Money, std::int64_t> && !std::constructible_from<Money, Decimal>);
static_assert(!std::convertible_to<Money, std::int64_t> && !std::convertible_to<Money, bool>);
static_assert(!Adds<Money, Decimal> && !Multiplies<Decimal, Money> && !Compares<Money, Decimal>);

// Decimals are only what was written: sums of them are made by functions that say how they round.
static_assert(Holds<Decimal, std::int64_t, int>);
static_assert(!Holds<Decimal, double, int> && !Holds<Decimal, float, int>);
static_assert(!Adds<Decimal, Decimal> && !Multiplies<Decimal, Decimal> && !Orders<Decimal, Decimal>);
static_assert(!std::convertible_to<Decimal, double> && !std::convertible_to<double, Decimal>);

// Days are counted in days, and by functions that know about the ends of months.
static_assert(Subtracts<Day, Day> && Adds<Day, Days> && Orders<Day, Day>);
static_assert(!Adds<Day, int> && !AddsTo<Day, int> && !Adds<Day, Day>);
static_assert(!Adds<Day, Period> && !Subtracts<Day, Period> && !Adds<Day, Notice>);
static_assert(!Compares<Day, int> && !Compares<Day, PartialDate> && !Orders<PartialDate, PartialDate>);
static_assert(!std::convertible_to<int, Day> && !std::convertible_to<Day, int>);

// Neither months nor days make a period longer than another without a day to count from.
static_assert(Compares<Period, Period> && !Orders<Period, Period> && !Adds<Period, Period>);
static_assert(!Multiplies<Period, int> && !Compares<Period, Days>);
static_assert(!std::convertible_to<int, Period> && !std::convertible_to<Period, Notice>);

// A financial year is no calendar year, though one of its numbers is.
static_assert(Orders<FinancialYear, FinancialYear>);
static_assert(!Compares<FinancialYear, int> && !Adds<FinancialYear, int> &&
              !std::convertible_to<int, FinancialYear>);

// A choice is no number and never another choice.
static_assert(!std::convertible_to<TermKind, int> && !std::convertible_to<int, TermKind>);
static_assert(!Compares<TermKind, DecisionKind> && !Compares<Status, Outcome> && !Compares<Silence, int>);
static_assert(!Compares<LineTechnology, LinePurpose> && !Compares<ChargeKind, VatBasis>);
static_assert(!std::convertible_to<Flags, bool> && !std::convertible_to<Flags, unsigned>);

// A telephone number is ordered as a number, and is no text.
static_assert(Orders<PhoneNumber, PhoneNumber>);
static_assert(!Orders<PhoneNumber, std::string> && !std::convertible_to<std::string, PhoneNumber>);

// A result is looked at before it is used.
static_assert(!std::convertible_to<Result<PhoneNumber>, PhoneNumber>);

// What may fail says so in its type, and nothing throws while values are moved.
static_assert(std::same_as<decltype(parse_day("")), std::optional<Day>>);
static_assert(std::is_nothrow_move_constructible_v<Contract>);
static_assert(std::is_trivially_copyable_v<Money> && std::is_trivially_copyable_v<Decimal> &&
              std::is_trivially_copyable_v<Period> && std::is_trivially_copyable_v<Notice>);

} // namespace

TEST_CASE("values of different kinds refuse to mix: this file compiles") { CHECK(true); }

TEST_CASE("a value taken from a result that is an error is a mistake of the program and says so") {
    const Result<int> refused = Error{ErrorCode::invalid, "no such day", {{"/on", "is no day"}}};
    CHECK_FALSE(refused.has_value());
    CHECK_THROWS_AS(refused.value(), std::logic_error);
    CHECK(refused.error().fields.front().pointer == "/on");
    const Result<int> taken = 7;
    CHECK(taken.value() == 7);
}
