#include "model/written_period.hpp"

#include "model/written_parts.hpp"

namespace telestate {

namespace {

constexpr std::string_view period_expected = "a period such as 3 years, 18 months, 2 weeks or 90 days";
constexpr std::string_view notice_expected =
    "a notice such as 3 months, 90 days, 10 working days or \"no notice\"";

} // namespace

Result<Period> parse_written_period(std::string_view text) {
    const auto folded = fold_written(text);
    if (!folded) return refuse_written(text, "period", period_expected);
    if (const auto period = parse_folded_period(*folded)) return *period;
    WrittenReader reader(*folded);
    const auto sum = take_written_parts(reader, text);
    if (!sum || (*sum && !reader.is_done())) return refuse_written(text, "period", period_expected);
    if (!*sum) return sum->error();
    if ((*sum)->is_working_days()) {
        return not_understood(quote_written(text) +
                              ": working days can only be those of a notice; write days, weeks or months");
    }
    return *(*sum)->period();
}

Result<Notice> parse_written_notice(std::string_view text) {
    const auto folded = fold_written(text);
    if (!folded) return refuse_written(text, "notice", notice_expected);
    if (*folded == "none" || *folded == "no notice" || *folded == "nil") return Notice{};
    if (const auto period = parse_folded_period(*folded)) return Notice{*period, false};
    WrittenReader reader(*folded);
    if (!reader.take_all({"at", "least"})) reader.take("minimum");
    const auto sum = take_written_parts(reader, text);
    if (sum && !*sum) return sum->error();
    reader.take_any({"written", "prior"});
    reader.take("written");
    reader.take("notice");
    reader.take_all({"in", "writing"});
    if (!sum || !reader.is_done()) return refuse_written(text, "notice", notice_expected);
    return Notice{*(*sum)->period(), (*sum)->is_working_days()};
}

} // namespace telestate
