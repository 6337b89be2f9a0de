#include "server/document/inventory_json.hpp"

#include "model/number.hpp"
#include "model/number_block.hpp"
#include "server/document/annotation_json.hpp"
#include "server/document/count_json.hpp"
#include "server/document/record_reader.hpp"

#include <array>

namespace telestate::document {

namespace {

constexpr std::array<std::string_view, 12> technology_words = {
    "pstn", "isdn2", "isdn30", "sip_trunk",   "hosted_voip", "sogea",
    "fttp", "fttc",  "adsl",   "leased_line", "mobile",      "unknown"};
constexpr std::array<std::string_view, 9> purpose_words = {
    "voice", "fax", "lift", "alarm", "payment", "door_entry", "telecare", "nurse_call", "broadband"};
constexpr std::array<std::string_view, 4> counted_kinds = {"lines", "licences", "numbers", "usage"};
constexpr std::array<std::string_view, 4> counted_fields = {"count", "purchased", "assigned", "in_use"};

// A telephone number as people write it, taken into E.164. What was repaired on the way is a warning.
std::optional<PhoneNumber> read_phone_number(RecordReader& reader, std::string_view name) {
    const JsonValue* value = reader.find(name);
    const Path at(reader.path(), name);
    if (value != nullptr && value->kind == JsonValue::Kind::integer) {
        reader.problems().add(at, "is a JSON number; write it as text, or zeros at its beginning are lost");
        return std::nullopt;
    }
    const std::string text = reader.line(name);
    if (text.empty()) return std::nullopt;
    auto parsed = parse_number(text);
    if (!parsed) {
        reader.problems().add(at, parsed.error().message);
        return std::nullopt;
    }
    if (!parsed->warning.empty()) reader.problems().warn(at, parsed->warning);
    return parsed->number;
}

std::string text_of(const std::optional<PhoneNumber>& number) {
    return number ? number->e164_or_short : std::string();
}

// A record is of one number or of a block of them, never of both.
void read_numbers(RecordReader& reader, NumberRange& range) {
    const auto number = read_phone_number(reader, "number");
    const auto first = read_phone_number(reader, "first");
    const auto last = read_phone_number(reader, "last");
    range.number = text_of(number);
    range.first = text_of(first);
    range.last = text_of(last);
    const bool has_first = reader.has("first");
    const bool has_last = reader.has("last");
    if (reader.has("number") && (has_first || has_last)) {
        reader.problems().add(Path(reader.path(), "number"),
                              "a record has either \"number\", or \"first\" and \"last\", and not both");
        return;
    }
    if (has_first && !has_last)
        reader.report_missing("last", "a block of numbers has a \"first\" and a \"last\"");
    if (has_last && !has_first)
        reader.report_missing("first", "a block of numbers has a \"first\" and a \"last\"");
    if (!first || !last) return;
    for (FieldError& problem : problems_of(NumberBlock{*first, *last})) {
        reader.problems().add(reader.path().pointer() + problem.pointer, std::move(problem.message));
    }
}

std::string read_word(RecordReader& reader, std::string_view name, std::span<const std::string_view> words) {
    const auto known = [&](std::string_view text) -> std::optional<std::string> {
        for (const std::string_view word : words) {
            if (word == text) return std::string(word);
        }
        return std::nullopt;
    };
    return reader.choice(name, words, known).value_or(std::string());
}

} // namespace

Platform read_platform(const JsonValue& value, const Path& path, Problems& problems) {
    RecordReader reader(value, path, problems, "a platform");
    Platform platform;
    platform.id = reader.id();
    platform.service = reader.line("service");
    platform.kind = reader.line("kind");
    platform.product = reader.line("product");
    platform.version = reader.line("version");
    platform.maker = reader.reference("maker", "a supplier");
    platform.contract = reader.reference("contract", "a contract");
    platform.hosting = reader.line("hosting");
    platform.site = reader.reference("site", "a site");
    platform.end_of_support = reader.day("end_of_support");
    platform.annotations = reader.annotations();
    reader.finish();
    return platform;
}

Line read_line(const JsonValue& value, const Path& path, Problems& problems) {
    RecordReader reader(value, path, problems, "a line");
    Line line;
    line.id = reader.id();
    line.platform = reader.reference("platform", "a platform");
    line.contract = reader.reference("contract", "a contract");
    line.site = reader.reference("site", "a site");
    line.provider = reader.reference("provider", "a supplier");
    line.technology = reader.choice("technology", technology_words, parse_line_technology);
    line.purpose = reader.choice("purpose", purpose_words, parse_line_purpose);
    line.number = text_of(read_phone_number(reader, "number"));
    line.features = reader.lines("features");
    line.count = read_count(reader, "count");
    line.ceased_on = reader.day("ceased_on");
    line.annotations = reader.annotations();
    reader.finish();
    return line;
}

Licence read_licence(const JsonValue& value, const Path& path, Problems& problems) {
    RecordReader reader(value, path, problems, "a licence");
    Licence licence;
    licence.id = reader.id();
    licence.kind = reader.line("kind");
    licence.product = reader.line("product");
    licence.platform = reader.reference("platform", "a platform");
    licence.contract = reader.reference("contract", "a contract");
    licence.site = reader.reference("site", "a site");
    licence.purchased = read_count(reader, "purchased");
    licence.assigned = read_count(reader, "assigned");
    licence.in_use = read_count(reader, "in_use");
    licence.annotations = reader.annotations();
    reader.finish();
    return licence;
}

NumberRange read_number_range(const JsonValue& value, const Path& path, Problems& problems) {
    RecordReader reader(value, path, problems, "a number or range of numbers");
    NumberRange range;
    range.id = reader.id();
    range.number_class = reader.line("class");
    read_numbers(reader, range);
    range.contract = reader.reference("contract", "a contract");
    range.provider = reader.reference("provider", "a supplier");
    range.platform = reader.reference("platform", "a platform");
    range.site = reader.reference("site", "a site");
    range.destination = reader.line("destination");
    range.public_facing = reader.boolean("public_facing");
    range.status = reader.line("status");
    range.count = read_count(reader, "count");
    range.annotations = reader.annotations();
    reader.finish();
    return range;
}

Usage read_usage(const JsonValue& value, const Path& path, Problems& problems) {
    RecordReader reader(value, path, problems, "a usage record");
    Usage usage;
    usage.id = reader.id();
    usage.platform = reader.reference("platform", "a platform");
    usage.contract = reader.reference("contract", "a contract");
    usage.measure = reader.line("measure");
    usage.per = reader.period("per");
    if (usage.per && usage.per->is_zero()) {
        problems.add(Path(path, "per"),
                     "a period of no time is not possible here; write \"P1M\" for a month");
    }
    usage.from = reader.day("from");
    usage.to = reader.day("to");
    if (usage.from && usage.to && *usage.to < *usage.from) {
        problems.add(Path(path, "to"), "the last day, " + format_day(*usage.to) + ", is before the first, " +
                                           format_day(*usage.from));
    }
    usage.count = read_count(reader, "count");
    usage.annotations = reader.annotations();
    reader.finish();
    return usage;
}

Observation read_observation(const JsonValue& value, const Path& path, Problems& problems) {
    RecordReader reader(value, path, problems, "an observation");
    Observation observation;
    reader.report_missing("kind", "lines, licences, numbers or usage");
    observation.kind = read_word(reader, "kind", counted_kinds);
    reader.report_missing("record", "the id of the record that was counted");
    observation.record = reader.reference("record", "a record");
    reader.report_missing("field", "count, purchased, assigned or in_use");
    observation.field = read_word(reader, "field", counted_fields);
    const bool is_of_licences = observation.kind == "licences";
    if (!observation.kind.empty() && !observation.field.empty() &&
        is_of_licences == (observation.field == "count")) {
        problems.add(Path(path, "field"), is_of_licences
                                              ? "licences are counted as purchased, assigned or in_use"
                                              : in_quotes(observation.kind) + " have only a \"count\"");
    }
    reader.report_missing("count", "how many there were");
    if (auto count = read_count(reader, "count")) observation.count = *std::move(count);
    reader.finish();
    return observation;
}

void append_platform(JsonWriter& json, const Platform& platform) {
    json.begin_object();
    json.member("id", platform.id);
    json.member_if("service", platform.service);
    json.member_if("kind", platform.kind);
    json.member_if("product", platform.product);
    json.member_if("version", platform.version);
    json.member_if("maker", platform.maker);
    json.member_if("contract", platform.contract);
    json.member_if("hosting", platform.hosting);
    json.member_if("site", platform.site);
    if (platform.end_of_support) json.member("end_of_support", *platform.end_of_support);
    append_annotations(json, platform.annotations);
    json.end_object();
}

void append_line(JsonWriter& json, const Line& line) {
    json.begin_object();
    json.member("id", line.id);
    json.member_if("platform", line.platform);
    json.member_if("contract", line.contract);
    json.member_if("site", line.site);
    json.member_if("provider", line.provider);
    if (line.technology) json.member("technology", name_of(*line.technology));
    if (line.purpose) json.member("purpose", name_of(*line.purpose));
    json.member_if("number", line.number);
    append_texts(json, "features", line.features);
    append_count(json, "count", line.count);
    if (line.ceased_on) json.member("ceased_on", *line.ceased_on);
    append_annotations(json, line.annotations);
    json.end_object();
}

void append_licence(JsonWriter& json, const Licence& licence) {
    json.begin_object();
    json.member("id", licence.id);
    json.member_if("kind", licence.kind);
    json.member_if("product", licence.product);
    json.member_if("platform", licence.platform);
    json.member_if("contract", licence.contract);
    json.member_if("site", licence.site);
    append_count(json, "purchased", licence.purchased);
    append_count(json, "assigned", licence.assigned);
    append_count(json, "in_use", licence.in_use);
    append_annotations(json, licence.annotations);
    json.end_object();
}

void append_number_range(JsonWriter& json, const NumberRange& range) {
    json.begin_object();
    json.member("id", range.id);
    json.member_if("class", range.number_class);
    json.member_if("number", range.number);
    json.member_if("first", range.first);
    json.member_if("last", range.last);
    json.member_if("contract", range.contract);
    json.member_if("provider", range.provider);
    json.member_if("platform", range.platform);
    json.member_if("site", range.site);
    json.member_if("destination", range.destination);
    if (range.public_facing) json.member("public_facing", *range.public_facing);
    json.member_if("status", range.status);
    append_count(json, "count", range.count);
    append_annotations(json, range.annotations);
    json.end_object();
}

void append_usage(JsonWriter& json, const Usage& usage) {
    json.begin_object();
    json.member("id", usage.id);
    json.member_if("platform", usage.platform);
    json.member_if("contract", usage.contract);
    json.member_if("measure", usage.measure);
    if (usage.per) json.member("per", format_period(*usage.per));
    if (usage.from) json.member("from", *usage.from);
    if (usage.to) json.member("to", *usage.to);
    append_count(json, "count", usage.count);
    append_annotations(json, usage.annotations);
    json.end_object();
}

void append_observation(JsonWriter& json, const Observation& observation) {
    json.begin_object();
    json.member("kind", observation.kind);
    json.member("record", observation.record);
    json.member("field", observation.field);
    json.key("count");
    append_count(json, observation.count);
    json.end_object();
}

} // namespace telestate::document
