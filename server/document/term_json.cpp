#include "server/document/term_json.hpp"

#include "server/document/record_reader.hpp"

#include <algorithm>

namespace telestate::document {

namespace {

constexpr std::array<std::string_view, 5> kind_words = {"fixed", "auto_renew", "rolling", "perpetual",
                                                        "unknown"};
constexpr std::array<std::string_view, 2> expires_words = {"term_end", "any_day"};
constexpr std::array<std::string_view, 1> days_words = {"working"};

// "P10D" and nothing else: working days have no weeks or months.
bool is_days_only(std::string_view text) {
    return text.size() >= 3 && text.front() == 'P' && text.back() == 'D' &&
           std::all_of(text.begin() + 1, text.end() - 1, [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<Notice> read_notice(RecordReader& record) {
    const JsonValue* value = record.find("notice");
    if (value == nullptr) return std::nullopt;
    if (!value->is_object()) {
        const auto length = record.period("notice");
        if (!length) return std::nullopt;
        return Notice{*length, false};
    }
    const Path at(record.path(), "notice");
    RecordReader reader(*value, at, record.problems(), "a notice");
    reader.report_missing("length", "a number of days such as \"P10D\"");
    const auto length = reader.period("length");
    reader.report_missing(
        "days", "\"working\"; a notice in calendar days is written as a plain period, such as \"P30D\"");
    const auto days = reader.choice("days", days_words, [](std::string_view text) -> std::optional<bool> {
        if (text == "working") return true;
        return std::nullopt;
    });
    reader.finish();
    if (!length || !days) return std::nullopt;
    if (!is_days_only(value->find("length")->text)) {
        record.problems().add(
            Path(at, "length"),
            "working days are counted as a number of days such as \"P10D\", not in weeks or months");
        return std::nullopt;
    }
    return Notice{*length, true};
}

Extension read_extension(const JsonValue& value, const Path& path, Problems& problems) {
    RecordReader reader(value, path, problems, "an option to extend");
    Extension extension;
    reader.report_missing("length", "for how long the option extends the contract, such as \"P1Y\"");
    // What could not be read is reported already; a year stands in its place so that nothing more is said
    // about it.
    extension.length = reader.period("length").value_or(Period{1, 0, 0, 0});
    extension.up_to = reader.boolean("up_to");
    extension.notice = read_notice(reader);
    extension.exercised_on = reader.day("exercised_on");
    extension.exercised_length = reader.period("exercised_length");
    reader.finish();
    return extension;
}

Break read_break(const JsonValue& value, const Path& path, Problems& problems) {
    RecordReader reader(value, path, problems, "a break");
    Break option;
    reader.report_missing("on", "the last day of the contract if the break is used");
    if (const auto on = reader.day("on")) option.on = *on;
    option.notice = read_notice(reader);
    reader.finish();
    return option;
}

void append_period_member(JsonWriter& json, std::string_view name, const std::optional<Period>& period) {
    if (period) json.member(name, format_period(*period));
}

void append_notice_member(JsonWriter& json, const std::optional<Notice>& notice) {
    if (!notice) return;
    json.key("notice");
    append_notice(json, *notice);
}

void append_extension(JsonWriter& json, const Extension& extension) {
    json.begin_object();
    append_period_member(json, "length", extension.length);
    if (extension.up_to) json.member("up_to", *extension.up_to);
    append_notice_member(json, extension.notice);
    if (extension.exercised_on) json.member("exercised_on", *extension.exercised_on);
    append_period_member(json, "exercised_length", extension.exercised_length);
    json.end_object();
}

} // namespace

Term read_term(const JsonValue& value, const Path& path, Problems& problems) {
    RecordReader reader(value, path, problems, "a term");
    Term term;
    reader.report_missing("kind", "fixed, auto_renew, rolling, perpetual or unknown");
    term.kind = reader.choice("kind", kind_words, parse_term_kind).value_or(TermKind::unknown);
    term.start = reader.partial_date("start");
    term.length = reader.period("length");
    term.end = reader.partial_date("end");
    term.renews_for = reader.period("renews_for");
    term.period = reader.period("period");
    term.notice = read_notice(reader);
    term.notice_expires = reader.choice("notice_expires", expires_words, parse_notice_expires);
    term.extensions = reader.list("extensions", [&](const JsonValue& item, const Path& at) {
        return read_extension(item, at, problems);
    });
    term.breaks = reader.list(
        "breaks", [&](const JsonValue& item, const Path& at) { return read_break(item, at, problems); });
    reader.finish();
    return term;
}

void append_term(JsonWriter& json, const Term& term) {
    json.begin_object();
    json.member("kind", name_of(term.kind));
    if (term.start) json.member("start", format_partial_date(*term.start));
    append_period_member(json, "length", term.length);
    if (term.end) json.member("end", format_partial_date(*term.end));
    append_period_member(json, "renews_for", term.renews_for);
    append_period_member(json, "period", term.period);
    append_notice_member(json, term.notice);
    if (term.notice_expires) json.member("notice_expires", name_of(*term.notice_expires));
    if (!term.extensions.empty()) {
        json.key("extensions");
        json.begin_list();
        for (const Extension& extension : term.extensions)
            append_extension(json, extension);
        json.end_list();
    }
    if (!term.breaks.empty()) {
        json.key("breaks");
        json.begin_list();
        for (const Break& option : term.breaks) {
            json.begin_object();
            json.member("on", option.on);
            append_notice_member(json, option.notice);
            json.end_object();
        }
        json.end_list();
    }
    json.end_object();
}

void append_notice(JsonWriter& json, Notice notice) {
    if (!notice.working_days) {
        json.text(format_period(notice.length));
        return;
    }
    json.begin_object();
    json.member("length", format_period(notice.length));
    json.member("days", "working");
    json.end_object();
}

} // namespace telestate::document
