#include "server/storage/record_rows.hpp"
#include "server/storage/search_entries.hpp"
#include "server/storage/writer.hpp"

namespace telestate::storage {

namespace {

constexpr Sql select_people = R"(
    SELECT people.record_key, people.id, people.name, people.job_title, people.email, people.phone, people.executive,
        people.notes
    FROM people
    WHERE people.record_key BETWEEN :first AND :last
    ORDER BY people.record_key)";

constexpr Sql upsert_person = R"(
    INSERT INTO people
        (id, name, job_title, email, phone, executive, notes)
    VALUES
        (:id, :name, :job_title, :email, :phone, :executive, :notes)
    ON CONFLICT (id) DO UPDATE
    SET name = excluded.name, job_title = excluded.job_title, email = excluded.email,
        phone = excluded.phone, executive = excluded.executive, notes = excluded.notes
    RETURNING record_key)";

void read_columns(const Statement& row, Person& record) {
    read_text(row, 1, record.id);
    read_text(row, 2, record.name);
    read_text(row, 3, record.job_title);
    read_text(row, 4, record.email);
    read_text(row, 5, record.phone);
    record.executive = read_flag(row, 6);
    read_text(row, 7, record.annotations.notes);
}

constexpr RecordSource<Person> source{RecordKind::people, select_people, read_columns};

} // namespace

std::optional<Person> Reader::find_person(std::string_view id) const {
    return find_record(connection(), source, id);
}

std::vector<Person> Reader::list_people(Page page) const { return list_records(connection(), source, page); }

void Reader::for_each_person(const Visitor<Person>& visit) const {
    visit_records(connection(), source, KeyRange{}, visit);
}

Result<PutOutcome> Writer::put_person(const Person& record) {
    const std::optional<Person> stored = reader().find_person(record.id);
    if (stored == record) return PutOutcome::unchanged;
    const StatementLease upsert = connection().prepare(upsert_person);
    upsert->bind(":id", record.id);
    bind_text(*upsert, ":name", record.name);
    bind_text(*upsert, ":job_title", record.job_title);
    bind_text(*upsert, ":email", record.email);
    bind_text(*upsert, ":phone", record.phone);
    bind_flag(*upsert, ":executive", record.executive);
    bind_text(*upsert, ":notes", record.annotations.notes);
    const std::int64_t key = execute_returning_key(*upsert);
    replace_annotations(connection(), RecordKind::people, key, stored.has_value(), record.annotations);
    renew_search_entry(connection(), RecordKind::people, key, stored.has_value());
    return stored ? PutOutcome::changed : PutOutcome::added;
}

} // namespace telestate::storage
