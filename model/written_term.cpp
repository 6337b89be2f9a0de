#include "model/written_term.hpp"

#include "model/written_parts.hpp"
#include "model/written_period.hpp"

#include <optional>

namespace telestate {

namespace {

constexpr std::string_view term_expected =
    "a length such as 3 years, or 3 years + 1 + 1 with options to extend";

// Reads a term from left to right: its length, then its options.
class TermReader {
  public:
    TermReader(std::string_view folded, std::string_view text)
        : reader_(folded), text_(text), unit_else_(find_unit_else(folded)) {}

    Result<WrittenTerm> read() {
        const auto length = take_period();
        if (!length) return refuse();
        if (!*length) return length->error();
        WrittenTerm term;
        term.length = **length;
        while (!reader_.is_done()) {
            if (!take_joint(!term.options.empty())) {
                // Perhaps a period with its parts in another order; if not, its error says more.
                if (!term.options.empty()) return refuse();
                const auto period = parse_written_period(text_);
                if (!period) return period.error();
                return WrittenTerm{*period, {}};
            }
            if (auto problem = read_option(term)) return *problem;
        }
        return term;
    }

  private:
    // The unit of numbers that have none: the one that all others have, and years where none has any.
    static WrittenUnit find_unit_else(std::string_view folded) {
        std::optional<WrittenUnit> found;
        for (WrittenReader reader(folded); !reader.is_done();) {
            const WrittenUnit unit = take_written_unit(reader);
            if (unit == WrittenUnit::none) {
                reader.skip();
                continue;
            }
            if (found && *found != unit) return WrittenUnit::none;
            found = unit;
        }
        if (found) return *found;
        return folded.find('+') == std::string_view::npos ? WrittenUnit::none : WrittenUnit::years;
    }

    Error refuse() const { return refuse_written(text_, "length", term_expected); }

    std::optional<Result<Period>> take_period() {
        WrittenReader ahead = reader_;
        const auto sum = take_written_parts(ahead, text_, {unit_else_, true});
        if (!sum) return std::nullopt;
        if (!*sum) return Result<Period>(sum->error());
        if ((*sum)->is_working_days()) return std::nullopt;
        reader_ = ahead;
        return Result<Period>(*(*sum)->period());
    }

    // What stands between the length and an option, and between options.
    bool take_joint(bool is_after_option) {
        bool is_joint = false;
        while (reader_.take_any({"+", "plus", "with", "then", "extendable", ","}) ||
               (is_after_option && reader_.take_any({"and", "&"}))) {
            is_joint = true;
        }
        return is_joint;
    }

    void skip_filling() {
        while (true) {
            const WrittenToken* next = reader_.peek(1);
            const bool stands_before_number =
                next != nullptr && (is_written_unit(next->text) || next->text == "-");
            if (!stands_before_number && reader_.take_any({"a", "an"})) continue;
            if (!reader_.take_any({"option", "options", "optional", "extension", "extensions", "to", "extend",
                                   "by", "for", "of", "further", "another", "additional", "the",
                                   "possible"})) {
                return;
            }
        }
    }

    // "2 x 1 year", "two further options of 1 year": how many options one text stands for.
    std::int64_t take_times() {
        WrittenReader ahead = reader_;
        const auto amount = take_written_amount(ahead);
        if (!amount || amount->has_half || !ahead.take("x")) return 1;
        reader_ = ahead;
        return amount->whole;
    }

    std::optional<Error> read_option(WrittenTerm& term) {
        skip_filling();
        bool up_to = reader_.take_all({"up", "to"});
        const std::int64_t times = take_times();
        skip_filling();
        up_to = reader_.take_all({"up", "to"}) || up_to;
        const auto length = take_period();
        if (!length) return refuse();
        if (!*length) return length->error();
        if ((**length).is_zero())
            return not_understood(quote_written(text_) + ": an option of no time is none");
        while (reader_.take_any({"option", "options", "optional", "extension", "extensions", "each"})) {
            // "3 years + 1 year option".
        }
        if (times < 1 || term.options.size() + static_cast<std::size_t>(times) > most_written_options) {
            return not_understood(quote_written(text_) + ": there may be from 1 to " +
                                  std::to_string(most_written_options) + " options");
        }
        for (std::int64_t i = 0; i < times; ++i)
            term.options.push_back({**length, up_to});
        return std::nullopt;
    }

    WrittenReader reader_;
    std::string_view text_;
    WrittenUnit unit_else_;
};

} // namespace

Result<WrittenTerm> parse_written_term(std::string_view text) {
    const auto folded = fold_written(text);
    if (!folded) return refuse_written(text, "length", term_expected);
    if (const auto period = parse_folded_period(*folded)) return WrittenTerm{*period, {}};
    return TermReader(*folded, text).read();
}

std::string describe_written_term(const WrittenTerm& term) {
    std::string out = describe_period(term.length);
    for (std::size_t i = 0; i < term.options.size(); ++i) {
        const bool is_last = i + 1 == term.options.size();
        if (i == 0) {
            out += is_last ? ", with an option of " : ", with options of ";
        } else {
            out += is_last ? " and " : ", ";
        }
        if (term.options[i].up_to) out += "up to ";
        out += describe_period(term.options[i].length);
    }
    return out;
}

} // namespace telestate
