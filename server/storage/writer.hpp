#pragma once

// Changing the estate: one transaction, all or nothing.

#include "model/estate.hpp"
#include "model/record_kind.hpp"
#include "server/storage/history.hpp"
#include "server/storage/reader.hpp"

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace telestate::storage {

class Connection;

// What a put did. A record equal to the stored one is left alone.
enum class PutOutcome { added, changed, unchanged };

// A write transaction. While it lives no other writer works on the file, in this process or another; readers
// go on seeing what was there before. It is undone when it is destroyed without commit(). Belongs to one
// thread.
//
// A put adds the record or replaces the one of the same id as a whole, in place: it keeps its place in lists.
// Records referred to have to be there already, so whole estates go in the order organisation, sites, people,
// suppliers, contracts, platforms, lines, licences, numbers, usage, responsibilities, observations. An error
// is `invalid` with a pointer for each reference to nothing; then that put has changed nothing. Records are
// taken as valid otherwise: the database's own checks refuse bad ones with an exception, after which the
// writer is only to be destroyed.
//
// Counts are observations. A put that states a count for a day not seen yet adds an observation; for a day
// known it corrects that one; an undated count is added beside those there are. The record then shows the
// latest by `as_at`, or the undated one it was just given. A put without the count keeps the older
// observations, and the record shows none.
class Writer {
  public:
    Writer(Writer&&) noexcept;
    Writer& operator=(Writer&&) = delete;
    ~Writer();

    // Sees what this writer has done so far. Not to be used after commit().
    const Reader& reader() const;

    Result<PutOutcome> put_organisation(const Organisation& organisation);
    Result<PutOutcome> put_site(const Site& record);
    Result<PutOutcome> put_person(const Person& record);
    // Its identity is service, role and person together.
    Result<PutOutcome> put_responsibility(const Responsibility& record);
    Result<PutOutcome> put_supplier(const Supplier& record);
    Result<PutOutcome> put_contract(const Contract& contract);
    Result<PutOutcome> put_platform(const Platform& record);
    Result<PutOutcome> put_line(const Line& record);
    Result<PutOutcome> put_licence(const Licence& record);
    Result<PutOutcome> put_number(const NumberRange& record);
    Result<PutOutcome> put_usage(const Usage& record);

    // Keeps a count beside the record's current one. It becomes the current one only where that is dated and
    // this is later. `invalid` for a kind, record or field that is not there.
    Result<PutOutcome> put_observation(const Observation& observation);
    // Forgets the observation of a field for a day (or the last undated one). Of the current one, the next
    // latest takes its place.
    Result<void> delete_observation(RecordKind kind, std::string_view id, std::string_view field,
                                    std::optional<Day> as_at);

    // `not_found` for an unknown id; `conflict` that names what still refers to the record. What belongs to
    // the record goes with it: a contract's charges, a line's counts.
    Result<void> delete_record(RecordKind kind, std::string_view id);
    Result<void> delete_responsibility(std::string_view service, std::string_view role,
                                       std::string_view person);

    // `not_found` when none is recorded.
    Result<void> delete_organisation();

    // Leaves the record with exactly these counts, as list_kept_counts() gave them: by field, in the order
    // they were written. `invalid` for a kind or field without counts, `not_found` for an unknown record.
    Result<void> restore_counts(RecordKind kind, std::string_view id, const std::vector<KeptCount>& counts);

    // Keeps in the history of the revision about to be made what became of a record. In the order called.
    void note_change(const RecordChange& change);

    // Makes it all lasting and moves the estate's revision by one, the note being kept in its history.
    // Returns the new revision. To be called once.
    std::int64_t commit(const ChangeNote& note);

  private:
    friend class Database;
    friend class LedgerTransaction;
    struct Transaction;
    explicit Writer(std::unique_ptr<Transaction> transaction);
    Connection& connection() const;

    std::unique_ptr<Transaction> transaction_;
};

} // namespace telestate::storage
