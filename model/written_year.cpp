#include "model/written_year.hpp"

#include "model/day.hpp"

namespace telestate {

int year_of_digits(std::string_view digits) {
    const int value = static_cast<int>(value_of_digits(digits));
    if (digits.size() == 4) return value;
    if (digits.size() != 2) return 0;
    return value < 80 ? 2000 + value : 1900 + value;
}

std::optional<Result<WrittenYear>> take_written_year(WrittenReader& reader, bool may_be_short) {
    const bool is_marked =
        reader.take("fy") || reader.take_all({"financial", "year"}) || reader.take_all({"f", "/", "y"});
    reader.take("'");
    const auto first = reader.take_number();
    if (!first || year_of_digits(*first) == 0) return std::nullopt;
    const WrittenToken* sign = reader.peek();
    const WrittenToken* next = reader.peek(1);
    const bool is_pair = sign != nullptr && (sign->text == "/" || sign->text == "-") && next != nullptr &&
                         next->kind == WrittenToken::Kind::number;
    const bool is_short = first->size() == 2;
    if (is_short && !is_marked && !may_be_short) return std::nullopt;
    const int year = year_of_digits(*first);
    if (!is_pair) {
        if (is_marked) return not_understood("say both years of a financial year, as in FY2020-21");
        return WrittenYear{year, false};
    }
    reader.skip();
    const std::string_view second = *reader.take_number();
    const std::int64_t end = value_of_digits(second);
    const bool follows = second.size() == 4   ? end == year + 1
                         : second.size() == 2 ? end == (year + 1) % 100
                                              : false;
    if (!follows || year < first_financial_year || year > last_financial_year) {
        return not_understood(std::string(*first) + std::string(sign->text) + std::string(second) +
                              " is no financial year; its second year follows the first, as in 2020-21");
    }
    return WrittenYear{year, true};
}

std::int64_t take_written_quarter(WrittenReader& reader) {
    WrittenReader ahead = reader;
    std::optional<std::string_view> number;
    if (ahead.take_any({"q", "quarter", "qtr"})) {
        number = ahead.take_number();
    } else {
        number = ahead.take_number();
        if (number && number->size() > 1) return 0;
        ahead.take_any({"st", "nd", "rd", "th"});
        if (!ahead.take_any({"quarter", "qtr", "q"})) return 0;
    }
    if (!number) return 0;
    reader = ahead;
    const std::int64_t quarter = value_of_digits(*number);
    return quarter == 0 ? 5 : quarter;
}

} // namespace telestate
