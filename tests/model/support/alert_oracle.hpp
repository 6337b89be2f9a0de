#pragma once

// The alerts as the definition has them, worked out slowly and another way: for each day by itself from what
// is open on it, with what was seen to be sent as its only memory.

#include "tests/model/support/alert_world.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace telestate::test {

// Addresses without their case.
using AddressSet = std::set<std::string>;

AddressSet set_of(const Addresses& addresses);
// Its owner and deputies, else those responsible for the service or the contract's own, else the
// organisation.
AddressSet recipients_by_definition(const Estate& estate, const Contract* contract,
                                    const std::string& service);
// The decisions that had to be taken by `day`, knowing what is known `on` a later one.
bool was_left_undecided(const Contract& contract, const Rules& rules, Day day, Day on);

// What is ahead on a day.
struct AheadMilestone {
    Milestone milestone;
    std::set<std::int64_t> offsets;
};
std::vector<AheadMilestone> milestones_by_definition(const Estate& estate, const Rules& rules,
                                                     const std::vector<int>& usual_days, Day on);

// An order, so that they can be looked up.
struct Before {
    bool operator()(const Milestone& a, const Milestone& b) const {
        return std::tie(a.on, a.kind, a.subject, a.subject_kind) <
               std::tie(b.on, b.kind, b.subject, b.subject_kind);
    }
    bool operator()(const AlertKey& a, const AlertKey& b) const {
        if (a.offset_days != b.offset_days) return a.offset_days < b.offset_days;
        return (*this)(a.milestone, b.milestone);
    }
};

class AlertOracle {
  public:
    // After the plan was recorded, before any mail goes out. Fails the test where they differ.
    void check_run(const AlertWorld& world, const AlertLedger& before, const AlertPlan& plan, Day on);
    // Planned once more on the same day.
    static void check_again(const AlertPlan& plan);
    void note_sent(const AlertKey& key, const std::string& address);
    // Once a mail server has accepted everything.
    void check_all_sent(const AlertWorld& world) const;

    std::int64_t sent_count() const { return sent_count_; }
    // How often what was looked for occurred, so that a simulation cannot pass by doing nothing.
    std::map<std::string, std::int64_t> tally;

  private:
    struct Today; // what is so on the day of the run
    void check_ahead(const Today& today);
    void check_raised(const Today& today);
    void check_deliveries(const Today& today);
    void check_escalation(const Today& today);
    void check_missed(const Today& today, const std::string& contract);
    void settle_owed(const Today& today);
    bool was_sent(const Milestone& milestone, std::int64_t widest) const;

    struct Series {
        Day milestone_on;
        Day raised_on;
        AlertKey last;
    };
    std::map<std::string, Series> series_;                                 // by contract
    std::map<Milestone, std::map<std::int64_t, AddressSet>, Before> sent_; // by offset
    std::map<Milestone, std::int64_t, Before> owed_;                       // the tightest offset that was due
    std::int64_t sent_count_ = 0;
};

} // namespace telestate::test
