// The part of RecordReader that reads what every record may carry: notes, silences and releases.

#include "server/document/record_reader.hpp"

#include <algorithm>

namespace telestate::document {

namespace {

constexpr std::array<std::string_view, 5> silence_words = {"unknown", "none", "not_applicable", "not_held",
                                                           "withheld"};

// Whether `field`, a dotted path, leads to something in the record. Steps go through objects only: an empty
// list is nothing, and what is inside a list has its own silences.
bool leads_to_value(const JsonValue& record, std::string_view field) {
    const JsonValue* at = &record;
    while (true) {
        const std::size_t dot = field.find('.');
        at = at->find(field.substr(0, dot));
        if (at == nullptr || at->kind == JsonValue::Kind::null) return false;
        if (dot == std::string_view::npos) break;
        field.remove_prefix(dot + 1);
    }
    return !at->is_list() || !at->items.empty();
}

bool is_field_step(std::string_view step) {
    return !step.empty() && std::all_of(step.begin(), step.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
}

} // namespace

Annotations RecordReader::annotations() {
    Annotations read;
    read.notes = paragraph("notes");
    // The two name each other's fields as known before either is read.
    has("silences");
    has("release");
    read.silences = silences();
    read.releases = releases();
    warn_of_spoken_silences(read.silences, read.releases);
    return read;
}

bool RecordReader::check_field_path(std::string_view field, const Path& at) {
    constexpr std::size_t longest_field = 200;
    const std::string_view first = field.substr(0, field.find('.'));
    std::string_view rest = field.substr(first.size());
    if (std::find(known().begin(), known().end(), first) == known().end()) {
        problems_.add(at, "there is no field " + in_quotes(first) + " that could be meant" +
                              suggestion(first, known()));
        return false;
    }
    bool is_path = field.size() <= longest_field;
    for (bool is_second = true; !rest.empty() && is_path; is_second = false) {
        rest.remove_prefix(1);
        const std::string_view step = rest.substr(0, rest.find('.'));
        rest.remove_prefix(step.size());
        is_path = is_field_step(step);
        if (!is_path || !is_second) continue;
        for (const NestedFields& nested : std::span(nested_.data(), nested_count_)) {
            if (nested.name != first) continue;
            if (std::find(nested.fields.begin(), nested.fields.end(), step) != nested.fields.end()) continue;
            problems_.add(at, "there is no field " + in_quotes(step) + " in \"" + std::string(first) +
                                  "\" that could be meant" + suggestion(step, nested.fields));
            return false;
        }
    }
    if (!is_path) problems_.add(at, in_quotes(field) + " is no name of a field such as \"term.notice\"");
    return is_path;
}

std::vector<FieldSilence> RecordReader::silences() {
    std::vector<FieldSilence> read;
    const JsonValue* value = find("silences");
    if (value == nullptr) return read;
    const Path at(path_, "silences");
    if (!value->is_object()) {
        problems_.add(at, "must be an object such as { \"term.notice\": \"unknown\" }, not " +
                              std::string(describe_kind(*value)));
        return read;
    }
    for (const JsonMember& member : value->members) {
        const Path here(at, member.name);
        if (!check_field_path(member.name, here)) continue;
        if (!member.value.is_text()) {
            problems_.add(here, "must be one of unknown, none, not_applicable, not_held, withheld, not " +
                                    std::string(describe_kind(member.value)));
            continue;
        }
        const auto silence = parse_silence(member.value.text);
        if (!silence) {
            report_choice(member.value.text, here, silence_words);
            continue;
        }
        read.push_back({member.name, *silence});
    }
    return read;
}

std::vector<Release> RecordReader::releases() {
    std::vector<Release> read;
    const JsonValue* value = find("release");
    if (value == nullptr) return read;
    const Path at(path_, "release");
    if (!value->is_object()) {
        problems_.add(
            at,
            "must be an object such as { \"product\": { \"withhold\": [\"s31(3)\"], \"reason\": \"…\" } }, not " +
                std::string(describe_kind(*value)));
        return read;
    }
    for (const JsonMember& member : value->members) {
        const Path here(at, member.name);
        if (!check_field_path(member.name, here)) continue;
        RecordReader reader(member.value, here, problems_, "what is withheld and why");
        Release release;
        release.field = member.name;
        release.withhold = reader.lines("withhold");
        const JsonValue* withhold = reader.find("withhold");
        if (withhold == nullptr) {
            reader.report_missing("withhold", "a list of the exemptions, such as [\"s31(3)\"]");
        } else if (withhold->is_list() && withhold->items.empty()) {
            problems_.add(Path(here, "withhold"),
                          "is empty; name at least one exemption, such as \"s31(3)\"");
        }
        release.neither_confirm_nor_deny = reader.boolean("neither_confirm_nor_deny").value_or(false);
        release.reason = reader.paragraph("reason");
        reader.report_missing("reason", "why the field is withheld");
        reader.finish();
        read.push_back(std::move(release));
    }
    return read;
}

void RecordReader::warn_of_spoken_silences(const std::vector<FieldSilence>& silences,
                                           const std::vector<Release>& releases) {
    const Path at(path_, "silences");
    for (const FieldSilence& entry : silences) {
        if (leads_to_value(value_, entry.field)) {
            problems_.warn(Path(at, entry.field), "the field " + in_quotes(entry.field) +
                                                      " has a value, and is also said to be " +
                                                      std::string(name_of(entry.silence)));
        }
        const auto explains = [&](const Release& release) { return release.field == entry.field; };
        if (entry.silence == Silence::withheld && std::none_of(releases.begin(), releases.end(), explains)) {
            problems_.warn(Path(at, entry.field),
                           "is withheld, and \"release\" does not say under which exemption and why");
        }
    }
}

} // namespace telestate::document
