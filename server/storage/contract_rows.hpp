#pragma once

// Contracts with all that belongs to them, put together from their tables in one pass. Inside storage only.

#include "model/contract.hpp"
#include "server/storage/annotation_store.hpp"
#include "server/storage/child_cursor.hpp"
#include "server/storage/reader.hpp"

#include <cstdint>
#include <optional>

namespace telestate::storage {

// Every table is read in the order of the contracts' keys, side by side, so that a scan costs one statement
// per table and not one per contract. One Contract is filled again and again: its texts and lists keep their
// room.
class ContractRows {
  public:
    ContractRows(Connection& connection, Projection projection);

    // Starts before the first contract of the range. Rising ranges may follow one another.
    void seek(KeyRange keys);

    // The next contract, valid until the one after it; nothing after the last.
    const Contract* next();
    // The key of the contract that next() gave.
    std::int64_t key() const { return key_; }

  private:
    // Who is told about it, and when.
    struct Alerted {
        explicit Alerted(Connection& connection);

        ChildCursor deputies;
        ChildCursor alert_days;
    };
    // The tables that only the whole contract needs.
    struct Rest {
        explicit Rest(Connection& connection);
        void seek(KeyRange keys);

        ChildCursor documents;
        ReleaseRows releases;
        ReleaseRows charge_releases;
    };

    void read_columns();
    void read_term_lists();
    void read_decisions();
    void read_charges();
    void read_charge(const Statement& row, Charge& charge);
    void read_alerted();
    void read_rest();

    Connection& connection_;
    IdTable& supplier_ids_;
    IdTable& site_ids_;
    IdTable& people_ids_;
    StatementLease contracts_;
    ChildCursor extensions_;
    ChildCursor breaks_;
    ChildCursor decisions_;
    ChildCursor charges_;
    ChildCursor price_rises_;
    SilenceRows silences_;
    SilenceRows charge_silences_;
    std::optional<Alerted> alerted_;
    std::optional<Rest> rest_;
    Contract contract_;
    std::int64_t key_ = 0;
};

} // namespace telestate::storage
