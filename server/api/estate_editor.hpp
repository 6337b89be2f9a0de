#pragma once

// The one way the estate is changed: every record put or deleted is written into the history with what it was
// before, in the same transaction.

#include "server/api/actor.hpp"
#include "server/api/record_access.hpp"
#include "server/api/services.hpp"
#include "server/document/json_value.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace telestate::api {

// A record as the history keeps it: as JSON in document shape; of kinds with counts {"record", "counts"},
// where "counts" is every count ever kept of it, {"field", "current", and the count's own members}, in the
// order they were written. Nothing for a record that is not there.
template <typename Record>
std::optional<std::string> find_history_text(const storage::Reader& reader, const Record& identity);

// Undone as a whole when it is destroyed without commit(). After an error of a put or remove others may
// follow, but nothing of it may be committed unless the error was handled.
class EstateEditor {
  public:
    explicit EstateEditor(storage::Writer writer) : writer_(std::move(writer)) {}

    // Sees what was done so far.
    const storage::Reader& reader() const { return writer_.reader(); }

    // As the writer's functions of these names (see writer.hpp), for records of every kind and the
    // organisation.
    template <typename Record>
    Result<storage::PutOutcome> put(const Record& record);
    // The same for a caller that has looked up what is stored.
    template <typename Record>
    Result<storage::PutOutcome> put_over(const std::optional<Record>& stored, const Record& record);
    Result<storage::PutOutcome> put_observation(const Observation& observation);
    Result<void> delete_observation(RecordKind kind, std::string_view id, std::string_view field,
                                    std::optional<Day> as_at);
    // Deletes what has the identity of `record`; nothing else of it matters.
    template <typename Record>
    Result<void> remove(const Record& record);
    // Puts a record as the history holds it, its counts exactly. `invalid` or `conflict` where that cannot
    // be.
    Result<void> restore(std::string_view kind, const document::JsonValue& text,
                         FinancialYearStart year_start);
    // Deletes a record the history names.
    Result<void> remove_restored(std::string_view kind, const document::JsonValue& text);

    bool has_changes() const { return has_changes_; }
    // Returns the new revision. To be called once, and only where there are changes.
    std::int64_t commit(const Services& services, const Actor& actor, std::string note = {},
                        std::optional<std::int64_t> undoes = std::nullopt);

  private:
    // Writes what became of the record into the history, unless it is as it was.
    template <typename Record>
    void note(const Record& record, std::optional<std::string> before, std::optional<std::string> after);
    // Does `change`, and notes what it did to the record.
    template <typename Record, typename Change>
    auto watch(const Record& record, Change change);
    template <typename Change>
    auto change_counts(RecordKind kind, std::string_view id, Change change);

    storage::Writer writer_;
    bool has_changes_ = false;
};

} // namespace telestate::api
