#include "server/api/overview_sections.hpp"
#include "server/document/record_json.hpp"

namespace telestate::api::overview {

namespace {

constexpr std::size_t lines_shown = 20;

void append_counts(document::JsonWriter& json, std::string_view name, const LinesOfTechnology& lines) {
    json.member(name, lines.line_count);
    json.member("record_count", lines.record_count);
    json.member("uncounted_count", lines.uncounted_count);
}

} // namespace

void append_lines_on_pstn(document::JsonWriter& json, const EstateView& view, Day on) {
    SwitchOffTally tally;
    std::vector<std::string> shown;
    view.reader().for_each_line([&](const Line& line) {
        if (tally.add(line, on) && shown.size() < lines_shown) shown.push_back(document::format_record(line));
    });
    const Day switch_off = view.rules().pstn_switch_off;
    json.key("pstn");
    json.begin_object();
    json.member("switch_off", switch_off);
    json.member("days_left", days_between(on, switch_off));
    append_counts(json, "line_count", tally.totals());
    json.key("by_technology");
    json.begin_list();
    for (const LinesOfTechnology& row : tally.by_technology()) {
        json.begin_object();
        json.member("technology", name_of(row.technology));
        append_counts(json, "count", row);
        json.end_object();
    }
    json.end_list();
    json.key("items");
    json.begin_list();
    for (const std::string& line : shown)
        json.raw(line);
    json.end_list();
    json.end_object();
}

} // namespace telestate::api::overview
