#pragma once

// Telephone numbers (SEMANTICS 8): read from what people write, kept in E.164, shown in national form, and
// what each range of the plan is. The classes and lengths are those of Ofcom's National Telephone Numbering
// Plan.

#include "model/error.hpp"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace telestate {

enum class NumberClass {
    geographic,            // 01, 02
    public_body_03,        // 030: public bodies and not-for-profits, charged as 01 and 02
    charged_as_geographic, // 033, 034, 037
    withdrawn,             // 0500, withdrawn in 2017
    corporate_voip,        // 055, 056: location-independent
    personal,              // 070, which is no mobile
    pager,                 // 076 except 07624
    mobile,                // 071 to 075, 077 to 079, and 07624 of the Isle of Man
    freephone,             // 0800, 0808
    service_charge,        // 084, 087
    premium_rate,          // 09
    freephone_social,      // 116xxx: freephone, of social value
    short_code,            // 101, 105, 111, 112, 119, 159, 999, 118xxx
    international,         // of another country
};

std::optional<NumberClass> parse_number_class(std::string_view text);
// "public_body_03", as in documents.
std::string_view name_of(NumberClass number_class);
// "public body or not-for-profit (030), charged as 01 and 02", for people.
std::string_view describe_number_class(NumberClass number_class);

// Whether callers pay more than for a geographic call: true of 084, 087 and 09, 0845 46 47 included. A public
// body flags such a number where it is open to the public (Directions to NHS bodies, 21 December 2009;
// Cabinet Office guidance on customer service lines, 26 December 2013).
bool costs_callers_more(NumberClass number_class);

// One number, as parse_number() returns it. Ordered as numbers, never as text.
struct PhoneNumber {
    std::string e164_or_short; // "+443001231234"; "101", "116123", "08001111" where it has no E.164 form here
    NumberClass number_class = NumberClass::geographic;
    bool is_short_code = false; // kept in national form: a short code, 0800 1111 or 0845 46 47

    friend bool operator==(const PhoneNumber&, const PhoneNumber&) = default;
};
// The number as an integer (442079460000 for +442079460000), which no two numbers share. At most 15 digits.
std::int64_t value_of(const PhoneNumber& number);
std::strong_ordering operator<=>(const PhoneNumber& left, const PhoneNumber& right);

struct ParsedNumber {
    PhoneNumber number;
    std::string warning; // a sentence saying what was repaired; empty where nothing was

    friend bool operator==(const ParsedNumber&, const ParsedNumber&) = default;
};

// One number as people write it: digits with spaces, hyphens, dots and brackets, national (0300 123 1234),
// international (+44 or 0044, with or without the (0)), or short. A leading 0 or the plus of +44 lost in a
// spreadsheet is put back with a warning; short codes, 0800 1111 and 0845 46 47 are recognised before that.
// Numbers of other countries need their plus or 00 and 8 to 15 digits.
// Refused as `invalid`, with the reason: anything else in the text, a range not in use, a length that is not
// the range's.
Result<ParsedNumber> parse_number(std::string_view text);

// As people write it: "0300 123 1234", "020 7946 0000", "01622 211900", "07700 900123", "116 123". Numbers of
// other countries stay in E.164. parse_number() of the result gives the same number, without a warning.
std::string format_national(const PhoneNumber& number);

} // namespace telestate
