#include "model/written_amount.hpp"

#include "model/written_text.hpp"

#include <algorithm>
#include <initializer_list>
#include <optional>

namespace telestate {

namespace {

constexpr std::string_view digits_only = "0123456789";

bool is_all_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of(digits_only) == std::string_view::npos;
}

void trim(std::string_view& text) {
    while (text.starts_with(' '))
        text.remove_prefix(1);
    while (text.ends_with(' '))
        text.remove_suffix(1);
}

bool take_front(std::string_view& text, std::string_view what) {
    if (!text.starts_with(what)) return false;
    text.remove_prefix(what.size());
    trim(text);
    return true;
}

bool take_back(std::string_view& text, std::string_view what) {
    if (!text.ends_with(what)) return false;
    text.remove_suffix(what.size());
    trim(text);
    return true;
}

// The digits before the point without their commas. Nothing where a comma stands anywhere but between
// thousands.
std::optional<std::string> without_commas(std::string_view whole) {
    std::string digits;
    for (bool is_first = true;; is_first = false) {
        const std::size_t comma = whole.find(',');
        const std::string_view group = whole.substr(0, comma);
        const bool is_whole_text = is_first && comma == std::string_view::npos;
        if (!is_all_digits(group)) return std::nullopt;
        if (!is_whole_text && (is_first ? group.size() > 3 : group.size() != 3)) return std::nullopt;
        digits += group;
        if (comma == std::string_view::npos) return digits;
        whole.remove_prefix(comma + 1);
    }
}

// An unsigned number times ten to the power of `shift`.
Result<Decimal> parse_figure(std::string_view number, int shift, const Error& otherwise) {
    const std::size_t point = number.find('.');
    const std::string_view whole = number.substr(0, point);
    std::string places(point == std::string_view::npos ? std::string_view() : number.substr(point + 1));
    if (point != std::string_view::npos && !is_all_digits(places)) return otherwise;
    std::string digits = "0";
    if (!whole.empty() || point == std::string_view::npos) {
        const auto read = without_commas(whole);
        if (!read && whole.find(',') != std::string_view::npos &&
            whole.find_first_not_of("0123456789,") == std::string_view::npos) {
            return not_understood("commas may only stand between thousands, as in 14,400.00");
        }
        if (!read) return otherwise;
        digits = *read;
    }
    for (; shift > 0; --shift) {
        digits += places.empty() ? '0' : places.front();
        if (!places.empty()) places.erase(0, 1);
    }
    for (; shift < 0; ++shift) {
        places.insert(0, 1, digits.back());
        digits.pop_back();
        if (digits.empty()) digits = "0";
    }
    const std::size_t first = digits.find_first_not_of('0');
    digits.erase(0, first == std::string::npos ? digits.size() - 1 : first);
    if (digits.size() + places.size() > 15)
        return not_understood("has too many digits: no more than 15 can be held");
    const auto decimal = parse_decimal(places.empty() ? digits : digits + "." + places);
    if (!decimal) return not_understood("has too many decimal places: no more than nine can be held");
    return *decimal;
}

Decimal signed_as(Decimal value, bool is_negative) {
    return {is_negative ? -value.coefficient : value.coefficient, value.places};
}

std::string sign_of(std::string_view currency) {
    if (currency == "GBP") return "£";
    if (currency == "EUR") return "€";
    return {};
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

void take_currency(std::string_view& text, std::string_view sign, std::string_view code) {
    if (!sign.empty() && take_front(text, sign)) return;
    if (!take_front(text, code)) take_back(text, code);
}

std::string with_commas(std::string digits) {
    const std::size_t first = digits.starts_with('-') ? 1 : 0;
    const std::size_t point = std::min(digits.find('.'), digits.size());
    for (std::size_t at = point; at > first + 3;) {
        at -= 3;
        digits.insert(at, ",");
    }
    return digits;
}

} // namespace

Result<Decimal> parse_written_amount(std::string_view text, std::string_view currency) {
    const Error otherwise = not_understood(
        quote_written(text) + " is no amount; write one such as 14,400.00 or " + sign_of(currency) + "14.4k");
    const auto folded = fold_written(text);
    if (!folded) return otherwise;
    std::string_view rest = *folded;
    const bool is_bracketed = rest.starts_with('(') && rest.ends_with(')') && rest.size() > 2;
    if (is_bracketed) {
        rest = rest.substr(1, rest.size() - 2);
        trim(rest);
    }
    const std::string sign = sign_of(currency);
    const std::string code = lower(currency);
    bool is_negative = take_front(rest, "-");
    take_currency(rest, sign, code);
    is_negative = is_negative || take_front(rest, "-");
    if (is_bracketed && is_negative) return otherwise;
    for (const std::string_view other : {"£", "€", "$"}) {
        if (rest.find(other) != std::string_view::npos && (other != sign || rest.starts_with(other)))
            return not_understood(quote_written(text) + " is in another currency: amounts are in " +
                                  std::string(currency));
    }
    int shift = 0;
    if (take_back(rest, "thousand") || take_back(rest, "k")) {
        shift = 3;
    } else if (take_back(rest, "million") || take_back(rest, "m")) {
        shift = 6;
    } else if (currency == "GBP" && take_back(rest, "p")) {
        if (text.find("£") != std::string_view::npos) return otherwise; // pounds or pence?
        shift = -2;
    }
    const auto value = parse_figure(rest, shift, otherwise);
    if (!value) return value.error();
    return signed_as(*value, is_negative || is_bracketed);
}

std::string describe_written_amount(Decimal amount, std::string_view currency) {
    constexpr int money_places = 2;
    if (amount.places <= money_places) {
        const WideInteger pence = amount.coefficient * power_of_ten(money_places - amount.places);
        return format_money_for_people(Money::of_wide_pence(pence), currency);
    }
    std::string digits = with_commas(format_decimal(amount));
    const bool is_negative = digits.starts_with('-');
    if (is_negative) digits.erase(0, 1);
    const std::string sign = sign_of(currency);
    return (is_negative ? "-" : "") + (sign.empty() ? std::string(currency) + " " : sign) + digits;
}

Result<Decimal> parse_written_percent(std::string_view text) {
    const Error otherwise =
        not_understood(quote_written(text) + " is no percentage; write one such as 3.9% or 20");
    const auto folded = fold_written(text);
    if (!folded) return otherwise;
    std::string_view rest = *folded;
    if (!take_back(rest, "%") && !take_back(rest, "per cent")) take_back(rest, "percent");
    const bool is_negative = take_front(rest, "-");
    const auto value = parse_figure(rest, 0, otherwise);
    if (!value) return value.error();
    return signed_as(*value, is_negative);
}

std::string describe_written_percent(Decimal percent) { return format_decimal(percent) + "%"; }

Result<Decimal> parse_written_quantity(std::string_view text) {
    const Error otherwise =
        not_understood(quote_written(text) + " is no quantity; write one such as 190 or 1.5");
    const auto folded = fold_written(text);
    if (!folded) return otherwise;
    std::string_view rest = *folded;
    const bool is_negative = take_front(rest, "-");
    const auto value = parse_figure(rest, 0, otherwise);
    if (!value) return value.error();
    return signed_as(*value, is_negative);
}

namespace {

// Takes words that say how exact a count is from one end or the other. Longer ones come first, so that "c."
// is not left with its point.
std::optional<Qualifier> take_qualifier(std::string_view& text) {
    struct Row {
        Qualifier qualifier;
        std::initializer_list<std::string_view> before;
        std::initializer_list<std::string_view> after;
    };
    static const Row rows[] = {
        {Qualifier::approximately,
         {"approximately ", "approx. ", "approx.", "approx ", "about ", "around ", "roughly ", "circa ",
          "ca. ", "ca ", "c. ", "c.", "c ", "some ", "~"},
         {" or so", " approx.", " approx", " approximately"}},
        {Qualifier::at_least,
         {"at least ", "minimum of ", "minimum ", "min. ", "min ", "no fewer than ", "no less than ",
          "not less than ", "more than ", "over ", ">= ", ">=", "> ", ">"},
         {"+", " or more", " minimum", " min"}},
        {Qualifier::up_to,
         {"up to ", "at most ", "maximum of ", "maximum ", "max. ", "max ", "no more than ", "not more than ",
          "fewer than ", "less than ", "under ", "<= ", "<=", "< ", "<"},
         {" or fewer", " or less", " maximum", " max"}},
    };
    for (const Row& row : rows) {
        for (const std::string_view words : row.before) {
            if (take_front(text, words)) return row.qualifier;
        }
        for (const std::string_view words : row.after) {
            if (take_back(text, words)) return row.qualifier;
        }
    }
    return std::nullopt;
}

} // namespace

Result<Count> parse_written_count(std::string_view text) {
    constexpr std::int64_t most = 1'000'000'000'000;
    const Error otherwise = not_understood(
        quote_written(text) + " is no count; write one such as 190, about 190, at least 200 or up to 50");
    const auto folded = fold_written(text);
    if (!folded) return otherwise;
    std::string_view rest = *folded;
    Count count;
    const auto qualifier = take_qualifier(rest);
    const auto value = parse_figure(rest, 0, otherwise);
    if (!value) return value.error();
    if (value->places != 0) return not_understood(quote_written(text) + " has to be a whole number");
    if (value->coefficient > most) return not_understood(quote_written(text) + " is too large a count");
    count.value = value->coefficient;
    if (!qualifier) return count;
    count.qualifier = *qualifier;
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    count.literal = std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
    return count;
}

} // namespace telestate
