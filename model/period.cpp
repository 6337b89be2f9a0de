#include "model/period.hpp"

#include <array>

namespace telestate {

namespace {

constexpr std::int64_t longest_months = 12'000;
constexpr std::int64_t longest_days = 365'250;

void append_part(std::string& out, std::int32_t count, char unit) {
    if (count == 0) return;
    out += std::to_string(count);
    out += unit;
}

void append_words(std::string& out, std::int32_t count, std::string_view unit) {
    if (count == 0) return;
    if (!out.empty()) out += " and ";
    out += std::to_string(count);
    out += ' ';
    out += unit;
    if (count != 1) out += 's';
}

} // namespace

std::optional<Period> parse_period(std::string_view text) {
    if (text.size() < 3 || text[0] != 'P') return std::nullopt;
    // Units may only come in this order, each once.
    constexpr std::string_view units = "YMWD";
    std::array<std::int32_t, 4> counts{};
    std::array<bool, 4> given{};
    std::size_t next_unit = 0;
    std::size_t at = 1;
    while (at < text.size()) {
        std::int64_t count = 0;
        const std::size_t digits_from = at;
        while (at < text.size() && text[at] >= '0' && text[at] <= '9') {
            count = count * 10 + (text[at] - '0');
            if (count > longest_days) return std::nullopt;
            ++at;
        }
        if (at == digits_from || at == text.size()) return std::nullopt;
        const std::size_t unit = units.find(text[at], next_unit);
        if (unit == std::string_view::npos) return std::nullopt;
        counts[unit] = static_cast<std::int32_t>(count);
        given[unit] = true;
        next_unit = unit + 1;
        ++at;
    }
    const bool in_months = given[0] || given[1];
    const bool in_days = given[2] || given[3];
    // ISO 8601 lets weeks stand alone only.
    if (in_months == in_days || (given[2] && given[3])) return std::nullopt;
    const Period period{counts[0], counts[1], counts[2], counts[3]};
    if (period.total_months() > longest_months || period.total_days() > longest_days) return std::nullopt;
    return period;
}

void append_period(std::string& out, Period period) {
    if (period.is_zero()) {
        out += "P0D";
        return;
    }
    out += 'P';
    append_part(out, period.years, 'Y');
    append_part(out, period.months, 'M');
    append_part(out, period.weeks, 'W');
    append_part(out, period.days, 'D');
}

std::string format_period(Period period) {
    std::string out;
    append_period(out, period);
    return out;
}

std::string describe_period(Period period) {
    if (period.is_zero()) return "0 days";
    std::string out;
    append_words(out, period.years, "year");
    append_words(out, period.months, "month");
    append_words(out, period.weeks, "week");
    append_words(out, period.days, "day");
    return out;
}

Day add_periods(Day day, Period period, std::int64_t times) {
    if (period.is_in_months()) return add_months(day, period.total_months() * times);
    return add_days(day, period.total_days() * times);
}

Day subtract_period(Day day, Period period) { return add_periods(day, period, -1); }

Day last_day_of(Day start, Period length, std::int64_t times) {
    if (!length.is_in_months()) return add_days(start, length.total_days() * times - 1);
    const std::int64_t months = length.total_months() * times;
    const date::year_month_day ymd{start};
    const std::int64_t months_left =
        (9999 - std::int64_t{static_cast<int>(ymd.year())}) * 12 + 12 - static_cast<unsigned>(ymd.month());
    // The sum would be held at the last day there is, which has no day after it to step back from.
    if (months > months_left) return last_representable_day;
    return add_days(add_months(start, months), -1);
}

std::string describe_notice(Notice notice) {
    if (notice.length.is_zero()) return "no notice";
    if (!notice.working_days) return describe_period(notice.length);
    const std::int64_t count = notice.length.total_days();
    return std::to_string(count) + (count == 1 ? " working day" : " working days");
}

} // namespace telestate
