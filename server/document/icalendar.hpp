#pragma once

// Calendars as RFC 5545 wants them: folded lines, CRLF, escaped texts, all-day events whose DTEND is the day
// after.

#include "model/day.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace telestate::document {

struct CalendarEvent {
    std::string uid;           // stable for ever, without line breaks
    std::int64_t sequence = 0; // rises with every change of the event
    std::string changed_at;    // the UTC instant "2021-11-08T09:30:00Z": DTSTAMP and LAST-MODIFIED
    Day on{};                  // an all-day event of this one day
    std::string summary;
    std::string description;
    std::string url;        // empty: none
    std::string categories; // one category; empty: none
};

struct Calendar {
    std::string name;        // X-WR-CALNAME and NAME; empty: none
    std::string description; // X-WR-CALDESC; empty: none
    std::vector<CalendarEvent> events;
};

// "BEGIN:VCALENDAR" to "END:VCALENDAR", METHOD:PUBLISH. Events are TRANSP:TRANSPARENT, so they block nobody's
// day.
std::string format_calendar(const Calendar& calendar);

} // namespace telestate::document
