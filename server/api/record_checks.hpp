#pragma once

// Reading one record out of a request and holding it against the estate it is to go into.

#include "server/api/import_checks.hpp"
#include "server/api/record_access.hpp"
#include "server/document/json_parser.hpp"
#include "server/document/record_json.hpp"
#include "server/document/record_titles.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace telestate::api {

inline FinancialYearStart year_start_of(const storage::Reader& reader) {
    return reader.find_organisation().value_or(Organisation{}).financial_year_start;
}

// What a single record breaks of the rules that hold across the estate: references to nothing, numbers that
// others hold, a financial year under which other contracts would not be possible. Pointers are relative to
// the record.
template <typename Record>
std::vector<FieldError> problems_in_estate(const storage::Reader& reader, const Record& record) {
    Estate estate;
    std::string prefix;
    if constexpr (std::is_same_v<Record, Organisation>) {
        estate.organisation = record;
        prefix = "/organisation";
    } else {
        (estate.*RecordAccess<Record>::member).push_back(record);
        prefix = "/" + std::string(kind_name_of<Record>()) + "/0";
    }
    std::vector<FieldError> problems;
    check_organisation(reader, estate, year_start_of(reader), problems);
    check_references(reader, estate, problems);
    check_numbers(reader, estate, problems);
    for (FieldError& problem : problems) {
        if (problem.pointer.starts_with(prefix)) problem.pointer.erase(0, prefix.size());
    }
    return problems;
}

// The id that a record without one gets: made from what it says, and one that no other record of the kind
// has.
inline std::string free_id(const storage::Reader& reader, RecordKind kind,
                           const document::JsonValue& record) {
    const std::string base = document::slug_of_record(record, singular_of(kind));
    std::string id = base;
    for (int number = 2; reader.exists(kind, id); ++number)
        id = base + "-" + std::to_string(number);
    return id;
}

inline Error invalid_record(std::vector<FieldError> problems) {
    return {ErrorCode::invalid, document::describe_problem_count(problems.size()), std::move(problems)};
}

// The record in a request's body. `id` is the one it is to have: put in where the body has none, and refused
// where the body has another; empty where the body may say.
template <typename Record>
Result<Record> record_of_body(const storage::Reader& reader, std::string_view body, std::string_view id) {
    auto value = document::parse_json(body);
    if (!value) return value.error();
    if constexpr (requires(Record record) { record.id; }) {
        if (value->is_object()) {
            const document::JsonValue* stated = value->find("id");
            if (stated == nullptr) {
                value->add_member("id", document::JsonValue::of_text(
                                            id.empty() ? free_id(reader, RecordAccess<Record>::kind, *value)
                                                       : std::string(id)));
            } else if (!id.empty() && stated->is_text() && stated->text != id) {
                return invalid_record({{"/id", "is not the id of the address, \"" + std::string(id) +
                                                   "\": the id of a record never changes"}});
            }
        }
    }
    document::Problems problems;
    Record record = document::read_record<Record>(*value, document::Path(), problems, year_start_of(reader));
    std::vector<FieldError> found = problems.listed_errors();
    if (!problems.has_errors()) found = problems_in_estate(reader, record);
    if (!found.empty()) return invalid_record(std::move(found));
    return record;
}

} // namespace telestate::api
