#pragma once

// The parts of the overview. Each takes what the passes over the estate hand it and then writes its members
// of the answer. Inside the overview only.

#include "model/exposure.hpp"
#include "model/licence_use.hpp"
#include "model/spend.hpp"
#include "model/switch_off.hpp"
#include "server/api/estate_view.hpp"
#include "server/document/json_writer.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace telestate::api::overview {

// What a list is sorted by: the smaller first, then by id.
struct SortKey {
    std::int64_t first = 0;
    std::int64_t second = 0;
    std::string_view id;
};

// Keeps the first few of a list of any length, and how long it was.
template <typename Item>
class FirstFew {
  public:
    explicit FirstFew(std::size_t most) : most_(most) {}

    // `make` gives the item, and is asked only for one that is kept.
    template <typename Make>
    void add(const SortKey& key, Make make) {
        ++count_;
        const auto at =
            std::upper_bound(rows_.begin(), rows_.end(), key, [](const SortKey& wanted, const Row& row) {
                return std::tie(wanted.first, wanted.second, wanted.id) <
                       std::make_tuple(row.first, row.second, std::string_view(row.id));
            });
        if (static_cast<std::size_t>(at - rows_.begin()) >= most_) return;
        rows_.insert(at, Row{key.first, key.second, std::string(key.id), make()});
        if (rows_.size() > most_) rows_.pop_back();
    }

    std::size_t count() const { return count_; }
    template <typename Visit>
    void for_each(Visit visit) const {
        for (const Row& row : rows_)
            visit(row.item);
    }

  private:
    struct Row {
        std::int64_t first;
        std::int64_t second;
        std::string id;
        Item item;
    };
    std::size_t most_;
    std::size_t count_ = 0;
    std::vector<Row> rows_;
};

// A contract's position with what is said beside it.
struct Shown {
    std::string id;
    std::string title;
    std::string supplier;
    std::string service;
    std::string owner;
    Position position;
    std::optional<Money> cost; // what the list it stands in shows of its cost
    std::optional<MissedDecision> missed;
};

// "decisions", "missed", "overrun" and "rolling" with their counts.
class ActionSection {
  public:
    // Decisions until 12 months from `on`.
    explicit ActionSection(Day on);
    void add(const SeenContract& seen, const Position& position);
    void append(document::JsonWriter& json) const;

  private:
    Day until_;                     // inclusive
    std::optional<Money> at_stake_; // nothing where no decision has a cost
    std::optional<Money> yearly_;   // of all rolling contracts; nothing where none has charges
    FirstFew<Shown> decisions_;
    FirstFew<Shown> missed_;
    FirstFew<Shown> overrun_;
    FirstFew<Shown> rolling_;
};

// "spend": this financial year and the next, by supplier and by service.
class SpendSection {
  public:
    SpendSection(FinancialYear year, Day on, const Rules& rules);
    void add(const SeenContract& seen);
    void append(document::JsonWriter& json, const storage::Reader& reader);

  private:
    SpendTally suppliers_this_year_;
    SpendTally suppliers_next_year_;
    SpendTally services_this_year_;
    SpendTally services_next_year_;
};

// "gaps": what is missing from contracts and keeps a figure from being worked out.
class GapSection {
  public:
    explicit GapSection(Interval year) : year_(year) {}
    void add(const SeenContract& seen, const Position& position);
    void append(document::JsonWriter& json);

  private:
    struct Gap {
        std::optional<Flag> flag; // else that the kind of term itself is not known
        std::string_view title;
        std::int64_t contract_count = 0;
        std::optional<Money> spend; // of the financial year; nothing where no charge behind it is known
        std::vector<std::string> contracts;
    };
    Interval year_;
    std::array<Gap, 8> gaps_{{{Flag::no_charges, "No charges recorded", 0, std::nullopt, {}},
                              {Flag::notice_unknown, "Notice period not recorded", 0, std::nullopt, {}},
                              {std::nullopt, "Term not known", 0, std::nullopt, {}},
                              {Flag::end_unknown, "End not recorded", 0, std::nullopt, {}},
                              {Flag::end_imprecise, "End not recorded to the day", 0, std::nullopt, {}},
                              {Flag::start_assumed, "Start not recorded", 0, std::nullopt, {}},
                              {Flag::mixed_vat_bases, "Charges on different VAT bases", 0, std::nullopt, {}},
                              {Flag::holidays_missing, "Beyond the bank-holiday data", 0, std::nullopt, {}}}};
};

// "licences": bought against used, and what lies idle costs in the financial year.
class LicenceSection {
  public:
    // Passes over the licences.
    LicenceSection(const storage::Reader& reader, Interval year);
    void add(const SeenContract& seen);
    void append(document::JsonWriter& json) const;

  private:
    struct Row {
        Licence licence; // without its annotations
        UnusedCost unused;
    };
    Interval year_;
    std::vector<Row> rows_;
    storage::IdMap<std::vector<std::size_t>> rows_of_contract_; // only rows whose cost may be worked out
    storage::IdSet only_use_; // contracts that pay for one licence and no more
};

// "pstn": the lines that stop with the public switched telephone network. Passes over the lines.
void append_lines_on_pstn(document::JsonWriter& json, const EstateView& view, Day on);

} // namespace telestate::api::overview
