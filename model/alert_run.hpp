#pragma once

// One run of the alerts: a function of the estate, of what the ledger holds and of the day. It says what is
// to be recorded and who is to be told; recording and telling are others' work, and running it again after
// they are done gives nothing new.

#include "model/address_book.hpp"
#include "model/alert_ledger.hpp"

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace telestate {

// A decide_by alert this many days ahead or fewer goes to more people when nobody acknowledged it for
// `escalation_after` days. A missed decision is told again as often.
inline constexpr std::int64_t escalated_offset = 30;
inline constexpr std::int64_t escalation_after = 7;
inline constexpr std::int64_t missed_again_after = 7;

// What a run does about one alert.
struct AlertChange {
    AlertKey key;
    bool is_new = false;                // not in the ledger yet
    AlertState state = AlertState::due; // after the run
    Addresses added;                    // who is told from now on
    Addresses escalated;                // who is told besides, because nobody acknowledged it
    Addresses waiting;                  // who was to be told before, and has not been yet
    Addresses withdrawn;                // who was to be told, and is no longer
    bool escalates = false;             // it is escalated now, whether or not that reaches anybody else
    // It had ended unsent, was superseded by one that did, or had nobody to tell, and goes out after all: it
    // counts as raised in this run.
    bool rearms = false;

    // Those a mail goes to in this run.
    Addresses recipients() const;
    // Whether it is news: raised, armed again or escalated in this run.
    bool is_news() const;

    friend bool operator==(const AlertChange&, const AlertChange&) = default;
};

struct AlertPlan {
    Day on{};
    // Everything that changes or waits: by milestone, those of one day in the order of the estate.
    std::vector<AlertChange> alerts;
    // How many of them are news.
    std::int64_t news_count() const;
    // Contracts in overrun with those who are told about them, in the order of the estate.
    struct Overrun {
        std::string contract;
        Addresses recipients;
    };
    std::vector<Overrun> overruns;
};

// The ledger with the plan carried out as far as it can be without a mail server: mails wait.
void record(AlertLedger& ledger, const AlertPlan& plan);

// Fed record by record: contracts first, then platforms, then lines. Refers to everything it is given.
class AlertRun {
  public:
    AlertRun(const AlertLedger& ledger, const AddressBook& addresses, const Rules& rules,
             const std::vector<int>& usual_days, Day on);

    void add(const Contract& contract);
    void add(const Platform& platform);
    void add(const Line& line);
    // To be called once, at the end.
    AlertPlan finish();

  private:
    struct Subject;
    Subject begin_subject(RecordKind kind, const std::string& id, Addresses targets);
    void follow(Subject& subject, const WantedAlerts& wanted);
    void follow_missed(Subject& subject, const SeenContract& seen);
    // Goes through what the ledger holds of the subject and nobody has looked at.
    void settle(Subject& subject);
    void refresh(Subject& subject, std::size_t position, bool escalates);
    void end(std::size_t position, AlertState state);
    // What was told and then ended is so once more.
    void reopen(std::size_t position);
    void raise(const Subject& subject, const AlertKey& key, AlertState state, Addresses escalated = {});
    const Snooze* find_snooze(const Milestone& milestone) const;
    Addresses targets_of_item(const std::string& contract, const std::string& service) const;

    const AlertLedger& ledger_;
    const AddressBook& addresses_;
    const Rules& rules_;
    const std::vector<int>& usual_days_;
    Day on_;
    AlertPlan plan_;
    // Positions in the ledger of each subject's alerts, taken out as its record comes by.
    std::unordered_map<std::string, std::vector<std::size_t>> by_subject_;
    std::unordered_map<std::string, std::size_t> snooze_of_; // by milestone
    struct Platforms {                                       // what a line takes from its platform
        std::string contract;
        std::string service;
    };
    std::unordered_map<std::string, Contract> contracts_; // only what says who is told
    std::unordered_map<std::string, Platforms> platforms_;
};

// The whole of it over an estate in memory. The organisation's own alert_days come before `usual_days`.
AlertPlan plan_alerts(const Estate& estate, const AlertLedger& ledger, const Rules& rules,
                      const std::vector<int>& usual_days, Day on);

} // namespace telestate
