#pragma once

// An estate that people change from day to day, and a mail server that does not always answer: what the
// alerts are simulated against.

#include "model/alert_run.hpp"
#include "model/estate.hpp"

#include "tests/model/support/sequence.hpp"

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace telestate::test {

struct AlertWorld {
    AlertWorld(std::uint64_t seed, Day first_day);

    Rules rules() const;
    // Whatever somebody may do to the estate, the rules or the alerts in an afternoon.
    void change(Day on);
    // Nobody is without a recipient any more.
    void name_everybody();
    AlertPlan plan(Day on) const;

    Sequence sequence;
    Estate estate;
    std::vector<int> usual_days = {180, 90, 30, 7, 0};
    Day switch_off;
    AlertLedger ledger;

  private:
    Day near(Day on);
    std::optional<std::vector<int>> any_alert_days();
    std::string any_person();
    void name_owner(Contract& contract);
    Contract any_contract_near(const std::string& id, Day on);
    void change_contract(Contract& contract, Day on);
    void change_term(Contract& contract, Day on);
    void decide(Contract& contract, Day on);
    void change_people();
    void change_item(Day on);
    void delete_or_restore();
    void answer(Day on);

    Day on_; // that the estate was made for
    std::vector<Contract> deleted_contracts_;
    std::vector<Contract> earlier_versions_;
    std::vector<Platform> deleted_platforms_;
    std::vector<Line> deleted_lines_;
};

// Accepts, refuses one address for a day, or is down.
class FakeMailServer {
  public:
    // An outage begins once in so many days; never for 0, when nobody is refused either.
    FakeMailServer(std::uint64_t seed, std::int64_t down_once_in)
        : sequence_(seed), down_once_in_(down_once_in) {}
    void begin_day(bool is_repaired);
    // Asked for each mail.
    bool accepts();
    // Whether it accepts everything today.
    bool is_reliable() const { return is_reliable_; }

  private:
    Sequence sequence_;
    std::int64_t down_once_in_;
    std::int64_t days_down_ = 0;
    bool is_reliable_ = true;
};

} // namespace telestate::test
