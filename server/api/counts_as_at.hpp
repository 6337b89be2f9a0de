#pragma once

// Counts as they were on a day.

#include "server/storage/reader.hpp"

namespace telestate::api {

// The counts of one kind of record as at a day: of each field the latest observation of that day or before;
// the one without a day written last where there is none; else none at all.
class CountsAsAt {
  public:
    CountsAsAt(const storage::Reader& reader, RecordKind kind, Day on);

    template <typename Record>
    void apply(Record& record) const {
        if constexpr (requires { record.purchased; }) {
            apply(record.id, "purchased", record.purchased);
            apply(record.id, "assigned", record.assigned);
            apply(record.id, "in_use", record.in_use);
        } else {
            apply(record.id, "count", record.count);
        }
    }

  private:
    void apply(const std::string& id, const char* field, std::optional<Count>& count) const;

    storage::IdMap<Count> known_; // by "id/field"
};

} // namespace telestate::api
