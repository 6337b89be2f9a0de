#include "server/document/annotation_json.hpp"

namespace telestate::document {

void append_annotations(JsonWriter& json, const std::string& notes, const std::vector<FieldSilence>& silences,
                        const std::vector<Release>& releases) {
    json.member_if("notes", notes);
    if (!silences.empty()) {
        json.key("silences");
        json.begin_object();
        for (const FieldSilence& entry : silences) {
            json.foreign_key(entry.field);
            json.text(name_of(entry.silence));
        }
        json.end_object();
    }
    if (releases.empty()) return;
    json.key("release");
    json.begin_object();
    for (const Release& release : releases) {
        json.foreign_key(release.field);
        json.begin_object();
        append_texts(json, "withhold", release.withhold);
        json.member("neither_confirm_nor_deny", release.neither_confirm_nor_deny);
        json.member_if("reason", release.reason);
        json.end_object();
    }
    json.end_object();
}

void append_texts(JsonWriter& json, std::string_view name, const std::vector<std::string>& texts) {
    if (texts.empty()) return;
    json.key(name);
    json.begin_list();
    for (const std::string& text : texts)
        json.text(text);
    json.end_list();
}

void append_alert_days(JsonWriter& json, const std::optional<std::vector<int>>& alert_days) {
    if (!alert_days) return;
    json.key("alert_days");
    json.begin_list();
    for (const int days : *alert_days)
        json.integer(days);
    json.end_list();
}

} // namespace telestate::document
