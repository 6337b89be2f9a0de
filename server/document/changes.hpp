#pragma once

// What differs between two versions of a record, field by field, and the report of an import.

#include "model/error.hpp"
#include "server/document/json_writer.hpp"
#include "server/document/record_json.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace telestate::document {

struct Change {
    std::string field; // a JSON pointer relative to the record: "/charges/1/amount"
    // As JSON; nothing where the field is absent.
    std::optional<std::string> before;
    std::optional<std::string> after;

    friend bool operator==(const Change&, const Change&) = default;
};

// What leads from `before` to `after`, in the order of the fields. Objects are compared field by field; lists
// whose items have ids (charges) item by item of the same id, other lists of objects item by item in order,
// lists of plain values as a whole. A pointer into a list counts in `after`, of an item taken away in
// `before`.
std::vector<Change> changes_between(const JsonValue& before, const JsonValue& after);

// Empty exactly when the records are equal.
template <typename Record>
std::vector<Change> changes_between(const Record& before, const Record& after);

// {"field","before","after"}, with null for an absent side.
void append_change(JsonWriter& json, const Change& change);

enum class ImportAction { added, changed, unchanged };
std::string_view name_of(ImportAction action);

struct ImportedRecord {
    std::string kind; // a list of the document, or "organisation"
    std::string id;
    ImportAction action = ImportAction::added;
    std::vector<Change> changes;
};

struct ImportReport {
    bool is_dry_run = false;
    std::int64_t added_count = 0;
    std::int64_t changed_count = 0;
    std::int64_t unchanged_count = 0;
    std::int64_t left_alone_count = 0; // recorded and not in the document
    std::vector<ImportedRecord> records;
    std::vector<FieldError> warnings;
    std::int64_t revision = 0;
};

void append_import_report(JsonWriter& json, const ImportReport& report);

} // namespace telestate::document
