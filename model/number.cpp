#include "model/number.hpp"

#include "model/numbering_plan.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace telestate {

namespace {

struct ClassText {
    NumberClass number_class;
    std::string_view name;
    std::string_view description;
};

constexpr ClassText class_texts[] = {
    {NumberClass::geographic, "geographic", "geographic (01, 02)"},
    {NumberClass::public_body_03, "public_body_03",
     "public body or not-for-profit (030), charged as 01 and 02"},
    {NumberClass::charged_as_geographic, "charged_as_geographic",
     "any organisation (033, 034, 037), charged as 01 and 02"},
    {NumberClass::withdrawn, "withdrawn", "withdrawn in 2017 (0500)"},
    {NumberClass::corporate_voip, "corporate_voip", "corporate or location-independent VoIP (055, 056)"},
    {NumberClass::personal, "personal", "personal number (070), not a mobile"},
    {NumberClass::pager, "pager", "pager (076), not a mobile"},
    {NumberClass::mobile, "mobile", "mobile (07)"},
    {NumberClass::freephone, "freephone", "freephone (0800, 0808)"},
    {NumberClass::service_charge, "service_charge",
     "service charge and the caller's access charge (084, 087)"},
    {NumberClass::premium_rate, "premium_rate", "premium rate (09)"},
    {NumberClass::freephone_social, "freephone_social", "freephone of social value (116)"},
    {NumberClass::short_code, "short_code", "short code"},
    {NumberClass::international, "international", "number of another country"},
};

struct NationalOnly {
    std::string_view text;
    NumberClass number_class;
    std::string_view people_form;
};

constexpr NationalOnly national_only[] = {
    {"101", NumberClass::short_code, "101"},
    {"105", NumberClass::short_code, "105"},
    {"111", NumberClass::short_code, "111"},
    {"112", NumberClass::short_code, "112"},
    {"119", NumberClass::short_code, "119"},
    {"159", NumberClass::short_code, "159"},
    {"999", NumberClass::short_code, "999"},
    {"08001111", NumberClass::freephone, "0800 1111"},
    {"08454647", NumberClass::service_charge, "0845 46 47"},
};

std::optional<PhoneNumber> find_national_only(std::string_view text) {
    for (const NationalOnly& known : national_only)
        if (text == known.text) return PhoneNumber{std::string(text), known.number_class, true};
    if (text.size() == 6 && text.starts_with("116"))
        return PhoneNumber{std::string(text), NumberClass::freephone_social, true};
    if (text.size() == 6 && text.starts_with("118"))
        return PhoneNumber{std::string(text), NumberClass::short_code, true};
    return std::nullopt;
}

Error refusal(std::string message) { return Error{ErrorCode::invalid, std::move(message), {}}; }

std::string digit_count(std::size_t count) {
    return std::to_string(count) + (count == 1 ? " digit" : " digits");
}

// Why no row of the plan fits the digits after the leading 0.
Error explain_refusal(std::string_view digits) {
    std::string message = "0" + std::string(digits);
    std::string_view prefix;
    std::string lengths;
    for (const PlanRange& row : numbering_plan()) {
        if (!digits.starts_with(row.prefix)) continue;
        if (row.prefix != prefix) lengths.clear();
        prefix = row.prefix;
        lengths += (lengths.empty() ? "" : " or ") + std::to_string(row.digits);
    }
    if (prefix == "1" && begins_with_nine_digit_area(digits)) {
        prefix = digits.substr(0, 4);
        lengths += " or 9";
    }
    if (!prefix.empty()) {
        message += " has " + digit_count(digits.size()) + " after the leading 0; numbers that begin 0";
        message += std::string(prefix) + " have " + lengths + ".";
    } else if (digits.size() < 9) {
        message += " is too short: numbers have 9 or 10 digits after the leading 0.";
    } else {
        message += " is in no range in use: no numbers begin 0" + std::string(digits.substr(0, 3)) + ".";
    }
    return refusal(std::move(message));
}

// The digits after the leading 0 or +44.
Result<PhoneNumber> parse_national(std::string_view digits) {
    if (auto known = find_national_only("0" + std::string(digits))) return *std::move(known);
    const auto range = find_range(digits);
    if (!range) return explain_refusal(digits);
    return PhoneNumber{"+44" + std::string(digits), range->number_class, false};
}

struct WrittenDigits {
    std::string text;
    bool has_plus = false;
    std::optional<std::size_t> bracketed_zero; // where a "(0)" stands in `text`
};

// What documents and web pages put where a keyboard has a space or a hyphen.
constexpr std::string_view wide_separators[] = {
    "\u00a0", "\u2007", "\u2009", "\u202f", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014",
};

Result<WrittenDigits> read_digits(std::string_view text) {
    WrittenDigits written;
    std::optional<std::size_t> bracket_at; // what the open bracket holds begins here in written.text
    while (!text.empty()) {
        const char c = text.front();
        std::size_t length = 1;
        if (c >= '0' && c <= '9') {
            written.text += c;
        } else if (c == '+' && !written.has_plus && written.text.empty()) {
            written.has_plus = true;
        } else if (c == '(') {
            bracket_at = written.text.size();
        } else if (c == ')') {
            if (bracket_at && *bracket_at + 1 == written.text.size() && written.text.back() == '0')
                written.bracketed_zero = bracket_at;
            bracket_at.reset();
        } else if (std::string_view(" \t\r\n-.").find(c) == std::string_view::npos) {
            const auto wide = std::find_if(std::begin(wide_separators), std::end(wide_separators),
                                           [&](std::string_view one) { return text.starts_with(one); });
            if (wide == std::end(wide_separators))
                return refusal(
                    "A telephone number is written with digits, spaces, hyphens, dots, brackets and "
                    "a plus before the country code, and nothing else.");
            length = wide->size();
        }
        text.remove_prefix(length);
    }
    if (written.text.empty()) return refusal("There are no digits here.");
    // Longer ones are two numbers in one field; they are not repeated in the message.
    if (written.text.size() > 20)
        return refusal("There are " + digit_count(written.text.size()) + " here, too many for one number.");
    return written;
}

// The digits after the plus or 00, country code first.
Result<ParsedNumber> parse_international(std::string digits, std::optional<std::size_t> bracketed_zero) {
    if (digits.empty() || digits.front() == '0')
        return refusal("A country code is missing: none begins with 0.");
    if (digits.starts_with("44")) {
        std::string_view national = std::string_view(digits).substr(2);
        if (!national.starts_with('0') && find_national_only(national))
            return refusal(std::string(national) + " is a short code, dialled as it is and never after +44.");
        // No number begins with 0 after +44, so a 0 there is the leading one, with or without its brackets.
        if (national.starts_with('0')) national.remove_prefix(1);
        auto number = parse_national(national);
        if (!number) return number.error();
        return ParsedNumber{*std::move(number), {}};
    }
    std::string warning;
    // Country codes have one to three digits; a bracketed 0 further on is one of the number's own.
    if (bracketed_zero && *bracketed_zero <= 3) {
        digits.erase(*bracketed_zero, 1);
        if (digits.starts_with("44")) return refusal("The (0) stands within the country code.");
        warning =
            "The (0) was left out: it is not dialled from abroad. The number is kept as +" + digits + ".";
    }
    if (digits.size() < 8 || digits.size() > 15)
        return refusal("+" + digits + " has " + digit_count(digits.size()) +
                       "; numbers of other countries have 8 to 15, country code included.");
    return ParsedNumber{PhoneNumber{"+" + digits, NumberClass::international, false}, std::move(warning)};
}

std::string grouped(std::string_view digits, std::size_t first, std::size_t second = 0) {
    std::string out(digits.substr(0, first));
    digits.remove_prefix(first);
    if (second != 0) {
        out.append(" ").append(digits.substr(0, second));
        digits.remove_prefix(second);
    }
    return out.append(" ").append(digits);
}

} // namespace

std::optional<NumberClass> parse_number_class(std::string_view text) {
    for (const ClassText& row : class_texts)
        if (row.name == text) return row.number_class;
    return std::nullopt;
}

std::string_view name_of(NumberClass number_class) {
    for (const ClassText& row : class_texts)
        if (row.number_class == number_class) return row.name;
    return {};
}

std::string_view describe_number_class(NumberClass number_class) {
    for (const ClassText& row : class_texts)
        if (row.number_class == number_class) return row.description;
    return {};
}

bool costs_callers_more(NumberClass number_class) {
    return number_class == NumberClass::service_charge || number_class == NumberClass::premium_rate;
}

std::int64_t value_of(const PhoneNumber& number) {
    // No clash between forms: national ones are below ten million, and E.164 has at least eight digits, the
    // first of which is not 0.
    std::string_view text = number.e164_or_short;
    if (text.starts_with('+')) text.remove_prefix(1);
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::strong_ordering operator<=>(const PhoneNumber& left, const PhoneNumber& right) {
    return value_of(left) <=> value_of(right);
}

Result<ParsedNumber> parse_number(std::string_view text) {
    auto written = read_digits(text);
    if (!written) return written.error();
    std::string& digits = written->text;

    if (written->has_plus) return parse_international(std::move(digits), written->bracketed_zero);
    if (digits.starts_with("00")) {
        auto zero = written->bracketed_zero;
        if (zero) zero = *zero >= 2 ? std::optional(*zero - 2) : std::nullopt;
        return parse_international(digits.substr(2), zero);
    }
    if (auto known = find_national_only(digits)) return ParsedNumber{*std::move(known), {}};
    if (digits.starts_with('0')) {
        auto number = parse_national(std::string_view(digits).substr(1));
        if (!number) return number.error();
        return ParsedNumber{*std::move(number), {}};
    }

    // From here on the text is not a number as it stands, and something has to be put back.
    if (digits.starts_with("44") && digits.size() >= 11 && digits.size() <= 13) {
        auto parsed = parse_international(std::move(digits), std::nullopt);
        if (parsed)
            parsed->warning =
                "The plus before 44 was missing and has been put back: " + format_national(parsed->number) +
                ".";
        return parsed;
    }
    if (digits.size() == 9 || digits.size() == 10 || find_national_only("0" + digits)) {
        auto number = parse_national(digits);
        if (!number) return number.error();
        std::string warning =
            "The leading 0 was missing and has been put back: " + format_national(*number) + ".";
        return ParsedNumber{*std::move(number), std::move(warning)};
    }
    if (digits.size() < 9)
        return refusal(digits + " is no short code of the numbering plan, and too short for a whole number: "
                                "the area code is missing.");
    return refusal(digits +
                   " begins neither with 0 nor with a plus; a number of another country needs a plus "
                   "and its country code.");
}

std::string format_national(const PhoneNumber& number) {
    const std::string_view text = number.e164_or_short;
    for (const NationalOnly& known : national_only)
        if (text == known.text) return std::string(known.people_form);
    if (number.is_short_code) return text.size() == 6 ? grouped(text, 3) : std::string(text);
    if (!text.starts_with("+44")) return std::string(text);

    const std::string_view digits = text.substr(3);
    const std::string national = "0" + std::string(digits);
    if (begins_with_five_digit_area(digits)) {
        // 01768 and 01946 keep nine-digit numbers of their own; only 016977 has any among the longer codes.
        if (digits.size() == 10 || digits.starts_with("16977")) return grouped(national, 6);
    }
    if (digits.size() == 9) return grouped(national, digits.starts_with('1') ? 5 : 4);
    if (digits.size() != 10) return national;
    switch (digits.front()) {
    case '2':
        return grouped(national, 3, 4);
    case '5':
        return grouped(national, 3, 4);
    case '3':
    case '8':
    case '9':
        return grouped(national, 4, 3);
    case '7':
        // 070 and 076 are written unlike mobiles, so that nobody takes them for one.
        return number.number_class == NumberClass::mobile ? grouped(national, 5) : grouped(national, 3, 4);
    default:
        return digits[1] == '1' || digits[2] == '1' ? grouped(national, 4, 3) : grouped(national, 5);
    }
}

} // namespace telestate
