#include "server/document/bank_holidays.hpp"

#include "server/document/json_parser.hpp"

namespace telestate::document {

namespace {

std::vector<Day> read_division(const JsonValue& document, Division division, Problems& problems) {
    std::vector<Day> holidays;
    const std::string at = "/" + std::string(name_of(division)) + "/events";
    const JsonValue* section = document.find(name_of(division));
    const JsonValue* events = section != nullptr ? section->find("events") : nullptr;
    if (events == nullptr || !events->is_list() || events->items.empty()) {
        problems.add(at, "has to be a list of bank holidays");
        return holidays;
    }
    for (std::size_t i = 0; i < events->items.size(); ++i) {
        const JsonValue* text = events->items[i].find("date");
        const auto day = text != nullptr && text->is_text() ? parse_day(text->text) : std::nullopt;
        if (day) {
            holidays.push_back(*day);
        } else {
            problems.add(at + "/" + std::to_string(i) + "/date", "has to be a day such as \"2026-12-25\"");
        }
    }
    return holidays;
}

} // namespace

Result<BankHolidays> parse_bank_holidays(std::string_view bytes) {
    const Result<JsonValue> document = parse_json(bytes);
    if (!document) return document.error();
    Problems problems;
    const auto england_and_wales = read_division(*document, Division::england_and_wales, problems);
    const auto scotland = read_division(*document, Division::scotland, problems);
    const auto northern_ireland = read_division(*document, Division::northern_ireland, problems);
    if (problems.has_errors()) return problems.to_error();
    std::vector<Day> all = england_and_wales;
    all.insert(all.end(), scotland.begin(), scotland.end());
    all.insert(all.end(), northern_ireland.begin(), northern_ireland.end());
    return BankHolidays{WorkingCalendar(england_and_wales), WorkingCalendar(scotland),
                        WorkingCalendar(northern_ireland), WorkingCalendar(all)};
}

} // namespace telestate::document
