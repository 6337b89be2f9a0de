#include "model/written_date.hpp"

#include "model/written_text.hpp"
#include "model/written_year.hpp"

#include <algorithm>
#include <array>

namespace telestate {

namespace {

using Precision = PartialDate::Precision;
// Nothing where the text is not of a form at all; an error where it is, and names nothing there is.
using Reading = std::optional<Result<PartialDate>>;

constexpr std::string_view expected = "a date such as 1 April 2021, October 2024 or Q4 2020-21";

constexpr std::size_t shortest_abbreviation = 3;

// 1 to 12 for a month's name or its first three letters or more; 0 for any other word.
int month_of(std::string_view word) {
    if (word.size() < shortest_abbreviation) return 0;
    for (unsigned month = 1; month <= 12; ++month) {
        std::string name(month_name(month));
        name[0] = static_cast<char>(name[0] - 'A' + 'a');
        if (name.starts_with(word)) return static_cast<int>(month);
    }
    return 0;
}

// 0 for Sunday to 6; nothing for any other word.
std::optional<unsigned> weekday_of(std::string_view word) {
    constexpr std::array<std::string_view, 7> names = {"sunday",   "monday", "tuesday", "wednesday",
                                                       "thursday", "friday", "saturday"};
    if (word.size() < shortest_abbreviation) return std::nullopt;
    for (unsigned i = 0; i < names.size(); ++i) {
        if (names[i].starts_with(word)) return i;
    }
    return std::nullopt;
}

std::string weekday_name(unsigned weekday) {
    constexpr std::array<std::string_view, 7> names = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                       "Thursday", "Friday", "Saturday"};
    return std::string(names[weekday]);
}

Result<PartialDate> make_day(int year, std::int64_t month, std::int64_t day) {
    if (month < 1 || month > 12) {
        return not_understood("there is no month " + std::to_string(month) +
                              "; the day comes first, as in 1/4/2021 for 1 April 2021");
    }
    const date::year_month_day ymd{date::year{year}, date::month{static_cast<unsigned>(month)},
                                   date::day{static_cast<unsigned>(std::min<std::int64_t>(day, 255))}};
    if (year < 1 || !ymd.ok()) {
        return not_understood(std::to_string(day) + " " +
                              std::string(month_name(static_cast<unsigned>(month))) + " " +
                              std::to_string(year) + " is no day");
    }
    return exactly(Day{ymd});
}

Result<PartialDate> make_month(int year, std::int64_t month) {
    if (month < 1 || month > 12) return not_understood("there is no month " + std::to_string(month));
    if (year < 1) return not_understood("there is no year 0");
    return PartialDate{Precision::month, Day{}, year, static_cast<int>(month)};
}

Error without_year(std::int64_t day, int month) {
    const std::string name(month_name(static_cast<unsigned>(month)));
    const std::string which = (day > 0 ? std::to_string(day) + " " : std::string()) + name;
    return not_understood("say the year, as in " + which + " 2024");
}

bool take_ordinal(WrittenReader& reader) { return reader.take_any({"st", "nd", "rd", "th"}); }

// One of the signs between the parts of a date.
std::string_view take_separator(WrittenReader& reader) {
    for (const std::string_view sign : {"/", "-", "."}) {
        if (reader.take(sign)) return sign;
    }
    return {};
}

// The name of a month and the point of its abbreviation.
int take_month(WrittenReader& reader) {
    const WrittenToken* token = reader.peek();
    const int month = token == nullptr ? 0 : month_of(token->text);
    if (month == 0) return 0;
    reader.skip();
    reader.take(".");
    return month;
}

// "1/4/2021", "1.4.21", "2021-4-1".
Reading read_numeric(WrittenReader reader) {
    const auto first = reader.take_number();
    const auto sign = take_separator(reader);
    const auto second = reader.take_number();
    const bool is_same = !sign.empty() && reader.take(sign);
    const auto third = reader.take_number();
    if (!first || !second || !is_same || !third || !reader.is_done()) return std::nullopt;
    if (second->size() > 2) return std::nullopt;
    if (first->size() == 4 && third->size() <= 2)
        return make_day(year_of_digits(*first), value_of_digits(*second), value_of_digits(*third));
    if (first->size() > 2 || (third->size() != 2 && third->size() != 4)) return std::nullopt;
    return make_day(year_of_digits(*third), value_of_digits(*second), value_of_digits(*first));
}

// "1st of April, 2021", "1-Apr-21".
Reading read_day_of_named_month(WrittenReader reader) {
    const auto day = reader.take_number();
    if (!day || day->size() > 2) return std::nullopt;
    take_ordinal(reader);
    reader.take("of");
    take_separator(reader);
    const int month = take_month(reader);
    if (month == 0) return std::nullopt;
    if (reader.is_done()) return without_year(value_of_digits(*day), month);
    if (!reader.take(",")) take_separator(reader);
    reader.take("'");
    const auto year = reader.take_number();
    if (!year || !reader.is_done()) return std::nullopt;
    if (year->size() != 2 && year->size() != 4) return without_year(value_of_digits(*day), month);
    return make_day(year_of_digits(*year), month, value_of_digits(*day));
}

// "Oct 24", "Oct '24", "October 2024", "Apr 1, 2021".
Reading read_named_month(WrittenReader reader) {
    const int month = take_month(reader);
    if (month == 0) return std::nullopt;
    if (reader.is_done()) return without_year(0, month);
    if (!reader.take(",")) take_separator(reader);
    reader.take("'");
    const auto number = reader.take_number();
    if (!number) return std::nullopt;
    const bool is_ordinal = take_ordinal(reader);
    if (reader.is_done()) {
        const bool is_year = !is_ordinal && (number->size() == 2 || number->size() == 4);
        if (is_year) return make_month(year_of_digits(*number), month);
        return number->size() > 2 ? Reading() : without_year(value_of_digits(*number), month);
    }
    reader.take(",");
    reader.take("'");
    const auto year = reader.take_number();
    if (!year || !reader.is_done() || number->size() > 2) return std::nullopt;
    if (year->size() != 2 && year->size() != 4) return without_year(value_of_digits(*number), month);
    return make_day(year_of_digits(*year), month, value_of_digits(*number));
}

// "10/2024", "2024/10".
Reading read_numbered_month(WrittenReader reader) {
    const auto first = reader.take_number();
    const bool is_parted = !take_separator(reader).empty();
    const auto second = reader.take_number();
    if (!first || !is_parted || !second || !reader.is_done()) return std::nullopt;
    if (first->size() <= 2 && second->size() == 4)
        return make_month(year_of_digits(*second), value_of_digits(*first));
    if (first->size() <= 2 && second->size() <= 2)
        return not_understood(
            "say the year in full, as in 10/2024 for a month or 2020/21 for a financial year");
    const bool follows = value_of_digits(*second) == (value_of_digits(*first) + 1) % 100;
    if (first->size() == 4 && second->size() <= 2 && !follows && value_of_digits(*second) <= 12)
        return make_month(year_of_digits(*first), value_of_digits(*second));
    return std::nullopt;
}

Result<PartialDate> make_quarter(const Result<WrittenYear>& year, std::int64_t quarter) {
    if (!year) return year.error();
    if (quarter > 4) return not_understood("quarters go from Q1 to Q4");
    if (year->year < 1) return not_understood("there is no year 0");
    return PartialDate{year->is_financial ? Precision::financial_quarter : Precision::quarter, Day{},
                       year->year, static_cast<int>(quarter)};
}

// "Q4 2024", "Q4 FY2020/21", "FY20/21 Q4", "FY 2020-21", "2020/21".
Reading read_year_and_quarter(WrittenReader reader) {
    if (const std::int64_t quarter = take_written_quarter(reader); quarter != 0) {
        if (!reader.take_any({"of", ","})) take_separator(reader);
        const auto year = take_written_year(reader, true);
        if (!year) {
            if (!reader.is_done()) return std::nullopt;
            return not_understood("say the year, as in Q4 2024 or Q4 2020-21");
        }
        if (!reader.is_done()) return std::nullopt;
        return make_quarter(*year, quarter);
    }
    const WrittenReader start = reader;
    auto year = take_written_year(reader, false);
    if (!year) {
        // Two digits are enough for a year where a quarter follows.
        reader = start;
        year = take_written_year(reader, true);
        if (!year || reader.is_done()) return std::nullopt;
    }
    if (reader.is_done()) {
        if (!*year) return year->error();
        if ((*year)->year < 1) return not_understood("there is no year 0");
        return PartialDate{(*year)->is_financial ? Precision::financial_year : Precision::year, Day{},
                           (*year)->year, 0};
    }
    if (!reader.take(",")) take_separator(reader);
    const std::int64_t quarter = take_written_quarter(reader);
    if (quarter == 0 || !reader.is_done()) return std::nullopt;
    return make_quarter(*year, quarter);
}

Reading read_any(const WrittenReader& reader) {
    for (const auto form : {read_numeric, read_day_of_named_month, read_named_month, read_numbered_month,
                            read_year_and_quarter}) {
        if (auto reading = form(reader)) return reading;
    }
    return std::nullopt;
}

// "end of March 2024": a day after all.
Reading read_edge(WrittenReader reader, const DateContext& context) {
    const bool is_end = reader.take("end");
    if (!is_end && !reader.take_any({"start", "beginning"})) return std::nullopt;
    reader.take("of");
    reader.take("the");
    const auto whole = read_any(reader);
    if (!whole || !*whole) return whole;
    if ((*whole)->is_exact()) return std::nullopt;
    const Interval days = days_of(**whole, context.year_start);
    return exactly(is_end ? days.last : days.first);
}

Reading read_weekday(WrittenReader reader) {
    const WrittenToken* token = reader.peek();
    const auto weekday = token == nullptr ? std::nullopt : weekday_of(token->text);
    if (!weekday) return std::nullopt;
    reader.skip();
    reader.take(".");
    reader.take(",");
    const auto day = read_any(reader);
    if (!day || !*day) return day;
    if (!(*day)->is_exact()) return std::nullopt;
    const unsigned actual = date::weekday{(*day)->day}.c_encoding();
    if (actual != *weekday) {
        return not_understood(format_long_day((*day)->day) + " is a " + weekday_name(actual) + ", not a " +
                              weekday_name(*weekday));
    }
    return day;
}

std::string describe_interval(Interval days) {
    const date::year_month_day first{days.first};
    const date::year_month_day last{days.last};
    const std::string end = " to " + format_long_day(days.last);
    if (first.year() != last.year()) return format_long_day(days.first) + end;
    const std::string day = std::to_string(static_cast<unsigned>(first.day()));
    if (first.month() == last.month()) return day + end;
    return day + " " + std::string(month_name(static_cast<unsigned>(first.month()))) + end;
}

} // namespace

Result<PartialDate> parse_written_date(std::string_view text, const DateContext& context) {
    const auto folded = fold_written(text);
    if (!folded) return not_understood(quote_written(text) + " is no date; write " + std::string(expected));
    std::string canonical = *folded;
    std::transform(canonical.begin(), canonical.end(), canonical.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    if (const auto date = parse_partial_date(canonical)) return *date;
    if (*folded == "today" && context.today) return exactly(*context.today);
    WrittenReader reader(*folded);
    reader.take("the");
    auto reading = read_edge(reader, context);
    if (!reading) reading = read_weekday(reader);
    if (!reading) reading = read_any(reader);
    if (reading) return *reading;
    return not_understood(quote_written(text) + " is no date; write " + std::string(expected));
}

Result<Day> parse_written_day(std::string_view text, const DateContext& context) {
    const auto date = parse_written_date(text, context);
    if (!date) return date.error();
    if (!date->is_exact()) {
        return not_understood("a full day is needed, such as " +
                              format_long_day(days_of(*date, context.year_start).first) + ", and not only " +
                              describe_partial_date(*date));
    }
    return date->day;
}

std::string describe_written_date(const PartialDate& date, FinancialYearStart year_start) {
    if (date.is_exact()) return format_long_day(date.day);
    std::string name;
    switch (date.precision) {
    case Precision::quarter:
        name = "Q" + std::to_string(date.number) + " " + std::to_string(date.year);
        break;
    case Precision::financial_quarter:
        name = "Q" + std::to_string(date.number) + " of " + format_financial_year({date.year});
        break;
    default:
        name = describe_partial_date(date);
    }
    return name + " (" + describe_interval(days_of(date, year_start)) + ")";
}

} // namespace telestate
