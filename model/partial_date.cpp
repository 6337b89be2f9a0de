#include "model/partial_date.hpp"

#include "model/period.hpp"

#include <array>

namespace telestate {

namespace {

using Precision = PartialDate::Precision;

// The four digits at the front of `text` as a year from 1 on; 0 where there are none.
int read_year(std::string_view text) {
    int year = 0;
    if (text.size() < 4) return 0;
    for (const char c : text.substr(0, 4)) {
        if (c < '0' || c > '9') return 0;
        year = year * 10 + (c - '0');
    }
    return year;
}

// "-Q1" to "-Q4"; 0 for anything else.
int read_quarter(std::string_view text) {
    if (text.size() != 3 || text[0] != '-' || text[1] != 'Q' || text[2] < '1' || text[2] > '4') return 0;
    return text[2] - '0';
}

std::optional<PartialDate> parse_financial(std::string_view text) {
    if (text.size() < 7) return std::nullopt;
    const auto year = parse_financial_year(text.substr(0, 7));
    if (!year) return std::nullopt;
    const std::string_view rest = text.substr(7);
    if (rest.empty()) return PartialDate{Precision::financial_year, Day{}, year->starts_in, 0};
    const int quarter = read_quarter(rest);
    if (quarter == 0) return std::nullopt;
    return PartialDate{Precision::financial_quarter, Day{}, year->starts_in, quarter};
}

std::string four_digits(int year) {
    std::string digits = std::to_string(year);
    return std::string(4 - digits.size(), '0') + digits;
}

} // namespace

std::optional<PartialDate> parse_partial_date(std::string_view text) {
    if (text.size() == 10) {
        const auto day = parse_day(text);
        if (day) return exactly(*day);
    }
    if (text.starts_with("FY")) return parse_financial(text.substr(2));
    const int year = read_year(text);
    if (year == 0) return std::nullopt;
    const std::string_view rest = text.substr(4);
    if (rest.empty()) return PartialDate{Precision::year, Day{}, year, 0};
    if (const int quarter = read_quarter(rest); quarter != 0)
        return PartialDate{Precision::quarter, Day{}, year, quarter};
    if (rest.size() != 3 || rest[0] != '-' || rest[1] < '0' || rest[1] > '1' || rest[2] < '0' ||
        rest[2] > '9') {
        return std::nullopt;
    }
    const int month = (rest[1] - '0') * 10 + (rest[2] - '0');
    if (month < 1 || month > 12) return std::nullopt;
    return PartialDate{Precision::month, Day{}, year, month};
}

std::string format_partial_date(const PartialDate& date) {
    switch (date.precision) {
    case Precision::day:
        return format_day(date.day);
    case Precision::month:
        return four_digits(date.year) + (date.number < 10 ? "-0" : "-") + std::to_string(date.number);
    case Precision::quarter:
        return four_digits(date.year) + "-Q" + std::to_string(date.number);
    case Precision::year:
        return four_digits(date.year);
    case Precision::financial_quarter:
        return "FY" + format_financial_year({date.year}) + "-Q" + std::to_string(date.number);
    case Precision::financial_year:
        return "FY" + format_financial_year({date.year});
    }
    return {};
}

std::string describe_partial_date(const PartialDate& date) {
    const std::string year = std::to_string(date.year);
    switch (date.precision) {
    case Precision::day:
        return format_long_day(date.day);
    case Precision::month:
        return std::string(month_name(static_cast<unsigned>(date.number))) + " " + year;
    case Precision::quarter: {
        const unsigned first_month = static_cast<unsigned>(date.number) * 3 - 2;
        return std::string(month_name(first_month)) + " to " + std::string(month_name(first_month + 2)) +
               " " + year;
    }
    case Precision::year:
        return year;
    case Precision::financial_quarter:
        return "quarter " + std::to_string(date.number) + " of financial year " +
               format_financial_year({date.year});
    case Precision::financial_year:
        return "financial year " + format_financial_year({date.year});
    }
    return {};
}

Interval days_of(const PartialDate& date, FinancialYearStart start) {
    const auto months = [](Day first, std::int64_t from, std::int64_t count) {
        return Interval{add_months(first, from), last_day_of(first, Period{0, 1, 0, 0}, from + count)};
    };
    const auto first_of_year = [&] { return Day{date::year{date.year} / date::January / 1}; };
    switch (date.precision) {
    case Precision::day:
        return {date.day, date.day};
    case Precision::month:
        return months(first_of_year(), date.number - 1, 1);
    case Precision::quarter:
        return months(first_of_year(), (date.number - 1) * 3, 3);
    case Precision::year:
        return months(first_of_year(), 0, 12);
    case Precision::financial_quarter:
        return months(days_of(FinancialYear{date.year}, start).first, (date.number - 1) * 3, 3);
    case Precision::financial_year:
        return days_of(FinancialYear{date.year}, start);
    }
    return {date.day, date.day};
}

} // namespace telestate
