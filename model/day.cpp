#include "model/day.hpp"

#include <algorithm>
#include <array>

namespace telestate {

namespace {

// Reads exactly `width` digits at `at`; -1 when any is not a digit.
int read_digits(std::string_view text, std::size_t at, std::size_t width) {
    int value = 0;
    for (std::size_t i = at; i < at + width; ++i) {
        if (text[i] < '0' || text[i] > '9') return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

void append_digits(std::string& out, int value, std::size_t width) {
    std::array<char, 8> digits{};
    for (std::size_t i = width; i-- > 0;) {
        digits[i] = static_cast<char>('0' + value % 10);
        value /= 10;
    }
    out.append(digits.data(), width);
}

constexpr std::array<std::string_view, 12> month_names = {"January",   "February", "March",    "April",
                                                          "May",       "June",     "July",     "August",
                                                          "September", "October",  "November", "December"};

// The day named by the start in a calendar year.
Day start_in(int year, FinancialYearStart start) {
    return Day{date::year{year} / date::month{start.month} / date::day{start.day}};
}

} // namespace

std::optional<Day> parse_day(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const int year = read_digits(text, 0, 4);
    const int month = read_digits(text, 5, 2);
    const int day = read_digits(text, 8, 2);
    if (year < 1 || month < 1 || day < 1) return std::nullopt;
    const auto ymd =
        date::year{year} / date::month{static_cast<unsigned>(month)} / date::day{static_cast<unsigned>(day)};
    if (!ymd.ok()) return std::nullopt;
    return Day{ymd};
}

void append_day(std::string& out, Day day) {
    const date::year_month_day ymd{day};
    append_digits(out, static_cast<int>(ymd.year()), 4);
    out += '-';
    append_digits(out, static_cast<int>(static_cast<unsigned>(ymd.month())), 2);
    out += '-';
    append_digits(out, static_cast<int>(static_cast<unsigned>(ymd.day())), 2);
}

std::string format_day(Day day) {
    std::string out;
    append_day(out, day);
    return out;
}

std::string_view month_name(unsigned month) { return month_names.at(month - 1); }

std::string format_long_day(Day day) {
    const date::year_month_day ymd{day};
    std::string out = std::to_string(static_cast<unsigned>(ymd.day()));
    out += ' ';
    out += month_name(static_cast<unsigned>(ymd.month()));
    out += ' ';
    out += std::to_string(static_cast<int>(ymd.year()));
    return out;
}

Day add_months(Day day, std::int64_t months) {
    const date::year_month_day ymd{day};
    const std::int64_t count =
        std::int64_t{static_cast<int>(ymd.year())} * 12 + static_cast<unsigned>(ymd.month()) - 1 + months;
    if (count < 12) return first_representable_day;
    if (count >= std::int64_t{10'000} * 12) return last_representable_day;
    const auto reached =
        date::year{static_cast<int>(count / 12)} / date::month{static_cast<unsigned>(count % 12) + 1};
    const auto last_of_month = (reached / date::last).day();
    return Day{reached / std::min(ymd.day(), last_of_month)};
}

Day add_days(Day day, std::int64_t count) {
    if (count > days_between(day, last_representable_day)) return last_representable_day;
    if (count < days_between(day, first_representable_day)) return first_representable_day;
    return day + Days{static_cast<int>(count)};
}

std::optional<FinancialYearStart> parse_financial_year_start(std::string_view text) {
    if (text.size() != 5 || text[2] != '-') return std::nullopt;
    const int month = read_digits(text, 0, 2);
    const int day = read_digits(text, 3, 2);
    if (month < 1 || day < 1) return std::nullopt;
    const FinancialYearStart start{static_cast<unsigned>(month), static_cast<unsigned>(day)};
    // 2001 is no leap year, so this refuses 29 February as well as days no month has.
    const auto ymd = date::year{2001} / date::month{start.month} / date::day{start.day};
    if (!ymd.ok()) return std::nullopt;
    return start;
}

std::string format_financial_year_start(FinancialYearStart start) {
    std::string out;
    append_digits(out, static_cast<int>(start.month), 2);
    out += '-';
    append_digits(out, static_cast<int>(start.day), 2);
    return out;
}

std::optional<FinancialYear> parse_financial_year(std::string_view text) {
    if (text.size() != 7 || text[4] != '-') return std::nullopt;
    const int year = read_digits(text, 0, 4);
    const int next = read_digits(text, 5, 2);
    if (year < 1 || year > 9998 || next < 0 || (year + 1) % 100 != next) return std::nullopt;
    return FinancialYear{year};
}

std::string format_financial_year(FinancialYear year) {
    std::string out;
    append_digits(out, year.starts_in, 4);
    out += '-';
    append_digits(out, (year.starts_in + 1) % 100, 2);
    return out;
}

Interval days_of(FinancialYear year, FinancialYearStart start) {
    if (year.starts_in < 0) return {first_representable_day, first_representable_day - Days{1}};
    if (year.starts_in < 1) return {first_representable_day, start_in(1, start) - Days{1}};
    if (year.starts_in > 9998) return {start_in(9999, start), last_representable_day};
    return {start_in(year.starts_in, start), start_in(year.starts_in + 1, start) - Days{1}};
}

FinancialYear financial_year_of(Day day, FinancialYearStart start) {
    const int year = static_cast<int>(date::year_month_day{day}.year());
    return FinancialYear{day >= start_in(year, start) ? year : year - 1};
}

} // namespace telestate
