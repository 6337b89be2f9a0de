#pragma once

// What is coming up, as the events of a calendar.

#include "model/switch_off.hpp"
#include "server/api/estate_view.hpp"
#include "server/document/icalendar.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace telestate::api {

// Fed record by record. An event is known by the same uid for as long as it stands for the same thing,
// whatever its day; its sequence counts the changes of its record. Nothing in it changes from one day to the
// next by itself.
class CalendarEvents {
  public:
    // `public_url` is that of the start page; where it is empty, events link to nothing.
    CalendarEvents(const EstateView& view, std::string_view public_url, Day today);

    // Decide-by and start-by days of open decisions, price rises still to come, and the last day by record.
    void add(const Contract& contract);
    // The end of its support, when that is still to come.
    void add(const Platform& platform);
    // Lines that stop with the PSTN are one event together.
    void add(const Line& line);

    // By day. To be called once, at the end.
    std::vector<document::CalendarEvent> finish();

  private:
    struct Parts; // of an event that differ from one to the next
    void add_decision(const SeenContract& seen, const Candidate& candidate);
    void add_price_rises(const SeenContract& seen);
    void add_last_day(const SeenContract& seen);
    void add_switch_off();
    void add_event(Parts parts);
    std::string describe(const Contract& contract, std::string_view first) const;
    std::string supplier_of(const Contract& contract) const;

    const EstateView& view_;
    std::string base_url_;
    Day today_;
    std::string identity_;
    std::string estate_changed_at_; // for what the history knows nothing of
    storage::IdMap<std::string> suppliers_;
    storage::IdMap<storage::RecordVersion> contract_versions_;
    storage::IdMap<storage::RecordVersion> platform_versions_;
    SwitchOffTally switch_off_;
    std::vector<document::CalendarEvent> events_;
};

} // namespace telestate::api
