#include "model/written_parts.hpp"

#include <algorithm>
#include <array>

namespace telestate {

namespace {

constexpr std::int64_t longest_count = 365'250; // more than any unit takes

struct UnitWord {
    std::string_view word;
    WrittenUnit unit;
};

constexpr std::array<UnitWord, 25> unit_words = {{
    {"y", WrittenUnit::years},
    {"yr", WrittenUnit::years},
    {"yrs", WrittenUnit::years},
    {"year", WrittenUnit::years},
    {"years", WrittenUnit::years},
    {"quarter", WrittenUnit::quarters},
    {"quarters", WrittenUnit::quarters},
    {"qtr", WrittenUnit::quarters},
    {"qtrs", WrittenUnit::quarters},
    {"m", WrittenUnit::months},
    {"mo", WrittenUnit::months},
    {"mth", WrittenUnit::months},
    {"mths", WrittenUnit::months},
    {"month", WrittenUnit::months},
    {"months", WrittenUnit::months},
    {"fortnight", WrittenUnit::fortnights},
    {"w", WrittenUnit::weeks},
    {"fortnights", WrittenUnit::fortnights},
    {"wk", WrittenUnit::weeks},
    {"wks", WrittenUnit::weeks},
    {"week", WrittenUnit::weeks},
    {"weeks", WrittenUnit::weeks},
    {"d", WrittenUnit::days},
    {"day", WrittenUnit::days},
    {"days", WrittenUnit::days},
}};

WrittenUnit unit_of(std::string_view word) {
    for (const UnitWord& entry : unit_words) {
        if (entry.word == word) return entry.unit;
    }
    return WrittenUnit::none;
}

// "monthly", "per year": a period without a number.
std::optional<WrittenPart> take_frequency(WrittenReader& reader) {
    const auto one = [](WrittenUnit unit) { return WrittenPart{{1, false, true}, unit}; };
    if (reader.take_any({"annually", "annual", "yearly"}) || reader.take_all({"per", "annum"}) ||
        reader.take_all({"p", ".", "a", "."}) || reader.take("pa")) {
        return one(WrittenUnit::years);
    }
    if (reader.take_all({"half", "-", "yearly"}) || reader.take_all({"half", "yearly"}) ||
        reader.take_any({"biannually", "halfyearly"}) || reader.take_all({"six", "-", "monthly"}) ||
        reader.take_all({"six", "monthly"})) {
        return WrittenPart{{6, false, true}, WrittenUnit::months};
    }
    if (reader.take("quarterly")) return one(WrittenUnit::quarters);
    if (reader.take("monthly")) return one(WrittenUnit::months);
    if (reader.take("fortnightly")) return one(WrittenUnit::fortnights);
    if (reader.take("weekly")) return one(WrittenUnit::weeks);
    if (reader.take("daily")) return one(WrittenUnit::days);
    // "charged every: year".
    if (reader.take("year")) return one(WrittenUnit::years);
    if (reader.take("quarter")) return one(WrittenUnit::quarters);
    if (reader.take("month")) return one(WrittenUnit::months);
    if (reader.take("week")) return one(WrittenUnit::weeks);
    WrittenReader ahead = reader;
    if (!ahead.take_any({"per", "every", "each"})) return std::nullopt;
    const WrittenUnit unit = take_written_unit(ahead);
    if (unit == WrittenUnit::none) return std::nullopt;
    reader = ahead;
    return one(unit);
}

// "half a year".
bool take_half_a_year(WrittenReader& reader) {
    WrittenReader ahead = reader;
    if (!ahead.take("half")) return false;
    ahead.take("-");
    ahead.take("a");
    ahead.take("-");
    if (take_written_unit(ahead) != WrittenUnit::years) return false;
    reader = ahead;
    return true;
}

std::optional<WrittenPart> take_part(WrittenReader& reader, bool is_first) {
    if (is_first) {
        if (auto frequency = take_frequency(reader)) return frequency;
        reader.take_any({"every", "per", "each"});
    }
    if (take_half_a_year(reader)) return WrittenPart{{6, false, true}, WrittenUnit::months};
    const auto amount = take_written_amount(reader);
    if (!amount) return std::nullopt;
    reader.take("-");
    const WrittenUnit unit = take_written_unit(reader);
    // "a" and "one" begin other sentences, too.
    if (unit == WrittenUnit::none && amount->is_in_words) return std::nullopt;
    return WrittenPart{*amount, unit};
}

} // namespace

bool is_written_unit(std::string_view word) { return unit_of(word) != WrittenUnit::none; }

WrittenUnit take_written_unit(WrittenReader& reader) {
    WrittenUnit unit = WrittenUnit::none;
    if (reader.take_all({"working", "days"}) || reader.take_all({"working", "day"}) ||
        reader.take_all({"business", "days"}) || reader.take_all({"business", "day"})) {
        unit = WrittenUnit::working_days;
    } else {
        WrittenReader ahead = reader;
        ahead.take("calendar");
        const WrittenToken* word = ahead.peek();
        if (word != nullptr) unit = unit_of(word->text);
        if (unit == WrittenUnit::none) return unit;
        ahead.skip();
        reader = ahead;
    }
    if (reader.take("'")) reader.take("s");
    return unit;
}

std::optional<WrittenAmount> take_written_amount(WrittenReader& reader) {
    WrittenReader ahead = reader;
    WrittenAmount amount;
    if (const auto digits = ahead.take_number()) {
        amount.whole = std::min(value_of_digits(*digits), longest_count + 1);
        const WrittenToken* places = ahead.peek(1);
        if (places != nullptr && places->kind == WrittenToken::Kind::number && !places->is_spaced &&
            ahead.take(".")) {
            // Halves are the only parts of a year that are whole months to everybody.
            amount.has_half = places->text == "5";
            if (!amount.has_half && places->text.find_first_not_of('0') != std::string_view::npos)
                return std::nullopt;
            ahead.skip();
        }
        reader = ahead;
        return amount;
    }
    // "½ year" is ".5 year" once folded.
    if (reader.take_all({".", "5"})) return WrittenAmount{0, true, false};
    const WrittenToken* word = ahead.peek();
    if (word == nullptr) return std::nullopt;
    const auto number = word->text == "a" || word->text == "an" ? 1 : parse_number_word(word->text);
    if (!number) return std::nullopt;
    reader.skip();
    return WrittenAmount{*number, false, true};
}

std::optional<std::string> WrittenPeriodSum::add(const WrittenPart& part) {
    const std::string number = std::to_string(part.amount.whole);
    std::int64_t factor = 1;
    std::int64_t* count = nullptr;
    switch (part.unit) {
    case WrittenUnit::none:
        return number == "1"
                   ? "say of what: 1 year, 1 month or 1 day"
                   : "say of what: " + number + " years, " + number + " months or " + number + " days";
    case WrittenUnit::years:
        count = &years_;
        break;
    case WrittenUnit::quarters:
        factor = 3;
        count = &months_;
        break;
    case WrittenUnit::months:
        count = &months_;
        break;
    case WrittenUnit::fortnights:
        factor = 2;
        count = &weeks_;
        break;
    case WrittenUnit::weeks:
        count = &weeks_;
        break;
    case WrittenUnit::days:
    case WrittenUnit::working_days:
        count = &days_;
        break;
    }
    if (is_given(part.unit)) return "says the same unit twice; write it as one number";
    if (part.amount.has_half && count != &years_)
        return "only years may have a half; write whole months, weeks or days";
    given_.push_back(part.unit);
    *count += part.amount.whole * factor;
    if (part.amount.has_half) months_ += 6;
    return std::nullopt;
}

bool WrittenPeriodSum::is_given(WrittenUnit unit) const {
    return std::find(given_.begin(), given_.end(), unit) != given_.end();
}

bool WrittenPeriodSum::is_mixed() const {
    const bool in_months =
        is_given(WrittenUnit::years) || is_given(WrittenUnit::quarters) || is_given(WrittenUnit::months);
    const bool in_days =
        is_given(WrittenUnit::weeks) || is_given(WrittenUnit::fortnights) || is_given(WrittenUnit::days);
    return (in_months && in_days) || (is_working_days() && given_.size() > 1);
}

bool WrittenPeriodSum::is_continued_by(WrittenUnit unit) const {
    if (given_.empty()) return true;
    if (given_.back() == WrittenUnit::years) return unit == WrittenUnit::months;
    return given_.back() == WrittenUnit::weeks && unit == WrittenUnit::days;
}

std::optional<Period> WrittenPeriodSum::period() const {
    if (std::max({years_, months_, weeks_, days_}) > longest_count) return std::nullopt;
    Period sum{static_cast<std::int32_t>(years_), static_cast<std::int32_t>(months_),
               static_cast<std::int32_t>(weeks_), static_cast<std::int32_t>(days_)};
    // ISO 8601 lets weeks stand alone only.
    if (weeks_ != 0 && days_ != 0) sum = Period{0, 0, 0, static_cast<std::int32_t>(weeks_ * 7 + days_)};
    return parse_period(format_period(sum));
}

std::optional<Result<WrittenPeriodSum>> take_written_parts(WrittenReader& reader, std::string_view text,
                                                           PartsOptions options) {
    WrittenPeriodSum sum;
    const auto refuse = [&](const std::string& why) {
        return not_understood(quote_written(text) + ": " + why);
    };
    while (true) {
        WrittenReader ahead = reader;
        const bool is_first = sum.is_empty();
        const bool is_joined = !is_first && ahead.take_any({"and", ",", "&"});
        auto part = take_part(ahead, is_first);
        if (!part) break;
        if (options.is_in_list && is_joined && !sum.is_continued_by(part->unit)) break;
        if (part->unit == WrittenUnit::none && is_first) part->unit = options.unit_else;
        if (const auto problem = sum.add(*part)) return refuse(*problem);
        reader = ahead;
    }
    if (sum.is_empty()) return std::nullopt;
    if (sum.is_mixed()) {
        return refuse(sum.is_working_days()
                          ? "working days cannot be mixed with anything else"
                          : "months or years cannot be mixed with weeks or days, since months differ in "
                            "length; give it in one or the other");
    }
    if (!sum.period()) return refuse("is longer than 1,000 years");
    return sum;
}

std::optional<Period> parse_folded_period(std::string folded) {
    std::transform(folded.begin(), folded.end(), folded.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return parse_period(folded);
}

Error refuse_written(std::string_view text, std::string_view what, std::string_view expected) {
    return not_understood(quote_written(text) + " is no " + std::string(what) + "; write " +
                          std::string(expected));
}

} // namespace telestate
