#pragma once

// The numbers and units that periods are written with.

#include "model/error.hpp"
#include "model/period.hpp"
#include "model/written_text.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace telestate {

enum class WrittenUnit { none, years, quarters, months, fortnights, weeks, days, working_days };

// Takes a unit and the apostrophe of "3 months' notice"; `none` where no unit comes next.
WrittenUnit take_written_unit(WrittenReader& reader);
// Whether the word by itself is a unit.
bool is_written_unit(std::string_view word);

struct WrittenAmount {
    std::int64_t whole = 0;
    bool has_half = false;
    bool is_in_words = false; // "two", "a"
};
std::optional<WrittenAmount> take_written_amount(WrittenReader& reader);

// One number with its unit.
struct WrittenPart {
    WrittenAmount amount;
    WrittenUnit unit = WrittenUnit::none;
};

// Adds parts up to one period.
class WrittenPeriodSum {
  public:
    // What is wrong with adding the part, if anything is.
    std::optional<std::string> add(const WrittenPart& part);

    bool is_empty() const { return given_.empty(); }
    bool is_working_days() const { return is_given(WrittenUnit::working_days); }
    // Whether the parts are of kinds that do not go together.
    bool is_mixed() const;
    // Whether the unit is a smaller one of the same kind as the last: months after years, days after weeks.
    bool is_continued_by(WrittenUnit unit) const;
    // Nothing when it is longer than a period may be.
    std::optional<Period> period() const;

  private:
    bool is_given(WrittenUnit unit) const;

    std::int64_t years_ = 0;
    std::int64_t months_ = 0;
    std::int64_t weeks_ = 0;
    std::int64_t days_ = 0;
    std::vector<WrittenUnit> given_;
};

struct PartsOptions {
    WrittenUnit unit_else = WrittenUnit::none; // of a number that has none
    bool is_in_list = false;                   // "1 year and 1 year" are two, "1 year and 6 months" one
};

// Takes parts as long as they come. Nothing where none does; an error where they do not go together, in words
// that begin with `text`, what was typed.
std::optional<Result<WrittenPeriodSum>> take_written_parts(WrittenReader& reader, std::string_view text,
                                                           PartsOptions options = {});

// The canonical form in letters of any case.
std::optional<Period> parse_folded_period(std::string folded);

// What is said where nothing was understood: `"soon" is no period; write ...`.
Error refuse_written(std::string_view text, std::string_view what, std::string_view expected);

} // namespace telestate
