#include "server/document/count_json.hpp"

#include "server/document/record_reader.hpp"

#include <array>

namespace telestate::document {

namespace {

constexpr std::array<std::string_view, 4> qualifier_words = {"exact", "approximately", "at_least", "up_to"};
// Sums over every record of an estate stay far below 64 bits.
constexpr std::int64_t most = 1'000'000'000'000;

std::int64_t read_number(const JsonValue& value, const Path& path, Problems& problems) {
    if (value.kind != JsonValue::Kind::integer && !value.is_huge_integer()) {
        const std::string hint = value.is_text() ? "; write it without quotation marks" : "";
        problems.add(path, "must be a whole number, not " + std::string(describe_kind(value)) + hint);
        return 0;
    }
    const bool is_negative = value.is_huge_integer() ? value.text.starts_with('-') : value.integer < 0;
    if (is_negative || value.is_huge_integer() || value.integer > most) {
        problems.add(path, std::string(is_negative ? "is below zero" : "is too large") +
                               "; counts go from 0 to " + std::to_string(most));
        return 0;
    }
    return value.integer;
}

} // namespace

Count read_count(const JsonValue& value, const Path& path, Problems& problems) {
    Count count;
    if (!value.is_object()) {
        count.value = read_number(value, path, problems);
        return count;
    }
    RecordReader reader(value, path, problems, "a count");
    reader.report_missing("value", "how many there are");
    if (const JsonValue* number = reader.find("value"))
        count.value = read_number(*number, Path(path, "value"), problems);
    count.measure = reader.line("measure");
    count.qualifier = reader.choice("qualifier", qualifier_words, parse_qualifier).value_or(Qualifier::exact);
    count.as_at = reader.day("as_at");
    count.literal = reader.paragraph("literal");
    reader.finish();
    return count;
}

std::optional<Count> read_count(RecordReader& record, std::string_view name) {
    const JsonValue* value = record.find(name);
    if (value == nullptr) return std::nullopt;
    return read_count(*value, Path(record.path(), name), record.problems());
}

void append_count(JsonWriter& json, const Count& count) {
    if (count.is_plain()) {
        json.integer(count.value);
        return;
    }
    json.begin_object();
    json.member("value", count.value);
    json.member_if("measure", count.measure);
    json.member("qualifier", name_of(count.qualifier));
    if (count.as_at) json.member("as_at", *count.as_at);
    json.member_if("literal", count.literal);
    json.end_object();
}

void append_count(JsonWriter& json, std::string_view name, const std::optional<Count>& count) {
    if (!count) return;
    json.key(name);
    append_count(json, *count);
}

} // namespace telestate::document
