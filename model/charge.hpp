#pragma once

// What a contract costs: recurring and one-off charges, price rises, and the exact share of any span of days.

#include "model/decimal.hpp"
#include "model/error.hpp"
#include "model/partial_date.hpp"
#include "model/period.hpp"
#include "model/silence.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace telestate {

enum class ChargeKind { recurring, one_off };
enum class Rounding { half_up, up };
enum class VatBasis { exclusive, inclusive, unknown };

std::optional<ChargeKind> parse_charge_kind(std::string_view text);
std::string_view name_of(ChargeKind kind);
std::optional<Rounding> parse_rounding(std::string_view text);
std::string_view name_of(Rounding rounding);
std::optional<VatBasis> parse_vat_basis(std::string_view text);
std::string_view name_of(VatBasis basis);

// Exactly one of `percent` and `price`. It applies from the first period that starts on or after `on`.
struct PriceRise {
    Day on{};
    std::optional<Decimal> percent;
    std::optional<Decimal> price;
    std::optional<Rounding> rounding; // half_up where not said; `up` is away from zero

    friend bool operator==(const PriceRise&, const PriceRise&) = default;
};

struct Vat {
    VatBasis basis = VatBasis::unknown;
    std::optional<Decimal> rate; // percent

    friend bool operator==(const Vat&, const Vat&) = default;
};

struct Charge {
    std::string id;
    std::string description;
    ChargeKind kind = ChargeKind::recurring;
    // Either `amount`, or `quantity` and `unit_price`; none of them only where `silences` says why.
    std::optional<Decimal> amount;
    std::optional<Decimal> quantity;
    std::optional<Decimal> unit_price;
    std::optional<Period> every; // recurring
    std::optional<Day>
        from;              // recurring; else the contract's start, else the first day of financial year 1970
    std::optional<Day> to; // recurring; inclusive
    std::optional<Day> on; // one-off
    std::vector<PriceRise> price_rises;
    std::optional<Vat> vat;
    std::string cost_centre;  // else the contract's
    std::string account_code; // else the contract's
    std::string site;         // else the contract's
    std::string notes;
    std::vector<FieldSilence> silences;
    std::vector<Release> releases;

    bool is_priced() const { return amount.has_value() || (quantity.has_value() && unit_price.has_value()); }

    friend bool operator==(const Charge&, const Charge&) = default;
};

// What is wrong with a charge taken by itself, with pointers relative to the charge ("/every").
std::vector<FieldError> problems_of(const Charge& charge);

// A charge made ready for sums: its anchor settled and its price rises in order. Cheap to make; holds no
// references.
class ChargeSchedule {
  public:
    // `fallback_from` is used for a recurring charge without a `from`.
    ChargeSchedule(const Charge& charge, Day fallback_from);

    // The exact share that falls on the days of `span`: recurring periods clipped to the charge's own `to`, a
    // one-off where its day lies inside. Zero for an empty span or an unpriced charge. Parts of a span add up
    // to the whole.
    Money share(Interval span) const;

    // One period of a recurring charge.
    struct PeriodAmount {
        Interval days;
        Decimal unit_price;
        Money amount;
    };
    // The period in which `day` lies; nothing for a one-off or a day before the charge begins.
    std::optional<PeriodAmount> find_period(Day day) const;

    // The most it comes to in a year of any of its prices, without its sign, in pence.
    WideInteger largest_year() const;

    bool is_recurring() const { return kind_ == ChargeKind::recurring; }
    Day first_day() const { return from_; } // of a one-off, its own day
    std::optional<Day> last_day() const { return to_; }

  private:
    // The price of the periods from number `from_index` on, and what one whole period then costs.
    struct Tier {
        std::int64_t from_index = 0;
        Decimal unit_price;
        Money amount;
    };

    Day first_of_period(std::int64_t index) const;
    // The number of the period in which `day` lies, counting from 0; negative before the charge begins.
    std::int64_t index_of(Day day) const;
    const Tier& tier_of(std::int64_t index) const;
    Money amount_of_periods(std::int64_t first_index, std::int64_t last_index) const;
    // What the days of period `index` from `from` to `to` cost, both clipped to the period.
    Money share_of_period(std::int64_t index, Day from, Day to) const;

    ChargeKind kind_ = ChargeKind::recurring;
    bool is_priced_ = false;
    Day from_{};
    std::optional<Day> to_;
    Period every_{};
    Tier first_tier_;
    std::vector<Tier> later_tiers_; // in order; empty for the many charges whose price never rises
};

// A stated amount split by VAT. Nothing where the basis or the rate is unknown.
struct VatSplit {
    Money net;
    Money vat;
    Money gross;

    friend bool operator==(const VatSplit&, const VatSplit&) = default;
};
std::optional<VatSplit> split_vat(Money stated, const Vat& vat);

} // namespace telestate
