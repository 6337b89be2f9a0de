#pragma once

// What is spent in a financial year, seen from a day: committed, continuing and total, split by VAT, grouped,
// with what each total leaves out (SEMANTICS 4).

#include "model/contract.hpp"
#include "model/decisions.hpp"
#include "model/position.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace telestate {

enum class Grouping { contract, supplier, service, site, cost_centre };
std::optional<Grouping> parse_grouping(std::string_view text);
std::string_view name_of(Grouping grouping);

// Sums as the charges state them, and their VAT split where the basis is known.
struct SpendSums {
    Money committed;
    Money continuing; // if the service goes on at its charges: a budget figure, not a commitment
    Money total;
    Money net;
    Money vat;
    Money gross;
    Money unknown_vat_basis; // the part of `total` left out of net, vat and gross

    SpendSums& operator+=(const SpendSums& other);
    friend bool operator==(const SpendSums&, const SpendSums&) = default;
};

// The mean of `total` over those of the last three financial years ended before the day in which it is not
// zero.
struct Average {
    Money value;
    std::vector<FinancialYear> years; // those it is taken over, earliest first

    friend bool operator==(const Average&, const Average&) = default;
};

struct SpendRow {
    std::optional<std::string> key; // nothing for what no key is recorded for
    std::string title;              // filled in by whoever knows the names
    SpendSums sums;
    std::optional<Average> average;
    bool mixed_vat_bases = false;
    bool no_charges = false; // a contract's row: nothing is recorded to add up

    friend bool operator==(const SpendRow&, const SpendRow&) = default;
};

struct LeftOut {
    std::string contract;
    std::string reason; // "charges unknown", "charges withheld", "no charges recorded", ...

    friend bool operator==(const LeftOut&, const LeftOut&) = default;
};

struct SpendReport {
    FinancialYear year;
    Day on{};
    Grouping by = Grouping::contract;
    std::vector<SpendRow> rows; // largest total first, then by key
    SpendSums totals;
    bool mixed_vat_bases = false;
    std::vector<LeftOut> left_out;
    std::optional<Average> average;
};

// One charge's part in a year: `committed` up to that day, recurring charges no further than the end by
// record.
SpendSums spend_of(const Charge& charge, const ChargeSchedule& schedule, Interval year, Day committed_until,
                   std::optional<Day> end_by_record);

// All charges of a contract over some days, seen from its day.
SpendSums spend_of(const SeenContract& seen, Interval days);

// Why a contract without charges is left out of a total; nothing for one that is known to cost nothing.
std::optional<std::string> reason_left_out(const Contract& contract);
// Whether a sum of its charges says anything: one has a price, or it is known to cost nothing.
bool is_cost_known(const Contract& contract);

// The last three financial years that ended before `on`, earliest first.
std::array<FinancialYear, 3> years_before(Day on, FinancialYearStart start);

// Adds up an estate one contract at a time, so that no more than the rows is ever held.
class SpendTally {
  public:
    // Without averages the three earlier years are not worked out.
    SpendTally(FinancialYear year, Day on, Grouping by, const Rules& rules, bool has_averages = true);

    // `site` is the one the contract's platforms and lines stand at, where the charges and contract name
    // none.
    void add(const Contract& contract, std::string_view site = {});
    // The same for a contract that is seen already, from this tally's day and by its rules.
    void add(const SeenContract& seen, std::string_view site = {});
    // Ends the tally.
    SpendReport finish();

  private:
    struct Row {
        SpendSums sums;
        std::array<Money, 3> earlier_totals{};
        unsigned vat_bases = 0;
        bool no_charges = false;
    };
    Row& row_of(const std::string& key);
    // Notes a contract, and what is left out of it. Its row where every contract has one.
    Row* begin(const Contract& contract);
    void add_charges(const SeenContract& seen, Row* contract_row, std::string_view site);
    static void add_to(Row& row, const SpendSums& sums, const std::array<Money, 3>& earlier,
                       unsigned vat_basis);
    std::optional<Average> average_of(const Row& row) const;

    FinancialYear year_;
    Day on_;
    Grouping by_;
    const Rules& rules_; // outlives the tally
    Interval days_;
    bool has_averages_;
    std::array<FinancialYear, 3> earlier_years_{};
    std::array<Interval, 3> earlier_days_{};
    std::vector<std::pair<std::string, Row>> rows_;
    std::unordered_map<std::string, std::size_t> row_numbers_;
    std::size_t last_row_ = 0; // most often the next charge's as well
    Row totals_;
    std::vector<LeftOut> left_out_;
};

} // namespace telestate
