#include "server/document/xlsx_values.hpp"

#include "model/day.hpp"
#include "server/document/problems.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace telestate::document {

namespace {

constexpr std::size_t kept_digits = 15;
constexpr int largest_exponent = 400;

// 0.digits × 10^point, with neither zeros before nor behind. Decimal all the way, so that nothing is lost
// that the file holds.
struct Digits {
    bool is_negative = false;
    std::string digits;
    int point = 0;
};

void strip(Digits& number) {
    const std::size_t first = std::min(number.digits.find_first_not_of('0'), number.digits.size());
    number.digits.erase(0, first);
    number.point -= static_cast<int>(first);
    number.digits.erase(number.digits.find_last_not_of('0') + 1);
    if (number.digits.empty()) number = {};
}

void round_to_kept(Digits& number) {
    if (number.digits.size() <= kept_digits) return;
    const bool is_up = number.digits[kept_digits] >= '5';
    number.digits.resize(kept_digits);
    if (is_up) {
        auto at = number.digits.rbegin();
        while (at != number.digits.rend() && *at == '9')
            *at++ = '0';
        if (at != number.digits.rend()) {
            ++*at;
        } else {
            number.digits.insert(0, 1, '1');
            ++number.point;
        }
    }
    strip(number);
}

std::string_view take_digits(std::string_view& text) {
    const std::size_t end = std::min(text.find_first_not_of("0123456789"), text.size());
    const std::string_view taken = text.substr(0, end);
    text.remove_prefix(end);
    return taken;
}

// As XML Schema writes a double: "-12.50", "1E-3".
std::optional<Digits> parse_digits(std::string_view text) {
    Digits number;
    if (text.starts_with('-') || text.starts_with('+')) {
        number.is_negative = text.front() == '-';
        text.remove_prefix(1);
    }
    number.digits = take_digits(text);
    number.point = static_cast<int>(std::min<std::size_t>(number.digits.size(), 10 * largest_exponent));
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        number.digits += take_digits(text);
    }
    if (number.digits.empty() || number.digits.size() > largest_exponent) return std::nullopt;
    if (text.starts_with('e') || text.starts_with('E')) {
        text.remove_prefix(text.substr(1).starts_with('+') ? 2 : 1);
        int exponent = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), exponent);
        if (error != std::errc{} || exponent > largest_exponent || exponent < -largest_exponent)
            return std::nullopt;
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
        number.point += exponent;
    }
    if (!text.empty()) return std::nullopt;
    strip(number);
    round_to_kept(number);
    return number;
}

// The digits before the point, those that are not there as zeros.
std::string whole_of(const Digits& number) {
    if (number.point <= 0) return "0";
    const auto count = static_cast<std::size_t>(number.point);
    std::string whole = number.digits.substr(0, count);
    whole.append(count - whole.size(), '0');
    return whole;
}

// The digits after the point.
std::string fraction_of(const Digits& number) {
    if (number.digits.empty()) return {};
    if (number.point < 0) return std::string(static_cast<std::size_t>(-number.point), '0') + number.digits;
    const auto count = static_cast<std::size_t>(number.point);
    return count < number.digits.size() ? number.digits.substr(count) : std::string();
}

std::string plain(const Digits& number, unsigned least_digits) {
    std::string whole = whole_of(number);
    if (whole.size() < least_digits) whole.insert(0, least_digits - whole.size(), '0');
    const std::string fraction = fraction_of(number);
    return (number.is_negative ? "-" : "") + whole + (fraction.empty() ? "" : "." + fraction);
}

std::string two_digits(std::int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); }

// A part of a day as "09:30", with seconds where there are any.
std::string time_of(std::string fraction) {
    constexpr std::int64_t scale = 1'000'000'000'000;
    fraction.resize(12, '0');
    const std::int64_t seconds = (std::stoll(fraction) * 86'400 + scale / 2) / scale;
    const std::string time = two_digits(seconds / 3600) + ":" + two_digits(seconds / 60 % 60);
    return seconds % 60 == 0 ? time : time + ":" + two_digits(seconds % 60);
}

Error no_day(const std::string& number, const std::string& why) {
    return {ErrorCode::invalid, "the cell is shown as a date, but " + number + " " + why, {}};
}

Result<std::string> day_of(const Digits& number, DaySystem system) {
    constexpr std::int64_t never = 60; // 29 February 1900
    if (number.is_negative) return no_day(plain(number, 0), "is before the first day of the spreadsheet");
    const std::string whole = whole_of(number);
    if (whole.size() > 7) return no_day(whole, "is after the year 9999");
    const std::int64_t serial = std::stoll(whole);
    Day day = Day{date::year{1904} / date::January / 1} + Days{serial};
    if (system == DaySystem::from_1900) {
        if (serial == 0) return no_day(plain(number, 0), "is before the first day of the spreadsheet");
        // Day 60 is one that spreadsheets believe in and the calendar does not.
        if (serial == never) return no_day(whole, "is 29 February 1900, and there was no such day");
        const Day before = Day{date::year{1899} / date::December / (serial < never ? 31 : 30)};
        day = before + Days{serial};
    }
    if (day > last_representable_day) return no_day(whole, "is after the year 9999");
    return format_day(day);
}

} // namespace

NumberFormat number_format_of(unsigned id) {
    using Kind = NumberFormat::Kind;
    const auto is_in = [id](unsigned first, unsigned last) { return id >= first && id <= last; };
    if (id == 9 || id == 10) return {Kind::percent};
    if (is_in(18, 21) || is_in(45, 47)) return {Kind::time};
    if (is_in(14, 22) || is_in(27, 36) || is_in(50, 58)) return {Kind::day};
    return {};
}

NumberFormat number_format_of(std::string_view code) {
    using Kind = NumberFormat::Kind;
    std::string letters; // those that mean something
    for (std::size_t i = 0; i < code.size(); ++i) {
        const char c = code[i];
        if (c == ';') break; // what follows is for other numbers
        if (c == '\\' || c == '_' || c == '*') {
            ++i;
        } else if (c == '"') {
            i = std::min(code.find('"', i + 1), code.size());
        } else if (c == '[') {
            // A colour, a currency or a condition, unless it is time that has passed: [h].
            const std::size_t end = std::min(code.find(']', i), code.size());
            const std::string_view inside = code.substr(i + 1, end - i - 1);
            if (!inside.empty() && inside.find_first_not_of("hHmMsS") == std::string_view::npos)
                letters += 'h';
            i = end;
        } else {
            letters += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        }
    }
    const auto has = [&](const char* any) { return letters.find_first_of(any) != std::string::npos; };
    if (letters == "general") return {};
    if (has("yd")) return {Kind::day};
    if (has("hs")) return {Kind::time};
    if (has("m")) return {Kind::day};
    if (has("%")) return {Kind::percent};
    const bool is_zeros = has("0") && letters.find_first_not_of("0 -") == std::string::npos;
    const auto zeros = std::ranges::count(letters, '0');
    return {Kind::number, is_zeros && zeros <= 20 ? static_cast<unsigned>(zeros) : 0};
}

Result<std::string> written_number(std::string_view text, NumberFormat format, DaySystem system) {
    using Kind = NumberFormat::Kind;
    std::optional<Digits> number = parse_digits(text);
    if (!number)
        return Error{ErrorCode::malformed, "the cell should hold a number and holds " + in_quotes(text), {}};
    if (format.kind == Kind::time && number->point <= 0 && !number->is_negative)
        return time_of(fraction_of(*number));
    if (format.kind == Kind::day || format.kind == Kind::time) return day_of(*number, system);
    if (number->point > static_cast<int>(kept_digits)) {
        return Error{ErrorCode::invalid,
                     "the cell holds a number with more than 15 digits, and spreadsheets lose those that "
                     "follow; format the column as text and write it again",
                     {}};
    }
    if (format.kind != Kind::percent) return plain(*number, format.digits);
    if (!number->digits.empty()) number->point += 2;
    return plain(*number, 0) + "%";
}

Result<std::string> written_day(std::string_view text) {
    const std::string_view day = text.substr(0, 10);
    if (parse_day(day) && (text.size() == 10 || text[10] == 'T')) return std::string(day);
    return Error{ErrorCode::malformed, "the cell should hold a date and holds " + in_quotes(text), {}};
}

std::string without_escapes(std::string_view text) {
    constexpr std::size_t length = 7; // of _x000D_
    std::string out;
    for (std::size_t at = text.find("_x"); at != std::string_view::npos; at = text.find("_x")) {
        out += text.substr(0, at);
        text.remove_prefix(at);
        unsigned code = 0;
        const std::string_view digits = text.substr(2, 4);
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
        const bool is_escape = text.size() >= length && text[length - 1] == '_' && error == std::errc{} &&
                               end == digits.data() + 4 && code != 0 && code < 0x80;
        out += is_escape ? static_cast<char>(code) : text.front();
        text.remove_prefix(is_escape ? length : 1);
    }
    out += text;
    return out;
}

} // namespace telestate::document
