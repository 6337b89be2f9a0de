#include "server/document/record_reader.hpp"

#include "server/document/utf8.hpp"

#include <algorithm>
#include <cassert>
#include <set>

namespace telestate::document {

namespace {

std::string not_this(const JsonValue& value) {
    if (value.is_text() && value.text.empty()) return ", not an empty text";
    return ", not " + std::string(describe_kind(value));
}

constexpr std::size_t max_decimal_digits = 15;

constexpr std::string_view full_day_expected =
    "is no full day such as \"2024-10-15\"; only the start and the end of a term may be less exact";

// Why `text` cannot be read as a decimal number.
std::string explain_decimal(std::string_view text, std::string_view example) {
    constexpr std::string_view digits = "0123456789";
    const std::string_view unsigned_text = text.substr(text.starts_with('-') ? 1 : 0);
    const std::size_t point = std::min(unsigned_text.find('.'), unsigned_text.size());
    const std::string_view whole = unsigned_text.substr(0, point);
    const std::string_view places = unsigned_text.substr(std::min(point + 1, unsigned_text.size()));
    const bool is_shaped = !whole.empty() && whole.find_first_not_of(digits) == std::string_view::npos &&
                           places.find_first_not_of(digits) == std::string_view::npos &&
                           (whole.size() == 1 || whole[0] != '0');
    if (is_shaped && whole.size() + places.size() > max_decimal_digits) {
        return in_quotes(text) + " has too many digits: no more than 15 can be held, those after the point " +
               "included";
    }
    if (is_shaped && places.size() > static_cast<std::size_t>(max_decimal_places)) {
        return in_quotes(text) + " has too many decimal places: no more than nine can be held";
    }
    return in_quotes(text) + " is no decimal number such as \"" + std::string(example) +
           "\": digits and one point, no thousands separators, no currency sign";
}

// Reports and leaves out what stands in a list twice.
std::vector<std::string> distinct(std::vector<std::string> texts, const Path& list, Problems& problems) {
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (!texts[i].empty() && !seen.insert(texts[i]).second) {
            problems.add(Path(list, i), in_quotes(texts[i]) + " is in this list already");
        }
    }
    return texts;
}

} // namespace

std::string read_text(const JsonValue& value, const Path& path, Problems& problems, Lines lines) {
    if (!value.is_text()) {
        problems.add(path, "must be a text in quotation marks" + not_this(value));
        return {};
    }
    if (is_blank(value.text)) {
        problems.add(path, "is empty; leave the field out where there is nothing to say");
        return {};
    }
    if (has_control_character(value.text, lines)) {
        problems.add(path, lines == Lines::one
                               ? "must be one line without tabs, line breaks and control characters"
                               : "holds a control character; only tabs and line feeds may stand here");
        return {};
    }
    const std::size_t longest = lines == Lines::one ? longest_line : longest_paragraph;
    if (value.text.size() > longest && character_count(value.text) > longest) {
        problems.add(path, "is longer than " + std::to_string(longest) + " characters");
        return {};
    }
    return value.text;
}

std::string read_reference(const JsonValue& value, const Path& path, Problems& problems,
                           std::string_view noun) {
    if (!value.is_text()) {
        problems.add(path, "must be the id of " + std::string(noun) + not_this(value));
        return {};
    }
    if (!is_id(value.text)) {
        problems.add(path, in_quotes(value.text) + " cannot be the id of " + std::string(noun) +
                               "; ids are lower-case letters, digits and hyphens, at most 100 of them");
        return {};
    }
    return value.text;
}

std::string read_email(const JsonValue& value, const Path& path, Problems& problems) {
    if (!value.is_text()) {
        problems.add(path, "must be a mail address" + not_this(value));
        return {};
    }
    if (!is_email(value.text)) {
        problems.add(path, in_quotes(value.text) + " is no mail address such as \"jo.smith@example.nhs.uk\"");
        return {};
    }
    return value.text;
}

RecordReader::RecordReader(const JsonValue& value, const Path& path, Problems& problems,
                           std::string_view noun)
    : value_(value), path_(path), problems_(problems), is_object_(value.is_object()) {
    if (is_object_) return;
    problems_.add(path_, "must be " + std::string(noun) + ", an object { … }" + not_this(value));
}

const JsonValue* RecordReader::find(std::string_view name) {
    const bool is_first_time = std::find(known().begin(), known().end(), name) == known().end();
    if (is_first_time) {
        assert(known_count_ < known_.size());
        known_[known_count_++] = name;
    }
    const JsonValue* value = value_.find(name);
    if (value == nullptr || value->kind != JsonValue::Kind::null) return value;
    if (!is_first_time) return nullptr;
    problems_.add(
        Path(path_, name),
        "is null; leave the field out, and say in \"silences\" what kind of nothing it is where that is known");
    return nullptr;
}

void RecordReader::report_missing(std::string_view name, std::string_view what) {
    // A null has been reported as what it is.
    if (!is_object_ || value_.find(name) != nullptr) return;
    problems_.add(Path(path_, name), "is missing: " + std::string(what));
}

std::string RecordReader::id() {
    report_missing("id",
                   "every record has an id of lower-case letters, digits and hyphens, such as \"trust-hq\"");
    return optional_id();
}

std::string RecordReader::optional_id() {
    const JsonValue* value = find("id");
    if (value == nullptr) return {};
    if (value->is_text() && is_id(value->text)) return value->text;
    const std::string shown = value->is_text() ? in_quotes(value->text) : std::string(describe_kind(*value));
    problems_.add(Path(path_, "id"),
                  "must be lower-case letters, digits and hyphens, at most 100 of them, not " + shown);
    return {};
}

std::string RecordReader::reference(std::string_view name, std::string_view noun) {
    const JsonValue* value = find(name);
    return value == nullptr ? std::string() : read_reference(*value, Path(path_, name), problems_, noun);
}

std::vector<std::string> RecordReader::references(std::string_view name, std::string_view noun) {
    return distinct(list(name, [&](const JsonValue& item,
                                   const Path& at) { return read_reference(item, at, problems_, noun); }),
                    Path(path_, name), problems_);
}

std::string RecordReader::text(std::string_view name, Lines lines) {
    const JsonValue* value = find(name);
    return value == nullptr ? std::string() : read_text(*value, Path(path_, name), problems_, lines);
}

std::string RecordReader::required_line(std::string_view name, std::string_view what) {
    report_missing(name, what);
    return line(name);
}

std::string RecordReader::line_or_silence(std::string_view name, std::string_view what) {
    // What is wrong with the silence itself is said where silences are read.
    const JsonValue* silences = value_.find("silences");
    if (silences == nullptr || silences->find(name) == nullptr) report_missing(name, what);
    return line(name);
}

std::vector<std::string> RecordReader::lines(std::string_view name) {
    return distinct(list(name, [&](const JsonValue& item,
                                   const Path& at) { return read_text(item, at, problems_, Lines::one); }),
                    Path(path_, name), problems_);
}

std::string RecordReader::email(std::string_view name) {
    const JsonValue* value = find(name);
    return value == nullptr ? std::string() : read_email(*value, Path(path_, name), problems_);
}

std::vector<std::string> RecordReader::emails(std::string_view name) {
    return distinct(
        list(name, [&](const JsonValue& item, const Path& at) { return read_email(item, at, problems_); }),
        Path(path_, name), problems_);
}

std::optional<std::vector<int>> RecordReader::alert_days() {
    constexpr std::int64_t most_days = 36'525; // a hundred years
    if (!has("alert_days")) return std::nullopt;
    std::set<int> seen;
    return list("alert_days", [&](const JsonValue& item, const Path& at) {
        if (item.kind != JsonValue::Kind::integer || item.integer < 0 || item.integer > most_days) {
            problems_.add(at, "must be a whole number of days from 0 to 36525, such as 90");
            return 0;
        }
        const int days = static_cast<int>(item.integer);
        if (!seen.insert(days).second) problems_.add(at, std::to_string(days) + " is in this list already");
        return days;
    });
}

std::optional<bool> RecordReader::boolean(std::string_view name) {
    const JsonValue* value = find(name);
    if (value == nullptr) return std::nullopt;
    if (value->kind == JsonValue::Kind::boolean) return value->boolean;
    problems_.add(Path(path_, name), "must be true or false, without quotation marks" + not_this(*value));
    return std::nullopt;
}

std::optional<Day> RecordReader::day(std::string_view name) {
    const JsonValue* value = find(name);
    if (value == nullptr) return std::nullopt;
    const Path at(path_, name);
    if (!expect_text(*value, at)) return std::nullopt;
    auto day = parse_day(value->text);
    if (!day) problems_.add(at, in_quotes(value->text) + " " + std::string(full_day_expected));
    return day;
}

std::optional<PartialDate> RecordReader::partial_date(std::string_view name) {
    const JsonValue* value = find(name);
    if (value == nullptr) return std::nullopt;
    const Path at(path_, name);
    if (!expect_text(*value, at)) return std::nullopt;
    auto date = parse_partial_date(value->text);
    if (!date) {
        problems_.add(at, in_quotes(value->text) +
                              " is no date; write \"2024-10-15\", or as much as is known: \"2024-10\", "
                              "\"2024-Q4\", \"FY2020-21-Q4\", \"FY2020-21\" or \"2024\"");
    }
    return date;
}

std::optional<Period> RecordReader::period(std::string_view name) {
    const JsonValue* value = find(name);
    if (value == nullptr) return std::nullopt;
    const Path at(path_, name);
    if (!expect_text(*value, at)) return std::nullopt;
    auto period = parse_period(value->text);
    if (!period) {
        problems_.add(at, in_quotes(value->text) +
                              " is no period; write \"P3Y\", \"P18M\", \"P1Y6M\", \"P6W\" or \"P90D\"");
    }
    return period;
}

std::optional<Decimal> RecordReader::decimal(std::string_view name, std::string_view example) {
    const JsonValue* value = find(name);
    if (value == nullptr) return std::nullopt;
    const Path at(path_, name);
    const bool is_number = value->kind == JsonValue::Kind::integer || value->kind == JsonValue::Kind::number;
    if (is_number) {
        problems_.add(at, "is a JSON number; write it as text, such as \"" + std::string(example) + "\"");
        return std::nullopt;
    }
    if (!expect_text(*value, at)) return std::nullopt;
    auto decimal = parse_decimal(value->text);
    if (!decimal) problems_.add(at, explain_decimal(value->text, example));
    return decimal;
}

void RecordReader::nested_fields(std::string_view name, std::span<const std::string_view> fields) {
    assert(nested_count_ < nested_.size());
    nested_[nested_count_++] = {name, fields};
}

void RecordReader::finish() {
    if (!is_object_) return;
    constexpr std::size_t longest_shown = 200;
    for (const JsonMember& member : value_.members) {
        if (std::find(known().begin(), known().end(), member.name) != known().end()) continue;
        const std::string message =
            "there is no field " + in_quotes(member.name) + " here" + suggestion(member.name, known());
        if (member.name.size() <= longest_shown) {
            problems_.add(Path(path_, member.name), message);
        } else {
            problems_.add(path_, message);
        }
    }
}

bool RecordReader::expect_text(const JsonValue& value, const Path& at) {
    if (!value.is_text()) {
        problems_.add(at, "must be a text in quotation marks" + not_this(value));
        return false;
    }
    if (value.text.empty()) {
        problems_.add(at, "is empty; leave the field out where there is nothing to say");
        return false;
    }
    return true;
}

bool RecordReader::expect_list(const JsonValue& value, const Path& at) {
    if (value.is_list()) return true;
    problems_.add(at, "must be a list [ … ]" + not_this(value));
    return false;
}

void RecordReader::report_choice(const std::string& text, const Path& at,
                                 std::span<const std::string_view> words) {
    std::string message = in_quotes(text) + " is not one of ";
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0) message += ", ";
        message += words[i];
    }
    problems_.add(at, message + suggestion(text, words));
}

} // namespace telestate::document
