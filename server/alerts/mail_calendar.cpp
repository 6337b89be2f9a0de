#include "server/alerts/mail_content.hpp"
#include "server/alerts/mail_words.hpp"

namespace telestate::alerts {

namespace {

std::string summary_of(const Item& item, std::string_view currency) {
    std::string summary = headline_of(item, currency).what;
    const bool is_named = item.contract == nullptr || item.contract->supplier.empty();
    return is_named ? summary : summary + ": " + item.title();
}

std::string description_of(const Item& item, std::string_view currency) {
    std::string description = headline_of(item, currency).text();
    for (const Row& row : words_of(item, currency).rows) {
        if (row.weight == Weight::detail) continue;
        for (const std::string& line : row.lines)
            description += "\n" + line;
    }
    return description;
}

std::string_view category_of(MilestoneKind kind) {
    switch (kind) {
    case MilestoneKind::decide_by:
        return "Decide by";
    case MilestoneKind::start_by:
        return "Start by";
    case MilestoneKind::price_rise:
        return "Price rise";
    case MilestoneKind::end_of_support:
        return "End of support";
    case MilestoneKind::pstn_switch_off:
        return "PSTN switch-off";
    }
    return {};
}

constexpr std::size_t most_events = 200;

} // namespace

document::Calendar calendar_of(const MailContent& content) {
    const MailContent clean = cleaned(content);
    document::Calendar calendar;
    calendar.name = "Renewal alerts";
    for (Item item : items_of(clean)) {
        // Whoever has more to watch than this subscribes to the feed.
        if (calendar.events.size() >= most_events) break;
        // Who acknowledged what means nothing in a calendar.
        Notice notice = *item.notice;
        notice.is_escalation = false;
        item.notice = &notice;
        if (notice.is_missed || notice.days_left < 0 || notice.calendar.uid.empty()) continue;
        document::CalendarEvent event;
        event.uid = notice.calendar.uid;
        event.sequence = notice.calendar.sequence;
        event.changed_at = notice.calendar.changed_at;
        event.on = notice.milestone.on;
        event.summary = summary_of(item, clean.currency);
        event.description = description_of(item, clean.currency);
        event.url = item.url();
        event.categories = category_of(notice.milestone.kind);
        calendar.events.push_back(std::move(event));
    }
    return calendar;
}

} // namespace telestate::alerts
